//! A field of the launch form: label, help, input, and what is wrong with it.

use launchpod_core::domain::order::{Field as Name, RawOrder};
use leptos::prelude::*;

use crate::app::desk::Desk;

/// A line of text.
#[component]
pub fn TextField(
    /// Which field.
    field: Name,
    /// Its label.
    label: &'static str,
    /// One sentence of help.
    help: &'static str,
    /// Reads it from the form.
    get: fn(&RawOrder) -> &String,
    /// The same place, to write to.
    get_mut: fn(&mut RawOrder) -> &mut String,
    /// Shows the number keys on a phone.
    #[prop(optional)]
    number: bool,
) -> impl IntoView {
    let form = Desk::expect().form;
    let described = format!("{0}-problem {0}-help", field.as_str());
    view! {
        <div class="field">
            <label for=field.as_str()>{label}</label>
            <input
                id=field.as_str()
                type="text"
                inputmode=if number { "numeric" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || form.problem(field).is_some().to_string()
                prop:value=move || form.raw.with(|raw| get(raw).clone())
                on:input=move |event| form.change(&[field], |raw| *get_mut(raw) = event_target_value(&event))
            />
            <Below field help />
        </div>
    }
}

/// What stands below an input: the problem, then the help.
#[component]
pub fn Below(
    /// Which field.
    field: Name,
    /// One or two sentences of help.
    #[prop(into)]
    help: Signal<String>,
) -> impl IntoView {
    let form = Desk::expect().form;
    view! {
        <p class="problem" id=format!("{}-problem", field.as_str())>{move || form.problem(field).unwrap_or_default()}</p>
        <p class="help" id=format!("{}-help", field.as_str())>{help}</p>
    }
}

/// A choice from a short list.
#[component]
pub fn SelectField(
    /// Which field.
    field: Name,
    /// Its label.
    label: &'static str,
    /// One or two sentences of help.
    #[prop(into)]
    help: Signal<String>,
    /// Values and words of the choices.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The value that is chosen.
    #[prop(into)]
    value: Signal<String>,
    /// Writes the choice into the form.
    choose: fn(&mut RawOrder, String),
) -> impl IntoView {
    let form = Desk::expect().form;
    let described = format!("{0}-problem {0}-help", field.as_str());
    let option = move |(key, words): (String, String)| {
        let chosen = {
            let key = key.clone();
            move || value.with(|value| *value == key)
        };
        view! { <option value=key prop:selected=chosen>{words}</option> }.into_any()
    };
    view! {
        <div class="field">
            <label for=field.as_str()>{label}</label>
            <select
                id=field.as_str()
                aria-describedby=described
                aria-invalid=move || form.problem(field).is_some().to_string()
                on:change=move |event| form.change(&[field], |raw| choose(raw, event_target_value(&event)))
            >
                {move || options.get().into_iter().map(option).collect::<Vec<AnyView>>()}
            </select>
            <Below field help />
        </div>
    }
}
