//! Launching pods: one order, one request, and the search for its pod after an unclear answer.

use launchpod_core::domain::ids::LaunchTag;
use launchpod_core::domain::launch::{Effect, Entry, Event, Launch, State};
use launchpod_core::domain::order::Order;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::client::Launched;
use launchpod_core::runpod::failure::Failure;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::route::Route;
use super::session::PageClient;
use super::{browser, clock};

impl Desk {
    /// Launches whose outcome is not known, or was a failure that the person has not seen; followed.
    pub fn launches(self) -> Vec<Launch<Failure>> {
        self.launches.get()
    }

    /// Whether some launch's outcome is not known; followed. Nothing else may be launched until it is.
    pub fn is_launching(self) -> bool {
        self.launches.with(|launches| launches.iter().any(|launch| !launch.is_over()))
    }

    /// Launches the order: one tag, one entry in the journal, one request. Does nothing while another launch is open.
    /// `false` if the browser gives no random numbers, without which no launch could be told from another.
    pub fn launch(self, order: Order) -> bool {
        if self.launches.peek(|launches| launches.iter().any(|launch| !launch.is_over())) {
            return true;
        }
        let Some(random) = browser::random_bits() else { return false };
        let entry = Entry { tag: LaunchTag::from_random(random), name: order.name.clone(), asked: clock::now() };
        self.journal.peek(|journal| journal.keep_launch(&entry));
        self.launches.set(vec![Launch::begin(entry.clone())]);
        spawn_local(async move { self.ask(entry, order).await });
        true
    }

    /// The person has read how a launch failed.
    pub fn dismiss_launches(self) {
        self.launches.update(|launches| launches.retain(|launch| !launch.is_over()));
    }

    pub(super) fn resume_launches(self) {
        let entries = self.journal.peek(|journal| journal.launches());
        self.launches.set(entries.into_iter().map(|entry| Launch::resume(entry, clock::now())).collect());
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if self.launches.peek(|launches| launches.iter().any(|launch| !launch.is_over())) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
    }

    pub(super) fn tick_launches(self, now: Timestamp) {
        self.step_each(|_| Event::Tick, now);
    }

    pub(super) fn look_for_launches(self, asked: Timestamp) {
        self.step_each(
            |entry| Event::Found { asked, pods: self.fleet.read(|fleet| fleet.tagged(&entry.tag)) },
            clock::now(),
        );
    }

    pub(super) fn launches_not_found(self) {
        self.step_each(|_| Event::LookFailed, clock::now());
    }

    async fn ask(self, entry: Entry, order: Order) {
        let asked = clock::now();
        let Launched { answer, pod } =
            self.client.peek(PageClient::clone).launch(&order, &entry.tag, || self.clock.account_now()).await;
        if let Some(pod) = pod {
            self.fleet.adopt(pod, asked);
        }
        self.step_launch(&entry.tag, Event::Answered(answer), clock::now());
        self.poll_now();
    }

    fn step_each(self, event: impl Fn(&Entry) -> Event<Failure>, now: Timestamp) {
        let entries: Vec<Entry> =
            self.launches.peek(|launches| launches.iter().map(|launch| launch.entry.clone()).collect());
        for entry in entries {
            self.step_launch(&entry.tag, event(&entry), now);
        }
    }

    /// Lets the domain decide, writes the outcome down, shows it, and does what is due.
    fn step_launch(self, tag: &LaunchTag, event: Event<Failure>, now: Timestamp) {
        let found = self.launches.peek(|launches| launches.iter().find(|launch| launch.entry.tag == *tag).cloned());
        let Some(mut launch) = found else { return };
        let before = launch.state.clone();
        let effects = launch.step(event, now);
        if launch.state != before {
            self.show_launch(launch.clone());
        }
        for effect in effects {
            match effect {
                Effect::Look => self.poll_now(),
                Effect::EndDuplicate(pod) => self.end_duplicate(pod, launch.entry.name.clone()),
            }
        }
    }

    fn show_launch(self, launch: Launch<Failure>) {
        if launch.is_over() {
            self.journal.peek(|journal| journal.forget_launch(&launch.entry));
        }
        let placed = matches!(launch.state, State::Placed(_));
        self.launches.update(|launches| {
            if let Some(shown) = launches.iter_mut().find(|shown| shown.entry.tag == launch.entry.tag) {
                *shown = launch;
            }
        });
        if placed {
            self.form.problems.set(vec![]);
            Route::Pods.open();
        }
    }
}
