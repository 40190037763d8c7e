//! Receipts of pods that have ended: kept on this device, and shown when somebody opens them.

pub mod file;
pub mod list;
pub mod store;
