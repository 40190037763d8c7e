//! Who is signed in. The key is in memory and, until the tab is closed, in session storage; nowhere else.

use std::any::Any;
use std::rc::Rc;

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::ApiChoice;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_words::sign_in as say;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::browser;
use crate::platform::last_seen;
use crate::platform::session_keys::{self, ENDPOINT, FORGOTTEN, KEY};
use crate::platform::shared::Shared;
use crate::sign_in::check::{self, SignedIn};
use crate::sign_in::simulator::SimulatorConfig;

/// Under which key of local storage the person's choice of an API stands, and what stands there for REST v2.
const API: &str = "launchpod.api";
const REST: &str = "rest";

/// Why a key was not taken, as the file that checked it draws it.
#[derive(Clone)]
pub struct Failure(Rc<dyn Fn() -> AnyView>);

impl Failure {
    /// Drawn by this function, anew in each language.
    pub fn new(draw: impl Fn() -> AnyView + 'static) -> Self {
        Self(Rc::new(draw))
    }

    /// Draws it.
    pub fn draw(&self) -> AnyView {
        (self.0)()
    }
}

impl PartialEq for Failure {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Somebody who is signed in. What that means is in the file that checked the key: the sign-in page does not have it.
#[derive(Clone)]
pub struct Who(Rc<dyn Any>);

impl Who {
    /// Of this client and account.
    pub fn new(who: SignedIn) -> Self {
        Self(Rc::new(who))
    }

    /// The client and the account.
    pub fn signed_in(&self) -> Option<SignedIn> {
        self.0.downcast_ref().cloned()
    }
}

impl PartialEq for Who {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// How far signing in has come.
#[derive(Clone, Default, PartialEq)]
pub enum SessionState {
    /// Nobody is.
    #[default]
    Out,
    /// What was typed can't be a key, and why not.
    Odd(&'static str),
    /// A key is being checked.
    Checking,
    /// What checks it could not be loaded: the key was sent nowhere.
    NotLoaded,
    /// The key was not taken.
    Failed(Failure),
    /// Somebody is.
    In(Who),
}

/// The session, shared by all views.
#[derive(Clone, Copy)]
pub struct Session {
    state: Shared<SessionState>,
    /// Whether the person wants to forget the key and is told first what is open.
    pub leaving: Shared<bool>,
    simulator: Shared<Option<SimulatorConfig>>,
    /// Whether the tab held the key: nobody has typed or chosen one since the page was loaded.
    pub resumed: Shared<bool>,
}

impl Session {
    /// The session that the browser still holds, or nobody's. Provides itself as context.
    pub fn provide() -> Self {
        let session = Self {
            state: Shared::default(),
            leaving: Shared::default(),
            simulator: Shared::new(SimulatorConfig::find()),
            resumed: Shared::default(),
        };
        provide_context(session);
        session.sign_in_again();
        session
    }

    /// The session of the views above.
    pub fn expect() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// How far signing in has come, followed.
    pub fn state(self) -> SessionState {
        self.state.get()
    }

    /// The simulator that the page was started with.
    pub fn simulator(self) -> Option<SimulatorConfig> {
        self.simulator.peek(Option::clone)
    }

    /// Reads what was typed as a key, RunPod's or the simulator's, and checks it. Whether it can be one.
    pub fn sign_in_with(self, typed: &str, on_simulator: bool) -> bool {
        let simulator = self.simulator().filter(|_| on_simulator);
        let endpoint = simulator.map_or_else(Endpoint::runpod, |simulator| simulator.endpoint);
        match ApiKey::read(typed) {
            Ok(key) => {
                self.sign_in(endpoint, key);
                true
            }
            Err(words) => {
                self.state.set(SessionState::Odd(words));
                false
            }
        }
    }

    /// Checks a key, on the way that is open; keeps both if RunPod knows the key.
    pub fn sign_in(self, endpoint: Endpoint, key: ApiKey) {
        if !endpoint.is_practice() && !browser::is_secure() {
            self.state.set(SessionState::Odd(say::insecure()));
            return;
        }
        self.state.set(SessionState::Checking);
        spawn_local(async move {
            let state = match check::load().await {
                Ok(check) => check(endpoint, key).await,
                Err(_) => SessionState::NotLoaded,
            };
            self.state.set(state);
        });
    }

    /// Signs in with the key that the tab still holds, if it holds one.
    pub fn sign_in_again(self) {
        if let Some((endpoint, key)) = self.kept() {
            self.resumed.set(true);
            self.sign_in(endpoint, key);
        }
    }

    /// Whether the tab still holds a key that was good once.
    pub fn holds_a_key(self) -> bool {
        self.kept().is_some()
    }

    /// Forgets the key: in session storage, and in memory by loading the page anew.
    pub fn forget(self) {
        wipe();
        last_seen::forget();
        if let Some(storage) = browser::session_storage() {
            let _ = storage.set_item(FORGOTTEN, "");
        }
        browser::set_hash("");
        browser::reload();
    }

    /// The key was not taken; another one is being typed.
    pub fn type_another(self) {
        if self.state.peek(|standing| {
            matches!(standing, SessionState::Failed(_) | SessionState::Odd(_) | SessionState::NotLoaded)
        }) {
            self.state.set(SessionState::Out);
        }
    }

    /// Leaving the page in the middle of something asks first, unless the page itself has asked already.
    pub fn warn_on_leaving(self, is_under_way: impl Fn() -> bool + 'static) {
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if is_under_way() && !self.leaving.peek(|told| *told) {
                event.prevent_default();
            }
        });
        on_cleanup(move || leaving.remove());
    }

    fn kept(self) -> Option<(Endpoint, ApiKey)> {
        let storage = browser::session_storage()?;
        let key = ApiKey::read(&storage.get_item(KEY).ok()??).ok()?;
        let endpoint = match storage.get_item(ENDPOINT).ok()??.as_str() {
            Endpoint::RUNPOD => Endpoint::runpod(),
            Endpoint::BY_RELAY => Endpoint::relay(),
            _ => self.simulator()?.endpoint,
        };
        Some((endpoint, key))
    }
}

/// Whether the key was forgotten just now: said once.
pub fn was_forgotten() -> bool {
    browser::session_storage().is_some_and(|storage| {
        let told = matches!(storage.get_item(FORGOTTEN), Ok(Some(_)));
        let _ = storage.remove_item(FORGOTTEN);
        told
    })
}

/// The API that the person chose in this browser.
pub fn chosen_api() -> ApiChoice {
    let chosen = browser::local_storage().and_then(|storage| storage.get_item(API).ok().flatten());
    if chosen.as_deref() == Some(REST) { ApiChoice::Rest } else { ApiChoice::Graphql }
}

/// Remembers which API to begin with, from the next sign-in on.
pub fn choose_api(choice: ApiChoice) {
    let Some(storage) = browser::local_storage() else { return };
    let _ = match choice {
        ApiChoice::Rest => storage.set_item(API, REST),
        ApiChoice::Graphql => storage.remove_item(API),
    };
}

fn wipe() {
    let Some(storage) = browser::session_storage() else { return };
    for key in session_keys::ALL {
        let _ = storage.remove_item(key);
    }
}
