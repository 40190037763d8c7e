//! A pod without a GPU, and the one that takes its place.

use launchpod_core::launch::replacement::{ReplacementStatus, can_be_replaced, is_without_gpus};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;

use crate::context::store;
use crate::pods::replacements::Replacements;
use crate::pods::store::PodStore;

/// Why there is no GPU, or what becomes of the pod when its successor is ready.
#[component]
pub fn ReplacementNotice(
    /// Which pod.
    id: StoredValue<PodId>,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let (pods, replacements) = (store::<PodStore>(), store::<Replacements>());
    let now = Memo::new(move |_| id.with_value(|id| replacements.of(id)));
    // Whether its data could go with it: a pod's own volume lies on its machine alone.
    let empty = Memo::new(move |_| row.with(|known| is_without_gpus(&known.pod).then(|| can_be_replaced(&known.pod))));
    let keep = move |_| id.with_value(|id| replacements.keep_pod(id));
    let name = move |new_pod: &PodId| pods.read(|fleet| fleet.get(new_pod).map(|known| known.pod.name.clone()));
    let words = move || {
        let new_pod = |new_pod: &PodId| name(new_pod).map_or_else(|| new_pod.to_string(), |name| format!("“{name}”"));
        match now.get() {
            Some(ReplacementStatus::Wait(None)) => {
                "A new pod is to take its place. This one is ended when that one is ready.".to_owned()
            }
            Some(ReplacementStatus::Wait(Some(id)) | ReplacementStatus::End(id)) => format!("It is ended when {} is ready.", new_pod(&id)),
            Some(ReplacementStatus::Ask(id)) => {
                format!(
                    "{} takes its place, and can't prove that it is ready. Try it, and then end this one.",
                    new_pod(&id)
                )
            }
            _ => match empty.get() {
                Some(true) => {
                    "It runs without a GPU: its machine had none left. That is enough to fetch files. “Move to another \
                     machine” launches the same again where there is a GPU."
                }
                Some(false) => {
                    "It runs without a GPU: its machine had none left. That is enough to fetch what is on its own volume, \
                     which lies on this machine alone. Then launch it again elsewhere, and end this one."
                }
                None => "",
            }
            .to_owned(),
        }
    };
    view! {
        <div class="heir" role="status">
            <p>{words}</p>
            {move || {
                let waits = now.with(|now| matches!(now, Some(ReplacementStatus::Wait(_) | ReplacementStatus::Ask(_))));
                waits.then(|| view! { <button type="button" on:click=keep>"Keep this one too"</button> }.into_any())
            }}
        </div>
    }
    .into_any()
}
