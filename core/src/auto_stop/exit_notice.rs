//! What is said of a pod that went or stopped although nobody clicked for it, until the person has read it: by the timer in
//! it, by a rule of the page's, or by somebody else.

use launchpod_words::{auto_stop as say, sentences};

use crate::auto_stop::page_rule::RuleTrigger;
use crate::auto_stop::pod_timer::{PodTimer, StopAction};
use crate::types::ids::PodId;
use crate::types::time::{Timestamp, UtcOffset};

/// Lines shown one by one.
const MOST_LINES: usize = 5;
/// Pods that are remembered; of more, the oldest are forgotten.
const MOST: usize = 50;

/// What the timer in a pod does, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// What it does.
    pub how: StopAction,
    /// When.
    pub at: Timestamp,
}

impl Deadline {
    /// Of this timer, in a container that runs since then.
    pub fn of(timer: PodTimer, up_since: Timestamp) -> Self {
        Self { how: timer.how, at: timer.ends_at(up_since) }
    }

    /// Once its time has come.
    fn describe(self, now: Timestamp, zone: UtcOffset) -> Option<String> {
        let when = (now >= self.at).then(|| zone.when(self.at, now))?;
        Some(match self.how {
            StopAction::Terminate => say::timer_ended(when),
            StopAction::Stop => say::timer_stopped(when),
        })
    }
}

/// Of a pod that went while nobody looked.
pub fn ended_while_closed() -> String {
    sentences(&[say::ended_while_closed(), say::gpu_costs_nothing()])
}

/// Why a pod is gone, of which nobody here asked that, and what that means for the money.
pub fn gone(deadline: Option<Deadline>, now: Timestamp, zone: UtcOffset) -> String {
    let why = deadline.and_then(|deadline| deadline.describe(now, zone));
    sentences(&[why.as_deref().unwrap_or(say::ended_elsewhere()), say::gpu_costs_nothing()])
}

/// Why a pod has stopped, of which nobody here asked that.
pub fn stopped(deadline: Option<Deadline>, now: Timestamp, zone: UtcOffset) -> String {
    let why = deadline.and_then(|deadline| deadline.describe(now, zone));
    why.unwrap_or_else(|| say::stopped_elsewhere().to_owned())
}

/// What a rule of the page's does to a pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByRule {
    /// That it does it now, and why.
    pub acts: String,
    /// The same once it is done.
    pub acted: String,
}

/// What a rule of the page's does to a pod, and why.
pub fn by_rule(how: StopAction, due: RuleTrigger, now: Timestamp, zone: UtcOffset) -> ByRule {
    let since = |at| zone.clock(at);
    let when = |at| zone.when(at, now);
    let (acts, acted) = match (how, due) {
        (StopAction::Terminate, RuleTrigger::IdleSince(at)) => {
            (say::rule_ends_idle(since(at)), say::rule_ended_idle(since(at)))
        }
        (StopAction::Stop, RuleTrigger::IdleSince(at)) => {
            (say::rule_stops_idle(since(at)), say::rule_stopped_idle(since(at)))
        }
        (StopAction::Terminate, RuleTrigger::At(at)) => (say::rule_ends_due(when(at)), say::rule_ended_due(when(at))),
        (StopAction::Stop, RuleTrigger::At(at)) => (say::rule_stops_due(when(at)), say::rule_stopped_due(when(at))),
    };
    ByRule { acts, acted }
}

/// A pod that went, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ExitNotice {
    name: String,
    words: String,
    unseen: bool,
    /// What is said instead once this pod has gone or stopped.
    then: Option<(PodId, String)>,
}

impl ExitNotice {
    fn awaits(&self, pod: &PodId) -> bool {
        self.then.as_ref().is_some_and(|(own, _)| own == pod)
    }
}

/// Pods that went, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExitNotices(Vec<ExitNotice>);

impl ExitNotices {
    /// One more.
    pub fn note(&mut self, name: String, words: String) {
        self.add(ExitNotice { name, words, unseen: true, then: None });
    }

    /// One on which a rule of the page's acts.
    pub fn note_rule(&mut self, pod: PodId, name: String, why: ByRule) {
        self.add(ExitNotice { name, words: why.acts, unseen: true, then: Some((pod, why.acted)) });
    }

    fn add(&mut self, notice: ExitNotice) {
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push(notice);
    }

    /// Whether a rule acts on this pod, which has not gone or stopped yet.
    pub fn awaits(&self, pod: &PodId) -> bool {
        self.0.iter().any(|notice| notice.awaits(pod))
    }

