//! The pod's environment: names and values, values masked.

use launchpod_core::order::{Field, OrderForm, Variable};
use launchpod_core::secrets::referred;
use launchpod_words::launch_advanced as say;
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::context::store;
use crate::launch::field::Below;
use crate::launch::field_text::describe;
use crate::launch::form::LaunchForm;
use crate::platform::browser;
use crate::widgets::lazy_view::{Body, LazyView};

/// What shows the account's secrets: a file of its own.
#[derive(Clone, Copy)]
pub struct SecretsView(pub LazyView);

/// The row that a secret of RunPod's is chosen for, if one is.
#[derive(Clone, Copy)]
pub struct SecretTarget(pub RwSignal<Option<usize>>);

/// Rows of name and value.
#[component]
pub fn Environment() -> impl IntoView {
    let (form, SecretsView(secrets)) = (store::<LaunchForm>(), store::<SecretsView>());
    let target = SecretTarget(RwSignal::new(None));
    provide_context(target);
    let choosing = Memo::new(move |_| target.0.with(Option::is_some));
    // A row is made anew when the number of rows changes, and not at each letter: the cursor would be lost.
    let count = Memo::new(move |_| form.raw.with(|raw| raw.env.len()));
    let add = move |_| form.change(&[Field::Env], |raw| raw.env.push(Variable::default()));
    view! {
        <fieldset class="field env" id="env" tabindex="-1" aria-describedby="env-problem env-help">
            <legend>{describe(Field::Env).label}</legend>
            {move || (0..count.get()).map(|at| view! { <Row at /> }.into_any()).collect::<Vec<AnyView>>()}
            <button type="button" on:click=add>{say::add_variable()}</button>
            <div id="secrets">{move || choosing.get().then(|| view! { <Body view=secrets /> }.into_any())}</div>
            <div role="status">{move || replaced(form)}</div>
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
    let (form, SecretTarget(target)) = (store::<LaunchForm>(), store::<SecretTarget>());
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let name = move || form.raw.with(|raw| raw.env.get(at).map(|own| own.key.clone()).unwrap_or_default());
    // Where all lines but one are deleted, the cursor stays where it is.
    let lines = Memo::new(move |before: Option<&Option<usize>>| {
        let now = form.raw.with(|raw| raw.env.get(at).and_then(Variable::lines));
        let edited = shown.get() && before.is_some_and(Option::is_some);
        now.or(edited.then_some(1))
    });
    let secret = move || form.raw.with(|raw| referred(&raw.env.get(at)?.value).map(str::to_owned));
    let told = move || match lines.get() {
        Some(lines) if !shown.get() => {
            let words = say::lines_are_kept(lines);
            Some(view! { <p class="help">{words}</p> }.into_any())
        }
        _ => secret().map(|name| {
            let words = say::secret_goes_here(name);
            view! { <p class="help">{words}</p> }.into_any()
        }),
    };
    let several = Memo::new(move |_| lines.get().is_some());
    let value = move || {
        view! {
            <{..}
                id=value_id(at)
                aria-label=move || named(name(), at, say::value_of, say::value_of_nameless)
                placeholder=say::value_example()
                autocomplete="off"
                spellcheck="false"
                prop:value=move || form.raw.with(|raw| raw.env.get(at).map(|own| own.value.clone()).unwrap_or_default())
                on:input=move |event| write(form, at, |own| own.value = event_target_value(&event))
            />
        }
    };
    let choosing = move || target.get() == Some(at);
    let choose = move |_| target.update(|target| *target = if *target == Some(at) { None } else { Some(at) });
    let remove = move |_| {
        target.set(None);
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
                aria-label=say::name_of(at + 1)
                placeholder=say::name_example()
                autocomplete="off"
                spellcheck="false"
                autocapitalize="off"
                prop:value=name
                on:input=move |event| type_name(form, at, &event_target_value(&event))
            />
            {move || match (several.get(), shown.get()) {
                (true, true) => view! { <textarea rows="4" {..value()}></textarea> }.into_any(),
                // An input has one line: to type into it would lose the others.
                (true, false) => view! { <input type="password" readonly {..value()} /> }.into_any(),
                (false, _) => view! { <input type=kind on:paste=move |event| paste_lines(form, at, &event) {..value()} /> }.into_any(),
            }}
            <button
                type="button"
                class="quiet"
                aria-pressed=move || shown.get().to_string()
                aria-label=move || named(name(), at, say::show_value_of, say::show_value_of_nameless)
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                {say::show()}
            </button>
            <button
                type="button"
                class="quiet"
                aria-expanded=move || choosing().to_string()
                aria-controls="secrets"
                aria-label=move || named(name(), at, say::secret_for, say::secret_for_nameless)
                on:click=choose
            >
                {say::secret()}
            </button>
            <button
                type="button"
                class="quiet"
                aria-label=move || named(name(), at, say::remove_variable, say::remove_nameless)
                on:click=remove
            >
                {say::remove()}
            </button>
            {told}
        </div>
    }
    .into_any()
}

/// That RunPod puts something else into a variable.
fn replaced(form: LaunchForm) -> Option<AnyView> {
    let words = form.raw.with(OrderForm::pod_key_text);
    (!words.is_empty()).then(|| view! { <p class="notice">{words}</p> }.into_any())
}

/// The id of the input with a variable's value.
pub fn value_id(at: usize) -> String {
    format!("env-value-{at}")
}

/// `NAME=value` fills both in: whoever has typed so far goes on with the value.
fn type_name(form: LaunchForm, at: usize, text: &str) {
    let mut both = false;
    write(form, at, |own| both = own.type_name(text));
    if both {
        browser::focus(&value_id(at));
    }
}

/// An input takes one line: what has several goes into the form past it.
fn paste_lines(form: LaunchForm, at: usize, event: &ClipboardEvent) {
    let Some((from, to, text)) = pasted_lines(event) else { return };
    write(form, at, |own| own.paste(from, to, &text));
    // Another input has taken its place.
    set_timeout(move || browser::focus(&value_id(at)), std::time::Duration::ZERO);
}

/// What is pasted in several lines, and the part of the input that it takes the place of: kept from the input, which would
/// lose the line breaks. `None` for one line, which the input takes.
pub fn pasted_lines(event: &ClipboardEvent) -> Option<(u32, u32, String)> {
    let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let input = input.filter(|_| text.trim_end_matches(['\r', '\n']).contains(['\r', '\n']))?;
    event.prevent_default();
    let end = |end: Result<Option<u32>, _>| end.ok().flatten().unwrap_or(u32::MAX);
    Some((end(input.selection_start()), end(input.selection_end()), text))
}

/// What is said of a variable: by its name, or by its number where it has none yet.
fn named(name: String, at: usize, by_name: fn(String) -> String, by_number: fn(usize) -> String) -> String {
    if name.is_empty() { by_number(at + 1) } else { by_name(name) }
}

fn write(form: LaunchForm, at: usize, how: impl FnOnce(&mut Variable)) {
    form.change(&[Field::Env], |raw| {
        if let Some(own) = raw.env.get_mut(at) {
            how(own);
        }
    });
}
