//! What each feature of the page is given when somebody has signed in, and how views find a feature's store.

use launchpod_core::engine::Engine;
use launchpod_core::pods::action::PodAction;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::{AccountState, Event};
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

use crate::platform::account_keys::AccountKeys;
use crate::platform::clock::{Clock, ClockSpeed};
use crate::platform::shared::Shared;
use crate::platform::web_host::{PageEngine, WebHost};
use crate::sign_in::check::{PageClient, SignedIn};

/// RunPod, the engine, the time and the storage of one account. Cheap to copy: it is all handles.
#[derive(Clone, Copy)]
pub struct AppContext {
    client: Shared<PageClient>,
    /// Launches, terminates, stops and resumes pods, and watches them.
    pub engine: PageEngine,
    /// The time.
    pub clock: Clock,
    /// Where things of the account are kept on this device.
    pub keys: AccountKeys,
    /// Outlives every view.
    owner: Shared<Owner>,
}

impl AppContext {
    /// Opens the account of somebody who has signed in. `pace` says how fast its time runs.
    pub fn open(who: &SignedIn, pace: ClockSpeed) -> Self {
        let engine = Engine::new(WebHost::default(), who.client.clone(), pace);
        engine.open_journal(who.client.endpoint().name, &who.owner.id);
        engine.set_account(who.owner.account.clone());
        Self {
            client: Shared::new(who.client.clone()),
            engine: Box::leak(Box::new(SendWrapper::new(engine))),
            clock: Clock::start(pace),
            keys: AccountKeys::of(who.client.endpoint().name, &who.owner.id),
            owner: Shared::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Asks RunPod with the person's key.
    pub fn client(self) -> PageClient {
        self.client.peek(Clone::clone)
    }

    /// Takes an event in, does what is to be done, and shows what is new.
    pub fn on(self, event: Event<ApiError>) {
        self.engine.on(event);
    }

    /// Reads the state of the account.
    pub fn state<R>(self, how: impl FnOnce(&AccountState<ApiError>) -> R) -> R {
        how(&self.engine.state())
    }

    /// Asks for this to be done to these pods, as one click. A second click on the same pod changes nothing.
    pub fn request(self, action: PodAction, pods: Vec<(PodId, String)>) {
        spawn_local(async move { drop(self.engine.request(action, pods).await) });
    }

    /// Runs an effect that stays when the view that starts it goes.
    pub fn forever(self, effect: impl FnOnce()) {
        self.owner.peek(|owner| owner.with(effect));
    }

    /// Whether nothing here costs money.
    pub fn is_practice(self) -> bool {
        self.client.peek(|client| client.endpoint().is_practice())
    }

    /// Whether the person chose REST v2, and their key may not use it.
    pub fn is_refused_by_rest(self) -> bool {
        self.client.peek(PageClient::is_refused_by_rest)
    }

    /// Which RunPod this is, and which way leads there.
    pub fn source(self) -> &'static str {
        self.client.peek(|client| client.endpoint().describe())
    }

    /// Where a pod's port is reached.
    pub fn address(self, pod: &PodId, port: u16) -> Option<String> {
        self.client.peek(|client| client.endpoint().proxy.of(pod, port))
    }
}

/// The store of a feature, from the views above.
///
/// # Panics
/// Never in the page: every view that asks stands below the one that provides all stores.
#[allow(clippy::expect_used, reason = "a view without its stores is a fault of the program that no input can cause")]
pub fn store<T: Clone + 'static>() -> T {
    use_context().expect("all stores are provided above")
}
