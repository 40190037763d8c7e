//! What the engine tells of, shown; and what the browser tells of, given to the engine.

use launchpod_core::engine::Changes;
use launchpod_core::pods::list_view::Look;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::{AccountState, Event};
use launchpod_core::types::ids::LaunchTag;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::browser;
use super::desk::Desk;
use super::launches::LaunchView;
use super::route::Route;

impl Desk {
    /// Takes an event in, does what is to be done, and shows what is new.
    pub fn on(self, event: Event<ApiError>) {
        self.engine.on(event);
    }

    /// Reads the state of the account.
    pub(super) fn state<R>(self, how: impl FnOnce(&AccountState<ApiError>) -> R) -> R {
        how(&self.engine.state())
    }

    /// Each kind of news has its own followers, who are told only if it is new to them.
    pub(super) fn show(self, changes: Changes) {
        let Changes { records, pods, gone, ended_unseen, placed, actions, activity, listed, .. } = changes;
        records.iter().for_each(|record| self.note_asked(record));
        self.history.note(activity);
        self.dial.refresh(self.engine.dial());
        let account = self.engine.account();
        self.ready.note_money(&account);
        self.account.refresh(account);
        let seen = !pods.is_empty() || !gone.is_empty();
        if !pods.is_empty() {
            self.look_at(&pods);
            self.fleet.show(&pods);
        }
        for pod in gone {
            self.look_after(&pod);
            self.fleet.remove(&pod);
        }
        for (pod, name) in ended_unseen {
            self.look_back(&pod, name);
        }
        placed.iter().for_each(|tag| self.placed(tag));
        if seen || listed {
            self.fleet.sum_up();
        }
        // Some pods worry only because time has passed.
        if seen || (listed && self.look.peek(Look::is_set)) {
            self.call_roll();
        }
        self.show_state();
        self.fleet.tell_acts(&actions);
    }

    fn show_state(self) {
        self.state(|state| {
            self.launches.refresh(state.launches().to_vec());
            self.acts.refresh(state.acts().to_vec());
            self.elsewhere.refresh(state.elsewhere().to_vec());
            self.trouble.refresh(state.rounds().trouble().cloned());
            self.checked.refresh(state.rounds().checked());
            // What the journal has lost is no stranger's.
            let strangers = if self.repaired.peek(|repaired| *repaired) { state.strangers() } else { vec![] };
            self.told.refresh((state.notices().to_vec(), strangers));
        });
    }

    pub(super) fn placed(self, tag: &LaunchTag) {
        let own = |quest: &Option<LaunchView>| {
            quest.as_ref().filter(|quest| quest.tag.as_ref() == Some(tag)).map(|q| q.hunt.order.name.clone())
        };
        self.successions.meant.set(None);
        self.form.launched.set(self.quest.peek(own));
        Route::Pods.open();
    }

    /// Reads the journal. What a browser that died has lost of it is put back.
    pub(super) fn start_engine(self) {
        self.engine.host().tell(self);
        spawn_local(async move {
            self.engine.start().await;
            self.repaired.set(true);
            self.show_state();
        });
    }

    /// The page goes out of sight and comes back, other tabs write into the journal.
    pub(super) fn follow_the_world(self) {
        let listen = |name: &'static str, how: fn(Self)| {
            let listening = window_event_listener_untyped(name, move |_| how(self));
            on_cleanup(move || listening.remove());
        };
        let stored = window_event_listener(leptos::ev::storage, move |event| {
            let erased = event.key().filter(|_| event.new_value().is_none());
            self.engine.storage_changed(erased.as_deref());
            self.successions.read();
            self.rules.read();
        });
        on_cleanup(move || stored.remove());
        listen("pagehide", |desk| desk.on(Event::Leaving));
        listen("visibilitychange", |desk| match browser::is_hidden() {
            // Whoever clicks End and closes the tab means it: nothing waits for Undo then.
            true => {
                desk.on(Event::Leaving);
                desk.note_seen();
            }
            // Whoever comes back sees at once how things stand.
            false => desk.on(Event::ListWanted),
        });
    }
}
