//! The launch form, and launches under way.

pub mod advanced;
pub mod app_pictures;
pub mod choices;
pub mod cpu_picker;
pub mod cpus;
pub mod environment;
pub mod estimate;
pub mod field;
pub mod field_text;
pub mod first_run;
pub mod form;
pub mod gallery;
pub mod gpu_picker;
pub mod launch_status;
pub mod launches;
pub mod models;
pub mod page;
pub mod prefill;
pub mod presets;
pub mod provisioning_line;
pub mod provisioning_status;
pub mod summary;
pub mod template_picker;
pub mod templates;

use std::time::Duration;

/// Prices and stock older than this are asked for again while the form is in sight.
pub const FRESH: Duration = Duration::from_secs(60);
/// After a failure.
pub const PATIENCE: Duration = Duration::from_secs(10);
