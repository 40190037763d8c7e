//! The pod's environment: names and values, values masked.

use launchpod_core::domain::order::{Field, Variable};
use leptos::prelude::*;

use super::field::Below;
use super::field_words::words;
use crate::app::desk::Desk;
use crate::app::form::Form;

/// Rows of name and value.
#[component]
pub fn Environment() -> impl IntoView {
    let form = Desk::expect().form;
    // A row is made anew when the number of rows changes, and not at each letter: the cursor would be lost.
    let count = Memo::new(move |_| form.raw.with(|raw| raw.env.len()));
    let add = move |_| form.change(&[Field::Env], |raw| raw.env.push(Variable::default()));
    view! {
        <fieldset class="field env" id="env" tabindex="-1" aria-describedby="env-problem env-help">
            <legend>{words(Field::Env).label}</legend>
            {move || (0..count.get()).map(|at| view! { <Row at /> }.into_any()).collect::<Vec<AnyView>>()}
            <button type="button" on:click=add>"Add a variable"</button>
            <Below field=Field::Env />
        </fieldset>
    }
    .into_any()
}

#[component]
fn Row(
    /// Which row.
    at: usize,
) -> impl IntoView {
    let form = Desk::expect().form;
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let name = move || form.raw.with(|raw| raw.env.get(at).map(|own| own.key.clone()).unwrap_or_default());
    let remove = move |_| {
        form.change(&[Field::Env], |raw| {
            if at < raw.env.len() {
                raw.env.remove(at);
            }
        });
    };
    view! {
        <div class="variable">
            <input
                type="text"
                aria-label=format!("Name of variable {}", at + 1)
                placeholder="NAME"
                autocomplete="off"
                spellcheck="false"
                autocapitalize="off"
                prop:value=name
                on:input=move |event| write(form, at, |own| own.key = event_target_value(&event))
            />
            <input
                type=kind
                aria-label=move || format!("Value of {}", named(name(), at))
                placeholder="value"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || form.raw.with(|raw| raw.env.get(at).map(|own| own.value.clone()).unwrap_or_default())
                on:input=move |event| write(form, at, |own| own.value = event_target_value(&event))
            />
            <button
                type="button"
                class="quiet"
                aria-pressed=move || shown.get().to_string()
                aria-label=move || format!("Show the value of {}", named(name(), at))
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                "Show"
            </button>
            <button type="button" class="quiet" aria-label=move || format!("Remove {}", named(name(), at)) on:click=remove>
                "Remove"
            </button>
        </div>
    }
    .into_any()
}

fn named(name: String, at: usize) -> String {
    if name.is_empty() { format!("variable {}", at + 1) } else { name }
}

fn write(form: Form, at: usize, how: impl FnOnce(&mut Variable)) {
    form.change(&[Field::Env], |raw| {
        if let Some(own) = raw.env.get_mut(at) {
            how(own);
        }
    });
}
