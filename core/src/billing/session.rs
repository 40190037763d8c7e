//! A session: what a pod costs from its start until the timer in it ends or stops it.

use std::time::Duration;

use launchpod_words::{sentences, session_price as say};

use crate::account::NetworkVolume;
use crate::auto_stop::{PodTimer, StopAction};
use crate::billing::forecast::MORNING;
use crate::billing::projection::{Course, timer_end};
use crate::billing::{Budget, CostEstimate, so_far};
use crate::pods::pod::Pod;
use crate::types::money::{HourlyRate, MicroUsd};
use crate::types::sort::sort_by_rank;
use crate::types::time::{Timestamp, UtcOffset, length};
use crate::volumes;

/// The smallest amount that is told: what costs something is never said to cost nothing.
const CENT: MicroUsd = MicroUsd::from_micros(10_000);
/// Without a timer, a balance that ends sooner than this ends in the night.
const NIGHT: Duration = Duration::from_secs(12 * 3600);

/// What a launch with a timer costs. Only what the timer inside the pod does is counted: it holds with the page closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// The timer that ends it.
    pub timer: PodTimer,
    /// GPUs and disks, per hour.
    pub rate: HourlyRate,
    /// All of it. What the pod costs before its timer begins is not known, and not in it.
    pub cost: MicroUsd,
    /// What goes on costing per hour once the timer has acted.
    pub after: HourlyRate,
}

impl Session {
    /// Of a pod that costs so much per hour while it runs, and so much while it is stopped.
    pub fn new(running: HourlyRate, stopped: HourlyRate, timer: PodTimer) -> Self {
        let after = if timer.how == StopAction::Stop { stopped } else { HourlyRate::ZERO };
        Self { timer, rate: running, cost: running.over(timer.after()), after }
    }

    fn told(&self) -> (String, MicroUsd) {
        let cost = if self.rate.is_zero() { self.cost } else { self.cost.max(CENT) };
        (length(self.timer.after()), cost)
    }

    /// `4 h = $1.07, then it ends`.
    pub fn headline(&self) -> String {
        let (time, cost) = self.told();
        match self.timer.how {
            StopAction::Terminate => say::ends(time, cost),
            StopAction::Stop => say::stops(time, cost),
        }
    }

    /// `4 h = $1.07`.
    pub fn price(&self) -> String {
        let (time, cost) = self.told();
        say::price(time, cost)
    }

    /// What is not in the price: the start, and what goes on costing after the end.
    pub fn besides(&self, volume: Option<&NetworkVolume>) -> String {
        let after = match self.timer.how {
            StopAction::Terminate => say::ended_costs_nothing().to_owned(),
            StopAction::Stop => say::stopped_costs(self.after, self.after.per_month()),
        };
        let volume = volume.map(|volume| match volumes::price(volume.size_gb, volume.volume_type) {
            Some(month) => say::volume_costs(&volume.name, month),
            None => say::volume_costs_unpublished(&volume.name),
        });
        sentences(&[say::timer_waits(self.rate), after, volume.unwrap_or_default()])
    }
}

/// What a pod without a timer comes to if it is left until the next morning, in words.
pub fn until_morning(rate: HourlyRate, zone: UtcOffset, now: Timestamp) -> String {
    let morning = zone.next(MORNING, now);
    let (clock, cost) = (zone.clock(morning), rate.over(morning.since(now)));
    if zone.is_same_day(morning, now) { say::until_today(clock, cost) } else { say::until_tomorrow(clock, cost) }
}

/// What a launch is paid from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Means {
    /// The balance; `None` where it is not told.
    pub balance: Option<MicroUsd>,
    /// How long it lasts once the pod is there.
    pub lasts: Option<Duration>,
    /// What is left of the session's budget, if there is one.
    pub budget: Option<BudgetLeft>,
}

/// What is left of a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetLeft {
    /// So much.
    pub left: MicroUsd,
    /// How long that lasts; `None` where the timers end the spending before.
    pub lasts: Option<Duration>,
    /// Whether it stops what runs when it is spent.
    pub stops: bool,
}

