//! Network volumes: made, grown, deleted.

pub mod actions;
pub mod create_form;
pub mod creation;
pub mod list;
pub mod panel;
pub mod store;
pub mod told;
