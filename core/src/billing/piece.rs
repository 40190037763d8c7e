//! The smallest part of a bill.

use crate::types::money::{Accrued, HourlyRate};
use crate::types::time::Timestamp;

/// A stretch of time at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub from: Timestamp,
    pub until: Timestamp,
    pub rate: HourlyRate,
    /// It may have cost more.
    pub unsure: bool,
}

impl Piece {
    /// What of it lies between the two.
    pub fn within(self, from: Timestamp, until: Timestamp) -> Option<Self> {
        let piece = Self { from: self.from.max(from), until: self.until.min(until), ..self };
        (piece.from < piece.until).then_some(piece)
    }

    pub fn cost(self) -> Accrued {
        self.rate.accrued(self.until.since(self.from))
    }
}
