//! How spending goes on: until the morning, until the balance or the budget is used up, until timers act.

use std::time::Duration;

use launchpod_core::auto_stop::PodTimer;
use launchpod_core::billing::{BudgetLeft, Course, CurrentCost, Forecast, Plans, PodEnd};
use launchpod_core::pods::pod::Pod;
use launchpod_core::types::money::HourlyRate;
use launchpod_core::types::time::{Timestamp, UtcOffset};

use crate::auto_stop::rules::PageRules;
use crate::billing::store::BillingStore;
use crate::platform::browser;

impl BillingStore {
    /// What everything comes to if it is left as it is, in words, and whether the balance ends before that; as of the
    /// newest list, followed. `None` before that.
    pub fn forecast(self, rules: PageRules) -> Option<(String, bool)> {
        self.pods.checked.get()?;
        let (now, zone) = (self.context.clock.account_now(), browser::zone());
        let spending = self.account.volumes.with(|volumes| self.with_pods(|pods| CurrentCost::of(pods, volumes)));
        let budget = self.meter.with(|meter| {
            let meter = meter.as_ref()?;
            Some((meter.budget?, meter.total(meter.session(), now).amount))
        });
        let rules = rules.all();
        let plans = Plans { rules: &rules, budget };
        let forecast = self
            .account
            .money
            .with(|account| self.with_pods(|pods| Forecast::of(&spending, account, pods, plans, zone, now)));
        Some((forecast.describe(zone, now), forecast.is_short()))
    }

    /// How spending goes on from what RunPod says is spent now, with the timers that run; as of the newest list, followed.
    /// `None` where RunPod does not say it.
    pub fn course(self) -> Option<Course> {
        self.pods.checked.get();
        let rate = self.account.money.with(|account| account.spend)?;
        Some(self.with_pods(|pods| Course::of(rate, pods, self.context.clock.account_now())))
    }

    /// How long the balance lasts so; followed.
    pub fn lasts(self) -> Option<Duration> {
        self.course()?.lasts(self.account.money.with(|account| account.balance))
    }

    /// The same from what is seen here, which is what a budget counts.
    pub(super) fn course_seen(self, spending: &CurrentCost, now: Timestamp) -> Course {
        self.with_pods(|pods| Course::of(spending.total(), pods, now))
    }

    /// What is left of the session's budget with one pod more, which costs so much, and with a timer so much after that;
    /// followed. `None` where there is no budget.
    pub fn budget_left(self, rate: HourlyRate, timer: Option<(PodTimer, HourlyRate)>) -> Option<BudgetLeft> {
        self.pods.checked.get();
        let now = self.context.clock.account_now();
        self.meter.with(|meter| {
            let meter = meter.as_ref()?;
            let budget = meter.budget?;
            let course = self.course_seen(&self.spending(), now).with(rate, timer);
            Some(budget.left(meter.total(meter.session(), now).amount, &course))
        })
    }

    /// The pods that a timer ends, with what they come to, in words.
    pub(super) fn pod_ends(self, zone: UtcOffset, now: Timestamp) -> Vec<String> {
        let told = |pods: &[&Pod]| {
            let ends = pods.iter().filter_map(|pod| Some(PodEnd::of(pod, now)?.describe_named(&pod.name, zone, now)));
            ends.collect()
        };
        self.with_pods_in_order(told)
    }
}
