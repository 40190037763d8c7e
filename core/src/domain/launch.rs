//! One order makes at most one pod. The request carries a tag that RunPod gives back; after any unclear answer the pods
//! are looked through for it before anything else happens. Nothing here sends a second create.

use std::time::Duration;

use super::ids::{LaunchTag, PodId};
use super::time::Timestamp;

/// A create can land this long after its answer was lost.
const MAY_LAND_LATE: Duration = Duration::from_secs(120);
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
    /// RunPod refused: no pod, no cost.
    Refused(F),
    /// No pod appeared in all the time in which one could have: nothing was made.
    NeverArrived(Option<F>),
}

/// What can happen to a launch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<F> {
    /// The create was answered.
    Answered(Answer<F>),
    /// A list of pods, asked for at `asked`, has these with the tag, the oldest first.
    Found {
        /// When the list was asked for.
        asked: Timestamp,
        /// Pods with the tag.
        pods: Vec<PodId>,
    },
    /// A list could not be had.
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
}

/// What the journal keeps of a launch: enough to find its pod again. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The mark by which the pod is known.
    pub tag: LaunchTag,
    /// The pod's name, for words.
    pub name: String,
    /// When it was asked.
    pub asked: Timestamp,
}

/// One launch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch<F> {
    /// What the journal keeps of it.
    pub entry: Entry,
    /// How far it has come.
    pub state: State<F>,
}

impl<F: Clone> Launch<F> {
    /// A launch whose create is to be sent now, once; the entry must be in the journal before.
    pub fn begin(entry: Entry) -> Self {
        Self { entry, state: State::Asking }
    }

    /// A launch that the journal remembers: its create was sent, its answer is lost.
    pub fn resume(entry: Entry, now: Timestamp) -> Self {
        let since = entry.asked;
        Self { entry, state: State::Looking { why: None, since, next: now } }
    }

    /// Whether nothing is left to find out; the journal may forget it then.
    pub fn is_over(&self) -> bool {
        !matches!(self.state, State::Asking | State::Looking { .. })
    }

    /// Takes an event in and says what to do now.
    #[must_use]
    pub fn step(&mut self, event: Event<F>, now: Timestamp) -> Vec<Effect> {
        let (next, effects) = self.next(event, now);
        if let Some(next) = next {
            self.state = next;
        }
        effects
    }

    fn next(&self, event: Event<F>, now: Timestamp) -> (Option<State<F>>, Vec<Effect>) {
        match (&self.state, event) {
            (State::Asking, Event::Answered(Answer::Made(pod))) => (Some(State::Placed(pod)), vec![]),
            (State::Asking, Event::Answered(Answer::Refused(why))) => (Some(State::Refused(why)), vec![]),
            (State::Asking, Event::Answered(Answer::Unclear(why))) => {
                let next = now.plus(LOOK_EVERY);
                (Some(State::Looking { why: Some(why), since: now, next }), vec![Effect::Look])
            }
            (State::Looking { .. }, Event::Answered(Answer::Made(pod))) => (Some(State::Placed(pod)), vec![]),
            (State::Looking { why, since, .. }, Event::Found { asked, pods }) => {
                self.found(why.as_ref(), *since, asked, pods, now)
            }
            (State::Looking { why, since, .. }, Event::LookFailed) => {
                (Some(looking(why.as_ref(), *since, now.plus(LOOK_AGAIN_AFTER_FAILURE))), vec![])
            }
            (State::Looking { why, since, next }, Event::Tick) if now >= *next => {
                (Some(looking(why.as_ref(), *since, now.plus(LOOK_EVERY))), vec![Effect::Look])
            }
            (State::Placed(kept), Event::Found { pods, .. }) => {
                let others = pods.into_iter().filter(|pod| pod != kept);
                (None, others.map(Effect::EndDuplicate).collect())
            }
            _ => (None, vec![]),
        }
    }

    fn found(
        &self,
        why: Option<&F>,
        since: Timestamp,
        asked: Timestamp,
        pods: Vec<PodId>,
        now: Timestamp,
    ) -> (Option<State<F>>, Vec<Effect>) {
        let mut pods = pods.into_iter();
        if let Some(oldest) = pods.next() {
            return (Some(State::Placed(oldest)), pods.map(Effect::EndDuplicate).collect());
        }
        if asked.since(since) >= MAY_LAND_LATE {
            return (Some(State::NeverArrived(why.cloned())), vec![]);
        }
        (Some(looking(why, since, now.plus(LOOK_EVERY))), vec![])
    }
}

fn looking<F: Clone>(why: Option<&F>, since: Timestamp, next: Timestamp) -> State<F> {
    State::Looking { why: why.cloned(), since, next }
}

#[cfg(test)]
mod tests;
