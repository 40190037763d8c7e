//! Pods: what is known of them, what is asked of them, and how they are listed.

pub mod access;
pub mod action;
pub mod allowed;
pub mod bulk_actions;
pub mod bulk_start;
pub mod fleet;
pub mod last_change;
pub mod list_view;
pub mod logs;
pub mod page_sections;
pub mod pod;
pub mod port;
pub mod services;
pub mod utilization;
