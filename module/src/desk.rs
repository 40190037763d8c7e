//! All that the module holds for one account, and the loop: whatever happens goes into the ledger, and what the ledger wants
//! done is done here, in its order.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use js_sys::{Array, Math};
use launchpod_core::domain::account::Account;
use launchpod_core::domain::act::Act;
use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::ids::{LaunchTag, PodId};
use launchpod_core::domain::launch::Launch;
use launchpod_core::domain::ledger::{Effect, Event, Ledger};
use launchpod_core::domain::offer::Pick;
use launchpod_core::domain::order::Order;
use launchpod_core::domain::readiness::questions::Questions;
use launchpod_core::domain::time::{Pace, Timestamp};
use launchpod_core::runpod::browser_timing::{BrowserTiming, now};
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::errands::Errand;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::fetch::BrowserFetch;
use launchpod_core::runpod::paced::{Paced, Timing};
use launchpod_core::runpod::words::Doing;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use crate::changes::Changes;
use crate::core::plain;
use crate::journal::Journal;
use crate::setbacks::Setback;
use crate::shown;
use crate::told::{Told, Trouble, shuts_out};

/// The client that the module asks with.
pub type ModuleClient = Client<Paced<BrowserFetch, BrowserTiming>>;

/// The desk of one launcher.
pub struct Desk {
    pub client: ModuleClient,
    pub journal: Journal,
    /// What the journal calls the endpoint.
    pub endpoint: String,
    pub ledger: RefCell<Ledger<Failure>>,
    pub account: RefCell<Account>,
    pub changes: Changes,
    pub questions: RefCell<Questions>,
    /// So many callers want to know whether services answer.
    pub probing: Cell<u32>,
    /// What is asked for under which tag.
    pub asked_for: RefCell<Vec<(LaunchTag, (Order, Pick))>>,
    /// Which pod was handed out for which launch, until it is ended.
    pub handed_out: RefCell<Vec<(PodId, LaunchTag)>>,
    /// When a create was answered last.
    pub answered: Cell<Timestamp>,
    /// Whether a create is being written down, sent, or not yet understood: one at a time.
    pub trying: Cell<bool>,
    /// Records of other programs that this one would look after if they were gone.
    pub lined_up: RefCell<Vec<String>>,
    /// Those of them that another program was seen to look after.
    pub taken: RefCell<Vec<String>>,
    /// Whether the account is being asked who it is.
    pub entering: Cell<bool>,
    /// Why what was asked of pods came to nothing.
    pub setbacks: RefCell<Vec<Setback>>,
    /// When a list failed last, and why.
    list_failed: RefCell<Option<(Timestamp, Failure)>>,
    pace: Pace,
    /// Counts what can be seen to change.
    version: Cell<u32>,
    todo: RefCell<VecDeque<Effect>>,
    performing: Cell<bool>,
    closed: Cell<bool>,
}

impl Desk {
    /// Nothing was asked yet.
    pub fn new(client: ModuleClient, journal: Journal, endpoint: String, speed: f64) -> Rc<Self> {
        Rc::new(Self {
            client,
            journal,
            endpoint,
            ledger: RefCell::new(Ledger::new(speed)),
            account: RefCell::default(),
            changes: Changes::default(),
            questions: RefCell::default(),
            probing: Cell::default(),
            asked_for: RefCell::default(),
            handed_out: RefCell::default(),
            answered: Cell::default(),
            trying: Cell::default(),
            lined_up: RefCell::default(),
            taken: RefCell::default(),
            entering: Cell::default(),
            setbacks: RefCell::default(),
            list_failed: RefCell::default(),
            pace: Pace { since: now(), speed },
            version: Cell::default(),
            todo: RefCell::default(),
            performing: Cell::default(),
            closed: Cell::default(),
        })
    }

    /// Takes an event in and does what is to be done.
    pub fn on(self: &Rc<Self>, event: Event<Failure>) {
        if self.closed.get() {
            return;
        }
        let lists = matches!(event, Event::Listed { .. } | Event::ListFailed { .. });
        let todo = self.ledger.borrow_mut().on(event, now());
        if lists || todo.iter().any(|effect| matches!(effect, Effect::Show(_) | Effect::Gone(_))) {
            self.version.set(self.version.get().wrapping_add(1));
        }
        self.todo.borrow_mut().extend(todo);
        self.changes.tell();
        if !self.performing.replace(true) {
            let desk = self.clone();
            spawn(async move { desk.perform().await });
        }
    }

