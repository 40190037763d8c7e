//! What RunPod billed for pods, beside the meter's own estimate of the same hours.

use std::time::Duration;

use launchpod_words::{billing, sentences, units};

use crate::billing::cost_meter::{CostEstimate, CostMeter};
use crate::billing::piece::Piece;
use crate::types::clock_offset::Ahead;
use crate::types::ids::PodId;
use crate::types::money::{Accrued, MicroUsd};
use crate::types::time::{Timestamp, UtcOffset};

const HOUR: u64 = 3_600_000;

/// What RunPod billed for pods in whole hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PodBills {
    /// The first of these hours, on RunPod's clock.
    pub from: Timestamp,
    /// The end of the last.
    pub until: Timestamp,
    /// Each pod's sum, in RunPod's order; GPUs, processors and disks together. Pods that cost nothing are left out.
    pub pods: Vec<(PodId, MicroUsd)>,
}

impl PodBills {
    /// Nothing billed yet, for a window of RunPod's: the hour that still runs is not in it.
    pub(crate) fn within(from: Timestamp, end: Timestamp) -> Self {
        let hour = |at: Timestamp| Timestamp::from_millis(at.millis() / HOUR * HOUR);
        Self { from: hour(from), until: hour(end.minus(Duration::from_millis(1))), pods: vec![] }
    }

    /// Adds what a pod cost in the hour that begins then; hours outside of the window do not count.
    pub(crate) fn add(&mut self, pod: PodId, hour: Timestamp, amount: MicroUsd) {
        if hour < self.from || hour >= self.until {
            return;
        }
        match self.pods.iter_mut().find(|(known, _)| *known == pod) {
            Some((_, sum)) => *sum = *sum + amount,
            None => self.pods.push((pod, amount)),
        }
    }

    fn sum(&self, of: impl Fn(&PodId) -> bool) -> MicroUsd {
        self.pods.iter().filter(|(pod, _)| of(pod)).map(|(_, amount)| *amount).sum()
    }
}

impl CostMeter {
    /// RunPod's bills beside the meter, in words. `ahead` says how RunPod's clock differs from this computer's.
    pub fn bills_text(&self, bills: &PodBills, ahead: Ahead, zone: UtcOffset) -> String {
        let (from, until) = (ahead.here(bills.from), ahead.here(bills.until));
        let sees = |pod: &PodId| self.pods.lines.iter().any(|line| line.id == pod.as_str());
        let (seen, unseen) = (bills.sum(sees), bills.sum(|pod| !sees(pod)));
        let own = self.estimate_of_pods(from, until);
        let (time, clock) = (units::hours(until.since(from).as_secs() / 3600), zone.clock(until));
        if seen + unseen == MicroUsd::ZERO && own.amount == MicroUsd::ZERO {
            return billing::billed_nothing(time, clock);
        }
        let difference = Difference::of(seen, own);
        if unseen != MicroUsd::ZERO {
            let billed = billing::billed_unseen(time, clock, seen + unseen, unseen);
            return sentences(&[billed, difference.of_others(own)]);
        }
        match difference {
            Difference::Same => billing::billed_same(time, clock, seen, own),
            Difference::Late => billing::billed_late(time, clock, seen, own),
            Difference::LittleLess => billing::billed_little_less(time, clock, seen, own),
            Difference::LittleMore => billing::billed_little_more(time, clock, seen, own),
            Difference::Less(percent) => billing::billed_less(time, clock, seen, own, percent),
            Difference::More(percent) => billing::billed_more(time, clock, seen, own, percent),
        }
    }

    fn estimate_of_pods(&self, from: Timestamp, until: Timestamp) -> CostEstimate {
        let [pods, _] = self.pieces(from, until);
        let at_least = pods.iter().any(|piece| piece.unsure);
        CostEstimate { amount: pods.into_iter().map(Piece::cost).sum::<Accrued>().rounded(), at_least }
    }
}

/// By how much an estimate differs from the bill, in hundredths of it.
#[derive(Clone, Copy)]
enum Difference {
    Same,
    /// Nothing is billed yet.
    Late,
    LittleLess,
    LittleMore,
    Less(i128),
    More(i128),
}

impl Difference {
    fn of(billed: MicroUsd, own: CostEstimate) -> Self {
        let (difference, whole) = ((own.amount - billed).micros(), i128::from(billed.micros()));
        // To a person they are the same if they look alike.
        if billed.to_string() == own.amount.to_string() {
            return Self::Same;
        }
        if whole <= 0 {
            return Self::Late;
        }
        match ((i128::from(difference).abs() * 100 + whole / 2) / whole, difference < 0) {
            (0, true) => Self::LittleLess,
            (0, false) => Self::LittleMore,
            (percent, true) => Self::Less(percent),
            (percent, false) => Self::More(percent),
        }
    }

