//! The end of a pod: one click, a few seconds in which it can be taken back, then asked of RunPod until RunPod says that
//! the pod is gone. RunPod calls it terminate.

use std::time::Duration;

use super::ids::PodId;
use super::time::Timestamp;

/// How long a click can be taken back.
pub const UNDO: Duration = Duration::from_secs(6);
/// RunPod agreed, and its list still has the pod after this: ask again.
const AGREED_BUT_LISTED: Duration = Duration::from_secs(30);
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LONGEST_RETRY: Duration = Duration::from_secs(30);

/// How far an ending has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Clicked; nothing has been sent.
    Undoable {
        /// When it will be.
        until: Timestamp,
    },
    /// Sent; no answer yet.
    Asking {
        /// Which try this is, from 1.
        tries: u32,
    },
    /// The last try failed; another follows.
    Retrying {
        /// Tries so far.
        tries: u32,
        /// When the next one is due.
        at: Timestamp,
        /// What went wrong, for the person.
        problem: String,
    },
    /// RunPod agreed; its list has not confirmed it.
    Agreed {
        /// When it agreed.
        at: Timestamp,
        /// Tries so far.
        tries: u32,
    },
    /// The person took it back.
    Undone,
    /// RunPod says that the pod is gone.
    Gone,
}

/// What can happen to an ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Time has passed.
    Tick,
    /// The person clicked Undo.
    Undo,
    /// Nobody will click Undo: the page is left or out of sight, or the pod should never have been made.
    AtOnce,
    /// RunPod agreed.
    Agreed,
    /// No agreement: a fault, or a refusal that may pass.
    Failed {
        /// What went wrong, for the person.
        problem: String,
        /// What RunPod asked us to wait.
        retry_after: Option<Duration>,
    },
    /// RunPod does not know the pod.
    NotFound,
    /// A list that was asked for at `asked` does not have the pod.
    Unlisted {
        /// When the list was asked for.
        asked: Timestamp,
    },
}

/// What the journal keeps of an ending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which pod.
    pub pod: PodId,
    /// Its name, for words.
    pub name: String,
    /// Until when it can be taken back; `None` once it was sent.
    pub undoable_until: Option<Timestamp>,
}

/// One pod's end. Survives a reload in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Which pod.
    pub pod: PodId,
    /// Its name, for words.
    pub name: String,
    /// How far it has come.
    pub state: State,
}

impl Ending {
    /// The click.
    pub fn begin(pod: PodId, name: String, now: Timestamp) -> Self {
        Self { pod, name, state: State::Undoable { until: now.plus(UNDO) } }
    }

    /// An ending that the journal remembers. Whether a request that was under way arrived is not known: it is sent again.
    pub fn resume(entry: Entry, now: Timestamp) -> Self {
        let state = match entry.undoable_until {
            Some(until) => State::Undoable { until },
            None => {
                let problem = "The page was loaded anew before RunPod confirmed it.".into();
                State::Retrying { tries: 0, at: now, problem }
            }
        };
        Self { pod: entry.pod, name: entry.name, state }
    }

    /// What the journal keeps of it; `None` once nothing is left to do.
    pub fn entry(&self) -> Option<Entry> {
        let undoable_until = match self.state {
            State::Undone | State::Gone => return None,
            State::Undoable { until } => Some(until),
            _ => None,
        };
        Some(Entry { pod: self.pod.clone(), name: self.name.clone(), undoable_until })
    }

    /// Takes an event in. `true` means: send the request now.
    #[must_use]
    pub fn step(&mut self, event: Event, now: Timestamp) -> bool {
        let (next, send) = self.next(event, now);
        if let Some(next) = next {
            self.state = next;
        }
        send
    }

    /// Whether nothing is left to do.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Undone | State::Gone)
    }

    /// Whether Undo still takes it back.
    pub fn is_undoable(&self) -> bool {
        matches!(self.state, State::Undoable { .. })
    }

    fn next(&self, event: Event, now: Timestamp) -> (Option<State>, bool) {
        match (&self.state, event) {
            (State::Undone | State::Gone, _) => (None, false),
            (State::Undoable { .. }, Event::Undo) => (Some(State::Undone), false),
            (State::Undoable { .. }, Event::AtOnce) => (Some(State::Asking { tries: 1 }), true),
            (State::Undoable { until }, Event::Tick) if now >= *until => (Some(State::Asking { tries: 1 }), true),
            (State::Retrying { tries, at, .. }, Event::Tick) if now >= *at => {
                (Some(State::Asking { tries: tries + 1 }), true)
            }
            (State::Agreed { at, tries }, Event::Tick) if now.since(*at) >= AGREED_BUT_LISTED => {
                (Some(State::Asking { tries: tries + 1 }), true)
            }
            (State::Asking { tries }, Event::Agreed) => (Some(State::Agreed { at: now, tries: *tries }), false),
            (State::Asking { tries }, Event::Failed { problem, retry_after }) => {
                let at = now.plus(back_off(*tries).max(retry_after.unwrap_or_default()));
                (Some(State::Retrying { tries: *tries, at, problem }), false)
            }
            (State::Agreed { at, .. }, Event::Unlisted { asked }) if asked >= *at => (Some(State::Gone), false),
            (_, Event::NotFound) => (Some(State::Gone), false),
            _ => (None, false),
        }
    }
}