    /// One effect after the other: what must be in the journal before a request leaves is there.
    async fn perform(self: Rc<Self>) {
        loop {
            let Some(effect) = self.todo.borrow_mut().pop_front() else { break };
            match effect {
                Effect::Write(record) => _ = self.journal.keep(&record).await,
                Effect::Erase(key) => self.journal.erase(&key).await,
                Effect::LetGo(key) => self.journal.let_go(&key),
                Effect::Create(tag) => {
                    if let Some(asked_for) = self.order_of(&tag) {
                        self.run(Errand::Create(Box::new(asked_for), tag));
                    }
                }
                Effect::Send(verb, pod) => {
                    let count = self.known(&pod, |known| known.pod.gpu_count).unwrap_or(1);
                    self.run(Errand::Send(verb, pod, count));
                }
                Effect::List => self.run(Errand::List),
                Effect::AskFor(pod) => self.run(Errand::AskFor(pod)),
                Effect::Gone(pod) => self.forget_setback(&pod),
                Effect::Show(_) | Effect::Placed(_) | Effect::Missed(..) => {}
            }
            if self.closed.get() {
                break;
            }
        }
        self.performing.set(false);
        self.changes.tell();
    }

    fn run(self: &Rc<Self>, errand: Errand) {
        let desk = self.clone();
        spawn(async move {
            let mut setback = None;
            let came = {
                let mut tell = |pod: &PodId, failure| setback = Some((pod.clone(), failure));
                let account_now = || desk.account_now();
                desk.while_open(desk.client.run_telling(errand, now(), &account_now, &mut tell)).await
            };
            let Ok((event, account)) = came else { return };
            if matches!(event, Event::Created { .. }) {
                desk.answered.set(now());
            }
            match (&event, setback) {
                (_, Some((pod, failure))) => desk.note_setback(pod, failure),
                (Event::Acted { pod, .. }, None) => desk.forget_setback(pod),
                (Event::ListFailed { why, .. }, _) => *desk.list_failed.borrow_mut() = Some((now(), why.clone())),
                _ => {}
            }
            if let Some(account) = account {
                *desk.account.borrow_mut() = account;
                // What other programs have launched meanwhile is in this list, and must not be taken for a stranger's.
                if desk.journal.is_shared() {
                    desk.read_journal().await;
                }
            }
            desk.on(event);
        });
    }

    fn order_of(&self, tag: &LaunchTag) -> Option<(Order, Pick)> {
        let all = self.asked_for.borrow();
        all.iter().find(|(own, _)| own == tag).map(|(_, asked_for)| asked_for.clone())
    }

    /// Time has passed. Whether this launcher looks after something that is not finished.
    pub fn tick(self: &Rc<Self>) -> bool {
        // A program wants to know as soon in a tab out of sight as in one in sight.
        self.on(Event::Tick { hidden: false, chance: Math::random() });
        if self.probing.get() > 0 {
            self.probe();
        }
        self.is_busy()
    }

    fn is_busy(&self) -> bool {
        let ledger = self.ledger.borrow();
        ledger.launches().iter().any(|launch| !launch.is_settled()) || ledger.acts().iter().any(|act| !act.is_over())
    }

    /// Whether something is still being written down or about to be sent.
    pub fn is_performing(&self) -> bool {
        self.performing.get()
    }

    /// Waits until `look` finds something. It looks after each change, and each second while the clock runs.
    ///
    /// # Errors
    /// When the launcher is closed.
    pub fn until<T>(&self, mut look: impl FnMut() -> Option<T>) -> impl Future<Output = Result<T, Trouble>> {
        poll_fn(move |context| {
            if self.closed.get() {
                return Poll::Ready(Err(closed()));
            }
            match look() {
                Some(found) => Poll::Ready(Ok(found)),
                None => self.changes.wait(context),
            }
        })
    }

