//! A simulator, and where it listens.

use std::sync::Arc;

use crate::simulator::Simulator;

/// The key that needs no secrecy: it opens nothing but this.
pub const PRACTICE_KEY: &str = "rpa_PRACTICE0000000000000000000000000000000000";

/// A simulator and all that answering for it takes.
#[derive(Clone)]
pub struct App {
    /// The world.
    pub simulator: Arc<Simulator>,
    /// Where it listens: `http://127.0.0.1:4600`.
    pub origin: String,
}

impl App {
    /// An app for a simulator that listens at `origin`.
    #[must_use]
    pub fn new(simulator: Arc<Simulator>, origin: String) -> Self {
        Self { simulator, origin }
    }

    /// Where a pod's HTTP port is reached, with `{podId}` and `{port}` to fill in.
    #[must_use]
    pub fn proxy_template(&self) -> String {
        format!("{}/proxy/{{podId}}-{{port}}", self.origin)
    }
}
