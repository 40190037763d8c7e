//! RunPod's API: the key, the documents, what comes over the wire, what it means, and what can go wrong.
//!
//! One [`client::Client`] over a [`transport::Transport`]. What it can be asked is said once, in the domain's language
//! ([`client::Api`]), and answered by two APIs: [`graphql`] while RunPod has it, and [`rest`], which follows.

mod answers;
pub mod client;
pub mod connection;
pub mod countries;
pub mod cpu;
pub mod decode;
pub mod documents;
pub mod endpoint;
pub mod error;
mod error_field;
pub mod error_links;
pub mod error_messages;
#[cfg(target_arch = "wasm32")]
pub mod fetch_transport;
pub mod graphql;
pub mod rate_limit;
pub mod rate_limited;
mod relaunch_form;
pub mod requests;
pub mod rest;
mod retry_after;
pub mod templates;
pub mod transport;
#[cfg(target_arch = "wasm32")]
pub mod web_clock;

pub use crate::types::api_key;
pub use relaunch_form::of_listed as form_of_listed;
