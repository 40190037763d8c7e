//! Which GPU type is available in which data center.

pub mod filter;
pub mod ranking;
pub mod section;
pub mod store;
pub mod table;
