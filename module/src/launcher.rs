//! One launcher: the engine with JavaScript as its host, and what JavaScript calls of it.

mod acts;
mod core;
mod desk;
mod host;
mod js;
mod launch;
mod over;
mod readiness;
mod reading;
mod recovery;
