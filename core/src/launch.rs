//! One order makes at most one pod. The request carries a tag that RunPod gives back; after any unclear answer the pods
//! are looked through for it before anything else happens, and after a clear one too for as long as a second pod could
//! still come of the same request: browsers and proxies repeat requests by themselves. Only when it is known that
//! nothing came of it may the same order be asked for again, elsewhere or later: under the same tag, so that whatever still
//! comes of the tries before is found as one pod too many.

pub mod provisioning;
pub mod replacement;

use std::time::Duration;

use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

/// A create can land this long after its answer came, or was lost.
pub const LATE_CREATE_WINDOW: Duration = Duration::from_secs(120);
/// A create that was not answered by then is given up by the client: it may wait a minute for its turn, and another for
/// the answer.
const ANSWERED_WITHIN: Duration = Duration::from_secs(120);
/// A tab that the browser froze gives nothing up: its request may be under way until the tab is closed. No server waits longer
/// than this for the rest of one.
const IN_FLIGHT_AT_MOST: Duration = Duration::from_secs(3600);
/// A list may lack a pod for so long, and so hide the second one of a request.
const LISTS_WRONG_FOR: Duration = Duration::from_secs(300);
const LOOK_EVERY: Duration = Duration::from_secs(4);
const LOOK_AGAIN_AFTER_FAILURE: Duration = Duration::from_secs(8);

/// What RunPod said to the create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<F> {
    /// It made this pod.
    Made(PodId),
    /// It made none, and says why.
    Refused(F),
    /// It may or may not have made one.
    Unclear(F),
}

/// How far a launch has come. `F` is whatever tells the person what went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<F> {
    /// Sent; no answer yet.
    Asking,
    /// No clear answer; the pods are being looked through for the tag.
    Looking {
        /// What was unclear; `None` if the page was loaded anew in the middle.
        why: Option<F>,
        /// When the answer was lost.
        since: Timestamp,
        /// When to look next.
        next: Timestamp,
    },
    /// The pod is there.
    Placed(PodId),
    /// RunPod refused: no pod, no cost. Why is not known any more after a reload.
    Refused(Option<F>),
    /// No pod appeared in all the time in which one could have: nothing was made.
    NeverArrived(Option<F>),
}

/// What can happen to a launch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<F> {
    /// The create was answered.
    Answered(Answer<F>),
    /// A whole list of pods, asked for at `asked`, has these with the tag, the oldest first.
    Found {
        /// When the list was asked for.
        asked: Timestamp,
        /// Pods with the tag.
        pods: Vec<PodId>,
        /// Whether the pod that was placed is gone for good: whatever else has the tag then is one too many.
        gone: bool,
    },
    /// A whole list could not be had.
    LookFailed,
    /// Time has passed.
    Tick,
}

/// What is to be done now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask for the list of pods.
    Look,
    /// End this pod: it is the younger of two with one tag.
    EndDuplicate(PodId),
    /// Tell the person: a pod has come of a launch of which they were told that nothing came.
    CameAfterAll,
}

/// What is asked for, and what the journal keeps of it: enough to find its pod again. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The mark by which the pod is known.
    pub tag: LaunchTag,
    /// The pod's name, for words.
    pub name: String,
    /// When it was asked.
    pub asked: Timestamp,
    /// What is known of its outcome.
    pub outcome: Outcome,
    /// Since when it has been looked out for a second pod; `None` once none can come, and before an answer came.
    pub watched: Option<Timestamp>,
    /// When its pod was made, by RunPod's clock; `None` where that is not known.
    pub born: Option<Timestamp>,
}

/// What the journal knows of a launch's outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    #[default]
    Open,
    /// This pod came of it.
    Placed(PodId),
    /// RunPod said that it made none, or none appeared in time.
    Refused,
}

impl Entry {
    /// A launch asked for now.
    pub fn new(tag: LaunchTag, name: String, asked: Timestamp) -> Self {
        Self { tag, name, asked, outcome: Outcome::Open, watched: None, born: None }
    }

    /// Whether the outcome is not known: nothing else may be launched until it is.
    pub fn is_open(&self) -> bool {
        self.outcome == Outcome::Open
    }

    /// Whether nothing more can come of it.
    pub fn is_settled(&self) -> bool {
        !self.is_open() && self.watched.is_none()
    }
}

/// One launch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch<F> {
    /// The mark by which the pod is known.
    pub tag: LaunchTag,
    /// The pod's name, for words.
    pub name: String,
    /// When it was asked.
    pub asked: Timestamp,
    /// How far it has come.
    pub state: State<F>,
    /// When the pod that came of it was made, by RunPod's clock; `None` until that is told.
    pub born: Option<Timestamp>,
    watched: Option<Timestamp>,
}

impl<F: Clone> Launch<F> {
    /// A launch whose create is to be sent now, once; the entry must be in the journal before.
    pub fn begin(entry: Entry) -> Self {
        Self {
            tag: entry.tag,
            name: entry.name,
            asked: entry.asked,
            state: State::Asking,
            born: entry.born,
            watched: None,
        }
    }

