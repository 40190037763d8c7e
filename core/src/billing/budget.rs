//! A limit for this session: it warns, and stops the pods if the person wishes.

use std::time::Duration;

use launchpod_words::{budget, sentences};

use crate::billing::forecast::names;
use crate::billing::projection::Course;
use crate::pods::pod::Pod;
use crate::types::money::MicroUsd;
use crate::types::time::duration_text;

/// Of a hundred parts of the limit: when to warn.
const WARN: i64 = 80;

/// What a person wants to spend in this session at the most. Kept with the meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The limit.
    pub limit: MicroUsd,
    /// Whether running pods are to be stopped when it is reached, as far as this page is open then.
    pub stops: bool,
    warned: bool,
    reached: bool,
}

/// What to tell the person; each is said once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetEvent {
    /// 80 % is spent.
    Warn,
    /// All of it is spent. If the budget stops, [`Budget::stopping`] says what.
    Reached,
}

/// The pods to be stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopping<'a> {
    /// To be stopped, not ended: what lies on volumes stays.
    pub pods: Vec<&'a Pod>,
    /// What is done and what is lost by it.
    pub words: String,
}

impl Budget {
    /// A limit of which nothing has been said yet. A changed limit is a new one.
    pub const fn new(limit: MicroUsd, stops: bool) -> Self {
        Self { limit, stops, warned: false, reached: false }
    }

    /// Whether [`BudgetEvent::Reached`] has been said.
    pub const fn is_reached(&self) -> bool {
        self.reached
    }

    /// What to say now that `spent` has been spent in this session. `None` if nothing, or if it has been said.
    pub fn step(&mut self, spent: MicroUsd) -> Option<BudgetEvent> {
        if spent >= self.limit && !self.reached {
            (self.warned, self.reached) = (true, true);
            return Some(BudgetEvent::Reached);
        }
        // Whole parts of a limit of less than a hundred micro-dollars are none; nobody sets one.
        let near = spent.micros() >= self.limit.micros().saturating_mul(WARN) / 100;
        (near && !self.warned).then(|| {
            self.warned = true;
            BudgetEvent::Warn
        })
    }

    /// When it will be reached as spending goes on; `None` if never, by what is known.
    pub fn lasts(&self, spent: MicroUsd, course: &Course) -> Option<Duration> {
        course.lasts(Some(self.limit - spent))
    }

    /// Where it stands, in words.
    pub fn describe(&self, spent: MicroUsd, course: &Course) -> String {
        let limit = self.limit;
        match self.lasts(spent, course) {
            _ if spent >= limit => budget::reached(limit, spent),
            Some(time) if course.is_timed() => budget::lasts_timed(spent, limit, duration_text(time)),
            Some(time) => budget::lasts(spent, limit, duration_text(time)),
            None if course.is_free() => budget::lasts_for_ever(spent, limit),
            None => budget::outlasts_timers(spent, limit),
        }
    }

    /// The person took a stop back: this budget stops nothing any more. Whether that is new.
    pub fn spare(&mut self) -> bool {
        self.reached && std::mem::take(&mut self.stops)
    }

    /// What is stopped when it is reached and what is lost by it, said before. `None` if the person does not wish it, or
    /// none runs.
    pub fn coming(&self, pods: &[&Pod]) -> Option<String> {
        let running: Vec<&Pod> = pods.iter().filter(|pod| pod.status.bills_gpu()).copied().collect();
        (self.stops && !running.is_empty()).then(|| sentences(&[budget::coming(names(&running)), lost(&running)]))
    }

    /// What is to be stopped once it is reached: all pods that run. `None` if the person does not wish it, or none runs.
    /// Pods without a volume are stopped too: their disk is lost by that as by an end, but nothing is ended unasked.
    pub fn stopping<'a>(&self, pods: &[&'a Pod]) -> Option<Stopping<'a>> {
        let running: Vec<&Pod> = pods.iter().filter(|pod| pod.status.bills_gpu()).copied().collect();
        if !self.stops || !self.reached || running.is_empty() {
            return None;
        }
        let words = sentences(&[budget::stopping(self.limit, names(&running)), lost(&running)]);
        Some(Stopping { pods: running, words })
    }

    /// For storage.
    pub(super) fn numbers(&self) -> [i64; 4] {
        [self.limit.micros(), i64::from(self.stops), i64::from(self.warned), i64::from(self.reached)]
    }

    /// From storage. `None` for damage, `Some(None)` for no budget.
    pub(super) fn of_numbers(numbers: &[i64]) -> Option<Option<Self>> {
        match *numbers {
            [] => Some(None),
            [limit, stops, warned, reached] => Some(Some(Self {
                limit: MicroUsd::from_micros(limit),
                stops: stops == 1,
                warned: warned == 1,
                reached: reached == 1,
            })),
            _ => None,
        }
    }
}

