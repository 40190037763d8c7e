//! Launchpod for other programs: what the page does, as a module that JavaScript calls (`module/js` is its face). It decides
//! nothing: orders are read, launches walked and pods ended by `launchpod-core`, whose effects are performed here.
//!
//! Plain objects cross the border as JSON: `serde_json` is there anyway, and nothing else has to be.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "what calls it exists in WebAssembly alone"))]

mod order;
mod shown;
mod told;

#[cfg(target_arch = "wasm32")]
mod acts;
#[cfg(target_arch = "wasm32")]
mod adoption;
#[cfg(target_arch = "wasm32")]
mod changes;
#[cfg(target_arch = "wasm32")]
mod core;
#[cfg(target_arch = "wasm32")]
mod desk;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod journal;
#[cfg(target_arch = "wasm32")]
mod launch;
#[cfg(target_arch = "wasm32")]
mod quest;
#[cfg(target_arch = "wasm32")]
mod readiness;
#[cfg(target_arch = "wasm32")]
mod reading;
#[cfg(target_arch = "wasm32")]
mod setbacks;
