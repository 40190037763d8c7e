//! What the person must be told about their pods, until they have read it.

use launchpod_core::runpod::error::ApiError;
use launchpod_core::state::{AccountState, Event, Notice};
use launchpod_core::types::ids::PodId;
use launchpod_words::app as say;
use launchpod_words::{common, list_plain};
use leptos::prelude::*;

use crate::context::{AppContext, store};
use crate::platform::shared::Shared;
use crate::readiness::tracker::ReadinessTracker;

/// Notices, and pods that this browser does not know, by name.
type Told = (Vec<Notice>, Vec<(PodId, String)>);

/// What is to be told, followed.
#[derive(Clone, Copy)]
pub struct Notices {
    context: AppContext,
    told: Shared<Told>,
    /// Whether what a browser that died has lost of the journal is put back.
    repaired: Shared<bool>,
    /// Whether the person has not yet read that their key lacks a right.
    rest_refused: Shared<bool>,
}

impl Notices {
    /// None yet.
    pub fn new(context: AppContext) -> Self {
        let rest_refused = Shared::new(context.is_refused_by_rest());
        Self { context, told: Shared::default(), repaired: Shared::default(), rest_refused }
    }

    /// What the state of the account tells.
    pub fn show(self, state: &AccountState<ApiError>) {
        // What the journal has lost is no stranger's.
        let unknown_pods = if self.repaired.peek(|repaired| *repaired) { state.unknown_pods() } else { vec![] };
        self.told.refresh((state.notices().to_vec(), unknown_pods));
    }

    /// What a browser that died has lost of the journal is put back.
    pub fn repaired(self) {
        self.repaired.set(true);
    }

    /// The person has read what the page had to say.
    pub fn dismiss(self) {
        self.context.on(Event::NoticesDismissed);
    }

    /// The person knows the pods that this browser did not.
    pub fn acknowledge_unknown_pods(self) {
        self.context.on(Event::UnknownPodsAcknowledged);
    }
}

/// Pods made twice or after all, pods that this browser knows nothing of, and pods that went by themselves.
#[component]
pub fn NoticeBoxes() -> impl IntoView {
    let (own, readiness) = (store::<Notices>(), store::<ReadinessTracker>());
    view! {
        <div class="told" role="status">
            {move || {
                let (notices, unknown_pods) = own.told.get();
                let notices: Vec<String> = notices.iter().map(|notice| notice.describe()).collect();
                let read = (!notices.is_empty()).then(|| told(notices, move || own.dismiss()));
                let names: Vec<String> = unknown_pods.into_iter().map(|(_, name)| common::quoted(name)).collect();
                let strange = (!names.is_empty()).then(|| {
                    told(vec![say::unknown_pods(names.len(), list_plain(&names))], move || own.acknowledge_unknown_pods())
                });
                let gone = readiness.exit_notices();
                let gone = (!gone.is_empty()).then(|| told(gone, move || readiness.dismiss_exit_notices()));
                let refused = own.rest_refused.get();
                let refused = refused.then(|| told(vec![say::rest_refused().into()], move || own.rest_refused.set(false)));
                (read, strange, gone, refused)
            }}
        </div>
    }
}

fn told(lines: Vec<String>, click: impl Fn() + 'static) -> AnyView {
    let lines: Vec<AnyView> = lines.into_iter().map(|line| view! { <p>{line}</p> }.into_any()).collect();
    view! {
        <div class="notice">
            {lines}
            <button type="button" on:click=move |_| click()>{say::dismiss()}</button>
        </div>
    }
    .into_any()
}
