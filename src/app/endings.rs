//! Ending pods: the click, Undo, and what is due.

use launchpod_core::domain::ending::{Ending, Event, State};
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::failure::{Failure, Kind};
use launchpod_core::runpod::words::Doing;
use leptos::prelude::{on_cleanup, window_event_listener_untyped};
use leptos::task::spawn_local;

use super::browser;
use super::clock;
use super::desk::Desk;
use super::session::PageClient;

impl Desk {
    /// The ending of this pod, if one is open; followed.
    pub fn ending(self, id: &PodId) -> Option<Ending> {
        self.endings.with(|endings| endings.iter().find(|ending| ending.pod == *id).cloned())
    }

    /// Whether an end was asked that RunPod has not confirmed; followed.
    pub fn has_open_endings(self) -> bool {
        self.endings.with(|endings| !endings.is_empty())
    }

    /// The click on End. A second one on the same pod changes nothing.
    pub fn end(self, id: PodId, name: String) {
        if self.endings.peek(|endings| endings.iter().any(|ending| ending.pod == id)) {
            return;
        }
        let ending = Ending::begin(id, name, clock::now());
        self.journal.peek(|journal| journal.keep_ending(&ending));
        self.endings.update(|endings| endings.push(ending));
    }

    /// Ends a pod that should never have been made; there is nothing to take back.
    pub(super) fn end_duplicate(self, id: PodId, name: String) {
        self.end(id.clone(), name);
        self.step_ending(&id, Event::AtOnce, clock::now());
    }

    /// The click on Undo.
    pub fn undo(self, id: &PodId) {
        self.step_ending(id, Event::Undo, clock::now());
    }

    /// Whoever clicks End and closes the tab means it: nothing waits for Undo then.
    pub(super) fn end_on_leaving(self) {
        let leave = move || {
            for id in self.ending_ids() {
                self.step_ending(&id, Event::AtOnce, clock::now());
            }
        };
        let hiding = window_event_listener_untyped("visibilitychange", move |_| {
            if browser::is_hidden() {
                leave();
            }
        });
        let leaving = window_event_listener_untyped("pagehide", move |_| leave());
        on_cleanup(move || {
            hiding.remove();
            leaving.remove();
        });
    }

    pub(super) fn resume_endings(self) {
        let entries = self.journal.peek(|journal| journal.endings());
        self.endings.set(entries.into_iter().map(|entry| Ending::resume(entry, clock::now())).collect());
    }

    pub(super) fn tick_endings(self, now: Timestamp) {
        for id in self.ending_ids() {
            self.step_ending(&id, Event::Tick, now);
        }
    }

    pub(super) fn ending_unlisted(self, id: &PodId, asked: Timestamp) {
        self.step_ending(id, Event::Unlisted { asked }, clock::now());
    }

    pub(super) fn ending_confirmed(self, id: &PodId) {
        self.step_ending(id, Event::NotFound, clock::now());
    }

    fn ending_ids(self) -> Vec<PodId> {
        self.endings.peek(|endings| endings.iter().map(|ending| ending.pod.clone()).collect())
    }

    /// Lets the domain decide, writes the outcome down, shows it, and does what is due.
    fn step_ending(self, id: &PodId, event: Event, now: Timestamp) {
        let found = self.endings.peek(|endings| endings.iter().find(|ending| ending.pod == *id).cloned());
        let Some(mut ending) = found else { return };
        let before = ending.state.clone();
        let send = ending.step(event, now);
        if ending.state == before {
            return;
        }
        self.journal.peek(|journal| journal.keep_ending(&ending));
        if ending.state == State::Gone {
            self.fleet.forget(id);
        }
        self.show(ending);
        if send {
            let id = id.clone();
            spawn_local(async move { self.terminate(id).await });
        }
    }

    fn show(self, ending: Ending) {
        self.endings.update(|endings| match ending.is_over() {
            true => endings.retain(|shown| shown.pod != ending.pod),
            false => {
                if let Some(shown) = endings.iter_mut().find(|shown| shown.pod == ending.pod) {
                    *shown = ending;
                }
            }
        });
    }

    async fn terminate(self, id: PodId) {
        let answer = self.client.peek(PageClient::clone).terminate(&id).await;
        let event = match answer {
            Ok(()) => Event::Agreed,
            Err(failure) if failure.kind == Kind::PodNotFound => Event::NotFound,
            Err(failure) => failed(&failure),
        };
        self.step_ending(&id, event, clock::now());
        self.poll_now();
    }
}

fn failed(failure: &Failure) -> Event {
    let problem = failure.advice(Doing::Ending).what.to_owned();
    Event::Failed { problem, retry_after: failure.retry_after }
}
