//! Balances that were read.

use crate::types::money::MicroUsd;
use crate::types::time::{Timestamp, duration_text};

/// The balance at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    pub at: Timestamp,
    pub balance: MicroUsd,
}

/// The first since the last top-up, and the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Readings {
    pub first: Reading,
    pub last: Reading,
}

impl Readings {
    /// The time between them, in words.
    pub fn length(self) -> String {
        duration_text(self.last.at.since(self.first.at))
    }
}