fn back_off(tries: u32) -> Duration {
    (FIRST_RETRY * 2u32.pow(tries.saturating_sub(1).min(8))).min(LONGEST_RETRY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn ending() -> Ending {
        Ending::begin(PodId::new("a"), "comfy".into(), at(0))
    }

    fn failed() -> Event {
        Event::Failed { problem: "no network".into(), retry_after: None }
    }

    #[test]
    fn a_click_is_sent_after_a_few_seconds_and_done_when_the_list_says_so() {
        let mut ending = ending();
        assert!(!ending.step(Event::Tick, at(5)));
        assert!(ending.step(Event::Tick, at(6)));
        assert!(!ending.step(Event::Tick, at(7)), "one request at a time");
        assert!(!ending.step(Event::Agreed, at(8)));
        let _ = ending.step(Event::Unlisted { asked: at(7) }, at(9));
        assert!(!ending.is_over(), "a list from before the answer proves nothing");
        let _ = ending.step(Event::Unlisted { asked: at(9) }, at(10));
        assert_eq!(ending.state, State::Gone);
    }

    #[test]
    fn undo_takes_it_back_before_it_is_sent_and_not_after() {
        let mut early = ending();
        assert!(!early.step(Event::Undo, at(3)));
        assert!(!early.step(Event::Tick, at(60)));
        assert_eq!(early.state, State::Undone);
        let mut late = ending();
        assert!(late.step(Event::Tick, at(6)));
        assert!(!late.step(Event::Undo, at(7)));
        assert_eq!(late.state, State::Asking { tries: 1 });
    }

    #[test]
    fn a_failure_is_tried_again_later_and_later() {
        let mut ending = ending();
        let mut now = 6;
        assert!(ending.step(Event::Tick, at(now)));
        for wait in [1, 2, 4, 8, 16, 30, 30] {
            assert!(!ending.step(failed(), at(now)));
            assert!(!ending.step(Event::Tick, at(now + wait - 1)));
            now += wait;
            assert!(ending.step(Event::Tick, at(now)), "after {wait} s");
        }
    }

    #[test]
    fn not_found_means_gone_and_a_pod_that_stays_listed_is_asked_for_again() {
        let mut gone = ending();
        assert!(gone.step(Event::Tick, at(6)));
        assert!(!gone.step(Event::NotFound, at(7)));
        assert_eq!(gone.state, State::Gone);
        let mut stays = ending();
        assert!(stays.step(Event::Tick, at(6)));
        assert!(!stays.step(Event::Agreed, at(7)));
        assert!(stays.step(Event::Tick, at(37)));
    }

    #[test]
    fn whoever_leaves_while_undo_is_open_means_it() {
        let mut left = ending();
        assert!(left.step(Event::AtOnce, at(1)));
        assert!(!left.step(Event::AtOnce, at(1)), "hidden, then left: one request");
        let mut undone = ending();
        let _ = undone.step(Event::Undo, at(1));
        assert!(!undone.step(Event::AtOnce, at(2)));
    }

    #[test]
    fn a_reload_in_the_middle_asks_again() {
        let mut sent = ending();
        assert!(sent.step(Event::Tick, at(6)));
        let mut resumed = Ending::resume(sent.entry().unwrap(), at(20));
        assert!(resumed.step(Event::Tick, at(20)));
        let mut undoable = Ending::resume(ending().entry().unwrap(), at(3));
        assert!(undoable.is_undoable());
        assert!(undoable.step(Event::Tick, at(6)));
        let _ = undoable.step(Event::NotFound, at(7));
        assert_eq!(undoable.entry(), None);
    }

    proptest! {
        #[test]
        fn nothing_but_undo_or_runpods_word_ends_it(events in prop::collection::vec(0u8..5, 0..60)) {
            let mut ending = ending();
            let (mut undone, mut confirmed, mut now) = (false, false, 0);
            for event in events {
                now += 3;
                let undoable = ending.is_undoable();
                let event = match event {
                    0 | 1 => Event::Tick,
                    2 => failed(),
                    3 => Event::Agreed,
                    _ => Event::Undo,
                };
                undone |= undoable && event == Event::Undo;
                let _ = ending.step(event, at(now));
                confirmed |= ending.state == State::Gone;
            }
            prop_assert!(!confirmed);
            prop_assert_eq!(ending.is_over(), undone);
        }
    }
}
