//! The stores of all features, put together when somebody signs in; and what the engine and the browser tell them.

use launchpod_core::engine::Changes;
use launchpod_core::files::known::KnownFiles;
use launchpod_core::state::Event;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::account::AccountStore;
use crate::app::later_views;
use crate::app::notices::Notices;
use crate::auto_stop::rules::PageRules;
use crate::availability::store::AvailabilityStore;
use crate::billing::store::BillingStore;
use crate::context::{AppContext, store};
use crate::launch::form::LaunchForm;
use crate::launch::launches::Launches;
use crate::launch::prefill::Prefill;
use crate::platform::browser;
use crate::platform::clock::ClockSpeed;
use crate::platform::last_seen::LastSeen;
use crate::platform::shared::Shared;
use crate::pod_details::activity_log::ActivityLog;
use crate::pods::actions::PodActions;
use crate::pods::list::PodList;
use crate::pods::replacements::Replacements;
use crate::pods::store::PodStore;
use crate::pods::undo_time::UndoTime;
use crate::readiness::probe::Probe;
use crate::readiness::tracker::ReadinessTracker;
use crate::sign_in::check::SignedIn;
use crate::sign_in::session::Session;
use crate::volumes::store::VolumeStore;

/// Those that hear of what happens. Only this file knows all of them.
#[derive(Clone, Copy)]
struct Stores {
    context: AppContext,
    account: AccountStore,
    log: ActivityLog,
    pods: PodStore,
    readiness: ReadinessTracker,
    list: PodList,
    rules: PageRules,
    replacements: Replacements,
    launches: Launches,
    notices: Notices,
    probe: Probe,
    last_seen: StoredValue<LastSeen>,
}

/// Opens the account of somebody who has signed in, provides the stores to the views below, and starts to watch.
pub fn open(who: SignedIn) {
    let session = Session::expect();
    let simulator = session.simulator().filter(|_| who.client.endpoint().is_practice());
    let pace = simulator.as_ref().map_or(ClockSpeed::REAL, |simulator| simulator.pace);
    let probe = simulator.map_or_else(|| "probe.html".to_owned(), |simulator| simulator.probe);

    let context = AppContext::open(&who, pace);
    let (endpoint, id) = (who.client.endpoint().name, who.owner.id.clone());
    let account = AccountStore::new(context, who.owner);
    let log = ActivityLog::of(endpoint, &id);
    let pods = PodStore::new(context);
    let readiness = ReadinessTracker::new(context, account, pods, log, (endpoint, &id));
    let list = PodList::new(context, account, pods, readiness);
    let billing = BillingStore::new(context, account, pods, log);
    let actions = PodActions::new(context, account, pods, list, readiness, billing);
    let rules = PageRules::new(context, pods, readiness, log);
    let replacements = Replacements::new(context, pods, log);
    let launches = Launches::new(context, pods, replacements);
    let form = LaunchForm::new(context, account, pods, launches);
    let prefill = Prefill::new(context, account, pods, launches, replacements, form);
    let availability = AvailabilityStore::new(context, account, form);
    let volumes = VolumeStore::new(context, account, pods, form, availability);
    let notices = Notices::new(context);
    let probe = Probe::new(context, probe);

    provide_context(context);
    provide_context(account);
    provide_context(log);
    provide_context(pods);
    provide_context(readiness);
    provide_context(list);
    provide_context(billing);
    provide_context(actions);
    provide_context(rules);
    provide_context(replacements);
    provide_context(launches);
    provide_context(form);
    provide_context(prefill);
    provide_context(availability);
    provide_context(volumes);
    provide_context(notices);
    provide_context(probe);
    provide_context(Shared::<KnownFiles>::default());
    provide_context(later_views::secrets());

    let last_seen = StoredValue::new(LastSeen::default());
    let stores = Stores {
        context,
        account,
        log,
        pods,
        readiness,
        list,
        rules,
        replacements,
        launches,
        notices,
        probe,
        last_seen,
    };
    stores.start_engine();
    stores.follow_the_world();
    let undo_time = store::<UndoTime>();
    Effect::new(move |_| context.on(Event::UndoTime(undo_time.get())));
    session.warn_on_leaving(move || launches.is_under_way() || volumes.busy.peek(|busy| *busy));
    probe.listen();
    list.follow_look();
    Effect::new(move |_| {
        context.clock.wall();
        untrack(|| stores.tick());
    });
}

impl Stores {
    /// A second has passed.
    fn tick(self) {
        self.pods.tick();
        self.context.engine.tick();
        self.replacements.follow();
        self.probe.ask_what_is_due();
    }

    /// Each kind of news has its own followers, who are told only if it is new to them.
    fn show(self, changes: Changes) {
        let Changes { records, pods, gone, ended_unseen, placed, actions, activity, listed, .. } = changes;
        records.iter().for_each(|record| self.readiness.on_requested(record));
        self.log.note(activity);
        self.pods.dial.refresh(self.context.engine.dial());
        let account = self.context.engine.account();
        self.readiness.note_balance(&account);
        self.account.money.refresh(account);
        let seen = !pods.is_empty() || !gone.is_empty();
        if !pods.is_empty() {
            self.readiness.on_pods_changed(&pods);
            self.pods.show(&pods);
        }
        for pod in gone {
            self.readiness.on_pod_gone(&pod);
            self.pods.remove(&pod);
        }
        for (pod, name) in ended_unseen {
            self.readiness.on_pod_ended_unseen(&pod, name);
        }
        placed.iter().for_each(|tag| self.launches.placed(tag));
        if seen || listed {
            self.pods.sum_up();
            let (now, running) = (self.context.clock.wall(), untrack(|| self.pods.summary().running));
            self.pods.read(|fleet| self.last_seen.update_value(|last| last.note(fleet, now)));
            browser::set_badge(running);
        }
        if seen {
            self.list.refresh();
        } else if listed {
            self.list.refresh_by_time();
        }
        self.show_state();
        self.pods.notify_actions(&actions);
    }

    fn show_state(self) {
        self.context.state(|state| {
            self.launches.show(state.launches());
            self.pods.show_state(state);
            self.notices.show(state);
        });
    }

    /// Reads the journal. What a browser that died has lost of it is put back.
    fn start_engine(self) {
        self.context.engine.host().tell(move |changes| self.show(changes));
        spawn_local(async move {
            self.context.engine.start().await;
            self.notices.repaired();
            self.show_state();
        });
    }

    /// The page goes out of sight and comes back, other tabs write into the journal.
    fn follow_the_world(self) {
        let listen = |name: &'static str, how: fn(Self)| {
            let listening = window_event_listener_untyped(name, move |_| how(self));
            on_cleanup(move || listening.remove());
        };
        let stored = window_event_listener(leptos::ev::storage, move |event| {
            let erased = event.key().filter(|_| event.new_value().is_none());
            self.context.engine.storage_changed(erased.as_deref());
            self.replacements.read();
            self.rules.read();
        });
        on_cleanup(move || stored.remove());
        listen("pagehide", |stores| stores.context.on(Event::Leaving));
        listen("visibilitychange", |stores| match browser::is_hidden() {
            // Whoever clicks End and closes the tab means it: nothing waits for Undo then.
            true => {
                stores.context.on(Event::Leaving);
                stores.readiness.on_seen();
            }
            // Whoever comes back sees at once how things stand.
            false => stores.context.on(Event::ListWanted),
        });
    }
}
