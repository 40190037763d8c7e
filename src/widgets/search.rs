//! What stands above a long list: a search.

use leptos::prelude::*;

use crate::platform::shared::Shared;
use crate::widgets::disclosure::keeps_enter;

/// A line to search with.
#[component]
pub fn Search(
    /// The input's id.
    id: &'static str,
    /// What is searched, and by what.
    label: &'static str,
    /// Examples.
    placeholder: &'static str,
    /// What is typed into it.
    text: Shared<String>,
) -> impl IntoView {
    view! {
        <label for=id class="visually-hidden">{label}</label>
        <input
            id=id
            type="search"
            placeholder=placeholder
            autocomplete="off"
            prop:value=move || text.get()
            on:keydown=|event| {
                keeps_enter(&event);
            }
            on:input=move |event| text.set(event_target_value(&event))
        />
    }
    .into_any()
}
