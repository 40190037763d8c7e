//! How spending goes on if nobody does anything: at the present rate, until timers in pods end or stop them.

use std::time::Duration;

use crate::auto_stop::{PageRule, PodTimer, SavedRule, StopAction, acts_at};
use crate::pods::pod::Pod;
use crate::types::money::{Accrued, HourlyRate, MicroUsd};
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;

/// A timer that acts: when, and by how much less is spent per hour from then on.
type Fall = (Timestamp, HourlyRate);

/// What is spent from `now` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    now: Timestamp,
    rate: HourlyRate,
    /// The first one first.
    falls: Vec<Fall>,
}

impl Course {
    /// At this rate, which has these pods in it. Only timers that run count: those of a container that has not started yet
    /// have no time, and those that have not acted when they should will not.
    pub fn of(rate: HourlyRate, pods: &[&Pod], now: Timestamp) -> Self {
        let mut course = Self { now, rate, falls: vec![] };
        course.add(pods.iter().filter_map(|pod| fall(pod, timer_end(pod, now)?)).collect());
        course
    }

    /// The same while the page stays open, which then acts on those of `rules` whose time is known. Nothing is promised by it:
    /// a page may be closed at any moment.
    pub fn while_open(rate: HourlyRate, pods: &[&Pod], rules: &[SavedRule], now: Timestamp) -> Self {
        let first = |pod: &Pod| {
            let ends = timer_end(pod, now).into_iter().chain(rule_end(pod, rules, now));
            fall(pod, ends.min_by_key(|(at, _)| *at)?)
        };
        let mut course = Self { now, rate, falls: vec![] };
        course.add(pods.iter().filter_map(|pod| first(pod)).collect());
        course
    }

    /// With one pod more, which costs so much, and with a timer so much after that.
    #[must_use]
    pub fn with(mut self, rate: HourlyRate, timer: Option<(PodTimer, HourlyRate)>) -> Self {
        self.rate = self.rate + rate;
        self.add(timer.map(|(timer, after)| (timer.ends_at(self.now), less(rate, after))).into_iter().collect());
        self
    }

    fn add(&mut self, falls: Vec<Fall>) {
        self.falls.extend(falls);
        self.falls = sort_by_rank(std::mem::take(&mut self.falls), |(at, _)| (at.millis(), 0));
    }

    /// Whether nothing is spent from now on.
    pub fn is_free(&self) -> bool {
        self.rate.is_zero()
    }

    /// Whether a timer acts at all.
    pub fn is_timed(&self) -> bool {
        !self.falls.is_empty()
    }

    /// Whether a timer acts before `until`.
    pub fn falls_before(&self, until: Timestamp) -> bool {
        self.falls.iter().any(|(at, _)| *at < until)
    }

    /// Stretches at one rate: until when, and how much; the last has no end.
    fn stretches(&self) -> Vec<(Timestamp, Option<Timestamp>, HourlyRate)> {
        let (mut from, mut rate, mut all) = (self.now, self.rate, vec![]);
        for (at, by) in &self.falls {
            all.push((from, Some(*at), rate));
            (from, rate) = (*at, less(rate, *by));
        }
        all.push((from, None, rate));
        all
    }

    /// What is spent until then.
    pub fn cost(&self, until: Timestamp) -> MicroUsd {
        let stretches = self.stretches().into_iter();
        let costs =
            stretches.map(|(from, end, rate)| rate.accrued(end.map_or(until, |end| end.min(until)).since(from)));
        costs.sum::<Accrued>().rounded()
    }

    /// How long a balance lasts. `None` if it is never used up, or where RunPod does not tell it.
    pub fn lasts(&self, balance: Option<MicroUsd>) -> Option<Duration> {
        let balance = balance?;
        for (from, end, rate) in self.stretches() {
            let Some(end) = end.filter(|end| rate.is_zero() || self.cost(*end) < balance) else {
                let left = u128::try_from((balance - self.cost(from)).micros().max(0)).ok()?;
                let per_hour = u128::try_from(rate.micros()).ok().filter(|rate| *rate > 0)?;
                let seconds = u64::try_from(left * 3600 / per_hour).unwrap_or(u64::MAX);
                return Some(from.since(self.now).saturating_add(Duration::from_secs(seconds)));
            };
            debug_assert!(end >= from);
        }
        None
    }
}

