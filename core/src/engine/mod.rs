//! The engine: performs what the state of the account wants done, and launches orders. All that launches, ends, stops or
//! starts a pod goes through here, in the page, in the npm module and in the random runs alike; they differ in their
//! [`Host`] alone.
//!
//! The state decides: an [`Event`] goes in, and effects come out. The engine performs these, one after the other: what must
//! be in the journal before a request leaves is there. What each request brings is the next event.

mod actions;
mod changes;
mod effects;
mod host;
mod journal;
mod launching;
mod probing;
mod provisioning;
mod reading;
mod recovery;
mod waiters;

use std::cell::{Cell, Ref, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::ops::Deref;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use crate::account::Account;
use crate::order::Order;
use crate::order::offers::Selection;
use crate::readiness::probe_schedule::ProbeSchedule;
use crate::runpod::client::Client;
use crate::runpod::error::ApiError;
use crate::state::clock_offset::ClockComparison;
use crate::state::{AccountState, Effect, Event};
use crate::types::ids::LaunchTag;
use crate::types::time::{ClockSpeed, Timestamp};

pub use changes::Changes;
pub use host::{Grant, Host, Work};
pub use launching::{Caller, Decision, LaunchError, Launched, Progress, Step};
pub use recovery::{Recovered, Recovery};

use changes::Told;
use journal::Journal;
use waiters::Waiters;

/// The engine was closed: nothing more comes of what was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed;

/// The engine of one account. Clones are the same engine.
pub struct Engine<H: Host>(Rc<Inner<H>>);

/// What an engine holds.
pub struct Inner<H: Host> {
    host: H,
    client: Client<H::Transport>,
    pace: ClockSpeed,
    state: RefCell<AccountState<ApiError>>,
    account: RefCell<Account>,
    dial: RefCell<ClockComparison>,
    journal: Journal<H::Lock>,
    /// What is asked for under which tag.
    orders: RefCell<Vec<(LaunchTag, (Order, Selection))>>,
    effects: RefCell<VecDeque<Effect>>,
    /// Whether effects are being performed.
    performing: Cell<bool>,
    waiters: Waiters,
    told: RefCell<Told>,
    /// When a list failed last, and why.
    list_failed: RefCell<Option<(Timestamp, ApiError)>>,
    /// When a create was answered last.
    created: Cell<Timestamp>,
    /// Whether a create is being written down, sent, or not yet understood: one at a time.
    launching: Cell<bool>,
    /// Counts the tries for which the lock on launching was taken.
    tries: Cell<u32>,
    /// Records of other programs that this one would look after if they were gone.
    waited_for: RefCell<Vec<String>>,
    /// Those of them that another program was seen to have.
    taken: RefCell<Vec<String>>,
    questions: RefCell<ProbeSchedule>,
    /// Counts what can be seen to change.
    version: Cell<u32>,
    closed: Cell<bool>,
}

impl<H: Host> Clone for Engine<H> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<H: Host> Deref for Engine<H> {
    type Target = Inner<H>;

    fn deref(&self) -> &Inner<H> {
        &self.0
    }
}

impl<H: Host> Engine<H> {
    /// An engine of which nothing was asked yet. `pace` says how the account's time runs beside this computer's.
    pub fn new(host: H, client: Client<H::Transport>, pace: ClockSpeed) -> Self {
        let dial = if client.endpoint().is_practice() { ClockComparison::one() } else { ClockComparison::default() };
        let created = Cell::new(host.now());
        Self(Rc::new(Inner {
            host,
            client,
            state: RefCell::new(AccountState::new(pace.speed)),
            pace,
            account: RefCell::default(),
            dial: RefCell::new(dial),
            journal: Journal::default(),
            orders: RefCell::default(),
            effects: RefCell::default(),
            performing: Cell::default(),
            waiters: Waiters::default(),
            told: RefCell::default(),
            list_failed: RefCell::default(),
            created,
            launching: Cell::default(),
            tries: Cell::default(),
            waited_for: RefCell::default(),
            taken: RefCell::default(),
            questions: RefCell::default(),
            version: Cell::default(),
            closed: Cell::default(),
        }))
    }

    /// The program that it runs in.
    pub fn host(&self) -> &H {
        &self.0.host
    }

    /// What it asks RunPod with.
    pub fn client(&self) -> &Client<H::Transport> {
        &self.0.client
    }

    /// The state of the account. Not to be held while the engine is asked for anything.
    pub fn state(&self) -> Ref<'_, AccountState<ApiError>> {
        self.0.state.borrow()
    }

    /// The account's money, as the last list told it.
    pub fn account(&self) -> Account {
        self.0.account.borrow().clone()
    }

    /// The account's money, known from elsewhere.
    pub fn set_account(&self, account: Account) {
        self.0.account.replace(account);
    }

    /// How RunPod's clock differs from this computer's.
    pub fn dial(&self) -> ClockComparison {
        self.0.dial.borrow().clone()
    }

    /// The account's time at this moment.
    pub fn account_now(&self) -> Timestamp {
        self.pace.account_time(self.host.now())
    }

    /// How often something has changed that can be seen.
    pub fn version(&self) -> u32 {
        self.version.get()
    }

    /// A second has passed.
    pub fn tick(&self) {
        let tick = Event::Tick { hidden: self.host.is_hidden(), chance: self.host.chance() };
        if !self.state().waits_for_another_tab() {
            return self.on(tick);
        }
        // What another tab has taken back must be known before anything is sent.
        let engine = self.clone();
        self.host.spawn(Box::pin(async move {
            engine.read_journal().await;
            engine.on(tick);
        }));
    }

    /// Takes an event in, and does what is to be done.
    pub fn on(&self, event: Event<ApiError>) {
        self.on_all(vec![event]);
    }

    /// Has whoever waits look again.
    pub fn nudge(&self) {
        self.waiters.notify();
    }

    /// Stops everything. What is open stays in the journal, and this program lets go of it.
    pub fn close(&self) {
        self.closed.set(true);
        self.unlock_all();
        self.waiters.notify();
    }

    /// Waits until `look` finds something. It looks after each change, and with each [`tick`](Self::tick).
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn until<'a, T: 'a>(
        &'a self,
        mut look: impl FnMut() -> Option<T> + 'a,
    ) -> impl Future<Output = Result<T, Closed>> + 'a {
        poll_fn(move |context| {
            if self.closed.get() {
                return Poll::Ready(Err(Closed));
            }
            match look() {
                Some(found) => Poll::Ready(Ok(found)),
                None => self.waiters.wait(context),
            }
        })
    }

    /// Drops work when the engine is closed.
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn while_open<'a, T: 'a>(
        &'a self,
        work: impl Future<Output = T> + 'a,
    ) -> impl Future<Output = Result<T, Closed>> + 'a {
        let mut work: Work<'a, T> = Box::pin(work);
        poll_fn(move |context| match self.closed.get() {
            true => Poll::Ready(Err(Closed)),
            false => match work.as_mut().poll(context) {
                Poll::Ready(done) => Poll::Ready(Ok(done)),
                Poll::Pending => self.waiters.wait(context),
            },
        })
    }

    /// Waits so long.
    ///
    /// # Errors
    /// When the engine is closed.
    pub fn pause(&self, time: Duration) -> Work<'_, Result<(), Closed>> {
        Box::pin(async move { self.while_open(self.host.sleep(time)).await })
    }
}
