//! What Launchpod decides and how it speaks to RunPod. No view, no clock, no global state.
//!
//! - [`domain`]: pure. Money, catalog, order, offers, launch, readiness, fleet, endings, spend, pulse.
//! - [`runpod`]: the API. Key, documents, wire types, decoding, errors, one client over a transport.
//!
//! - [`json`]: reading JSON one field at a time, for both.
//!
//! Arrows point one way: `runpod` reads `domain`; `domain` reads nobody.

pub mod domain;
pub mod engine;
pub mod json;
pub mod runpod;
