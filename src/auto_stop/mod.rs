//! What ends pods if nobody does.

pub mod moves;
pub mod rules;
pub mod timer;
