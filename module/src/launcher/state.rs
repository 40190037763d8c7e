//! All that the module holds for one account.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Array;
use launchpod_core::engine::Engine;
use launchpod_core::launch::Launch;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::fetch_transport::FetchTransport;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::web_clock::{WebClock, now};
use launchpod_core::types::ids::{LaunchTag, PodId};
use launchpod_core::types::time::ClockSpeed;
use wasm_bindgen::JsValue;

use super::js;
use super::js::plain;
use super::js_host::JsHost;
use super::logs::LogReading;
use crate::dto;
use crate::error::{BoxError, LaunchpodError, shuts_out};

/// The client that the module asks with.
pub type ModuleClient = Client<RateLimited<FetchTransport, WebClock>>;

/// The launcher of one launcher.
pub struct Launcher {
    pub engine: Engine<JsHost>,
    /// What the journal calls the endpoint.
    pub endpoint: String,
    /// So many callers want to know whether services answer.
    pub probing: Cell<u32>,
    /// Which pod was handed out for which launch, until it is ended.
    pub handed_out: RefCell<Vec<(PodId, LaunchTag)>>,
    /// Whether the account is being asked who it is.
    pub entering: Cell<bool>,
    /// Logs that are read, under the numbers that their readers gave.
    pub logs: RefCell<Vec<(u32, LogReading)>>,
}

impl Launcher {
    /// Nothing was asked yet.
    pub fn new(client: ModuleClient, js: js::Host, endpoint: String, speed: f64) -> Rc<Self> {
        Rc::new(Self {
            engine: Engine::new(JsHost { js }, client, ClockSpeed { since: now(), speed }),
            endpoint,
            probing: Cell::default(),
            handed_out: RefCell::default(),
            entering: Cell::default(),
            logs: RefCell::default(),
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
    pub fn replacement_of(&self, id: &PodId) -> Option<PodId> {
        let tag = self.handed_out.borrow().iter().find(|(own, _)| own == id).map(|(_, tag)| tag.clone())?;
        self.engine.placed(&tag).filter(|pod| pod != id)
    }

    /// A pod as a program is shown it.
    pub fn shown(&self, id: &PodId) -> Option<JsValue> {
        let state = self.engine.state();
        let known = state.fleet().get(id)?;
        let strange = state.unknown_pods().iter().any(|(stranger, _)| stranger == id);
        let proxy = &self.engine.client().endpoint().proxy;
        Some(plain(&dto::pod(known, proxy, known.pod.tag.is_some() && !strange)))
    }

    /// All of them, the newest first.
    pub fn all_shown(&self) -> Array {
        let state = self.engine.state();
        let unknown_pods = state.unknown_pods();
        let here = |known: &PodEntry| known.pod.tag.is_some() && unknown_pods.iter().all(|(id, _)| *id != known.pod.id);
        let proxy = &self.engine.client().endpoint().proxy;
        state.fleet().all().into_iter().map(|known| plain(&dto::pod(known, proxy, here(known)))).collect()
    }

    /// What the last list failed with, if it is such that no list will come before a person does something.
    pub fn shut_out(&self) -> Option<BoxError> {
        let state = self.engine.state();
        let trouble = state.polling().trouble().filter(|failure| shuts_out(failure));
        trouble.map(|failure| LaunchpodError::failure(failure, Operation::Reading))
    }
}
