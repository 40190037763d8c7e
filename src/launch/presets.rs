//! Presets, links, and what filled the form in. It stands above the form, not in it: Enter here must not launch.

use launchpod_core::order::preset::export;
use launchpod_words::{launch_presets as say, sentences};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::context::store;
use crate::launch::prefill::Filled;
use crate::launch::prefill::Prefill;
use crate::pods::replacements::Replacements;

/// Where the form starts from.
#[component]
pub fn Presets() -> impl IntoView {
    let prefill = store::<Prefill>();
    let bench = prefill.state;
    let told = move || {
        let (told, deleted) = bench.with(|bench| (bench.told.clone(), bench.deleted.is_some()));
        let undo = deleted.then(|| {
            view! { <button type="button" on:click=move |_| prefill.undo_delete()>{say::undo()}</button> }.into_any()
        });
        (!told.is_empty()).then(|| view! { <div class="notice">{lines(told)}{undo}</div> }.into_any())
    };
    view! {
        <section class="presets" aria-label=say::heading()>
            {move || bench.with(|bench| bench.filled.clone()).map(filled)}
            {start}
            <details>
                <summary>{say::more()}</summary>
                <Save />
                <div class="buttons">
                    {delete}
                    <button type="button" on:click=move |_| prefill.share()>{say::copy_link()}</button>
                    {save_file}
                </div>
                <Import />
            </details>
            <div role="status">{told}</div>
            {link}
        </section>
    }
    .into_any()
}

fn lines(texts: Vec<String>) -> Vec<AnyView> {
    texts.into_iter().map(|text| view! { <p>{text}</p> }.into_any()).collect()
}

/// What filled the form in, what that runs, and the way back.
fn filled(Filled { words, told, runs, .. }: Filled) -> AnyView {
    let (prefill, replacements) = (store::<Prefill>(), store::<Replacements>());
    let runs: Vec<AnyView> = runs
        .into_iter()
        .map(|(label, text)| {
            view! { <p class="detail">{label}</p><pre tabindex="0" aria-label=label>{text}</pre> }.into_any()
        })
        .collect();
    view! {
        <div class="notice filled" role="status">
            <p class="what">{words}</p>
            {lines(told)}
            {(!runs.is_empty()).then(|| view! { <div class="runs">{runs}</div> }.into_any())}
            {move || replacements.meant.get().map(|(_, name)| succeeds(name))}
            <button type="button" on:click=move |_| prefill.undo()>{say::restore()}</button>
        </div>
    }
    .into_any()
}

/// What becomes of the pod that the form was filled in from.
fn succeeds(name: String) -> AnyView {
    let keep = move |_| store::<Replacements>().meant.set(None);
    view! {
        <p>{say::old_pod_ends(&name)}</p>
        <button type="button" on:click=keep>{say::keep_old_pod(name)}</button>
    }
    .into_any()
}

/// The presets, if there are any.
fn start() -> Option<AnyView> {
    let prefill = store::<Prefill>();
    let (presets, chosen) = prefill.state.with(|bench| {
        let presets: Vec<_> = bench.presets.iter().map(|preset| (preset.id.clone(), preset.name.clone())).collect();
        (presets, bench.chosen.clone())
    });
    if presets.is_empty() {
        return None;
    }
    let option = |(id, name): (String, String)| {
        let selected = id == chosen;
        view! { <option value=id prop:selected=selected>{name}</option> }.into_any()
    };
    let options: Vec<AnyView> = presets.into_iter().map(option).collect();
    let choose = move |event| {
        let id = event_target_value(&event);
        prefill.start_from(&id);
    };
    let view = view! {
        <div class="field">
            <label for="preset">{say::start_from()}</label>
            <select id="preset" on:change=choose>
                <option value="" prop:selected=chosen.is_empty()>{say::no_preset()}</option>
                {options}
            </select>
        </div>
    };
    Some(view.into_any())
}

#[component]
fn Save() -> impl IntoView {
    let prefill = store::<Prefill>();
    let bench = prefill.state;
    let typed = move |event| {
        let name = event_target_value(&event);
        bench.update(|bench| bench.name = name);
    };
    let button = move || {
        bench.with(|bench| match bench.presets.iter().any(|preset| preset.name == bench.name.trim()) {
            true => say::replace(bench.name.trim()),
            false => say::save().to_owned(),
        })
    };
    view! {
        <form class="field" on:submit=move |event| {
            event.prevent_default();
            prefill.save_preset();
        }>
            <label for="preset-name">{say::name()}</label>
            <div class="beside">
                <input
                    id="preset-name"
                    type="text"
                    autocomplete="off"
                    maxlength="60"
                    aria-describedby="preset-help"
                    prop:value=move || bench.with(|bench| bench.name.clone())
                    on:input=typed
                />
                <button type="submit">{button}</button>
            </div>
            <p class="help" id="preset-help">{move || sentences(&[say::name_help(), &prefill.unsaved_secrets()])}</p>
        </form>
    }
    .into_any()
}

fn delete() -> Option<AnyView> {
    let prefill = store::<Prefill>();
    let name = prefill.state.with(|bench| {
        bench.presets.iter().find(|preset| preset.id == bench.chosen).map(|preset| preset.name.clone())
    })?;
    let click = move |_| prefill.delete_preset();
    Some(view! { <button class="danger" type="button" on:click=click>{say::delete(name)}</button> }.into_any())
}

/// All presets as a file, without asking anybody for it.
fn save_file() -> Option<AnyView> {
    let text = store::<Prefill>().state.with(|bench| (!bench.presets.is_empty()).then(|| export(&bench.presets)))?;
    let href = format!("data:application/json,{}", js_sys::encode_uri_component(&text));
    Some(view! { <a class="button" href=href download="launchpod-presets.json">{say::export_all()}</a> }.into_any())
}

#[component]
fn Import() -> impl IntoView {
    let prefill = store::<Prefill>();
    let chosen = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let file = input.as_ref().and_then(|input| input.files()?.get(0));
        if let (Some(input), Some(file)) = (input, file) {
            leptos::task::spawn_local(async move {
                let text = wasm_bindgen_futures::JsFuture::from(file.text()).await.ok();
                prefill.import_presets(&text.and_then(|text| text.as_string()).unwrap_or_default());
                // The same file may be chosen again.
                input.set_value("");
            });
        }
    };
    view! {
        <div class="field">
            <label for="preset-file">{say::import()}</label>
            <input id="preset-file" type="file" accept="application/json,.json" on:change=chosen />
        </div>
    }
    .into_any()
}

/// The link that was asked for, for those whose browser does not copy.
fn link() -> Option<AnyView> {
    let link = store::<Prefill>().state.with(|bench| bench.link.clone());
    if link.is_empty() {
        return None;
    }
    let view = view! {
        <div class="field">
            <label for="preset-link">{say::link()}</label>
            <input id="preset-link" type="text" readonly=true prop:value=link />
        </div>
    };
    Some(view.into_any())
}
