//! A RunPod that runs on your machine: its GraphQL API, its pods' services, and a host for the page.
//!
//! [`Simulator`] is the world, [`routes`] the HTTP side of it, [`run`] the two listeners. Nothing in
//! here reaches out: no request leaves the machine.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod account;
mod action_v2;
mod acts;
mod admin;
mod billing;
mod clock;
mod comfy;
mod container;
mod cors;
mod deploy;
mod dice;
mod errors;
mod faults;
mod gpu_models;
mod headers_file;
mod http;
mod inside;
mod machines;
mod mishaps;
mod money;
mod page;
mod places;
mod pod;
mod ports;
mod record;
mod schema;
mod services;
mod settings;
mod simulator;
mod storage;
mod telemetry;
mod validation;
mod wire;
mod world;

pub use clock::{Clock, HOUR, MINUTE, Moment, SECOND};
pub use cors::CorsMode;
pub use faults::Fault;
pub use http::{App, routes};
pub use page::{PageHost, page_routes};
pub use schema::{Schema, schema};
pub use settings::{PRACTICE_KEY, Settings, run};
pub use simulator::{Options, Simulator};
pub use wire::{Wire, serve};
