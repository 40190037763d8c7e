//! The running page. Reads clocks and storage, sends requests, and hands what comes back to the domain.

pub mod acts;
pub mod browser;
pub mod clock;
pub mod cpus;
pub mod desk;
pub mod fleet;
pub mod form;
pub mod grid;
pub mod hunt;
pub mod journal;
pub mod launches;
pub mod ledger;
pub mod locks;
pub mod outlook;
pub mod practice;
pub mod presets;
pub mod probe;
pub mod roll;
pub mod route;
pub mod session;
pub mod sight;
pub mod templates;
pub mod volume_desk;
pub mod volumes;
pub mod watched;
