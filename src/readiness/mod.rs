//! How pods come up, and who is told.

pub mod notifications;
pub mod notify_switch;
pub mod probe;
pub mod start_logs;
pub mod tracker;
