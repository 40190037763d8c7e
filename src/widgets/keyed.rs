//! A list that keeps each entry's place in the document as long as its key lives. Compiled once for all its uses: Leptos'
//! own `For` is compiled anew for each, and every kilobyte is waited for.

use std::sync::Arc;

use leptos::prelude::*;

/// What shows the entry of a key.
pub type Entry = Arc<dyn Fn(String) -> AnyView + Send + Sync>;

/// One entry a key, in the order of the keys.
#[component]
pub fn Keyed(
    /// The keys, each once.
    #[prop(into)]
    keys: Signal<Vec<String>>,
    /// Shows the entry of a key.
    entry: Entry,
) -> impl IntoView {
    view! { <For each=move || keys.get() key=String::clone children=move |key| entry(key) /> }
}
