//! A field of the launch form: label, help, input, and what is wrong with it.

use launchpod_core::order::{Field as Name, OrderForm, WhenSoldOut};
use launchpod_words::{launch, sentences};
use leptos::prelude::*;

use crate::context::store;
use crate::launch::field_text::{Words, describe};
use crate::launch::form::LaunchForm;
use crate::launch::summary::LAUNCH_BUTTON;
use crate::platform::browser;

/// A line of text, or several.
#[component]
pub fn TextField(
    /// Which field.
    field: Name,
    /// Shows the number keys on a phone.
    #[prop(optional)]
    number: bool,
    /// Room for more than one line.
    #[prop(optional)]
    lines: bool,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let both = view! {
        <{..}
            id=field.as_str()
            autocomplete="off"
            spellcheck="false"
            aria-describedby=described(field)
            aria-invalid=move || form.problem(field).is_some().to_string()
            prop:value=move || form.raw.with(|raw| raw.get(field).to_owned())
            on:input=move |event| form.change(&[field], |raw| raw.set(field, &event_target_value(&event)))
        />
    };
    let input = match lines {
        true => view! { <textarea rows="2" {..both}></textarea> }.into_any(),
        false => view! { <input type="text" inputmode=if number { "decimal" } else { "text" } {..both} /> }.into_any(),
    };
    view! {
        <div class="field" class:number=number>
            <label for=field.as_str()>{describe(field).label}</label>
            {input}
            <Below field />
        </div>
    }
    .into_any()
}

/// A switch.
#[component]
pub fn Switch(
    /// Which field.
    field: Name,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    view! {
        <div class="field switch">
            <input
                id=field.as_str()
                type="checkbox"
                aria-describedby=described(field)
                prop:checked=move || form.raw.with(|raw| raw.is_on(field))
                on:change=move |event| form.change(&[field], |raw| raw.switch(field, event_target_checked(&event)))
            />
            <label for=field.as_str()>{describe(field).label}</label>
            <Below field />
        </div>
    }
    .into_any()
}

/// The ids of what describes a field.
fn described(field: Name) -> String {
    format!("{0}-problem {0}-help", field.as_str())
}

/// What stands below an input: the problem, then the help.
#[component]
pub fn Below(
    /// Which field.
    field: Name,
    /// What this field's help says now, where it is not always the same.
    #[prop(optional, into)]
    help: Option<Signal<String>>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let Words { help: always, .. } = describe(field);
    let from = move || match form.template().filter(|template| form.raw.with(|raw| raw.is_from(template, field))) {
        Some(template) => launch::from_template(template.name),
        None => String::new(),
    };
    let left_out = move || match form.template().filter(|_| field == Name::Ports) {
        Some(template) => template.ports_left_out(),
        None => String::new(),
    };
    let help = move || {
        let help = help.map_or_else(|| always.to_owned(), |help| help.get());
        sentences(&[&from(), left_out().trim_end(), &help])
    };
    view! {
        <p class="problem" id=format!("{}-problem", field.as_str())>{move || form.problem(field).unwrap_or_default()}</p>
        {matches!(field, Name::GpuType | Name::Cpu).then(|| wait_for_it(form, field))}
        <p class="help" id=format!("{}-help", field.as_str())>{help}</p>
    }
    .into_any()
}

/// Where all is well but that nothing is in stock: Launch then waits for it.
fn wait_for_it(form: LaunchForm, field: Name) -> AnyView {
    let waits =
        move || form.problems.with(|problems| problems.iter().any(|problem| problem.field == field && problem.waits));
    let wait = move |_| {
        form.change(&[field, Name::WhenSoldOut], |raw| raw.set(Name::WhenSoldOut, WhenSoldOut::Launch.as_str()));
        // This button goes; the next step is there.
        browser::focus(LAUNCH_BUTTON);
    };
    let button = move || {
        waits().then(|| view! { <button type="button" on:click=wait>{launch::wait_for_it()}</button> }.into_any())
    };
    view! { {button} }.into_any()
}

/// Values and words of the choices of a list.
pub type Options = Vec<(String, String)>;

/// A choice from a short list.
#[component]
pub fn SelectField(
    /// Which field.
    field: Name,
    /// Values and words of the choices.
    #[prop(into)]
    options: Signal<Options>,
    /// What its help says now, where it is not always the same.
    #[prop(optional, into)]
    help: Option<Signal<String>>,
    /// Writes the choice into the form, where there is more to it than the text.
    #[prop(optional)]
    choose: Option<fn(&mut OrderForm, &str)>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let option = move |(key, words): (String, String)| {
        let chosen = {
            let key = key.clone();
            move || form.raw.with(|raw| raw.get(field) == key)
        };
        view! { <option value=key prop:selected=chosen>{words}</option> }.into_any()
    };
    let change = move |value: String| {
        form.change(&[field], |raw| match choose {
            Some(choose) => choose(raw, &value),
            None => raw.set(field, &value),
        });
    };
    let below = match help {
        Some(help) => view! { <Below field help /> }.into_any(),
        None => view! { <Below field /> }.into_any(),
    };
    view! {
        <div class="field">
            <label for=field.as_str()>{describe(field).label}</label>
            <select
                id=field.as_str()
                aria-describedby=described(field)
                aria-invalid=move || form.problem(field).is_some().to_string()
                on:change=move |event| change(event_target_value(&event))
            >
                {move || options.get().into_iter().map(option).collect::<Vec<AnyView>>()}
            </select>
            {below}
        </div>
    }
    .into_any()
}

/// The choices of a list that is always the same.
pub fn fixed(options: &[(&str, &str)]) -> Signal<Options> {
    let options = options.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned()));
    Signal::stored(options.collect())
}
