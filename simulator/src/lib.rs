//! A RunPod that runs on your machine: its GraphQL API, its pods' services, and a host for the page.
//!
//! [`Simulator`] is the world, [`routes`] the HTTP side of it, [`run`] the two listeners. Nothing in
//! here reaches out: no request leaves the machine.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

mod account;
mod admin;
mod app;
mod audit_log;
mod billing;
mod cli;
mod clock;
mod comfy;
mod connection;
mod container;
mod cors;
mod data_centers;
mod deploy;
mod errors;
mod faults;
mod gpu_models;
mod graphql;
mod headers_file;
mod html;
mod http;
mod ledger;
mod machines;
mod money;
mod open_ports;
mod outages;
mod own_names;
mod page;
mod percent;
mod pod;
mod pod_actions;
mod pod_key;
mod pod_logs;
mod pod_processes;
mod pod_proxy;
mod ports;
mod responses;
mod rfc3339;
mod rng;
mod schema;
mod simulator;
mod utilization;
mod v2;
mod validation;
mod volumes;
mod world;

pub use app::{App, PRACTICE_KEY};
pub use cli::{Settings, run};
pub use clock::{Clock, HOUR, MINUTE, Moment, SECOND};
pub use connection::{Wire, serve};
pub use cors::CorsMode;
pub use faults::Fault;
pub use http::routes;
pub use own_names::OwnNames;
pub use page::{PageFiles, PageHost, page_routes};
pub use schema::{Schema, schema};
pub use simulator::{Options, Simulator};
