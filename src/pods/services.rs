//! Links to what runs inside a pod, each once it answers.

use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::Pod;
use launchpod_core::pods::services::{Service, services};
use launchpod_core::readiness::ProbeResult;
use launchpod_core::readiness::diagnosis::{Diagnosis, UNREADABLE};
use launchpod_core::types::ids::PodId;
use launchpod_words::pod_list;
use leptos::prelude::*;

use crate::context::{AppContext, store};
use crate::platform::route::Route;
use crate::readiness::tracker::ReadinessTracker;
use crate::widgets::copy::Copyable;

/// One entry a service, and the way to all others; nothing while the container is not up.
#[component]
pub fn PodServices(
    /// The pod.
    row: RwSignal<PodEntry>,
    /// Whether all other ways are told beside it, so that none leads there.
    #[prop(optional)]
    beside: bool,
) -> impl IntoView {
    let readiness = store::<ReadinessTracker>();
    // While it may just be starting, its address is no help.
    let unreadable = Memo::new(move |_| {
        let is_so = |verdict: Diagnosis| verdict.kind == UNREADABLE;
        row.with(|known| known.answers.has(ProbeResult::Unreadable) && readiness.diagnosis(known).is_some_and(is_so))
    });
    let entries = move || {
        row.with(|known| {
            let services = services(&known.pod).filter(|_| known.pod.runtime.is_some());
            let entries = services
                .map(|service| entry(&known.pod.id, service, known.answers.get(service.port), unreadable.get()));
            let connect = known.pod.runtime.as_ref().filter(|_| !beside).and_then(|_| connect(&known.pod));
            entries.chain(connect).collect::<Vec<AnyView>>()
        })
    };
    view! { <ul class="services" aria-label=pod_list::programs()>{entries}</ul> }
}

fn entry(pod: &PodId, service: Service, answer: Option<ProbeResult>, unreadable: bool) -> AnyView {
    let label = service.label();
    let address = store::<AppContext>().address(pod, service.port);
    let link = match (answer, address) {
        (Some(ProbeResult::Ready), Some(address)) => link(address, pod_list::open(label), "ready").into_any(),
        (Some(ProbeResult::Maybe), Some(address)) => link(address, pod_list::open_maybe(label), "maybe").into_any(),
        (_, None) => view! { <span class="detail">{pod_list::no_safe_link(label)}</span> }.into_any(),
        // Some programs answer a person and let no other page read that.
        (Some(ProbeResult::Unreadable), Some(address)) => {
            let copy = unreadable.then(|| {
                let (id, what) = (format!("address-{pod}-{}", service.port), pod_list::address_of(&label));
                view! { <Copyable id what text=address.clone() /> }.into_any()
            });
            view! { {link(address, pod_list::try_unreadable(&label), "unreadable")}{copy} }.into_any()
        }
        (Some(ProbeResult::Silent) | None, Some(address)) => {
            link(address, pod_list::try_silent(&label), "silent").into_any()
        }
    };
    view! { <li>{link}</li> }.into_any()
}

/// The way to SSH, addresses and passwords.
fn connect(pod: &Pod) -> Option<AnyView> {
    let href = Route::of_pod(&pod.id)?.connect_href();
    let to = format!(" {}", pod_list::connect_to(&pod.name));
    Some(view! { <li><a href=href>{pod_list::connect()}<span class="visually-hidden">{to}</span></a></li> }.into_any())
}

fn link(address: String, text: String, state: &'static str) -> impl IntoView {
    view! {
        <a class="button" data-state=state href=address target="_blank" rel="noopener noreferrer">
            {text}
            <span aria-hidden="true">" ↗"</span>
            <span class="visually-hidden">{format!(" {}", pod_list::new_tab())}</span>
        </a>
    }
}
