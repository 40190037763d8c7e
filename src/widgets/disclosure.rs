//! Something that is there when one wants it: a button, and what it opens.

use std::sync::Arc;

use leptos::prelude::*;

use crate::platform::shared::Shared;

/// A button that says whether it is open, and what is shown then.
#[component]
pub fn Disclosure(
    /// The id of what is opened.
    id: &'static str,
    /// The words on the button.
    label: &'static str,
    /// Whether it is open.
    open: Shared<bool>,
    /// What is shown.
    content: Arc<dyn Fn() -> AnyView + Send + Sync>,
) -> impl IntoView {
    view! {
        <div class="disclosure" class:open=move || open.get()>
            <button
                type="button"
                class="quiet"
                aria-expanded=move || open.get().to_string()
                aria-controls=id
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {label}
            </button>
            <div id=id>{move || open.get().then(|| content())}</div>
        </div>
    }
}

/// Enter in a field below must not send the launch form around it.
pub fn keeps_enter(event: &leptos::ev::KeyboardEvent) -> bool {
    let enter = event.key() == "Enter";
    if enter {
        event.prevent_default();
    }
    enter
}
