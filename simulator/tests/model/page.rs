//! The page in one tab: the loop of `src/app/`, which performs what the ledger wants done, without the views. Whatever
//! is changed there is to be changed here.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::domain::act::Verb;
use launchpod_core::domain::ids::{LaunchTag, PodId};
use launchpod_core::domain::journal::{Record, act_key, launch_key};
use launchpod_core::domain::launch;
use launchpod_core::domain::ledger::{Effect, Event, Ledger};
use launchpod_core::domain::offer::Pick;
use launchpod_core::domain::order::Order;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::errands::Errand;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::paced::{Paced, Timing};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::browser::{Browser, Held};
use crate::tab::Tab;
use crate::witness::Witness;

/// What core has from the browser: time, chance, and whether anybody sees the page.
#[derive(Clone)]
pub struct Surroundings {
    witness: Rc<Witness>,
    dice: Rc<RefCell<ChaCha8Rng>>,
    hidden: Rc<Cell<bool>>,
}

impl Timing for Surroundings {
    fn now(&self) -> Timestamp {
        self.witness.now()
    }

    async fn sleep(&self, time: Duration) {
        sleep(time).await;
    }

    fn chance(&self) -> f64 {
        self.dice.borrow_mut().random()
    }

    fn is_out_of_sight(&self) -> bool {
        self.hidden.get()
    }
}

/// One load of the page.
pub struct Page {
    pub name: String,
    pub ledger: RefCell<Ledger<Failure>>,
    browser: Browser,
    around: Surroundings,
    client: Client<Paced<Tab, Surroundings>>,
    held: RefCell<Vec<(String, Held)>>,
    queued: RefCell<BTreeSet<String>>,
    order: RefCell<Option<(LaunchTag, (Order, Pick))>>,
    sending: Cell<bool>,
    asleep: Cell<bool>,
    tasks: RefCell<JoinSet<()>>,
}

impl Page {
    pub fn open(name: String, browser: &Browser, witness: &Rc<Witness>, seed: u64) -> Rc<Self> {
        let dice = Rc::new(RefCell::new(ChaCha8Rng::seed_from_u64(seed)));
        let around = Surroundings { witness: witness.clone(), dice, hidden: Rc::default() };
        let tab = witness.world.tab(&name);
        let page = Rc::new(Self {
            client: tab.client_through(Paced::new(tab.clone(), around.clone())),
            name,
            ledger: RefCell::new(Ledger::new(1.0)),
            browser: browser.clone(),
            around,
            held: RefCell::default(),
            queued: RefCell::default(),
            order: RefCell::default(),
            sending: Cell::default(),
            asleep: Cell::default(),
            tasks: RefCell::default(),
        });
        browser.opened(&page);
        page.read_journal();
        page.spawn(async |page| {
            loop {
                page.awake().await;
                page.on(Event::Tick { hidden: page.is_hidden(), chance: page.around.chance() });
                sleep(Duration::from_secs(1)).await;
            }
        });
        page
    }

    /// The tab crashes, or the browser ends with all its tabs.
    pub fn die(&self) {
        self.browser.closed(self);
        self.tasks.borrow_mut().abort_all();
        self.held.borrow_mut().clear();
        self.around.witness.died(&self.name);
    }

    /// The tab is closed, or the page loaded anew: what leaves it now is on its way.
    pub async fn close(self: Rc<Self>) {
        self.around.hidden.set(true);
        self.on(Event::Leaving);
        self.around.witness.left(&self);
        // Whatever is ready runs to its next wait before a page is gone.
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        self.die();
    }

    pub fn hide(self: &Rc<Self>, hidden: bool) {
        self.around.hidden.set(hidden);
        self.on(if hidden { Event::Leaving } else { Event::ListWanted });
        if hidden {
            self.around.witness.left(self);
        }
    }

    /// The browser lets the tab do nothing, for as long as it likes.
    pub fn let_sleep(&self, asleep: bool) {
        self.asleep.set(asleep);
    }

    pub fn is_hidden(&self) -> bool {
        self.around.hidden.get()
    }

    pub fn is_in_use(&self) -> bool {
        !self.is_hidden() && !self.asleep.get()
    }

    /// Whether something in it has panicked.
    pub fn is_broken(&self) -> bool {
        let mut tasks = self.tasks.borrow_mut();
        while let Some(ended) = tasks.try_join_next() {
            if ended.is_err_and(|error| error.is_panic()) {
                return true;
            }
        }
        false
    }

    pub fn storage_changed(self: &Rc<Self>) {
        self.spawn(async |page| {
            page.awake().await;
            page.read_journal();
        });
    }

