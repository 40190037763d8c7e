//! The poll loop: one list at a time, at the pace that the domain's pulse gives.

use std::time::Duration;

use launchpod_core::domain::fleet::Changes;
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::pulse::Pulse;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::client::Roster;
use launchpod_core::runpod::failure::Failure;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::clock;
use super::desk::Desk;
use super::session::PageClient;
use super::watched::Watched;

/// How the watching goes.
#[derive(Clone, Copy, Default)]
pub struct Watch {
    /// What the last list failed with; `None` after one that came.
    trouble: Watched<Option<Failure>>,
    /// When the last list came that was taken in.
    checked: Watched<Option<Timestamp>>,
    rounds: Watched<Rounds>,
}

#[derive(Default)]
struct Rounds {
    /// Failed in a row.
    failures: u32,
    /// The next one.
    timer: Option<TimeoutHandle>,
    /// One is under way.
    asking: bool,
    /// Another one was wanted meanwhile.
    again: bool,
}

impl Rounds {
    /// Whether a round may start now; if one is under way, another follows it.
    fn start(&mut self) -> bool {
        if std::mem::replace(&mut self.asking, true) {
            self.again = true;
            return false;
        }
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        true
    }

    /// Whether another round was wanted meanwhile.
    fn end(&mut self) -> bool {
        self.asking = false;
        std::mem::take(&mut self.again)
    }
}

impl Desk {
    /// What the last list failed with, followed.
    pub fn trouble(self) -> Option<Failure> {
        self.watch.trouble.get()
    }

    /// When the last list came, followed; `None` before the first.
    pub fn checked(self) -> Option<Timestamp> {
        self.watch.checked.get()
    }

    /// Asks for the list now, or right after the one that is under way.
    pub fn poll_now(self) {
        if self.watch.rounds.change(Rounds::start) {
            spawn_local(async move {
                self.poll().await;
                match self.watch.rounds.change(Rounds::end) {
                    true => self.poll_now(),
                    false => self.poll_later(),
                }
            });
        }
    }

    /// Whoever comes back to the tab sees at once how things stand.
    pub(super) fn poll_on_return(self) {
        let listening = window_event_listener_untyped("visibilitychange", move |_| {
            if !browser::is_hidden() {
                self.poll_now();
            }
        });
        on_cleanup(move || listening.remove());
    }

    fn poll_later(self) {
        let timer = set_timeout_with_handle(move || self.poll_now(), self.wait()).ok();
        self.watch.rounds.change(|rounds| rounds.timer = timer);
    }

    fn wait(self) -> Duration {
        let endings = self.endings.peek(|endings| endings.iter().any(|ending| !ending.is_undoable()));
        let launches = self.launches.peek(|launches| launches.iter().any(|launch| !launch.is_over()));
        let pulse = Pulse {
            moving: endings || launches || self.fleet.read(|fleet| fleet.is_moving()),
            hidden: browser::is_hidden(),
            failures: self.watch.rounds.peek(|rounds| rounds.failures),
            retry_after: self.watch.trouble.peek(|trouble| trouble.as_ref().and_then(|t| t.retry_after)),
        };
        pulse.wait(browser::chance())
    }

    async fn poll(self) {
        let asked = clock::now();
        let client = self.client.peek(PageClient::clone);
        match client.roster(|| self.clock.account_now()).await {
            Ok(roster) => self.take_in(roster, asked),
            Err(failure) => self.note_trouble(failure),
        }
    }

    fn take_in(self, roster: Roster, asked: Timestamp) {
        self.watch.rounds.change(|rounds| rounds.failures = 0);
        self.watch.trouble.refresh(None);
        self.watch.checked.set(Some(clock::now()));
        self.account.refresh(roster.account);
        let changes = self.fleet.merge(roster.pods, roster.complete, asked);
        if roster.complete {
            self.look_for_launches(asked);
        }
        self.ask_for_missing(changes, asked);
    }

    fn note_trouble(self, failure: Failure) {
        self.watch.rounds.change(|rounds| rounds.failures = rounds.failures.saturating_add(1));
        self.watch.trouble.refresh(Some(failure));
        self.launches_not_found();
    }

    /// A pod that a list lacks is asked for by its id: only RunPod's own word takes it from view.
    fn ask_for_missing(self, changes: Changes, asked: Timestamp) {
        for id in changes.missing {
            self.ending_unlisted(&id, asked);
            spawn_local(async move { self.ask_for(id).await });
        }
    }

    async fn ask_for(self, id: PodId) {
        let asked = clock::now();
        let client = self.client.peek(PageClient::clone);
        match client.pod(&id, || self.clock.account_now()).await {
            Ok(None) => {
                self.fleet.forget(&id);
                self.ending_confirmed(&id);
            }
            Ok(Some(pod)) => self.fleet.adopt(pod, asked),
            // It stays in view, marked as missing, and the next list asks again.
            Err(_) => {}
        }
    }
}
