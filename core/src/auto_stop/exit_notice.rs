//! What is said of a pod that went or stopped although nobody clicked for it, until the person has read it: by the timer in
//! it, by a rule of the page's, or by somebody else.

use launchpod_words::{auto_stop as say, sentences};

use crate::auto_stop::page_rule::RuleTrigger;
use crate::auto_stop::pod_timer::{PodTimer, StopAction};
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
            StopAction::Terminate => say::timer_was_to_end(when),
            StopAction::Stop => say::timer_was_to_stop(when),
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

/// What a rule of the page's does to a pod, and why.
pub fn by_rule(how: StopAction, due: RuleTrigger, now: Timestamp, zone: UtcOffset) -> String {
    match (how, due) {
        (StopAction::Terminate, RuleTrigger::IdleSince(since)) => say::rule_ends_idle(zone.clock(since)),
        (StopAction::Stop, RuleTrigger::IdleSince(since)) => say::rule_stops_idle(zone.clock(since)),
        (StopAction::Terminate, RuleTrigger::At(at)) => say::rule_ends_due(zone.when(at, now)),
        (StopAction::Stop, RuleTrigger::At(at)) => say::rule_stops_due(zone.when(at, now)),
    }
}

/// A pod that went, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ExitNotice {
    name: String,
    words: String,
    unseen: bool,
}

/// Pods that went, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExitNotices(Vec<ExitNotice>);

impl ExitNotices {
    /// One more.
    pub fn note(&mut self, name: String, words: String) {
        if self.0.len() >= MOST {
            self.0.remove(0);
        }
        self.0.push(ExitNotice { name, words, unseen: true });
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
            "The timer in it was to end it at 14:00. Its GPU costs nothing any more."
        );
        assert_eq!(
            stopped(deadline(StopAction::Stop), at(80_000), berlin()),
            "The timer in it was to stop it yesterday at 14:00."
        );
        assert_eq!(stopped(None, at(0), berlin()), "Nobody here asked for that.");
    }

    #[test]
    fn a_rule_says_that_it_was_the_pages() {
        let said = by_rule(StopAction::Terminate, RuleTrigger::IdleSince(at(60)), at(2000), berlin());
        assert_eq!(said, "This page ends it by your rule: its GPU has been idle since 10:01.");
        let said = by_rule(StopAction::Stop, RuleTrigger::At(at(1800)), at(1801), berlin());
        assert_eq!(said, "This page stops it by your rule: it was due at 10:30.");
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
