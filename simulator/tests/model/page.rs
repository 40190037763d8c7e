//! One load of the page in a tab: the engine that ships, with a tab as its host, and the clicks.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::engine::{Caller, Decision, Engine, Progress};
use launchpod_core::launch::provisioning::{Provisioning, State};
use launchpod_core::order::offers::Selection;
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::{AccountState, Event};
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::ClockSpeed;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use tokio::time::sleep;

use crate::browser::{ACCOUNT, Browser, ENDPOINT};
use crate::host::TabHost;
use crate::orders::Wanted;
use crate::witness::Witness;

/// One load of the page.
pub struct Page {
    pub name: String,
    engine: Engine<TabHost>,
    browser: Browser,
    witness: Rc<Witness>,
    launch: Rc<Launching>,
}

/// The launch that this page is at, or was last.
#[derive(Default)]
struct Launching {
    provisioning: RefCell<Option<Provisioning>>,
    said: RefCell<VecDeque<Decision>>,
    under_way: Cell<bool>,
}

impl Caller for Launching {
    fn progress(&self, progress: Progress<'_>) {
        *self.provisioning.borrow_mut() = Some(progress.provisioning.clone());
    }

    fn decision(&self) -> Option<Decision> {
        self.said.borrow_mut().pop_front()
    }
}

impl Page {
    pub fn open(name: String, browser: &Browser, witness: &Rc<Witness>, seed: u64) -> Rc<Self> {
        let tab = witness.world.tab(&name);
        let host = TabHost::new(&name, tab.clone(), browser, witness, ChaCha8Rng::seed_from_u64(seed));
        let client = tab.client_through(host.transport());
        let pace = ClockSpeed { since: witness.now(), speed: 1.0 };
        let engine = Engine::new(host.clone(), client, pace);
        engine.open_journal(ENDPOINT, ACCOUNT);
        let page =
            Rc::new(Self { name, engine, browser: browser.clone(), witness: witness.clone(), launch: Rc::default() });
        host.is_the_host_of(&page);
        browser.opened(&page);
        page.spawn(async |page| page.engine.start().await);
        page.spawn(async |page| {
            loop {
                page.engine.host().awake().await;
                page.engine.tick();
                sleep(Duration::from_secs(1)).await;
            }
        });
        page
    }

    /// What the page knows.
    pub fn state(&self) -> std::cell::Ref<'_, AccountState<ApiError>> {
        self.engine.state()
    }

    /// The tab crashes, or the browser ends with all its tabs.
    pub fn die(&self) {
        self.browser.closed(self);
        self.engine.host().die();
        self.engine.close();
    }

    /// The tab is closed, or the page loaded anew: what leaves it now is on its way.
    pub async fn close(self: Rc<Self>) {
        self.engine.host().hide(true);
        self.on(Event::Leaving);
        self.witness.left(&self);
        // Whatever is ready runs to its next wait before a page is gone.
        for _ in 0..8 {
            tokio::task::yield_now().await;
        }
        self.die();
    }

    pub fn hide(&self, hidden: bool) {
        self.engine.host().hide(hidden);
        self.on(if hidden { Event::Leaving } else { Event::ListWanted });
        if hidden {
            self.witness.left(self);
        }
    }

    pub fn let_sleep(&self, asleep: bool) {
        self.engine.host().let_sleep(asleep);
    }

    pub fn is_hidden(&self) -> bool {
        use launchpod_core::engine::Host;
        self.engine.host().is_hidden()
    }

    pub fn is_in_use(&self) -> bool {
        !self.is_hidden() && !self.engine.host().is_asleep()
    }

    /// Whether something in it has panicked.
    pub fn is_broken(&self) -> bool {
        self.engine.host().is_broken()
    }

    /// The `storage` event.
    pub fn storage_changed(self: &Rc<Self>, erased: Option<String>) {
        self.spawn(async move |page| {
            page.engine.host().awake().await;
            page.engine.storage_changed(erased.as_deref());
        });
    }

    pub fn on(&self, event: Event<ApiError>) {
        self.engine.on(event);
    }

    /// The click on Launch. Does nothing while this page is at a launch.
    pub fn launch(self: &Rc<Self>, wanted: Wanted) {
        if self.launch.under_way.replace(true) {
            return;
        }
        self.launch.said.borrow_mut().clear();
        self.spawn(async move |page| {
            let Wanted { order, catalog, agreed } = wanted;
            let came = page.engine.launch(order, catalog, agreed, &*page.launch).await;
            page.witness.world.note(format!("the launch of {} came to {}", page.name, in_short(&came)));
            page.launch.under_way.set(false);
        });
    }

    /// What the person is asked about: something dearer than agreed, or that it has come.
    pub fn question(&self) -> Option<Selection> {
        let provisioning = self.launch.provisioning.borrow();
        match &provisioning.as_ref().filter(|_| self.launch.under_way.get())?.state {
            State::Dearer(pick) | State::Came(pick) | State::Waiting { dearer: Some(pick), .. } => Some(pick.clone()),
            _ => None,
        }
    }

    /// The answer to it, or the click on Cancel.
    pub fn say(&self, said: Decision) {
        if self.launch.under_way.get() {
            self.launch.said.borrow_mut().push_back(said);
            self.engine.nudge();
        }
    }

    /// Whether the page is at a launch.
    pub fn is_launching(&self) -> bool {
        self.launch.under_way.get()
    }

    /// The click on End, Stop or Start.
    pub fn ask(self: &Rc<Self>, verb: PodAction, pod: PodId) {
        self.spawn(async move |page| drop(page.engine.request(verb, vec![(pod, "comfy".into())]).await));
    }

    fn spawn(self: &Rc<Self>, work: impl AsyncFnOnce(Rc<Self>) + 'static) {
        use launchpod_core::engine::Host;
        let page = self.clone();
        self.engine.host().spawn(Box::pin(async move { work(page).await }));
    }
}

fn in_short<T: std::fmt::Debug>(came: &T) -> String {
    format!("{came:?}").chars().take(160).collect()
}
