//! What each thing has cost in each hour. The meter knows the sum alone, and bills are told by the hour.

use std::collections::BTreeMap;

use crate::clock::{HOUR, Moment};
use crate::money::{Metered, Rate};

/// What is paid for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    Pod(String),
    /// A network volume, and whether it is one of the fast ones.
    Volume(String, bool),
}

/// What of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Gpu,
    Cpu,
    Disk,
}

/// One hour of one thing.
type Line = (i64, Item, Part);

#[derive(Default)]
pub struct Ledger(BTreeMap<Line, Metered>);

impl Ledger {
    /// Something has cost that much an hour from one moment to the other.
    pub fn note(&mut self, from: Moment, to: Moment, item: &Item, part: Part, rate: Rate) {
        if rate == Rate::default() {
            return;
        }
        let mut at = from.0;
        while at < to.0 {
            let hour = at.div_euclid(HOUR) * HOUR;
            let end = to.0.min(hour + HOUR);
            let line = self.0.entry((hour, item.clone(), part)).or_default();
            *line = *line + rate.over(end - at);
            at = end;
        }
    }

    /// Every line whose hour begins in that time: hour, thing, part, cost.
    pub fn between(&self, from: Moment, to: Moment) -> impl Iterator<Item = (Moment, &Item, Part, Metered)> {
        let within = self.0.iter().filter(move |((hour, ..), _)| (from.0..to.0).contains(hour));
        within.map(|((hour, item, part), cost)| (Moment(*hour), item, *part, *cost))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MicroUsd;

    #[test]
    fn a_long_time_is_split_by_the_hour_and_nothing_is_lost() {
        let mut ledger = Ledger::default();
        let pod = Item::Pod("a".to_owned());
        let rate = Rate::per_hour(MicroUsd(1_000_000));
        ledger.note(Moment(HOUR / 2), Moment(3 * HOUR), &pod, Part::Gpu, rate);
        let costs: Vec<i64> = ledger.between(Moment(0), Moment(9 * HOUR)).map(|line| line.3.amount().0).collect();
        assert_eq!(costs, [500_000, 1_000_000, 1_000_000]);
    }
}
