//! Links to what runs inside a pod, each once it answers.

use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::readiness::Answer;
use launchpod_core::domain::service::{Service, services};
use leptos::prelude::*;

use crate::app::desk::Desk;

/// One entry a service; nothing while the container is not up.
#[component]
pub fn PodServices(
    /// The pod.
    row: RwSignal<Known>,
) -> impl IntoView {
    let entries = move || {
        row.with(|known| {
            let services = services(&known.pod.ports).into_iter().filter(|_| known.pod.runtime.is_some());
            let entries = services.map(|service| entry(&known.pod.id, service, known.answers.get(service.port)));
            entries.collect::<Vec<AnyView>>()
        })
    };
    view! { <ul class="services" aria-label="Programs on this pod">{entries}</ul> }
}

fn entry(pod: &PodId, service: Service, answer: Option<Answer>) -> AnyView {
    let label = service.label();
    let address = Desk::expect().address(pod, service.port);
    let link = match (answer, address) {
        (Some(Answer::Ready), Some(address)) => link(address, format!("Open {label}"), "ready").into_any(),
        (Some(Answer::Maybe), Some(address)) => {
            link(address, format!("Open {label} (probably up)"), "maybe").into_any()
        }
        (_, None) => {
            view! { <span class="detail">{format!("{label}: no safe link for this pod's id")}</span> }.into_any()
        }
        (Some(Answer::Silent) | None, _) => {
            view! { <span class="detail">{format!("{label} does not answer yet")}</span> }.into_any()
        }
    };
    view! { <li>{link}</li> }.into_any()
}

fn link(address: String, text: String, state: &'static str) -> impl IntoView {
    view! {
        <a class="button" data-state=state href=address target="_blank" rel="noopener noreferrer">
            {text}<span aria-hidden="true">" ↗"</span><span class="visually-hidden">" (opens in a new tab)"</span>
        </a>
    }
}
