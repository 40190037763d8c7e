//! What ends pods if nobody does.

pub mod rules;
pub mod timer;
