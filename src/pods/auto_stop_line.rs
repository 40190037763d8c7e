//! What ends a pod if nobody does.

use launchpod_core::pods::fleet::PodEntry;
use leptos::prelude::*;

use crate::auto_stop::rules::PageRules;
use crate::context::store;

/// One line, and an hour more once the file for that is there; nothing for a pod that does not run.
#[component]
pub fn AutoStopLine(
    /// The pod.
    row: RwSignal<PodEntry>,
    /// Whether more is said of the timer beside it.
    #[prop(optional)]
    beside: bool,
) -> impl IntoView {
    let rules = store::<PageRules>();
    let ending = Memo::new(move |_| row.with(|known| rules.summary(known)));
    let words = move || ending.with(|(words, _)| words.clone());
    let card = move || rules.timers.later.get().filter(|_| !beside).map(|later| (later.card)(rules, row));
    view! {
        <p class="ends" data-field="ends" class:warn=move || ending.with(|(_, warn)| *warn)>{words}</p>
        {card}
    }
    .into_any()
}
