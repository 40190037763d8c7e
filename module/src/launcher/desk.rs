//! All that the module holds for one account.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use js_sys::Array;
use launchpod_core::domain::account::Account;
use launchpod_core::domain::act::Act;
use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::ids::{LaunchTag, PodId};
use launchpod_core::domain::launch::Launch;
use launchpod_core::domain::ledger::{Effect, Ledger};
use launchpod_core::domain::offer::Pick;
use launchpod_core::domain::order::Order;
use launchpod_core::domain::readiness::questions::Questions;
use launchpod_core::domain::time::{Pace, Timestamp};
use launchpod_core::runpod::browser_timing::{BrowserTiming, now};
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::fetch::BrowserFetch;
use launchpod_core::runpod::paced::{Paced, Timing};
use launchpod_core::runpod::words::Doing;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::changes::Changes;
use super::core::plain;
use super::journal::Journal;
use crate::shown;
use crate::told::{Told, Trouble, shuts_out};

mod performing;

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
            list_failed: RefCell::default(),
            pace: Pace { since: now(), speed },
            version: Cell::default(),
            todo: RefCell::default(),
            performing: Cell::default(),
            closed: Cell::default(),
        })
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

    /// Has whoever waits for something new look, though nothing is known to be.
    pub fn look_anew(&self) {
        self.version.set(self.version.get().wrapping_add(1));
        self.changes.tell();
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
        self.known(id, |_| ()).is_some()
    }

    /// A launch of this program's that is open, watched, or failed.
    pub fn launch_of(&self, tag: &LaunchTag) -> Option<Launch<Failure>> {
        self.ledger.borrow().launches().iter().find(|launch| launch.tag == *tag).cloned()
    }

    /// What was asked of a pod, of all that is true of it.
    pub fn act_of(&self, pod: &PodId, which: impl Fn(&Act<Failure>) -> bool) -> Option<Act<Failure>> {
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