/// What a stop of these pods deletes.
fn lost(running: &[&Pod]) -> String {
    let bare: Vec<&Pod> =
        running.iter().filter(|pod| pod.network_volume.is_none() && pod.volume_gb == 0).copied().collect();
    match bare.len() {
        0 => budget::volumes_stay().to_owned(),
        1 => budget::one_has_no_volume(names(&bare)),
        _ => budget::several_have_no_volume(names(&bare)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::Status;
    use crate::pods::pod::tests::pod;
    use crate::types::money::HourlyRate;
    use crate::types::time::Timestamp;
    use proptest::prelude::*;

    const fn usd(micros: i64) -> MicroUsd {
        MicroUsd::from_micros(micros)
    }

    #[test]
    fn it_warns_at_four_fifths_and_says_each_thing_once() {
        let mut budget = Budget::new(usd(5_000_000), true);
        let said: Vec<_> =
            [3_999_999, 4_000_000, 4_100_000, 5_000_000, 6_000_000].map(|spent| budget.step(usd(spent))).to_vec();
        assert_eq!(said, [None, Some(BudgetEvent::Warn), None, Some(BudgetEvent::Reached), None]);
        let mut late = Budget::new(usd(5_000_000), false);
        assert_eq!((late.step(usd(9_000_000)), late.step(usd(9_000_000))), (Some(BudgetEvent::Reached), None));
    }

    #[test]
    fn how_long_it_lasts() {
        let budget = Budget::new(usd(5_000_000), true);
        let at = |micros| Course::of(HourlyRate::from_micros(micros), &[], Timestamp::from_millis(0));
        let rate = at(690_000);
        assert_eq!(
            budget.describe(usd(4_310_000), &rate),
            "$4.31 of $5.00 spent: reached in 1\u{a0}h\u{a0}0\u{a0}m at this rate."
        );
        assert_eq!(budget.describe(usd(1), &at(0)), "$0.00 of $5.00 spent; nothing costs money now.");
        assert!(budget.describe(usd(6_000_000), &rate).starts_with("Budget of $5.00 reached"));
    }

    #[test]
    fn it_stops_what_runs_and_says_what_dies() {
        let bare = Pod { network_volume: None, ..pod("bare") };
        let stopped = Pod { status: Status::Stopped, ..pod("stopped") };
        let pods = [&pod("a"), &bare, &stopped];
        let mut budget = Budget::new(usd(5_000_000), true);
        assert_eq!(budget.stopping(&pods), None);
        budget.step(usd(5_000_000));
        let stopping = budget.stopping(&pods).unwrap();
        assert_eq!(stopping.pods, pods[..2]);
        assert_eq!(
            stopping.words,
            "Your budget of $5.00 is reached: stopping “pod a” and “pod bare”. “pod bare” has no volume: all its files are \
             deleted."
        );
        assert_eq!(budget.stopping(&[&stopped]), None);
    }

    #[test]
    fn what_it_will_stop_is_said_before_and_a_stop_that_is_taken_back_is_not_asked_again() {
        let bare = Pod { network_volume: None, ..pod("bare") };
        let pods = [&pod("a"), &bare];
        let mut budget = Budget::new(usd(5_000_000), true);
        assert_eq!(
            budget.coming(&pods).unwrap(),
            "When it is spent, these are stopped: “pod a” and “pod bare”. “pod bare” has no volume: all its files are deleted."
        );
        assert!(!budget.spare() && budget.stops, "another stop was taken back: nothing is spent yet");
        budget.step(usd(5_000_000));
        assert!(budget.stopping(&pods).is_some());
        assert!(budget.spare() && !budget.spare());
        assert_eq!((budget.stopping(&pods), budget.coming(&pods)), (None, None));
        assert_eq!(Budget::of_numbers(&budget.numbers()), Some(Some(budget)), "a reload does not forget it");
    }

    proptest! {
        #[test]
        fn nothing_is_said_twice(limit in 1i64..100, spent in prop::collection::vec(0i64..200, 0..20)) {
            let mut budget = Budget::new(usd(limit), true);
            let said: Vec<_> = spent.into_iter().filter_map(|spent| budget.step(usd(spent))).collect();
            prop_assert!(said.len() <= 2 && (said.len() < 2 || said[0] == BudgetEvent::Warn && said[1] == BudgetEvent::Reached));
        }
    }
}
