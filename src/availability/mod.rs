//! Which GPU type is available in which data center.

pub mod column_heads;
pub mod filter;
pub mod page;
pub mod ranking;
pub mod scroll_edges;
pub mod store;
pub mod table;
pub mod taken;
