//! Whatever happens goes into the ledger, and what the ledger wants done is done here.

use launchpod_core::domain::history::Cause;
use launchpod_core::domain::hunt::State;
use launchpod_core::domain::ids::{LaunchTag, PodId};
use launchpod_core::domain::journal::Record;
use launchpod_core::domain::ledger::{Effect, Event, changed};
use launchpod_core::domain::offer::Pick;
use launchpod_core::domain::order::Order;
use launchpod_core::domain::roll::Look;
use launchpod_core::runpod::errands::Errand;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::fetch::told_time;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use super::hunt::Quest;
use super::journal::SETTLES;
use super::route::Route;
use super::session::PageClient;
use super::{browser, clock};

impl Desk {
    /// Takes an event in, does what is to be done, and shows what is new.
    pub fn on(self, event: Event<Failure>) {
        self.on_all(vec![event]);
    }

    /// The same for what happens at one moment.
    pub(super) fn on_all(self, events: Vec<Event<Failure>>) {
        let now = clock::now();
        let often = |event: &Event<Failure>| matches!(event, Event::Tick { .. } | Event::Heard { .. });
        let often = events.iter().all(often);
        // Some pods worry only because time has passed.
        let listed = |event: &Event<Failure>| matches!(event, Event::Listed { .. });
        let listed = events.iter().any(listed);
        let looked = listed && self.look.peek(Look::is_set);
        let mut todo = vec![];
        for event in events {
            let cause = Cause::of(&event);
            let next = self.ledger.change(|ledger| ledger.on(event, now));
            self.history.note(cause.news(&next));
            todo.extend(next);
        }
        let idle = often && todo.is_empty();
        let seen = todo.iter().any(|effect| matches!(effect, Effect::Show(_) | Effect::Gone(_)));
        todo.into_iter().for_each(|effect| self.perform(effect));
        if seen || listed {
            self.fleet.sum_up();
        }
        if seen || looked {
            self.call_roll();
        }
        if !idle {
            self.show_news();
        }
    }

    fn perform(self, effect: Effect) {
        match effect {
            Effect::Write(record) => {
                self.note_asked(&record);
                let _ = self.journal.keep(&record);
            }
            Effect::Erase(key) => self.journal.erase(&key),
            Effect::LetGo(key) => self.journal.let_go(&key),
            Effect::Create(tag) => {
                if let Some(asked_for) = self.own_order(&tag) {
                    self.run(Errand::Create(Box::new(asked_for), tag));
                }
            }
            Effect::Send(verb, pod) => {
                let count = self.fleet.read(|fleet| fleet.get(&pod).map_or(1, |known| known.pod.gpu_count));
                self.run(Errand::Send(verb, pod, count));
            }
            Effect::List => self.run(Errand::List),
            Effect::AskFor(pod) => self.run(Errand::AskFor(pod)),
            Effect::Show(pods) => {
                self.look_at(&pods);
                self.fleet.show(&pods);
            }
            Effect::Gone(pod) => {
                self.look_after(&pod);
                self.fleet.remove(&pod);
            }
            Effect::Missed(pod, name) => self.look_back(&pod, name),
            Effect::Placed(tag) => self.placed(&tag),
        }
    }

    /// Each kind of news has its own followers, who are told only if it is new to them.
    fn show_news(self) {
        self.ledger.peek(|ledger| {
            self.launches.refresh(ledger.launches().to_vec());
            let first = self.checked.peek(Option::is_none) && ledger.rounds().checked().is_some();
            let mut pods = self.acts.peek(|shown| changed(shown, ledger.acts(), &|act| Some(&act.pod)));
            pods.extend(
                self.elsewhere.peek(|shown| changed(if first { &[] } else { shown }, ledger.elsewhere(), &acted_on)),
            );
            self.acts.refresh(ledger.acts().to_vec());
            self.elsewhere.refresh(ledger.elsewhere().to_vec());
            self.trouble.refresh(ledger.rounds().trouble().cloned());
            self.checked.refresh(ledger.rounds().checked());
            self.fleet.tell_acts(&pods);
            // What the journal has lost is no stranger's.
            let strangers = if self.repaired.peek(|repaired| *repaired) { ledger.strangers() } else { vec![] };
            self.told.refresh((ledger.notices().to_vec(), strangers));
        });
    }

