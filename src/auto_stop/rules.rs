//! What ends pods if nobody does: the timer inside a pod as it is told, and the page's own rules, which are kept on this
//! device and hold only while the page is open.

use launchpod_core::auto_stop::{AutoStop, GAP, PageRule, RuleWatch, SavedRule, StopAction, exit_notice, gpu_busy};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::readiness::Stage;
use launchpod_core::state::activity_log::Activity;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;

use crate::auto_stop::timer::{TimerMoveStore, timer};
use crate::context::AppContext;
use crate::platform::account_storage::AccountStorage;
use crate::platform::browser;
use crate::platform::shared::Shared;
use crate::pod_details::activity_log::ActivityLog;
use crate::pods::store::PodStore;
use crate::readiness::notifications::notify;
use crate::readiness::tracker::ReadinessTracker;

/// The page's rules, followed.
#[derive(Clone, Copy)]
pub struct PageRules {
    pub(super) context: AppContext,
    pub(super) pods: PodStore,
    pub(super) readiness: ReadinessTracker,
    pub(super) log: ActivityLog,
    /// Moves of the timers in pods.
    pub timers: TimerMoveStore,
    storage: AccountStorage,
    kept: Shared<Vec<SavedRule>>,
    watches: Shared<Vec<(PodId, RuleWatch)>>,
}

impl PageRules {
    /// For these pods.
    pub fn new(context: AppContext, pods: PodStore, readiness: ReadinessTracker, log: ActivityLog) -> Self {
        let rules = Self {
            context,
            pods,
            readiness,
            log,
            timers: TimerMoveStore::new(context.keys),
            storage: AccountStorage::below(context.keys, "launchpod.rules/"),
            kept: Shared::default(),
            watches: Shared::default(),
        };
        rules.read();
        rules
    }

    /// Reads what is kept.
    pub fn read(self) {
        self.kept.refresh(self.storage.all(SavedRule::read));
    }

    /// All of them, followed.
    pub fn all(self) -> Vec<SavedRule> {
        self.kept.get()
    }

    /// The rule for this pod, followed.
    pub fn of(self, pod: &PodId) -> Option<PageRule> {
        self.kept.with(|kept| kept.iter().find(|own| own.pod == *pod).map(|own| own.rule))
    }

    /// What ends this pod, in words, and whether something must be done about it; followed. Empty where it does not run.
    pub fn summary(self, known: &PodEntry) -> (String, bool) {
        if !known.pod.status.bills_gpu() {
            return (String::new(), false);
        }
        if let Some(told) = self.timers.later.get().and_then(|later| (later.words)(self, known)) {
            return told;
        }
        let since = known.pod.runtime.as_ref().map(|runtime| runtime.up_since);
        let rule = self.of(&known.pod.id).map(|rule| (rule, StopAction::for_volume(known.pod.volume_gb)));
        AutoStop::told(timer(known), since, rule, self.pods.row_time(&known.pod.id), browser::zone())
    }

    /// Gives the pod a rule, or takes it away. Whether that could be kept.
    pub fn set(self, pod: &PodId, rule: Option<PageRule>) -> bool {
        let kept = match rule {
            Some(rule) => self.storage.keep(pod.as_str(), &SavedRule { pod: pod.clone(), rule }.write()),
            None => {
                self.storage.take_out(pod.as_str());
                true
            }
        };
        self.read();
        kept
    }

    /// Watches by the rules from now on, whichever page is in sight.
    pub fn start(self) {
        let follow = move || {
            Effect::new(move |_| {
                self.pods.checked.get();
                self.kept.with(|_| ());
                untrack(|| self.watch());
            });
        };
        self.context.forever(follow);
    }

    /// A fresh look at every pod that has a rule.
    fn watch(self) {
        let now = self.context.clock.account_now();
        for SavedRule { pod, rule } in self.kept.peek(Vec::clone) {
            let Some(known) = self.pods.get(&pod) else { continue };
            if !known.pod.status.bills_gpu() {
                continue;
            }
            let is_up = matches!(known.stage(), Stage::Ready | Stage::ProbablyUp);
            let busy = gpu_busy(is_up, known.busiest_gpu());
            let due = self.watches.change(|watches| {
                let at = watches.iter().position(|(id, watch)| *id == pod && watch.rule == rule);
                let at = at.unwrap_or_else(|| {
                    watches.retain(|(id, _)| *id != pod);
                    watches.push((pod.clone(), RuleWatch::new(rule, self.context.clock.account_length(GAP))));
                    watches.len() - 1
                });
                watches.get_mut(at).and_then(|(_, watch)| watch.step(busy, now))
            });
            // Whichever tab takes the rule out acts on it.
            if let Some(due) = due
                && self.storage.take_out(pod.as_str())
            {
                self.read();
                let how = StopAction::for_volume(known.pod.volume_gb);
                let why = exit_notice::by_rule(how, due, now, browser::zone());
                notify(pod.as_str(), &known.pod.name, &why.acts);
                self.readiness.add_rule_notice(pod.clone(), known.pod.name.clone(), why);
                self.log.note(vec![(pod.clone(), Activity::RuleDue)]);
                self.context.request(how.into(), vec![(pod, known.pod.name)]);
            }
        }
    }
}
