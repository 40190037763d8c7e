//! What ends a pod if nobody does.

use launchpod_core::pods::fleet::Known;
use leptos::prelude::*;

use crate::app::desk::Desk;

/// One line; nothing for a pod that does not run.
#[component]
pub fn PodEnding(
    /// The pod.
    row: RwSignal<Known>,
) -> impl IntoView {
    let desk = Desk::expect();
    let ending = Memo::new(move |_| row.with(|known| desk.ending(known)));
    let words = move || ending.with(|(words, _)| words.clone());
    view! { <p class="ends" data-field="ends" class:warn=move || ending.with(|(_, warn)| *warn)>{words}</p> }.into_any()
}