/// When a pod's timer acts, and what it does then.
pub(super) fn timer_end(pod: &Pod, now: Timestamp) -> Option<(Timestamp, StopAction)> {
    let runtime = pod.runtime.as_ref()?;
    let timer = timer_of(pod)?;
    Some((acts_at(timer, runtime.up_since, now)?, timer.how))
}

/// Whether a pod has a timer that counts from a start that has not come yet.
pub(super) fn waits_for_its_timer(pod: &Pod) -> bool {
    pod.runtime.is_none() && timer_of(pod).is_some()
}

/// The timer in a pod that is paid for.
fn timer_of(pod: &Pod) -> Option<PodTimer> {
    // Most pods have none, and this is asked with each list.
    let may_have_one = !pod.start_command.is_empty() && pod.status.bills_gpu();
    may_have_one.then(|| PodTimer::of(pod)).flatten()
}

/// When the page acts on a pod by a rule that names a time, and what it does then.
fn rule_end(pod: &Pod, rules: &[SavedRule], now: Timestamp) -> Option<(Timestamp, StopAction)> {
    let own = rules.iter().find(|own| own.pod == pod.id && pod.status.bills_gpu())?;
    match own.rule {
        PageRule::At(at) => Some((at.max(now), StopAction::for_volume(pod.volume_gb))),
        PageRule::IdleFor(_) => None,
    }
}

/// What such an end takes off.
fn fall(pod: &Pod, (at, how): (Timestamp, StopAction)) -> Option<Fall> {
    let after = if how == StopAction::Stop { pod.hourly_stopped() } else { HourlyRate::ZERO };
    Some((at, less(pod.hourly()?, after)))
}

