//! Secrets that RunPod keeps. Both of these are a file of their own: see `app/later_views.rs`.

pub mod panel;
pub mod store;
