//! The panel below the environment: the account's secrets, and a new one.

use launchpod_core::order::Variable;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::secrets::{Field, Secret, loss};
use launchpod_words::secrets as say;
use leptos::prelude::*;

use crate::context::store;
use crate::launch::environment::pasted_lines;
use crate::launch::form::LaunchForm;
use crate::secrets::store::{SecretStore, id_of};
use crate::widgets::disclosure::keeps_enter;
use crate::widgets::error_box::ErrorBox;

/// What is chosen here goes into one variable.
#[component]
pub fn SecretPanel() -> impl IntoView {
    let (secrets, form) = (SecretStore::open(), store::<LaunchForm>());
    let heading = move || {
        let at = secrets.target.0.get().unwrap_or_default();
        let name = form.raw.with(|raw| raw.env.get(at).map(|own| own.key.clone()).unwrap_or_default());
        if name.is_empty() { say::heading_of_nameless(at + 1) } else { say::heading(name) }
    };
    view! {
        <div class="notice secrets" role="group" aria-labelledby="secrets-heading">
            <p class="what" id="secrets-heading" tabindex="-1">{heading}</p>
            <p class="help">{say::help()}</p>
            {move || secrets.listed.get().map(|listed| list(secrets, listed))}
            {move || secrets.asking.get().map(|secret| question(secrets, secret))}
            {move || secrets.listed.with(Option::is_some).then(|| view! { <NewOne secrets /> }.into_any())}
            <p role="status">{move || secrets.said.get()}</p>
            {move || secrets.failure.get().map(|failure| failed(secrets, failure))}
            <button type="button" on:click=move |_| secrets.close()>{say::close()}</button>
        </div>
    }
    .into_any()
}

fn failed(secrets: SecretStore, failure: launchpod_core::runpod::error::ApiError) -> AnyView {
    let again = secrets.listed.with_untracked(Option::is_none).then(|| {
        view! { <button type="button" on:click=move |_| secrets.reload()>{say::try_again()}</button> }.into_any()
    });
    view! { <ErrorBox failure doing=Operation::KeepingSecrets />{again} }.into_any()
}

fn list(secrets: SecretStore, listed: Vec<Secret>) -> AnyView {
    if listed.is_empty() {
        return view! { <p>{say::none_yet()}</p> }.into_any();
    }
    let entry = |secret: Secret| {
        let name = secret.name.clone();
        let (own, delete) = (say::use_named(&name), say::delete_named(&name));
        let click = {
            let name = name.clone();
            move |_| secrets.choose(&name)
        };
        view! {
            <li>
                <code>{name}</code>
                <button type="button" aria-label=own on:click=click>{say::use_it()}</button>
                <button type="button" class="quiet" aria-label=delete on:click=move |_| secrets.ask(Some(secret.clone()))>
                    {say::delete()}
                </button>
            </li>
        }
        .into_any()
    };
    view! { <ul>{listed.into_iter().map(entry).collect::<Vec<AnyView>>()}</ul> }.into_any()
}

fn question(secrets: SecretStore, secret: Secret) -> AnyView {
    let users = secrets.users_of(&secret.name);
    let words = loss(&secret, &users.iter().map(String::as_str).collect::<Vec<_>>());
    let label = say::delete_for_good(&secret.name);
    view! {
        <div class="failure" role="group" aria-labelledby="secret-loss">
            <p id="secret-loss">{words}</p>
            <div class="buttons">
                <button type="button" id="secret-keep" on:click=move |_| secrets.ask(None)>{say::keep()}</button>
                <button type="button" class="danger" on:click=move |_| secrets.delete(secret.clone())>{label}</button>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn NewOne(
    /// Where it is typed.
    secrets: SecretStore,
) -> impl IntoView {
    let lines = Memo::new(move |_| secrets.raw.with(Variable::lines));
    let several = move || {
        lines.get().map(|lines| {
            let clear = move |_| secrets.change(Field::Value, |raw| raw.value.clear());
            view! {
                <p class="help">{say::lines_kept(lines)}</p>
                <button type="button" class="quiet" on:click=clear>{say::clear_value()}</button>
            }
            .into_any()
        })
    };
    view! {
        <div class="field">
            <label for=id_of(Field::Name)>{say::name_label()}</label>
            <input
                type="text"
                autocapitalize="off"
                {..typed(secrets, Field::Name)}
                prop:value=move || secrets.raw.with(|raw| raw.key.clone())
                on:input=move |event| secrets.change(Field::Name, |raw| raw.key = event_target_value(&event))
            />
            <p class="problem" id="secret-name-problem">{move || secrets.problem(Field::Name)}</p>
        </div>
        <div class="field">
            <label for=id_of(Field::Value)>{say::value_label()}</label>
            <input
                type="password"
                // An input has one line: to type into it would lose the others.
                readonly=move || lines.get().is_some()
                {..typed(secrets, Field::Value)}
                prop:value=move || secrets.raw.with(|raw| raw.value.clone())
                on:paste=move |event| {
                    if let Some((from, to, text)) = pasted_lines(&event) {
                        secrets.change(Field::Value, |raw| raw.paste(from, to, &text));
                    }
                }
                on:input=move |event| secrets.change(Field::Value, |raw| raw.value = event_target_value(&event))
            />
            <p class="problem" id="secret-value-problem">{move || secrets.problem(Field::Value)}</p>
            {several}
        </div>
        <button
            type="button"
            aria-disabled=move || secrets.busy.get().to_string()
            on:click=move |_| secrets.make()
        >
            {say::make()}
        </button>
    }
    .into_any()
}

/// What both inputs have.
fn typed(secrets: SecretStore, field: Field) -> impl leptos::attr::Attribute {
    let id = id_of(field);
    view! {
        <{..}
            id=id
            autocomplete="off"
            spellcheck="false"
            aria-describedby=format!("{id}-problem")
            aria-invalid=move || (!secrets.problem(field).is_empty()).to_string()
            on:keydown=move |event| if keeps_enter(&event) { secrets.make() }
        />
    }
}
