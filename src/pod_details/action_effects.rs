//! What each button of a pod would do, before it is clicked.

use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::Status;
use launchpod_core::pods::pod::action_effects::Deed;
use leptos::prelude::*;

use crate::context::store;
use crate::pods::actions::PodActions;

/// What dies, what survives and what goes on costing, for each of them; folded.
#[component]
pub fn PodDeeds(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let actions = store::<PodActions>();
    let entries = move || {
        row.with(|known| {
            let pod = &known.pod;
            let power = match &pod.status {
                Status::Running | Status::Starting => Some(("Stop", Deed::Stop)),
                Status::Stopped => Some(("Start", Deed::Start)),
                _ => None,
            };
            let deeds = power.into_iter().chain([("End", Deed::End)]);
            let entry = |(name, deed)| {
                let words = actions.consequence(pod, deed).words();
                view! { <div><dt>{name}</dt><dd>{words}</dd></div> }.into_any()
            };
            deeds.map(entry).collect::<Vec<AnyView>>()
        })
    };
    view! {
        <details class="pod-part deeds">
            <summary>"What these buttons do, and what goes on costing"</summary>
            <dl class="facts">{entries}</dl>
        </details>
    }
    .into_any()
}
