//! Which page is shown: a # in the address, so that the page works from any folder of any host.

use leptos::ev;
use leptos::prelude::*;

use super::browser;
use super::watched::Watched;

/// A page for somebody who is signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Route {
    /// What runs.
    #[default]
    Pods,
    /// The launch form.
    Launch,
}

impl Route {
    /// Its address on this page.
    pub const fn href(self) -> &'static str {
        match self {
            Self::Pods => "#/pods",
            Self::Launch => "#/launch",
        }
    }

    fn here() -> Self {
        // What follows on ? fills the form in.
        match browser::hash().split('?').next().unwrap_or_default() {
            "#/launch" => Self::Launch,
            _ => Self::Pods,
        }
    }

    /// Goes there.
    pub fn open(self) {
        browser::set_hash(self.href());
    }

    /// The page that the address names, followed.
    pub fn follow() -> Watched<Self> {
        let route = Watched::new(Self::here());
        let listening = window_event_listener(ev::hashchange, move |_| route.set(Self::here()));
        on_cleanup(move || listening.remove());
        route
    }
}
