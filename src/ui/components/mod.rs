//! One component a file.

pub mod disclosure;
pub mod failure_box;
pub mod field;
pub mod forget_key;
pub mod gpu_picker;
pub mod grid;
pub mod grid_filter;
pub mod grid_table;
pub mod keyed;
pub mod launch_status;
pub mod order_summary;
pub mod pod_acts;
pub mod pod_card;
pub mod pod_services;
pub mod site_advice;
pub mod told;
pub mod top_bar;
pub mod volume_maker;
pub mod volume_manager;
pub mod volume_panel;
