//! What ends pods if nobody does.

mod move_views;
pub mod moves;
pub mod rules;
pub mod timer;
