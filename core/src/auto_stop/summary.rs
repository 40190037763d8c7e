//! What ends a pod, as the page says it.

use std::time::Duration;

use launchpod_words::auto_stop as say;

use crate::auto_stop::page_rule::PageRule;
use crate::auto_stop::pod_timer::{PodTimer, StopAction};
use crate::types::time::{Timestamp, UtcOffset, length};

/// A timer that acted this long ago has not: it tries within half a minute, and RunPod's list may be a little late.
const LATE: Duration = Duration::from_secs(300);

/// What ends a pod if nobody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoStop {
    /// The timer in it. Its time is not known before the container runs.
    PodTimer(PodTimer, Option<Timestamp>),
    /// A rule of the page's, and what it does.
    WhilePageIsOpen(PageRule, StopAction),
    /// Nothing.
    Nothing,
}

impl AutoStop {
    /// Of a pod with that timer, whose container runs since then, and with that rule, which ends or stops it. What holds
    /// with the page closed comes before what does not.
    pub fn of(timer: Option<PodTimer>, up_since: Option<Timestamp>, rule: Option<(PageRule, StopAction)>) -> Self {
        match (timer, rule) {
            (Some(timer), _) => Self::PodTimer(timer, up_since.map(|since| timer.ends_at(since))),
            (None, Some((rule, how))) => Self::WhilePageIsOpen(rule, how),
            (None, None) => Self::Nothing,
        }
    }

    /// All that ends such a pod, in words, and whether something must be done about it: a rule may come before the timer.
    pub fn told(
        timer: Option<PodTimer>,
        up_since: Option<Timestamp>,
        rule: Option<(PageRule, StopAction)>,
        now: Timestamp,
        zone: UtcOffset,
    ) -> (String, bool) {
        let first = Self::of(timer, up_since, rule);
        let besides = rule.filter(|_| timer.is_some()).map(|(rule, how)| Self::WhilePageIsOpen(rule, how));
        let words = match besides {
            Some(rule) => say::both(first.describe(now, zone), rule.describe(now, zone)),
            None => first.describe(now, zone),
        };
        (words, first == Self::Nothing || first.is_late(now))
    }

    /// Whether it should have come by now, and has not: what to do then is to end the pod by hand.
    pub fn is_late(&self, now: Timestamp) -> bool {
        matches!(self, Self::PodTimer(_, Some(at)) if now > at.plus(LATE))
    }

    /// In a few words, beginning with a small letter.
    pub fn describe(&self, now: Timestamp, zone: UtcOffset) -> String {
        match *self {
            Self::PodTimer(timer, Some(at)) => {
                let when = zone.when(at, now);
                match (timer.how, self.is_late(now)) {
                    (StopAction::Terminate, false) => say::timer_ends(when),
                    (StopAction::Stop, false) => say::timer_stops(when),
                    (StopAction::Terminate, true) => say::timer_did_not_end(when),
                    (StopAction::Stop, true) => say::timer_did_not_stop(when),
                }
            }
            Self::PodTimer(timer, None) => match timer.how {
                StopAction::Terminate => say::timer_ends_after_start(length(timer.after())),
                StopAction::Stop => say::timer_stops_after_start(length(timer.after())),
            },
            Self::WhilePageIsOpen(PageRule::At(at), how) => match how {
                StopAction::Terminate => say::page_ends(zone.when(at, now)),
                StopAction::Stop => say::page_stops(zone.when(at, now)),
            },
            Self::WhilePageIsOpen(PageRule::IdleFor(long), how) => match how {
                StopAction::Terminate => say::page_ends_idle(length(long)),
                StopAction::Stop => say::page_stops_idle(length(long)),
            },
            Self::Nothing => say::nothing_ends_it().to_owned(),
        }
    }
}

/// When a timer in a container that runs since then acts: its time, or now where that has just come. `None` where it should
/// have acted, and has not.
pub fn acts_at(timer: PodTimer, up_since: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let at = timer.ends_at(up_since);
    (now <= at.plus(LATE)).then(|| at.max(now))
}

impl PodTimer {
    /// When it acts in a container that runs since then.
    pub fn ends_at(self, up_since: Timestamp) -> Timestamp {
        up_since.plus(self.after())
    }
}
