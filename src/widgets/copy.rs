//! Text that is made to be copied.

use launchpod_core::types::shown_text::shown_lines;
use launchpod_words::common;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::browser;

/// What stands in the place of a secret, whatever its length.
const MASK: &str = "••••••••";

/// A text in one line with a button that copies it.
#[component]
pub fn Copyable(
    /// The id of the text, for whoever must select it.
    id: String,
    /// What it is, as `common::copy_what` says it.
    what: String,
    /// The text. What is copied is what is shown: signs in the place of letters that do something.
    text: String,
    /// Whether it is shown only when one asks for it.
    #[prop(optional)]
    secret: bool,
) -> impl IntoView {
    let text = shown_lines(&text);
    let shown = RwSignal::new(!secret);
    let said = RwSignal::new("");
    let (place, copied) = (StoredValue::new(id.clone()), StoredValue::new(text.clone()));
    let copy = move |_| {
        said.set("");
        spawn_local(async move {
            if browser::copy(&copied.get_value()).await {
                said.try_set(common::copied());
                return;
            }
            shown.try_set(true);
            said.try_set(common::copy_refused());
            request_animation_frame(move || browser::select(&place.get_value()));
        });
    };
    let show = secret.then(|| {
        view! {
            <button
                type="button"
                class="quiet"
                aria-pressed=move || shown.get().to_string()
                aria-label=common::show_what(&what)
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {common::show()}
            </button>
        }
        .into_any()
    });
    view! {
        <div class="copyable">
            <code id=id>{move || if shown.get() { text.clone() } else { MASK.to_owned() }}</code>
            {show}
            <button type="button" aria-label=common::copy_what(&what) on:click=copy>{common::copy()}</button>
            <span class="said" role="status">{move || said.get()}</span>
        </div>
    }
    .into_any()
}
