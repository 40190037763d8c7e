//! The button that ends a pod, and what follows on it.

use launchpod_core::domain::ending::{Ending, State, UNDO};
use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::ids::PodId;
use leptos::prelude::*;

use crate::app::browser;
use crate::app::desk::Desk;

/// One click ends the pod, after a few seconds in which it can be taken back.
#[component]
pub fn PodEnd(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<Known>,
) -> impl IntoView {
    let desk = Desk::expect();
    let id = StoredValue::new(id);
    let name = move || row.with(|known| known.pod.name.clone());
    let ending = move || id.with_value(|id| desk.ending(id));
    let is_ending = move || ending().is_some();
    let label = move || if is_ending() { "Ending…" } else { "End" };
    let click = move |_| desk.end(id.get_value(), untrack(name));
    view! {
        <div class="pod-end">
            <button
                type="button"
                id=id.with_value(button_id)
                class="danger"
                aria-label=move || format!("{} {}", label(), name())
                title="RunPod calls this terminate"
                aria-disabled=move || is_ending().to_string()
                on:click=click
            >
                {label}
            </button>
        </div>
        <div class="ending" role="status">
            {move || ending().map(|ending| view! { <Notice ending row /> }.into_any())}
        </div>
    }
}

fn button_id(pod: &PodId) -> String {
    format!("end-{pod}")
}

#[component]
fn Notice(
    /// The ending.
    ending: Ending,
    /// The pod.
    row: RwSignal<Known>,
) -> impl IntoView {
    let desk = Desk::expect();
    let Ending { pod, name, state } = ending;
    let consequence = untrack(|| {
        row.with(|known| {
            let volume = known.pod.network_volume.as_ref().and_then(|id| desk.volume_name(id));
            known.pod.ending_consequence(volume.as_deref())
        })
    });
    let words = match &state {
        State::Undoable { .. } => consequence,
        State::Asking { .. } => "RunPod is being asked to terminate it. It may still cost money.".to_owned(),
        State::Retrying { problem, .. } => {
            format!("{problem} The pod may still cost money. This page tries again by itself: leave it open.")
        }
        State::Agreed { .. } => "RunPod has agreed. Waiting until its list no longer has the pod.".to_owned(),
        State::Undone | State::Gone => String::new(),
    };
    let undo = match state {
        State::Undoable { until } => {
            let left = move || until.since(desk.clock.wall()).min(UNDO).as_millis().div_ceil(1000);
            // The button that was pressed goes; the focus must not go with it.
            let take_back = move |_| {
                desk.undo(&pod);
                browser::focus(&button_id(&pod));
            };
            Some(view! {
                <p class="what" aria-hidden="true">{move || format!("Ending in {} s.", left())}</p>
                <button type="button" class="primary" aria-label=format!("Undo ending {name}") on:click=take_back>
                    "Undo"
                </button>
            })
        }
        _ => None,
    };
    view! {
        {undo}
        <p>{words}</p>
    }
}
