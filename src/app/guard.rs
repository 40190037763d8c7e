//! What ends pods if nobody does: the timer inside a pod as it is told, and the page's own rules, which are kept on this
//! device and hold only while the page is open.

use launchpod_core::auto_stop::{Ending, GAP, How, Kept, PodTimer, Rule, Watch, exit_notice, gpu_busy};
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::fleet::Known;
use launchpod_core::readiness::Stage;
use launchpod_core::state::activity_log::What;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;

use super::browser;
use super::desk::Desk;
use super::journal::Journal;
use super::notify::notify;
use super::shelf::Shelf;
use super::watched::Shared;

/// The page's rules, followed.
#[derive(Clone, Copy)]
pub struct Rules {
    shelf: Shelf,
    kept: Shared<Vec<Kept>>,
    watches: Shared<Vec<(PodId, Watch)>>,
}

impl Rules {
    /// Of the journal's account.
    pub(super) fn beside(journal: Journal) -> Self {
        let rules = Self {
            shelf: Shelf::beside(journal, "launchpod.rules/"),
            kept: Shared::default(),
            watches: Shared::default(),
        };
        rules.read();
        rules
    }

    /// Reads what is kept.
    pub(super) fn read(self) {
        self.kept.refresh(self.shelf.all(Kept::read));
    }

    /// The rule for this pod, followed.
    pub fn of(self, pod: &PodId) -> Option<Rule> {
        self.kept.with(|kept| kept.iter().find(|own| own.pod == *pod).map(|own| own.rule))
    }
}

/// The timer inside a pod.
pub fn timer(known: &Known) -> Option<PodTimer> {
    PodTimer::read(&known.pod.image, &known.pod.start_command)
}

impl Desk {
    /// What ends this pod, in words, and whether something must be done about it; followed. Empty where it does not run.
    pub fn ending(self, known: &Known) -> (String, bool) {
        if !known.pod.status.bills_gpu() {
            return (String::new(), false);
        }
        let since = known.pod.runtime.as_ref().map(|runtime| runtime.up_since);
        let rule = self.rules.of(&known.pod.id).map(|rule| (rule, How::for_volume(known.pod.volume_gb)));
        Ending::told(timer(known), since, rule, self.row_time(&known.pod.id), browser::zone())
    }

    /// Gives the pod a rule, or takes it away. Whether that could be kept.
    pub fn set_rule(self, pod: &PodId, rule: Option<Rule>) -> bool {
        let kept = match rule {
            Some(rule) => self.rules.shelf.keep(pod.as_str(), &Kept { pod: pod.clone(), rule }.write()),
            None => {
                self.rules.shelf.take_out(pod.as_str());
                true
            }
        };
        self.rules.read();
        kept
    }

    /// Watches by the rules as long as the desk lives, whichever page is in sight.
    pub fn keep_rules(self) {
        let follow = move || {
            Effect::new(move |_| {
                self.checked.get();
                self.rules.kept.with(|_| ());
                untrack(|| self.watch());
            });
        };
        self.owner.peek(|owner| owner.with(follow));
    }

    /// A fresh look at every pod that has a rule.
    fn watch(self) {
        let now = self.clock.account_now();
        for Kept { pod, rule } in self.rules.kept.peek(Vec::clone) {
            let Some(known) = self.fleet.read(|fleet| fleet.get(&pod).cloned()) else { continue };
            if !known.pod.status.bills_gpu() {
                continue;
            }
            let is_up = matches!(known.stage(), Stage::Ready | Stage::ProbablyUp);
            let busy = gpu_busy(is_up, known.busiest_gpu());
            let due = self.rules.watches.change(|watches| {
                let at = watches.iter().position(|(id, watch)| *id == pod && watch.rule == rule);
                let at = at.unwrap_or_else(|| {
                    watches.retain(|(id, _)| *id != pod);
                    watches.push((pod.clone(), Watch::new(rule, self.clock.account_length(GAP))));
                    watches.len() - 1
                });
                watches.get_mut(at).and_then(|(_, watch)| watch.step(busy, now))
            });
            // Whichever tab takes the rule out acts on it.
            if let Some(due) = due
                && self.rules.shelf.take_out(pod.as_str())
            {
                self.rules.read();
                let how = How::for_volume(known.pod.volume_gb);
                let why = exit_notice::by_rule(how, due, now, browser::zone());
                notify(pod.as_str(), &known.pod.name, &why);
                self.tell_parting(known.pod.name.clone(), why);
                self.history.note(vec![(pod.clone(), What::RuleDue)]);
                self.ask(if how == How::End { PodAction::Terminate } else { PodAction::Stop }, pod, known.pod.name);
            }
        }
    }
}