    /// Drops what is under way when the launcher is closed. The work is boxed, so that what polls it is small.
    ///
    /// # Errors
    /// When the launcher is closed.
    pub fn while_open<'a, T: 'a>(
        &'a self,
        work: impl Future<Output = T> + 'a,
    ) -> impl Future<Output = Result<T, Trouble>> + 'a {
        let mut work: Pin<Box<dyn Future<Output = T> + 'a>> = Box::pin(work);
        poll_fn(move |context| match self.closed.get() {
            true => Poll::Ready(Err(closed())),
            false => match work.as_mut().poll(context) {
                Poll::Ready(done) => Poll::Ready(Ok(done)),
                Poll::Pending => self.changes.wait(context),
            },
        })
    }

    /// Waits so long.
    ///
    /// # Errors
    /// When the launcher is closed.
    pub async fn pause(&self, length: Duration) -> Result<(), Trouble> {
        self.while_open(BrowserTiming.sleep(length)).await
    }

    /// Stops everything. What is open stays in the journal, and this program lets go of it.
    pub fn close(&self) {
        self.closed.set(true);
        self.journal.let_all_go();
        self.changes.tell();
    }

    /// The account's time at this moment.
    pub fn account_now(&self) -> Timestamp {
        self.pace.account_time(now())
    }

    /// How often something changed that can be seen.
    pub fn version(&self) -> u32 {
        self.version.get()
    }

    /// What `look` sees in what is known of a pod.
    pub fn known<T>(&self, id: &PodId, look: impl FnOnce(&Known) -> T) -> Option<T> {
        self.ledger.borrow().fleet().get(id).map(look)
    }

    /// Whether there is such a pod, as far as is known.
    pub fn knows(&self, id: &PodId) -> bool {
        self.ledger.borrow().fleet().get(id).is_some()
    }

    /// A launch of this program's that is open, watched, or failed.
    pub fn launch_of(&self, tag: &LaunchTag) -> Option<Launch<Failure>> {
        self.ledger.borrow().launches().iter().find(|launch| launch.tag == *tag).cloned()
    }

    /// What was asked of a pod, of all that is true of it.
    pub fn act_of(&self, pod: &PodId, which: impl Fn(&Act) -> bool) -> Option<Act> {
        self.ledger.borrow().acts().iter().find(|act| act.pod == *pod && which(act)).cloned()
    }

    /// A pod as a program is shown it.
    pub fn shown(&self, id: &PodId) -> Option<JsValue> {
        let ledger = self.ledger.borrow();
        let known = ledger.fleet().get(id)?;
        let strange = ledger.strangers().iter().any(|(stranger, _)| stranger == id);
        Some(plain(&shown::pod(known, &self.client.endpoint().proxy, known.pod.tag.is_some() && !strange)))
    }

    /// All of them, the newest first.
    pub fn all_shown(&self) -> Array {
        let ledger = self.ledger.borrow();
        let strangers = ledger.strangers();
        let here = |known: &Known| known.pod.tag.is_some() && strangers.iter().all(|(id, _)| *id != known.pod.id);
        let proxy = &self.client.endpoint().proxy;
        ledger.fleet().all().into_iter().map(|known| plain(&shown::pod(known, proxy, here(known)))).collect()
    }

    /// Why the pods could not be listed since that moment.
    pub fn list_failed_since(&self, since: Timestamp) -> Option<Failure> {
        self.list_failed.borrow().as_ref().filter(|(at, _)| *at >= since).map(|(_, why)| why.clone())
    }

    /// What the last list failed with, if it is such that no list will come before a person does something.
    pub fn shut_out(&self) -> Option<Trouble> {
        let ledger = self.ledger.borrow();
        let trouble = ledger.rounds().trouble().filter(|failure| shuts_out(failure));
        trouble.map(|failure| Told::failure(failure, Doing::Reading))
    }
}

/// Lets work go on by itself. Boxed: each type of future would be compiled anew down to the browser's queue.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}

/// Nothing more comes of a call to a launcher that was closed.
pub fn closed() -> Trouble {
    Told::new(
        "closed",
        "This launcher was closed. What it had asked for may still come, and pods that run go on costing money: a new launcher \
         on the same journal finds them (recover, pods).",
    )
}