    /// This pod has gone or stopped; or it will not, as that was taken back.
    pub fn settle(&mut self, pod: &PodId, done: bool) {
        for notice in self.0.iter_mut().filter(|notice| notice.awaits(pod)) {
            let then = notice.then.take();
            if let Some((_, acted)) = then.filter(|_| done) {
                notice.words = acted;
            }
        }
    }

    /// Of those that nobody has had in sight, the names.
    pub fn unseen(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|parting| parting.unseen).map(|parting| parting.name.as_str())
    }

    /// The person has had the page in sight.
    pub fn see(&mut self) {
        self.0.iter_mut().for_each(|parting| parting.unseen = false);
    }

    /// A line each, the latest first; of many, the rest in one.
    pub fn lines(&self) -> Vec<String> {
        let told = self.0.iter().rev().take(MOST_LINES);
        let mut lines: Vec<String> = told.map(|ExitNotice { name, words, .. }| say::exit_notice(name, words)).collect();
        let more = self.0.len().saturating_sub(MOST_LINES);
        if more > 0 {
            lines.push(say::more_gone(more));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Seconds after 2026-11-20T09:00Z, ten o'clock in Berlin.
    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(1_795_165_200_000 + seconds * 1000)
    }

    fn berlin() -> UtcOffset {
        UtcOffset::ahead(60)
    }

    fn deadline(how: StopAction) -> Option<Deadline> {
        let timer = PodTimer::new(Duration::from_secs(4 * 3600), how).unwrap();
        Some(Deadline::of(timer, at(0)))
    }

    #[test]
    fn a_timer_is_named_once_its_time_has_come() {
        let says = |deadline, seconds| gone(deadline, at(seconds), berlin());
        let elsewhere = "It was ended, and not from here. Its GPU costs nothing any more.";
        assert_eq!(says(None, 20_000), elsewhere);
        assert_eq!(says(deadline(StopAction::Terminate), 14_399), elsewhere, "somebody was faster");
        assert_eq!(
            says(deadline(StopAction::Terminate), 14_400),
            "Ended by its timer at 14:00. Its GPU costs nothing any more."
        );
        assert_eq!(
            stopped(deadline(StopAction::Stop), at(80_000), berlin()),
            "Stopped by its timer yesterday at 14:00."
        );
        assert_eq!(stopped(None, at(0), berlin()), "Nobody here asked for that.");
    }

    #[test]
    fn a_rule_says_that_it_was_the_pages() {
        let said = by_rule(StopAction::Terminate, RuleTrigger::IdleSince(at(60)), at(2000), berlin());
        assert_eq!(said.acts, "This page ends it by your rule: its GPU has been idle since 10:01.");
        assert_eq!(said.acted, "Ended by your rule: its GPU had been idle since 10:01.");
        let said = by_rule(StopAction::Stop, RuleTrigger::At(at(1800)), at(1801), berlin());
        assert_eq!(said.acts, "This page stops it by your rule: it was due at 10:30.");
        assert_eq!(said.acted, "Stopped by your rule: it was due at 10:30.");
    }

    #[test]
    fn what_a_rule_did_is_told_in_the_past_once_it_is_done_and_not_if_it_was_taken_back() {
        let why = || by_rule(StopAction::Terminate, RuleTrigger::At(at(1800)), at(1801), berlin());
        let mut notices = ExitNotices::default();
        for id in ["a", "b"] {
            notices.note_rule(PodId::new(id), id.to_owned(), why());
        }
        assert!(notices.awaits(&PodId::new("a")) && !notices.awaits(&PodId::new("c")));
        notices.settle(&PodId::new("b"), false);
        notices.settle(&PodId::new("b"), true);
        notices.settle(&PodId::new("a"), true);
        assert!(!notices.awaits(&PodId::new("a")));
        let told = [
            "“b”: This page ends it by your rule: it was due at 10:30.",
            "“a”: Ended by your rule: it was due at 10:30.",
        ];
        assert_eq!(notices.lines(), told);
    }

    #[test]
    fn many_are_told_in_few_lines_and_none_is_without_bound() {
        let mut partings = ExitNotices::default();
        (0..6).for_each(|at| partings.note(format!("pod {at}"), "Gone.".into()));
        assert_eq!(partings.lines()[0], "“pod 5”: Gone.");
        assert_eq!(partings.lines()[5], "One more pod is gone besides.");
        assert_eq!(partings.unseen().count(), 6);
        partings.see();
        assert_eq!((partings.unseen().count(), partings.lines().len()), (0, 6), "seen is not read");
        (0..1000).for_each(|at| partings.note(format!("pod {at}"), "Gone.".into()));
        assert_eq!(partings.lines()[5], "45 more pods are gone besides.");
    }
}
