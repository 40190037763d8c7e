//! What ends a pod, as the page says it.

use std::time::Duration;

use super::in_pod::{How, InPod};
use super::rule::Rule;
use crate::domain::time::{Timestamp, Zone, words};

/// A timer that acted this long ago has not: it tries within half a minute, and RunPod's list may be a little late.
const LATE: Duration = Duration::from_secs(300);

/// What ends a pod if nobody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The timer in it. Its time is not known before the container runs.
    InPod(InPod, Option<Timestamp>),
    /// A rule of the page's.
    WhilePageIsOpen(Rule),
    /// Nothing.
    Nothing,
}

impl Ending {
    /// Of a pod with that timer, whose container runs since then, and with that rule. What holds with the page closed is
    /// told before what does not.
    pub fn of(timer: Option<InPod>, up_since: Option<Timestamp>, rule: Option<Rule>) -> Self {
        match (timer, rule) {
            (Some(timer), _) => Self::InPod(timer, up_since.map(|since| timer.ends_at(since))),
            (None, Some(rule)) => Self::WhilePageIsOpen(rule),
            (None, None) => Self::Nothing,
        }
    }

    /// Whether it should have come by now, and has not: what to do then is to end the pod by hand.
    pub fn is_late(&self, now: Timestamp) -> bool {
        matches!(self, Self::InPod(_, Some(at)) if now > at.plus(LATE))
    }

    /// In a few words, beginning with a small letter.
    pub fn words(&self, now: Timestamp, zone: Zone) -> String {
        match self {
            Self::InPod(timer, Some(at)) if self.is_late(now) => {
                let end = if timer.how == How::End { "end" } else { "stop" };
                format!("was to {end} {} (in the pod), and did not: end it", zone.when(*at, now))
            }
            Self::InPod(timer, Some(at)) => format!("{} {} (in the pod)", timer.verb(), zone.when(*at, now)),
            Self::InPod(timer, None) => {
                format!("{} {} after it starts (in the pod)", timer.verb(), length(timer.after()))
            }
            Self::WhilePageIsOpen(Rule::At(at)) => {
                format!("ends {} only while this page is open", zone.when(*at, now))
            }
            Self::WhilePageIsOpen(Rule::IdleFor(long)) => {
                format!("ends when its GPU was idle for {}, only while this page is open", length(*long))
            }
            Self::Nothing => "nothing ends this pod".into(),
        }
    }
}

impl InPod {
    /// When it acts in a container that runs since then.
    pub fn ends_at(self, up_since: Timestamp) -> Timestamp {
        up_since.plus(self.after())
    }

    fn verb(self) -> &'static str {
        if self.how == How::End { "ends" } else { "stops" }
    }
}

/// As [`words()`], without parts that are nothing: `4 h`, not `4 h 0 m`.
pub fn length(time: Duration) -> String {
    let said = words(time);
    match said.split_once(" 0 ") {
        Some((whole, _)) => whole.to_owned(),
        None => said,
    }
}
