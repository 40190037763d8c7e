//! The browser: storage, locks, clock, address; and the engine's host.

pub mod account_keys;
pub mod account_storage;
pub mod browser;
pub mod cached;
pub mod clock;
pub mod indexed_db;
pub mod language;
pub mod last_seen;
pub mod locks;
pub mod numbers;
pub mod route;
pub mod session_keys;
pub mod shared;
pub mod web_host;
