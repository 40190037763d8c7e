//! What Launchpod decides and how it speaks to RunPod. No view, no clock, no global state: time, randomness, storage and
//! the network come in as parameters, or through small traits. Texts are in the language that the thread speaks (`launchpod_words`).
//!
//! - [`types`]: money, time, ids.
//! - [`catalog`]: what RunPod rents out, where, for how much, and what of it is left.
//! - [`order`]: the launch form, and the order that comes of it.
//! - [`launch`]: from an order to its one pod.
//! - [`models`]: models that a ComfyUI pod loads while it starts.
//! - [`notices`]: what a pod sends to an address of the person's own.
//! - [`pods`]: what is known of pods, what is asked of them, and how they are listed.
//! - [`files`]: what ComfyUI has made in a pod.
//! - [`readiness`]: when a pod is ready, and what is wrong if it is not.
//! - [`auto_stop`]: what ends or stops a pod without a click.
//! - [`billing`]: what was, is and will be spent.
//! - [`volumes`]: network volumes.
//! - [`page_build`]: which build of the page runs.
//! - [`state`]: all that is known of one account; events in, effects out.
//! - [`engine`]: performs what the state wants done, for any [`engine::Host`].
//! - [`runpod`]: the API. Key, documents, wire types, decoding, errors, one client over a transport.
//! - [`json`]: reading JSON one field at a time.
//!
//! Arrows point one way: `engine` reads `runpod`, `runpod` reads the areas above, and these read `json` alone.

pub mod account;
pub mod auto_stop;
pub mod billing;
pub mod catalog;
pub mod engine;
pub mod files;
pub mod json;
pub mod launch;
pub mod models;
pub mod notices;
pub mod order;
pub mod page_build;
pub mod pods;
pub mod readiness;
pub mod runpod;
pub mod secrets;
pub mod state;
pub mod types;
pub mod volumes;
