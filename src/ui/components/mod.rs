//! One component a file.

pub mod choices;
pub mod cpu_picker;
pub mod details;
pub mod environment;
pub mod failure_box;
pub mod field;
pub mod field_words;
pub mod forget_key;
pub mod gpu_picker;
pub mod hunt_line;
pub mod hunt_status;
pub mod keyed;
pub mod launch_status;
pub mod order_summary;
pub mod pod_acts;
pub mod pod_card;
pub mod pod_services;
pub mod presets;
pub mod template_picker;
pub mod told;
pub mod top_bar;
