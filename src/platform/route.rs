//! Which page is shown: a # in the address, so that the page works from any folder of any host.

use launchpod_core::types::ids::PodId;
use leptos::ev;
use leptos::prelude::*;

use crate::platform::browser;
use crate::platform::shared::Shared;

const ONE_POD: &str = "#/pods/";
/// What follows on the address of a pod's page that shall be opened where it says how to connect.
const CONNECT: &str = "?connect";

/// A page for somebody who is signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// What runs.
    #[default]
    Pods,
    /// One pod. The id is plain, and may be nobody's.
    Pod(PodId),
    /// The address of a pod with something in the place of its id that is none.
    NoPod,
    /// The launch form.
    Launch,
    /// Every GPU in every data center.
    Stock,
}

impl Route {
    /// Its address on this page.
    pub fn href(&self) -> String {
        match self {
            Self::Pods => "#/pods".to_owned(),
            Self::Pod(id) => format!("{ONE_POD}{id}"),
            Self::NoPod => ONE_POD.to_owned(),
            Self::Launch => "#/launch".to_owned(),
            Self::Stock => "#/stock".to_owned(),
        }
    }

    /// The page of this pod; `None` if its id is none that may stand in an address.
    pub fn of_pod(id: &PodId) -> Option<Self> {
        id.is_plain().then(|| Self::Pod(id.clone()))
    }

    /// The address of the part of a pod's page that says how to connect.
    pub fn connect_href(&self) -> String {
        self.href() + CONNECT
    }

    /// Whether that part is what the address leads to.
    pub fn is_at_connect() -> bool {
        browser::hash().ends_with(CONNECT)
    }

    fn here() -> Self {
        Self::of(&browser::hash())
    }

    /// The page that such an address on this page leads to.
    pub fn of(hash: &str) -> Self {
        // What follows on ? fills the form in, or says which part of a page is meant.
        match hash.split('?').next().unwrap_or_default() {
            "#/launch" => Self::Launch,
            "#/stock" => Self::Stock,
            other => match other.strip_prefix(ONE_POD) {
                Some(id) => Self::of_pod(&PodId::new(id)).unwrap_or(Self::NoPod),
                None => Self::Pods,
            },
        }
    }

    /// Goes there.
    pub fn open(&self) {
        browser::set_hash(&self.href());
    }

    /// The page that the address names, followed.
    pub fn follow() -> Shared<Self> {
        let route = Shared::new(Self::here());
        let listening = window_event_listener(ev::hashchange, move |_| route.set(Self::here()));
        on_cleanup(move || listening.remove());
        route
    }
}