    /// A launch that the journal remembers, and that nobody else looks after.
    pub fn resume(entry: Entry, now: Timestamp) -> Self {
        let state = match entry.outcome {
            // Whoever waited for the answer is gone, and with it the request: it can land late all the same.
            Outcome::Open => {
                State::Looking { why: None, since: now.min(entry.asked.plus(IN_FLIGHT_AT_MOST)), next: now }
            }
            Outcome::Placed(pod) => State::Placed(pod),
            Outcome::Refused => State::Refused(None),
        };
        let watched = entry.watched.map(|since| since.min(now));
        Self { tag: entry.tag, name: entry.name, asked: entry.asked, state, born: entry.born, watched }
    }

    /// What the journal keeps of it. One of which nothing came is kept too: all lists may have been wrong.
    pub fn entry(&self) -> Entry {
        let outcome = match &self.state {
            State::Asking | State::Looking { .. } => Outcome::Open,
            State::Placed(pod) => Outcome::Placed(pod.clone()),
            State::Refused(_) | State::NeverArrived(_) => Outcome::Refused,
        };
        let (tag, name) = (self.tag.clone(), self.name.clone());
        Entry { tag, name, asked: self.asked, outcome, watched: self.watched, born: self.born }
    }

    /// Whether the outcome is not known: nothing else may be launched until it is.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Asking | State::Looking { .. })
    }

    /// Whether nothing more can come of it.
    pub fn is_settled(&self) -> bool {
        !self.is_open() && self.watched.is_none()
    }

    /// Asks once more, after it is known that nothing came of it: a create is to be sent now, once. Says whether it may be:
    /// not where a pod came, or where that is not known.
    #[must_use]
    pub fn again(&mut self, now: Timestamp) -> bool {
        let nothing_came = matches!(self.state, State::Refused(_) | State::NeverArrived(_));
        if nothing_came {
            self.state = State::Asking;
            self.asked = now;
        }
        nothing_came
    }

    /// The person has read why nothing came of it.
    pub fn dismiss(&mut self) {
        if let State::Refused(why) = &mut self.state {
            *why = None;
        }
    }

    /// Takes an event in and says what to do now.
    #[must_use]
    pub fn step(&mut self, event: Event<F>, now: Timestamp) -> Vec<Effect> {
        match event {
            Event::Answered(answer) => self.answered(answer, now),
            Event::Found { asked, pods, gone } => self.found(asked, pods, gone, now),
            Event::LookFailed => {
                self.look_at(now.plus(LOOK_AGAIN_AFTER_FAILURE));
                vec![]
            }
            Event::Tick => match &self.state {
                State::Looking { next, .. } if now >= *next => {
                    self.look_at(now.plus(LOOK_EVERY));
                    vec![Effect::Look]
                }
                _ => vec![],
            },
        }
    }

    fn answered(&mut self, answer: Answer<F>, now: Timestamp) -> Vec<Effect> {
        match (&self.state, answer) {
            (State::Asking, Answer::Unclear(why)) => {
                self.state = State::Looking { why: Some(why), since: now, next: now.plus(LOOK_EVERY) };
                return vec![Effect::Look];
            }
            (State::Asking, Answer::Refused(why)) => self.state = State::Refused(Some(why)),
            (State::Asking | State::Looking { .. }, Answer::Made(pod)) => self.state = State::Placed(pod),
            // A list was faster than the answer; from the answer on nothing is under way any more.
            (State::Placed(_), _) => {}
            _ => return vec![],
        }
        self.watched = Some(now);
        vec![]
    }

    fn found(&mut self, asked: Timestamp, pods: Vec<PodId>, gone: bool, now: Timestamp) -> Vec<Effect> {
        let placed = matches!(self.state, State::Placed(_));
        if placed && self.watched.is_none() {
            return vec![];
        }
        let since = match &self.state {
            // The request is still under way, and may be repeated until it is given up.
            State::Asking => Some(self.asked.plus(ANSWERED_WITHIN).max(now)),
            State::Looking { since, .. } => Some(*since),
            _ => self.watched,
        };
        let mut effects = vec![];
        let mut pods = pods.into_iter();
        let oldest = if placed && gone { None } else { pods.next() };
        match oldest {
            Some(oldest) => {
                if matches!(self.state, State::Refused(_) | State::NeverArrived(_)) {
                    effects.push(Effect::CameAfterAll);
                }
                self.state = State::Placed(oldest);
                self.watched = since;
            }
            None => match &self.state {
                State::Looking { why, since, .. } if asked.since(*since) >= LATE_CREATE_WINDOW => {
                    self.state = State::NeverArrived(why.clone());
                }
                _ => self.look_at(now.plus(LOOK_EVERY)),
            },
        }
        effects.extend(pods.map(Effect::EndDuplicate));
        if self.watched.is_some_and(|since| asked.since(since) >= LATE_CREATE_WINDOW + LISTS_WRONG_FOR) {
            self.watched = None;
        }
        effects
    }

    fn look_at(&mut self, at: Timestamp) {
        if let State::Looking { next, .. } = &mut self.state {
            *next = at;
        }
    }
}

#[cfg(test)]
mod tests;
