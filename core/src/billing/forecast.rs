//! What happens if everything is left as it is.

use std::time::Duration;

use launchpod_words::{billing, launch_summary as say, list_and, list_plain, sentences};

use crate::account::Account;
use crate::billing::current_cost::CurrentCost;
use crate::billing::projection::Course;
use crate::pods::pod::{Pod, Status};
use crate::types::money::{HourlyRate, MicroUsd};
use crate::types::time::{Timestamp, UtcOffset, duration_text};

/// When somebody looks again.
const MORNING: u8 = 8;
/// Names told one by one.
const MOST_NAMES: usize = 3;

/// If all is left until the next morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The next eight o'clock on the person's clocks: at two in the night that of the same day.
    pub morning: Timestamp,
    /// What is spent until then.
    pub cost: MicroUsd,
    /// When the balance is used up. `None` if nothing is spent, or where RunPod does not tell the balance.
    pub runs_out: Option<Timestamp>,
    /// Whether a timer in a pod acts until then.
    pub timed: bool,
}

impl Forecast {
    /// From what is spent now, with the timers of `pods`. RunPod's own figure counts where it is higher: it knows of more than
    /// pods and volumes.
    pub fn of(spending: &CurrentCost, account: &Account, pods: &[&Pod], zone: UtcOffset, now: Timestamp) -> Self {
        let rate = spending.total().max(account.spend.unwrap_or(HourlyRate::ZERO));
        let morning = zone.next(MORNING, now);
        let course = Course::of(rate, pods, now);
        let lasts = course.lasts(account.balance);
        let (cost, timed) = (course.cost(morning), course.falls_before(morning));
        Self { morning, cost, runs_out: lasts.map(|time| now.plus(time)), timed }
    }

    /// Whether the balance ends before the morning.
    pub fn is_short(&self) -> bool {
        self.runs_out.is_some_and(|end| end < self.morning)
    }

    /// In one or two sentences.
    pub fn describe(&self, zone: UtcOffset, now: Timestamp) -> String {
        let clock = zone.clock(self.morning);
        let left = match (zone.is_same_day(self.morning, now), self.timed) {
            (true, false) => billing::until_today(clock, self.cost),
            (false, false) => billing::until_tomorrow(clock, self.cost),
            (true, true) => billing::until_today_timed(clock, self.cost),
            (false, true) => billing::until_tomorrow_timed(clock, self.cost),
        };
        match self.runs_out {
            None => left,
            Some(end) if end <= now => billing::used_up().into(),
            Some(end) => sentences(&[left, billing::runs_out(zone.when(end, now))]),
        }
    }
}

/// What dies when the balance runs out: without a network volume, pods are terminated; with one, they are stopped. `None` if
/// there is no pod.
pub fn lost_at_zero_balance(pods: &[&Pod]) -> Option<String> {
    let alive = pods.iter().filter(|pod| pod.status != Status::Terminated);
    let (kept, lost): (Vec<&Pod>, Vec<&Pod>) = alive.partition(|pod| pod.network_volume.is_some());
    let stopped: Vec<&Pod> = kept.into_iter().filter(|pod| pod.status.bills_gpu()).collect();
    let (ends, stops) = (names(&lost), names(&stopped));
    Some(match (lost.len(), stopped.len()) {
        (0, 0) => return None,
        (1, 0) => billing::ends_one(ends),
        (_, 0) => billing::ends_several(ends),
        (0, 1) => billing::stops_one(stops),
        (0, _) => billing::stops_several(stops),
        (1, 1) => billing::ends_one_stops_one(ends, stops),
        (1, _) => billing::ends_one_stops_several(ends, stops),
        (_, 1) => billing::ends_several_stops_one(ends, stops),
        _ => billing::ends_several_stops_several(ends, stops),
    })
}

/// Without a timer, a balance that ends sooner than this ends in the night.
const NIGHT: Duration = Duration::from_secs(12 * 3600);

/// What is said before a launch after which the balance `lasts` so long, where it ends before the pod's timer does, or
/// within a night where there is none: RunPod acts on the pod then. `None` where there is enough.
pub fn shortfall(lasts: Option<Duration>, timer: Option<Duration>, on_network_volume: bool) -> Option<String> {
    let lasts = lasts.filter(|lasts| *lasts < timer.unwrap_or(NIGHT))?;
    let time = duration_text(lasts);
    let what = if timer.is_some() { say::balance_ends_before_timer(time) } else { say::balance_ends(time) };
    let then = if on_network_volume { say::then_runpod_stops() } else { say::then_runpod_deletes() };
    Some(sentences(&[what.as_str(), then]))
}

