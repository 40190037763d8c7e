//! What each button of a pod would do, before it is clicked.

use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_words::pod_page;
use leptos::prelude::*;

use crate::context::store;
use crate::pods::actions::PodActions;

/// What dies, what survives and what goes on costing, for each of them; folded.
#[component]
pub fn ActionEffects(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let actions = store::<PodActions>();
    let entries = move || {
        row.with(|known| {
            let pod = &known.pod;
            let possible = pod.power_action().into_iter().chain([PodAction::Terminate]);
            let entry = |action: PodAction| {
                let words = actions.effect_of(pod, action.into()).describe();
                view! { <div><dt>{action.label()}</dt><dd>{words}</dd></div> }.into_any()
            };
            possible.map(entry).collect::<Vec<AnyView>>()
        })
    };
    view! {
        <details class="pod-part deeds">
            <summary>{pod_page::effects()}</summary>
            <dl class="facts">{entries}</dl>
        </details>
    }
    .into_any()
}