/// Never below nothing.
fn less(rate: HourlyRate, by: HourlyRate) -> HourlyRate {
    HourlyRate::from_micros(rate.micros().saturating_sub(by.micros()).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auto_stop::start_of;
    use crate::pods::pod::Runtime;
    use crate::pods::pod::tests::pod;
    use proptest::prelude::*;

    const HOUR: u64 = 3_600_000;

    fn at(hours: u64) -> Timestamp {
        Timestamp::from_millis(hours * HOUR)
    }

    const fn usd(micros: i64) -> MicroUsd {
        MicroUsd::from_micros(micros)
    }

    /// One dollar an hour, with a timer of so many hours, up since 0.
    fn timed(hours: u64, how: StopAction, volume_gb: u32) -> Pod {
        let image = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";
        let timer = PodTimer::new(Duration::from_secs(hours * 3600), how).unwrap();
        Pod {
            image: image.into(),
            start_command: timer.render(start_of(image).unwrap()),
            gpu_rate: Some(HourlyRate::from_micros(1_000_000)),
            container_disk_gb: 0,
            volume_gb,
            runtime: Some(Runtime { up_since: at(0), open_ports: vec![] }),
            ..pod("a")
        }
    }

    fn rate(pods: &[&Pod]) -> HourlyRate {
        pods.iter().filter_map(|pod| pod.hourly()).sum()
    }

    #[test]
    fn two_pods_with_timers_cost_until_these_act() {
        // At 1 o'clock: $2/h until 2, $1/h until 4, then nothing: 2 + 2 = $4, not 2 × 9 = $18.
        let pods = [timed(2, StopAction::Terminate, 0), timed(4, StopAction::Terminate, 0)];
        let pods: Vec<&Pod> = pods.iter().collect();
        let course = Course::of(rate(&pods), &pods, at(1));
        assert_eq!(course.cost(at(10)), usd(4_000_000));
        assert_eq!(course.cost(at(3)), usd(3_000_000));
        assert_eq!(course.lasts(Some(usd(4_000_001))), None, "it never runs out");
        assert_eq!(course.lasts(Some(usd(4_000_000))), Some(Duration::from_secs(3 * 3600)));
        // $3.50: $2 in the first hour, then $1.50 at $1/h.
        assert_eq!(course.lasts(Some(usd(3_500_000))), Some(Duration::from_secs(9_000)));
        assert_eq!(course.lasts(Some(usd(1_000_000))), Some(Duration::from_secs(1800)));
        assert_eq!((course.lasts(Some(usd(-5))), course.lasts(None)), (Some(Duration::ZERO), None));
    }

    #[test]
    fn what_goes_on_goes_on() {
        // A volume besides, at $0.10/h: 9 hours of it are $0.90.
        let pods = [timed(2, StopAction::Terminate, 0), timed(4, StopAction::Terminate, 0)];
        let pods: Vec<&Pod> = pods.iter().collect();
        let course = Course::of(rate(&pods) + HourlyRate::from_micros(100_000), &pods, at(1));
        assert_eq!(course.cost(at(10)), usd(4_900_000));
        // $5: $4.30 until 4 o'clock, then $0.70 at $0.10/h.
        assert_eq!(course.lasts(Some(usd(5_000_000))), Some(Duration::from_secs(10 * 3600)));
    }

    #[test]
    fn a_pod_that_is_stopped_goes_on_costing_its_disk() {
        // 72 GB of its own: $0.01/h while it runs, $0.02/h while it is stopped.
        let pod = timed(2, StopAction::Stop, 72);
        let course = Course::of(pod.hourly().unwrap(), &[&pod], at(1));
        assert_eq!(course.cost(at(3)), usd(1_010_000 + 20_000));
    }

    #[test]
    fn a_timer_that_does_not_run_or_did_not_act_is_none() {
        let unstarted = Pod { runtime: None, ..timed(2, StopAction::Terminate, 0) };
        let late = timed(2, StopAction::Terminate, 0);
        for (pod, now) in [(&unstarted, 1), (&late, 3)] {
            assert_eq!(Course::of(rate(&[pod]), &[pod], at(now)).cost(at(now + 10)), usd(10_000_000));
        }
        let just_due = at(2).plus(Duration::from_secs(60));
        let course = Course::of(rate(&[&late]), &[&late], just_due);
        assert_eq!(course.cost(at(12)), MicroUsd::ZERO, "it acts at any moment");
    }

    #[test]
    fn a_pod_that_is_not_made_yet_brings_its_own_timer() {
        let dollar = HourlyRate::from_micros(1_000_000);
        let course = Course::of(HourlyRate::ZERO, &[], at(1));
        let timer = PodTimer::new(Duration::from_secs(7200), StopAction::Stop).unwrap();
        let with = course.clone().with(dollar, Some((timer, HourlyRate::from_micros(100_000))));
        assert_eq!(with.cost(at(5)), usd(2_000_000 + 200_000));
        assert_eq!(course.with(dollar, None).cost(at(5)), usd(4_000_000));
    }

    proptest! {
        #[test]
        fn it_never_costs_more_than_without_timers_and_the_balance_lasts_until_its_cost(
            timers in prop::collection::vec((1u64..50, any::<bool>()), 0..6), extra in 0i64..500_000,
            balance in 0i64..60_000_000, until in 1u64..60,
        ) {
            let how = |ends| if ends { StopAction::Terminate } else { StopAction::Stop };
            let pods: Vec<Pod> = timers.into_iter().map(|(hours, ends)| timed(hours, how(ends), 72)).collect();
            let pods: Vec<&Pod> = pods.iter().collect();
            let all = rate(&pods) + HourlyRate::from_micros(extra);
            let course = Course::of(all, &pods, at(1));
            prop_assert!(course.cost(at(1 + until)) <= all.over(Duration::from_secs(until * 3600)));
            match course.lasts(Some(usd(balance))) {
                Some(time) => {
                    let spent = course.cost(at(1).plus(time));
                    // Whole seconds, rounded down.
                    prop_assert!(spent <= usd(balance + 1) && (usd(balance) - spent).micros() <= 3_000);
                }
                None => prop_assert!(course.cost(at(10_000)) <= usd(balance) || all.is_zero()),
            }
        }
    }
}
