//! How far one clock is ahead of another.

use crate::types::time::Timestamp;

/// How far RunPod's clock is ahead of this computer's: milliseconds, less than none where it is behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead(i64);

impl Ahead {
    /// Both clocks show the same.
    pub const NONE: Self = Self(0);

    /// The one clock shows `told` while the other one shows `here`.
    pub fn of(told: Timestamp, here: Timestamp) -> Self {
        Self(i64::try_from(i128::from(told.millis()) - i128::from(here.millis())).unwrap_or_default())
    }

    /// An instant that RunPod tells, on this computer's clock.
    pub fn here(self, told: Timestamp) -> Timestamp {
        Timestamp::from_millis(told.millis().saturating_add_signed(self.0.saturating_neg()))
    }

    /// An instant on this computer's clock, on RunPod's.
    pub fn there(self, here: Timestamp) -> Timestamp {
        Timestamp::from_millis(here.millis().saturating_add_signed(self.0))
    }

    /// The same in milliseconds.
    pub const fn millis(self) -> i64 {
        self.0
    }
}
