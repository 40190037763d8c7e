//! What ends a pod if nobody does.

use launchpod_core::pods::fleet::PodEntry;
use leptos::prelude::*;

use crate::auto_stop::rules::PageRules;
use crate::context::store;

/// One line; nothing for a pod that does not run.
#[component]
pub fn AutoStopLine(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let rules = store::<PageRules>();
    let ending = Memo::new(move |_| row.with(|known| rules.summary(known)));
    let words = move || ending.with(|(words, _)| words.clone());
    view! { <p class="ends" data-field="ends" class:warn=move || ending.with(|(_, warn)| *warn)>{words}</p> }.into_any()
}
