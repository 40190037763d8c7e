//! Launchpod in one program: the page on 127.0.0.1, the relay to RunPod beside it, and a RunPod to practise on.
//!
//! [`start`] is the whole of it in its order. [`guard`] keeps other pages and other names out, [`relay`] says what may pass to
//! RunPod and back, [`server`] is the listener. What the page's files are sent with is decided where the simulator decides it,
//! in `launchpod_simulator::PageHost`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod browser;
pub mod guard;
pub mod instance;
pub mod options;
pub mod page;
pub mod practice;
pub mod relay;
pub mod routes;
pub mod server;
pub mod start;
