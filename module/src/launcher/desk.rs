//! All that the module holds for one account.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;

use js_sys::Array;
use launchpod_core::engine::{Closed, Engine};
use launchpod_core::launch::Launch;
use launchpod_core::pods::fleet::Known;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Doing;
use launchpod_core::runpod::fetch_transport::FetchTransport;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::web_clock::{WebClock, now};
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_core::types::time::Pace;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::core::plain;
use super::host::JsHost;
use super::js;
use super::reading::reading;
use crate::shown;
use crate::told::{Told, Trouble, shuts_out};

/// The client that the module asks with.
pub type ModuleClient = Client<RateLimited<FetchTransport, WebClock>>;

/// The desk of one launcher.
pub struct Desk {
    pub engine: Engine<JsHost>,
    /// What the journal calls the endpoint.
    pub endpoint: String,
    /// So many callers want to know whether services answer.
    pub probing: Cell<u32>,
    /// Which pod was handed out for which launch, until it is ended.
    pub handed_out: RefCell<Vec<(PodId, LaunchTag)>>,
    /// Whether the account is being asked who it is.
    pub entering: Cell<bool>,
}

impl Desk {
    /// Nothing was asked yet.
    pub fn new(client: ModuleClient, js: js::Host, endpoint: String, speed: f64) -> Rc<Self> {
        Rc::new(Self {
            engine: Engine::new(JsHost { js }, client, Pace { since: now(), speed }),
            endpoint,
            probing: Cell::default(),
            handed_out: RefCell::default(),
            entering: Cell::default(),
        })
    }

    /// Time has passed. Whether this launcher looks after something that is not finished.
    pub fn tick(self: &Rc<Self>) -> bool {
        self.engine.tick();
        if self.probing.get() > 0 {
            self.probe();
        }
        let state = self.engine.state();
        let launching = state.launches().iter().any(|launch: &Launch<ApiError>| !launch.is_settled());
        launching || state.acts().iter().any(|act| !act.is_over())
    }

    /// Whether there is such a pod, as far as is known.
    pub fn knows(&self, id: &PodId) -> bool {
        self.engine.known(id, |_| ()).is_some()
    }

    /// The pod that has taken the place of one that was handed out: of two pods of one request the older is kept, and the
    /// answer may have told of the younger.
    pub fn heir(&self, id: &PodId) -> Option<PodId> {
        let tag = self.handed_out.borrow().iter().find(|(own, _)| own == id).map(|(_, tag)| tag.clone())?;
        self.engine.placed(&tag).filter(|pod| pod != id)
    }

    /// A pod as a program is shown it.
    pub fn shown(&self, id: &PodId) -> Option<JsValue> {
        let state = self.engine.state();
        let known = state.fleet().get(id)?;
        let strange = state.strangers().iter().any(|(stranger, _)| stranger == id);
        let proxy = &self.engine.client().endpoint().proxy;
        Some(plain(&shown::pod(known, proxy, known.pod.tag.is_some() && !strange)))
    }

    /// All of them, the newest first.
    pub fn all_shown(&self) -> Array {
        let state = self.engine.state();
        let strangers = state.strangers();
        let here = |known: &Known| known.pod.tag.is_some() && strangers.iter().all(|(id, _)| *id != known.pod.id);
        let proxy = &self.engine.client().endpoint().proxy;
        state.fleet().all().into_iter().map(|known| plain(&shown::pod(known, proxy, here(known)))).collect()
    }

    /// What the last list failed with, if it is such that no list will come before a person does something.
    pub fn shut_out(&self) -> Option<Trouble> {
        let state = self.engine.state();
        let trouble = state.rounds().trouble().filter(|failure| shuts_out(failure));
        trouble.map(|failure| Told::failure(failure, Doing::Reading))
    }
}

/// Lets work go on by itself. Boxed: each type of future would be compiled anew down to the browser's queue.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    let work: Pin<Box<dyn Future<Output = ()>>> = Box::pin(work);
    spawn_local(work);
}

impl From<Closed> for Trouble {
    fn from(_: Closed) -> Self {
        closed()
    }
}

impl From<ApiError> for Trouble {
    fn from(failure: ApiError) -> Self {
        reading(&failure)
    }
}

/// Nothing more comes of a call to a launcher that was closed.
pub fn closed() -> Trouble {
    Told::new(
        "closed",
        "This launcher was closed. What it had asked for may still come, and pods that run go on costing money: a new launcher \
         on the same journal finds them (recover, pods).",
    )
}
