//! The pod's environment: names and values, values masked.

use launchpod_core::order::{Field, OrderForm, Variable};
use leptos::ev::ClipboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::context::store;
use crate::launch::field::Below;
use crate::launch::field_text::describe;
use crate::launch::form::LaunchForm;
use crate::platform::browser;

/// Rows of name and value.
#[component]
pub fn Environment() -> impl IntoView {
    let form = store::<LaunchForm>();
    // A row is made anew when the number of rows changes, and not at each letter: the cursor would be lost.
    let count = Memo::new(move |_| form.raw.with(|raw| raw.env.len()));
    let add = move |_| form.change(&[Field::Env], |raw| raw.env.push(Variable::default()));
    view! {
        <fieldset class="field env" id="env" tabindex="-1" aria-describedby="env-problem env-help">
            <legend>{describe(Field::Env).label}</legend>
            {move || (0..count.get()).map(|at| view! { <Row at /> }.into_any()).collect::<Vec<AnyView>>()}
            <button type="button" on:click=add>"Add a variable"</button>
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
    let form = store::<LaunchForm>();
    let shown = RwSignal::new(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let name = move || form.raw.with(|raw| raw.env.get(at).map(|own| own.key.clone()).unwrap_or_default());
    // Where all lines but one are deleted, the cursor stays where it is.
    let lines = Memo::new(move |before: Option<&Option<usize>>| {
        let now = form.raw.with(|raw| raw.env.get(at).and_then(Variable::lines));
        let edited = shown.get() && before.is_some_and(Option::is_some);
        now.or(edited.then_some(1))
    });
    let told = move || match lines.get() {
        Some(lines) if !shown.get() => {
            let words = format!("{lines} lines are kept as they are. Press Show to change them.");
            Some(view! { <p class="help">{words}</p> }.into_any())
        }
        _ => None,
    };
    let several = Memo::new(move |_| lines.get().is_some());
    let value = move || {
        view! {
            <{..}
                id=place(at)
                aria-label=move || format!("Value of {}", named(name(), at))
                placeholder="value"
                autocomplete="off"
                spellcheck="false"
                prop:value=move || form.raw.with(|raw| raw.env.get(at).map(|own| own.value.clone()).unwrap_or_default())
                on:input=move |event| write(form, at, |own| own.value = event_target_value(&event))
            />
        }
    };
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
                aria-label=move || format!("Show the value of {}", named(name(), at))
                on:click=move |_| shown.update(|shown| *shown = !*shown)
            >
                "Show"
            </button>
            <button type="button" class="quiet" aria-label=move || format!("Remove {}", named(name(), at)) on:click=remove>
                "Remove"
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

fn place(at: usize) -> String {
    format!("env-value-{at}")
}

/// An input takes one line: what has several goes into the form past it.
fn paste_lines(form: LaunchForm, at: usize, event: &ClipboardEvent) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(input) = input.filter(|_| text.trim_end_matches(['\r', '\n']).contains(['\r', '\n'])) else { return };
    event.prevent_default();
    let end = |end: Result<Option<u32>, _>| end.ok().flatten().unwrap_or(u32::MAX);
    let (from, to) = (end(input.selection_start()), end(input.selection_end()));
    write(form, at, |own| own.paste(from, to, &text));
    // Another input has taken its place.
    set_timeout(move || browser::focus(&place(at)), std::time::Duration::ZERO);
}

fn named(name: String, at: usize) -> String {
    if name.is_empty() { format!("variable {}", at + 1) } else { name }
}

fn write(form: LaunchForm, at: usize, how: impl FnOnce(&mut Variable)) {
    form.change(&[Field::Env], |raw| {
        if let Some(own) = raw.env.get_mut(at) {
            how(own);
        }
    });
}
