//! The page. What it decides is in `launchpod-core`; here it runs and is shown.
//!
//! One folder a feature: a `store` (or a file of its subject's name) holds what is known of it and its verbs, the other files
//! are views, which show it and send intents. [`context`] is what every store is given; [`app`] puts all together.
//!
//! Arrows point one way: `app` → features → `widgets`, `platform` → `launchpod-core`.
#![cfg(target_arch = "wasm32")]

#[macro_use]
mod part;

pub mod account;
pub mod app;
pub mod auto_stop;
pub mod availability;
pub mod billing;
pub mod context;
pub mod launch;
pub mod platform;
pub mod pod_details;
pub mod pods;
pub mod readiness;
pub mod secrets;
pub mod sign_in;
pub mod volumes;
pub mod widgets;

/// Starts the page, which takes the place of its static shell. A panic is told in words by `public/loader.js`, which outlives
/// it.
pub fn start() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}
