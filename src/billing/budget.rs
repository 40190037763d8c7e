//! The most that a person wants to spend in this session: what its being spent says and stops.

use launchpod_core::billing::{Budget, BudgetEvent, CostMeter};
use launchpod_core::pods::action::PodAction;
use launchpod_core::state::activity_log::Activity;
use launchpod_core::types::money::{HourlyRate, MicroUsd};
use launchpod_core::types::time::Timestamp;
use launchpod_words::{budget as say, sentences};

use crate::billing::store::BillingStore;
use crate::readiness::notifications::notify;

impl BillingStore {
    /// Sets the session's limit, as typed; or none, if nothing is.
    pub fn set_budget(self, typed: &str, stops: bool) {
        if !self.writes.peek(|writes| *writes) {
            return self.problem.set(say::kept_by_other_tab());
        }
        let typed = typed.trim().trim_start_matches('$');
        let limit = HourlyRate::parse(typed).map(HourlyRate::micros).filter(|micros| *micros > 0);
        if !typed.is_empty() && limit.is_none() {
            return self.problem.set(say::no_amount());
        }
        self.problem.set("");
        self.alarm.set(String::new());
        let budget = limit.map(|micros| Budget::new(MicroUsd::from_micros(micros), stops));
        self.note(|meter, _| meter.budget = budget);
        self.heed_budget();
    }

    /// Says what the budget has to say, and stops what it is to stop.
    pub(super) fn heed_budget(self) {
        if self.meter.peek(|meter| meter.as_ref().is_none_or(|meter| meter.budget.is_none())) {
            return;
        }
        let now = self.context.clock.account_now();
        let spent = self.spent_in_session(now);
        let event = self.meter.change(|meter| meter.as_mut()?.budget.as_mut()?.step(spent));
        let Some(budget) = self.meter.peek(|meter| meter.as_ref()?.budget) else { return };
        let course = self.course_seen(&self.spending(), now);
        match event {
            Some(BudgetEvent::Warn) => {
                let coming = self.with_pods_in_order(|pods| budget.coming(pods)).unwrap_or_default();
                self.sound_alarm(sentences(&[say::most_is_spent(), &budget.describe(spent, &course), &coming]));
            }
            Some(BudgetEvent::Reached) if !budget.stops => {
                let words = budget.describe(spent, &course);
                self.sound_alarm(sentences(&[say::is_spent(), &words, say::nothing_is_stopped()]));
            }
            Some(BudgetEvent::Reached) | None => {}
        }
        // What is launched after that is stopped, too.
        if budget.is_reached() && budget.stops {
            let stopping = self.with_pods_in_order(|pods| {
                let stopping = budget.stopping(pods)?;
                let pods: Vec<_> = stopping.pods.iter().map(|pod| (pod.id.clone(), pod.name.clone())).collect();
                Some((pods, stopping.words))
            });
            if let Some((mut pods, words)) = stopping {
                if self.alarm.peek(|told| *told != words) {
                    self.sound_alarm(words);
                }
                pods.retain(|(pod, _)| !self.context.engine.owns_action(pod, PodAction::Stop));
                self.log.note(pods.iter().map(|(pod, _)| (pod.clone(), Activity::BudgetSpent)).collect());
                self.context.request(PodAction::Stop, pods);
            }
        }
        if event.is_some() {
            self.write(now);
        }
    }

    /// Whether a budget is spent and stops what runs; followed.
    pub fn budget_stops(self) -> bool {
        let budget = |meter: &Option<CostMeter>| meter.as_ref().and_then(|meter| meter.budget);
        self.meter.with(budget).is_some_and(|budget| budget.stops && budget.is_reached())
    }

    /// The person took a stop back: a budget that is spent would ask for it again at once.
    pub fn spare_from_budget(self) {
        let spared = self.meter.change(|meter| meter.as_mut()?.budget.as_mut().map(Budget::spare));
        if spared == Some(true) {
            self.alarm.set(say::taken_back().to_owned());
            self.write(self.context.clock.account_now());
        }
    }

    fn sound_alarm(self, words: String) {
        notify("budget", say::alarm_title(), &words);
        self.alarm.set(words);
    }

    fn spent_in_session(self, now: Timestamp) -> MicroUsd {
        self.meter
            .peek(|meter| meter.as_ref().map(|meter| meter.total(meter.session(), now).amount))
            .unwrap_or_default()
    }
}