impl Budget {
    /// What is left of it, and how long that lasts as spending goes on.
    pub fn left(&self, spent: MicroUsd, course: &Course) -> BudgetLeft {
        BudgetLeft { left: self.limit - spent, lasts: self.lasts(spent, course), stops: self.stops }
    }
}

impl Means {
    /// What comes before the timer's end, or within a night where there is no timer: the first thing first. Empty where there
    /// is enough. RunPod acts on the pod when the balance ends; this page, if it is open, when the budget does.
    pub fn shortfall(&self, session: Option<&Session>, on_network_volume: bool) -> String {
        let early = |lasts: Option<Duration>| lasts.filter(|lasts| *lasts < end(session));
        let balance = early(self.lasts).map(|lasts| {
            let then = if on_network_volume { say::then_runpod_stops() } else { say::then_runpod_deletes() };
            (lasts, sentences(&[self.balance_ends(lasts, session).as_str(), then]))
        });
        let budget = self.budget.and_then(|budget| Some((early(budget.lasts)?, budget.describe()?)));
        let all: Vec<(Duration, String)> = budget.into_iter().chain(balance).collect();
        let all = sort_by_rank(all, |(lasts, _)| (lasts.as_secs(), 0));
        let words: Vec<String> = all.into_iter().map(|(_, words)| words).collect();
        sentences(&words)
    }

    /// Whether the balance is what ends too soon, perhaps among others.
    pub fn balance_is_short(&self, session: Option<&Session>) -> bool {
        self.lasts.is_some_and(|lasts| lasts < end(session))
    }

    fn balance_ends(&self, lasts: Duration, session: Option<&Session>) -> String {
        let time = length(lasts);
        match (session, self.balance) {
            (Some(session), Some(balance)) if session.cost > balance => {
                say::more_than_balance(session.told().1, balance, time)
            }
            (Some(_), _) => say::balance_ends_before_timer(time),
            (None, _) => say::balance_ends(time),
        }
    }
}

/// Until when there has to be enough.
fn end(session: Option<&Session>) -> Duration {
    session.map_or(NIGHT, |session| session.timer.after())
}

impl BudgetLeft {
    fn describe(&self) -> Option<String> {
        let time = || length(self.lasts.unwrap_or_default());
        match (self.left > MicroUsd::ZERO, self.stops) {
            (true, true) => Some(say::budget_stops(self.left, time())),
            (true, false) => Some(say::budget_warns(self.left, time())),
            (false, true) => Some(say::budget_is_spent().to_owned()),
            (false, false) => None,
        }
    }
}

/// When the timer in a pod that runs acts, and what the pod has cost by then since its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PodEnd {
    /// When.
    pub at: Timestamp,
    /// What the timer does.
    pub how: StopAction,
    /// What was and will be spent on it until then: an estimate.
    pub cost: CostEstimate,
}

impl PodEnd {
    /// `None` for a pod whose timer does not run, or did not act when it should, and where RunPod tells no price.
    pub fn of(pod: &Pod, now: Timestamp) -> Option<Self> {
        let (at, how) = timer_end(pod, now)?;
        let spent = so_far(pod, now)?;
        let amount = spent.amount + pod.hourly()?.over(at.since(now));
        Some(Self { at, how, cost: CostEstimate { amount, ..spent } })
    }

    /// On the pod's own page.
    pub fn describe(&self, zone: UtcOffset, now: Timestamp) -> String {
        let (at, cost) = (zone.when(self.at, now), self.cost.estimate());
        match self.how {
            StopAction::Terminate => say::pod_ends(at, cost),
            StopAction::Stop => say::pod_stops(at, cost),
        }
    }

    /// Beside others.
    pub fn describe_named(&self, pod: &str, zone: UtcOffset, now: Timestamp) -> String {
        let (at, cost) = (zone.when(self.at, now), self.cost.estimate());
        match self.how {
            StopAction::Terminate => say::named_ends(pod, at, cost),
            StopAction::Stop => say::named_stops(pod, at, cost),
        }
    }
}
