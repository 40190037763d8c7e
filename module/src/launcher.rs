//! One launcher: the engine with JavaScript as its host, and what JavaScript calls of it.

mod exports;
mod js;
mod js_host;
mod launch;
mod launch_errors;
mod logs;
mod pod_actions;
mod queries;
mod recovery;
mod state;
mod wait_limit;
mod wait_ready;
