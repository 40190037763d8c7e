//! The launcher's client against the simulator, in one process and in virtual time: hours pass in milliseconds, and a
//! seed plays the same run again, to the byte.
//!
//! A run is [`play`]ed in a [`World`] of its own. Its [`Tab`](tab::Tab)s carry what a client sends, as a browser would,
//! over a [`Net`](net::Net) that can be slow, down, or silent. What then is so, [`World::truth`] tells without asking
//! the API.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod browser;
mod host;
mod journal;
mod launches;
mod mishaps;
mod near;
mod net;
mod orders;
mod page;
mod person;
mod random;
mod repeatable;
mod speed;
mod tab;
mod thousands;
mod wire;
mod wire_rows;
mod witness;
mod world;