    fn run(self, errand: Errand) {
        spawn_local(async move {
            let client = self.client.peek(PageClient::clone);
            let sent = self.clock.account_now();
            let (mut event, account) = client.run(errand, clock::now(), &|| self.clock.account_now()).await;
            let mut dial = self.dial.peek(Clone::clone);
            if let Some((told, here)) = told_time() {
                dial.read(told, here);
            }
            dial.hear(&mut event, sent, self.clock.account_now());
            self.dial.refresh(dial);
            if let Some(account) = account {
                self.ready.note_money(&account);
                self.account.refresh(account);
                // What other tabs have launched meanwhile is in this list, and must not be taken for a stranger's.
                self.take_in_journal();
            }
            self.on(event);
        });
    }

    pub(super) fn placed(self, tag: &LaunchTag) {
        let own = |quest: &Option<Quest>| {
            quest.as_ref().filter(|quest| quest.tag.as_ref() == Some(tag)).map(|q| q.hunt.order.name.clone())
        };
        self.successions.meant.set(None);
        self.form.launched.set(self.quest.peek(own));
        Route::Pods.open();
    }

    /// The order of this launch and what is to be asked for now, if this tab is after it.
    fn own_order(self, tag: &LaunchTag) -> Option<(Order, Pick)> {
        self.quest.peek(|quest| {
            let quest = quest.as_ref().filter(|quest| quest.tag.as_ref() == Some(tag))?;
            match &quest.hunt.state {
                State::Asking(pick) => Some((quest.hunt.order.clone(), pick.clone())),
                _ => None,
            }
        })
    }

    /// Reads what the journal holds, and lines up for whatever another tab looks after: if that tab goes, this one
    /// goes on.
    pub(super) fn read_journal(self) {
        self.take_in_journal();
        self.show_news();
    }

    /// What a browser that died has lost of the journal is put back, and taken in.
    pub(super) fn repair_journal(self) {
        spawn_local(async move {
            self.journal.repair().await;
            self.repaired.set(true);
            self.read_journal();
        });
    }

    fn take_in_journal(self) {
        let records = self.journal.all();
        records.iter().for_each(|record| self.note_asked(record));
        let todo = self.ledger.change(|ledger| {
            let todo = ledger.on(Event::Kept(records), clock::now());
            (todo, ledger.elsewhere().iter().map(|record| record.key()).collect::<Vec<_>>())
        });
        let (effects, keys) = todo;
        effects.into_iter().for_each(|effect| self.perform(effect));
        for key in keys {
            let new = self.queued.change(|queued| {
                let new = !queued.contains(&key);
                if new {
                    queued.push(key.clone());
                }
                new
            });
            if new {
                spawn_local(async move { self.line_up(key).await });
            }
        }
    }

    async fn line_up(self, key: String) {
        loop {
            self.journal.take(&key, true).await;
            // The browser hands the lock on before what was written last under it is seen here: an end that was taken
            // back a moment ago must not be found once more. Nobody is kept from the key meanwhile.
            self.journal.let_go(&key);
            clock::pause(SETTLES).await;
            if self.journal.take(&key, false).await {
                break;
            }
        }
        self.queued.change(|queued| queued.retain(|other| *other != key));
        match self.journal.read(&key).filter(|record| record.is_open()) {
            Some(record) if self.journal.is_alone_with(&key) => self.on(Event::Adopted(record)),
            Some(record) => self.on(Event::TakenOver(record)),
            None => self.journal.let_go(&key),
        }
        self.read_journal();
    }

    /// Time passes, the page goes out of sight and comes back, other tabs write into the journal.
    pub(super) fn follow_the_world(self) {
        let listen = |name: &'static str, how: fn(Self)| {
            let listening = window_event_listener_untyped(name, move |_| how(self));
            on_cleanup(move || listening.remove());
        };
        listen("storage", |desk| {
            desk.read_journal();
            desk.successions.read();
            desk.rules.read();
        });
        let erased = window_event_listener(leptos::ev::storage, move |event| {
            let key = event.key().filter(|_| event.new_value().is_none()).and_then(|place| self.journal.key_at(&place));
            if let Some(key) = key {
                self.on(Event::Withdrawn(key));
            }
        });
        on_cleanup(move || erased.remove());
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

    pub(super) fn tick(self) {
        if self.ledger.peek(|ledger| ledger.waits_for_another_tab()) {
            self.take_in_journal();
        }
        self.on(Event::Tick { hidden: browser::is_hidden(), chance: browser::chance() });
    }
}

/// The pod of which something was asked.
fn acted_on(record: &Record) -> Option<&PodId> {
    match record {
        Record::Act(entry) => Some(&entry.pod),
        Record::Launch(_) => None,
    }
}
