//! What things cost that are no longer told one by one: by the hour for two days, then as one sum.

use crate::billing::piece::Piece;
use crate::types::money::{Accrued, HourlyRate, MicroUsd};
use crate::types::time::Timestamp;

const HOUR: u64 = 3_600_000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct HourlyTotals {
    /// Everything before it is one sum.
    pub horizon: Timestamp,
    /// That sum: what belongs to this session alone.
    pub before: MicroUsd,
    /// Each hour since, by its number since 1970; those that cost nothing are left out.
    pub hours: Vec<(u64, MicroUsd)>,
    /// Until then more may have been spent.
    pub unsure_until: Timestamp,
}

impl HourlyTotals {
    /// Puts a piece of a bill in; none is put in twice.
    pub fn add(&mut self, piece: Piece, session: Timestamp) {
        if piece.unsure {
            self.unsure_until = self.unsure_until.max(piece.until);
        }
        let old = piece.within(session, self.horizon).map(|old| old.cost().rounded());
        self.before = self.before + old.unwrap_or_default();
        let Some(new) = piece.within(self.horizon, Timestamp::from_millis(u64::MAX)) else { return };
        for hour in new.from.millis() / HOUR..=new.until.millis() / HOUR {
            let (from, until) = bounds(hour);
            let cost = new.within(from, until).map(|part| part.cost().rounded()).unwrap_or_default();
            self.put(hour, cost);
        }
    }

    fn put(&mut self, hour: u64, cost: MicroUsd) {
        let place = self.hours.partition_point(|(known, _)| *known < hour);
        match self.hours.get_mut(place).filter(|(known, _)| *known == hour) {
            Some((_, sum)) => *sum = *sum + cost,
            None if cost > MicroUsd::ZERO => self.hours.insert(place, (hour, cost)),
            None => {}
        }
    }

    /// Sums up the hours before `horizon`.
    pub fn advance(&mut self, horizon: Timestamp, session: Timestamp) {
        if horizon <= self.horizon {
            return;
        }
        let old = self.pieces().filter_map(|piece| piece.within(session, horizon)).map(|piece| piece.cost().rounded());
        self.before = self.before + old.sum();
        self.hours.retain(|(hour, _)| bounds(*hour).0 >= horizon);
        self.horizon = horizon;
    }

    /// The hours as pieces of a bill.
    pub fn pieces(&self) -> impl Iterator<Item = Piece> + '_ {
        self.hours.iter().map(|(hour, cost)| {
            let (from, until) = bounds(*hour);
            Piece { from, until, rate: HourlyRate::from_micros(cost.micros()), unsure: false }
        })
    }

    /// What was spent since `from`; what is one sum counts if it was spent in a session that `from` does not cut. Of an hour
    /// that `from` cuts, its share: which minutes of it cost is not known any more.
    pub fn spent(&self, from: Timestamp, session: Timestamp) -> MicroUsd {
        // All of it is past, also what stands in the hour that runs.
        let hours = self.pieces().filter_map(|piece| piece.within(from, Timestamp::from_millis(u64::MAX)));
        let before = if from <= session { self.before } else { MicroUsd::ZERO };
        before + hours.map(Piece::cost).sum::<Accrued>().rounded()
    }
}

fn bounds(hour: u64) -> (Timestamp, Timestamp) {
    let from = hour.saturating_mul(HOUR);
    (Timestamp::from_millis(from), Timestamp::from_millis(from.saturating_add(HOUR)))
}