    /// What was estimated for the pods that this page has seen, where RunPod billed others, too.
    fn of_others(self, own: CostEstimate) -> String {
        match self {
            Self::Same => billing::others_same(own),
            Self::Late => billing::others_late(own),
            Self::LittleLess => billing::others_little_less(own),
            Self::LittleMore => billing::others_little_more(own),
            Self::Less(percent) => billing::others_less(own, percent),
            Self::More(percent) => billing::others_more(own, percent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::Pod;
    use crate::pods::pod::tests::pod;

    /// So many hours after a UTC noon.
    fn at(hours: u64) -> Timestamp {
        Timestamp::from_millis((498_660 + hours) * HOUR)
    }

    /// Two pods at $0.696944/h: one made at noon, the other an hour later.
    fn meter() -> CostMeter {
        let of = |id: &str, hour: u64| Pod { created: Some(at(hour)), started: Some(at(hour)), ..pod(id) };
        let mut meter = CostMeter::new(at(0));
        meter.observe_pods(&[&of("a", 0)], at(0));
        for hour in [1, 2, 3] {
            meter.observe_pods(&[&of("a", 0), &of("b", 1)], at(hour));
        }
        meter
    }

    /// Of the first two hours.
    fn bills(amounts: &[(&str, u64, i64)]) -> PodBills {
        let mut bills = PodBills::within(at(0), at(2).plus(Duration::from_millis(1)));
        for (pod, hour, micros) in amounts {
            bills.add(PodId::new(*pod), at(*hour), MicroUsd::from_micros(*micros));
        }
        bills
    }

    fn told(amounts: &[(&str, u64, i64)]) -> String {
        meter().bills_text(&bills(amounts), Ahead::NONE, UtcOffset::ahead(0))
    }

    /// a: 2 h = 1.393888; b: 1 h = 0.696944; together 2.090832.
    #[test]
    fn the_difference_is_told_in_hundredths_of_the_bill() {
        let two = |a: i64, b: i64| told(&[("a", 0, a), ("a", 1, a), ("b", 1, b)]);
        let begin = "In the 2\u{a0}h until 14:00 RunPod billed";
        assert_eq!(two(690_000, 800_000), format!("{begin} $2.18 for pods; this page had estimated $2.09, 4 % less."));
        assert_eq!(two(600_000, 600_000), format!("{begin} $1.80 for pods; this page had estimated $2.09, 16 % more."));
        assert_eq!(two(697_000, 697_000), format!("{begin} $2.09 for pods; this page had estimated $2.09, the same."));
        let close = format!("{begin} $2.10 for pods; this page had estimated $2.09, less than 1 % less.");
        assert_eq!(two(700_000, 700_000), close);
    }

    #[test]
    fn what_this_page_has_not_seen_is_told_apart() {
        let words = told(&[("a", 0, 696_944), ("a", 1, 696_944), ("b", 1, 696_944), ("elsewhere", 0, 1_000_000)]);
        assert_eq!(
            words,
            "In the 2\u{a0}h until 14:00 RunPod billed $3.09 for pods; $1.00 of it is for pods that this page has not seen. For \
             the others it had estimated $2.09, the same."
        );
    }

    #[test]
    fn nothing_billed_is_no_division() {
        assert!(
            told(&[]).ends_with("RunPod billed $0.00 for pods; this page had estimated $2.09: bills may come late.")
        );
        let empty = CostMeter::new(at(0)).bills_text(&bills(&[]), Ahead::NONE, UtcOffset::ahead(60));
        assert_eq!(
            empty,
            "In the 2\u{a0}h until 15:00 RunPod billed nothing for pods, and this page had estimated nothing."
        );
    }

    #[test]
    fn the_hour_that_runs_and_hours_outside_do_not_count() {
        let whole = bills(&[("a", 0, 5), ("a", 1, 7), ("a", 2, 100), ("a", 9, 100)]);
        assert_eq!(whole.pods, [(PodId::new("a"), MicroUsd::from_micros(12))]);
        let window = |end: Timestamp| PodBills::within(at(0).plus(Duration::from_secs(1800)), end);
        assert_eq!((window(at(2)).until, window(at(2)).from), (at(1), at(0)));
        assert_eq!(window(at(2).plus(Duration::from_millis(1))).until, at(2), "RunPod may end it in mid-hour");
    }
}