    /// Takes an event in and does what is to be done.
    pub fn on(self: &Rc<Self>, event: Event<Failure>) {
        let before = self.ledger.borrow().clone();
        let todo = self.ledger.borrow_mut().on(event.clone(), self.around.now());
        self.around.witness.changed(self, &before, &event);
        todo.into_iter().for_each(|effect| self.perform(effect));
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Write(record) => self.keep(&record),
            Effect::Erase(key) => {
                self.browser.erase(&key, self);
                self.let_go(&key);
            }
            Effect::LetGo(key) => self.let_go(&key),
            Effect::Create(tag) => {
                self.around.witness.creates(&self.name, &tag, &self.browser);
                let order = self.order.borrow().clone().filter(|(own, _)| *own == tag);
                if let Some((tag, order)) = order {
                    self.run(Errand::Create(Box::new(order), tag));
                }
            }
            Effect::Send(verb, pod) => {
                self.around.witness.sends(self, verb, &pod, &self.browser);
                let count = self.ledger.borrow().fleet().get(&pod).map_or(1, |known| known.pod.gpu_count);
                self.run(Errand::Send(verb, pod, count));
            }
            Effect::List => self.run(Errand::List),
            Effect::AskFor(pod) => self.run(Errand::AskFor(pod)),
            Effect::Show(_) | Effect::Gone(_) | Effect::Missed(..) | Effect::Placed(_) => {}
        }
    }

    fn run(self: &Rc<Self>, errand: Errand) {
        self.spawn(async move |page| {
            let came = page.client.run(errand, page.around.now(), &|| page.around.now()).await;
            page.awake().await;
            let (event, account) = came;
            if let Event::Created { tag, answer, .. } = &event {
                page.around.witness.answered(tag, answer);
            }
            if account.is_some() {
                page.read_journal();
            }
            page.on(event);
        });
    }

    fn read_journal(self: &Rc<Self>) {
        self.on(Event::Kept(self.browser.records()));
        let elsewhere: Vec<String> = self.ledger.borrow().elsewhere().iter().map(Record::key).collect();
        for key in elsewhere {
            if self.queued.borrow_mut().insert(key.clone()) {
                self.spawn(async move |page| page.line_up(key).await);
            }
        }
    }

    async fn line_up(self: &Rc<Self>, key: String) {
        self.take(&key, true).await;
        self.awake().await;
        self.queued.borrow_mut().remove(&key);
        match self.browser.read(&key).filter(Record::is_open) {
            Some(record) => self.on(Event::Adopted(record)),
            None => self.let_go(&key),
        }
        self.read_journal();
    }

    /// The click on Launch.
    pub fn launch(self: &Rc<Self>, order: (Order, Pick)) {
        let tag = LaunchTag::from_random(self.around.dice.borrow_mut().random());
        self.ask_for(order, tag);
    }

    /// The next try of what this page is after, if RunPod refused the last one.
    pub fn launch_on(self: &Rc<Self>, order: (Order, Pick)) {
        let tag = self.order.borrow().as_ref().map(|(tag, _)| tag.clone());
        let refused = |tag: &LaunchTag| {
            let ledger = self.ledger.borrow();
            let own = ledger.launches().iter().find(|launch| launch.tag == *tag);
            own.is_some_and(|launch| matches!(launch.state, launch::State::Refused(_)))
        };
        if let Some(tag) = tag.filter(refused) {
            self.ask_for(order, tag);
        }
    }

    fn ask_for(self: &Rc<Self>, order: (Order, Pick), tag: LaunchTag) {
        if self.sending.get() || self.ledger.borrow().is_launching() {
            return;
        }
        self.sending.set(true);
        self.spawn(async move |page| {
            page.begin(order, tag).await;
            page.sending.set(false);
        });
    }

    async fn begin(self: &Rc<Self>, order: (Order, Pick), tag: LaunchTag) {
        let Some(_alone) = self.browser.lock("launching", false).await else { return };
        self.read_journal();
        if self.ledger.borrow().is_launching() {
            return;
        }
        let entry = launch::Entry::new(tag, order.0.name.clone(), self.around.now());
        self.take(&launch_key(&entry.tag), false).await;
        self.keep(&Record::Launch(entry.clone()));
        *self.order.borrow_mut() = Some((entry.tag.clone(), order));
        self.on(Event::Launch(entry));
    }

    /// The click on End, Stop or Start.
    pub fn ask(self: &Rc<Self>, verb: Verb, pod: PodId) {
        self.spawn(async move |page| {
            let key = act_key(&pod, verb);
            let in_hand = || page.ledger.borrow().has_in_hand(&pod, verb);
            if !in_hand() && !page.take(&key, false).await {
                return page.read_journal();
            }
            page.on(Event::Ask { verb, pod: pod.clone(), name: "comfy".into() });
            if !in_hand() {
                page.let_go(&key);
            }
        });
    }

    fn keep(self: &Rc<Self>, record: &Record) {
        let key = record.key();
        if record.is_open() && !self.held.borrow().iter().any(|(own, _)| *own == key) {
            self.spawn(async move |page| _ = page.take(&key, false).await);
        }
        self.browser.keep(record, self);
    }

    async fn take(&self, key: &str, wait: bool) -> bool {
        let held = self.browser.lock(key, wait).await;
        let taken = held.is_some();
        self.held.borrow_mut().extend(held.map(|held| (key.to_owned(), held)));
        taken
    }

    fn let_go(&self, key: &str) {
        self.held.borrow_mut().retain(|(own, _)| own != key);
    }

    async fn awake(&self) {
        while self.asleep.get() {
            sleep(Duration::from_secs(1)).await;
        }
    }

    fn spawn(self: &Rc<Self>, work: impl AsyncFnOnce(Rc<Self>) + 'static) {
        let page = self.clone();
        self.tasks.borrow_mut().spawn_local(async move { work(page).await });
    }
}
