//! A pod without a GPU, and the one that takes its place.

use launchpod_core::launch::replacement::{ReplacementStatus, can_be_replaced, is_without_gpus};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::types::ids::PodId;
use launchpod_words::pod_list;
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
        let new_pod = |new_pod: &PodId| name(new_pod).map_or_else(|| new_pod.to_string(), pod_list::quoted);
        match now.get() {
            Some(ReplacementStatus::Wait(None)) => pod_list::successor_to_come().to_owned(),
            Some(ReplacementStatus::Wait(Some(id)) | ReplacementStatus::End(id)) => {
                pod_list::ended_when_ready(new_pod(&id))
            }
            Some(ReplacementStatus::Ask(id)) => pod_list::successor_unproven(new_pod(&id)),
            _ => match empty.get() {
                Some(true) => pod_list::gpu_gone(),
                Some(false) => pod_list::gpu_gone_own_volume(),
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
                waits.then(|| view! { <button type="button" on:click=keep>{pod_list::keep_this_too()}</button> }.into_any())
            }}
        </div>
    }
    .into_any()
}
