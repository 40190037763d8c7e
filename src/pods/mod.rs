//! The list of pods, and what is asked of them.

pub mod action_buttons;
pub mod actions;
pub mod auto_stop_line;
pub mod bulk_bar;
pub mod card;
pub mod element_ids;
pub mod list;
pub mod page;
pub mod replacement_notice;
pub mod replacements;
pub mod services;
pub mod stage;
pub mod store;
pub mod toolbar;
pub mod undo;
pub mod undo_time;
pub mod undo_words;
pub mod visible_rows;
