//! Launchpod for other programs: what the page does, as a module that JavaScript calls (`module/js` is its face). It decides
//! nothing: orders are read, launches walked and pods ended by `launchpod-core`, whose effects are performed here.
//!
//! JSON goes in, and is read by what reads RunPod's answers; plain objects come out.

#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, reason = "what calls it exists in WebAssembly alone"))]

mod dto;
mod error;
#[cfg(target_arch = "wasm32")]
mod launcher;
mod order_input;
mod wording;
