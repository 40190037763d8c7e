//! How long a caller of the module waits.

use std::time::Duration;

use launchpod_core::runpod::web_clock::now;
use launchpod_core::types::time::Timestamp;

use super::js::Hooks;

/// How long a caller waits.
#[derive(Clone, Copy)]
pub struct WaitLimit<'a> {
    /// What the caller wants; nobody to ask where it is the module's own doing.
    pub hooks: Option<&'a Hooks>,
    /// Until when, on the wall's clock.
    pub until: Option<Timestamp>,
}

impl WaitLimit<'_> {
    /// So long, whatever the caller wants.
    pub fn within(time: Duration) -> WaitLimit<'static> {
        WaitLimit { hooks: None, until: Some(now().plus(time)) }
    }

    /// Whether the caller wants no more of it.
    pub fn is_aborted(self) -> bool {
        self.hooks.is_some_and(Hooks::aborted)
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        self.until.is_some_and(|until| now() >= until)
    }
}