/// `“a”, “b” and 2 more`.
pub(super) fn names(pods: &[&Pod]) -> String {
    let names: Vec<String> = pods.iter().take(MOST_NAMES).map(|pod| billing::pod(&pod.name)).collect();
    match pods.len().saturating_sub(MOST_NAMES) {
        0 => list_and(&names),
        more => billing::pods_and_more(list_plain(&names), more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    fn forecast(balance: Option<i64>, told: Option<i64>) -> Forecast {
        let account = Account {
            balance: balance.map(MicroUsd::from_micros),
            spend: told.map(HourlyRate::from_micros),
            ..Account::default()
        };
        let spending = CurrentCost { gpus: HourlyRate::from_micros(690_000), ..CurrentCost::default() };
        Forecast::of(&spending, &account, &[], UtcOffset::ahead(60), at("2026-11-20T22:00:00Z"))
    }

    #[test]
    fn timers_that_run_end_the_spending_before_the_morning() {
        use crate::auto_stop::{PodTimer, StopAction, start_of};
        use crate::pods::pod::Runtime;
        let (now, zone, image) =
            (at("2026-11-20T22:00:00Z"), UtcOffset::ahead(60), "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404");
        let pod = |hours: u64| {
            let timer = PodTimer::new(std::time::Duration::from_secs(hours * 3600), StopAction::Terminate).unwrap();
            let runtime = Some(Runtime { up_since: now, open_ports: vec![] });
            let start_command = timer.render(start_of(image).unwrap());
            Pod { image: image.into(), start_command, runtime, container_disk_gb: 0, ..pod("a") }
        };
        // Both $0.69/h: one hour and two, of the nine until eight o'clock: $2.07, not $12.42.
        let pods = [pod(1), pod(2)];
        let pods: Vec<&Pod> = pods.iter().collect();
        let account = Account { balance: Some(MicroUsd::from_micros(3_000_000)), ..Account::default() };
        let night = Forecast::of(&CurrentCost::of(&pods, &[]), &account, &pods, zone, now);
        assert_eq!((night.cost, night.runs_out), (MicroUsd::from_micros(2_070_000), None));
        assert_eq!(
            night.describe(zone, now),
            "If you change nothing until tomorrow at 08:00, with the timers that run: ≈\u{a0}$2.07."
        );
    }

    #[test]
    fn a_night_of_nine_hours() {
        let night = forecast(Some(23_400_000), None);
        assert_eq!((night.morning, night.cost), (at("2026-11-21T07:00:00Z"), MicroUsd::from_micros(6_210_000)));
        assert_eq!(night.runs_out, Some(at("2026-11-22T07:54:46Z")));
        assert!(!night.is_short());
        let words = night.describe(UtcOffset::ahead(60), at("2026-11-20T22:00:00Z"));
        assert_eq!(
            words,
            "If you change nothing until tomorrow at 08:00: ≈\u{a0}$6.21. The balance would run out in 1\u{a0}d\u{a0}9\u{a0}h."
        );
    }

    #[test]
    fn runpods_own_figure_counts_where_it_is_higher() {
        assert_eq!(forecast(None, Some(1_000_000)).cost, MicroUsd::from_micros(9_000_000));
        assert_eq!(forecast(None, Some(1)).cost, MicroUsd::from_micros(6_210_000));
        assert_eq!(forecast(None, None).runs_out, None);
        assert!(forecast(Some(690_000), None).is_short());
    }

    #[test]
    fn a_balance_that_ends_before_the_timer_is_warned_of_with_what_happens() {
        let hours = |hours: u64| Some(Duration::from_secs(hours * 3600));
        assert_eq!(
            shortfall(hours(3), hours(4), false).unwrap(),
            "Your balance ends in 3\u{a0}h\u{a0}0\u{a0}m, before the timer does. RunPod then ends this pod with \
             everything on it."
        );
        assert!(shortfall(hours(3), None, true).unwrap().ends_with("its network volume stays for a while."));
        let enough = [(hours(4), hours(4)), (hours(12), None), (None, hours(4)), (None, None)];
        assert!(enough.into_iter().all(|(lasts, timer)| shortfall(lasts, timer, false).is_none()));
    }

    #[test]
    fn what_dies_is_told_by_name() {
        let own = Pod { network_volume: None, ..pod("own") };
        let stopped = Pod { status: Status::Stopped, ..own.clone() };
        assert_eq!(
            lost_at_zero_balance(&[&pod("a"), &own, &stopped]).unwrap(),
            "When the balance runs out, RunPod ends “pod own” and “pod own” with everything on them; it stops \
             “pod a”, and its network volume stays for a while."
        );
        assert_eq!(lost_at_zero_balance(&[]), None);
        assert_eq!(lost_at_zero_balance(&[&Pod { status: Status::Stopped, ..pod("a") }]), None);
        let a = pod("a");
        let many = [&a; 5];
        assert_eq!(names(&many), "“pod a”, “pod a”, “pod a” and 2 more");
    }
}
