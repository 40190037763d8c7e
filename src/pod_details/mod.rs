//! The page of one pod.

pub mod access;
pub mod action_effects;
pub mod activity_list;
pub mod activity_log;
pub mod auto_stop;
pub mod charts;
pub mod edit;
pub mod environment;
pub mod facts;
pub mod files;
pub mod log;
pub mod page;
pub mod section_nav;
pub mod state;
