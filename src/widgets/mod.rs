//! Small views that several features use.

pub mod bare_command;
pub mod chart;
pub mod copy;
pub mod disclosure;
pub mod error_box;
pub mod external_link;
pub mod keyed;
pub mod lazy_view;
pub mod mark;
pub mod search;
