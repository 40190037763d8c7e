//! Balances that were read.

use crate::types::money::MicroUsd;
use crate::types::time::Timestamp;

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
