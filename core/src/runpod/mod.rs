//! RunPod's API: the key, the documents, what comes over the wire, what it means, and what can go wrong.
//!
//! One [`client::Client`] over a [`transport::Transport`]. Its verbs speak the domain's language; GraphQL is one codec
//! behind them ([`documents`], [`decode`]), and REST v2 can become the second.

mod again;
mod blame;
#[cfg(target_arch = "wasm32")]
pub mod browser_timing;
pub mod client;
pub mod countries;
pub mod cpus;
pub mod decode;
pub mod documents;
pub mod endpoint;
pub mod errands;
pub mod failure;
#[cfg(target_arch = "wasm32")]
pub mod fetch;
pub mod key;
pub mod paced;
mod retry_after;
pub mod routes;
pub mod templates;
pub mod transport;
pub mod words;
