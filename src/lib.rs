//! The page. What it decides is in `launchpod-core`; here it runs and is shown.
//!
//! - [`app`]: the running page: what is known, what was asked, the poll loop, storage, the probe.
//! - [`ui`]: Leptos views: pages and components, thin.
//!
//! Arrows point one way: `ui` → `app` → `launchpod_core::runpod` → `launchpod_core::`.
#![cfg(target_arch = "wasm32")]

pub mod app;
pub mod ui;

/// Puts the page in the place of its static shell. A panic is told in words by `public/loader.js`, which outlives it.
pub fn start() {
    console_error_panic_hook::set_once();
    app::browser::remove("shell");
    leptos::mount::mount_to_body(ui::App);
}
