//! What happens if everything is left as it is.

use launchpod_words::{billing, list_and, list_plain, sentences, session_price as say};

use crate::account::Account;
use crate::auto_stop::{PageRule, SavedRule};
use crate::billing::budget::Budget;
use crate::billing::current_cost::CurrentCost;
use crate::billing::projection::{Course, waits_for_its_timer};
use crate::pods::pod::{Pod, Status};
use crate::types::money::{HourlyRate, MicroUsd};
use crate::types::time::{Timestamp, UtcOffset};

/// When somebody looks again.
pub(super) const MORNING: u8 = 8;
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
    /// What may come of what this page does while it is open. Neither `cost` nor `runs_out` relies on it.
    pub open: WhileOpen,
    /// Pods whose timer has not begun: nobody knows when it acts, so it is not counted.
    pub not_begun: usize,
}

/// What this page does while it is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WhileOpen {
    /// What is spent until the morning if the page acts on its rules; `None` where that is no less.
    pub cost: Option<MicroUsd>,
    /// Whether a pod has a rule for an idle GPU, whose time nobody knows.
    pub idle_rule: bool,
    /// When the budget is spent and stops what runs, if that comes before the morning.
    pub budget_spent: Option<Timestamp>,
}

/// What this page is to do while it is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plans<'a> {
    /// Its rules.
    pub rules: &'a [SavedRule],
    /// The session's budget, and what of it is spent.
    pub budget: Option<(Budget, MicroUsd)>,
}

impl Forecast {
    /// From what is spent now, with the timers of `pods`. RunPod's own figure counts where it is higher: it knows of more than
    /// pods and volumes.
    pub fn of(
        spending: &CurrentCost,
        account: &Account,
        pods: &[&Pod],
        plans: Plans,
        zone: UtcOffset,
        now: Timestamp,
    ) -> Self {
        let rate = spending.total().max(account.spend.unwrap_or(HourlyRate::ZERO));
        let morning = zone.next(MORNING, now);
        let course = Course::of(rate, pods, now);
        let lasts = course.lasts(account.balance);
        let (cost, timed) = (course.cost(morning), course.falls_before(morning));
        let ruled = Course::while_open(rate, pods, plans.rules, now).cost(morning);
        let running = |own: &SavedRule| pods.iter().any(|pod| pod.id == own.pod && pod.status.bills_gpu());
        let is_idle = |own: &SavedRule| matches!(own.rule, PageRule::IdleFor(_));
        // The budget is counted by what is seen here.
        let budget_spent = plans.budget.filter(|(budget, _)| budget.stops).and_then(|(budget, spent)| {
            let time = budget.lasts(spent, &Course::of(spending.total(), pods, now))?;
            Some(now.plus(time)).filter(|at| *at < morning)
        });
        let open = WhileOpen {
            cost: Some(ruled).filter(|ruled| *ruled < cost),
            idle_rule: plans.rules.iter().any(|own| is_idle(own) && running(own)),
            budget_spent,
        };
        let not_begun = pods.iter().filter(|pod| waits_for_its_timer(pod)).count();
        Self { morning, cost, runs_out: lasts.map(|time| now.plus(time)), timed, open, not_begun }
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
        let ends = match self.runs_out {
            Some(end) if end <= now => return billing::used_up().into(),
            Some(end) => billing::runs_out(zone.when(end, now)),
            None => String::new(),
        };
        let not_begun = if self.not_begun > 0 { say::timers_not_begun(self.not_begun) } else { String::new() };
        sentences(&[left, not_begun, ends, self.open.describe(zone, now)])
    }
}

impl WhileOpen {
    fn describe(&self, zone: UtcOffset, now: Timestamp) -> String {
        let cost = self.cost.map(say::while_open).unwrap_or_default();
        let idle = if self.idle_rule { say::idle_rule_not_counted() } else { "" };
        let budget = self.budget_spent.map(|at| say::budget_spent_at(zone.when(at, now))).unwrap_or_default();
        sentences(&[cost.as_str(), idle, &budget])
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
        Forecast::of(&spending, &account, &[], Plans::default(), UtcOffset::ahead(60), at("2026-11-20T22:00:00Z"))
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
        let night = Forecast::of(&CurrentCost::of(&pods, &[]), &account, &pods, Plans::default(), zone, now);
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
