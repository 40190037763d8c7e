//! The log of one pod.

pub mod feed;
pub mod file;
pub mod lines;
pub mod section;
