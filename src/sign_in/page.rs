//! Sign in with a key. In another language the elements stay and get other words: what was typed stays in them, and nowhere
//! else.

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::ApiChoice;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::types::page_address::is_shared;
use launchpod_words::{ELEMENT, Message, app, around, common, sign_in as say};
use leptos::ev::{Event, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;

use crate::context::store;
use crate::platform::browser;
use crate::platform::language::PageLanguage;
use crate::sign_in::session::{self, Session, SessionState, choose_api, chosen_api};
use crate::sign_in::simulator::SimulatorConfig;
use crate::widgets::external_link::ExternalLink;
use crate::widgets::mark::Mark;

/// Where RunPod's own page for keys is.
const KEYS_PAGE: &str = "https://console.runpod.io/user/settings";
const KEYS_DOCS: &str = "https://docs.runpod.io/get-started/api-keys";

/// Under which name a password manager keeps the key, whatever language is spoken.
const USER_NAME: &str = "RunPod API key";

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (session, language) = (Session::expect(), store::<PageLanguage>());
    let title = language.says(say::title);
    Effect::new(move |_| browser::set_title(title()));
    view! {
        <main class="sign-in">
            <h1><Mark />"Launchpod"</h1>
            <p class="lead">{language.says(say::lead)}</p>
            {browser::hash().contains("?order=").then(|| view! { <p class="notice">{language.says(say::linked)}</p> }.into_any())}
            {session::was_forgotten().then(|| view! { <p class="notice" role="status">{language.says(say::forgotten)}</p> }.into_any())}
            {is_shared(&browser::href()).then(|| view! { <p class="notice">{language.says(say::shared_address)}</p> }.into_any())}
            <KeyForm />
            {session.simulator().map(|practice| view! { <Practise practice /> })}
            <ChoosingAnApi />
        </main>
    }
}

#[component]
fn KeyForm() -> impl IntoView {
    let (session, language) = (Session::expect(), store::<PageLanguage>());
    let input = NodeRef::<Input>::new();
    let on_simulator = NodeRef::<Input>::new();
    let has_own_key = session.simulator().is_some_and(|simulator| simulator.key.is_none());
    let goes_to = if has_own_key { say::key_goes_to_either } else { say::key_goes_to_runpod };
    let checking = move || session.state() == SessionState::Checking;
    let button = move || language.says(if checking() { say::checking } else { say::sign_in })();
    let problem = move || match session.state() {
        SessionState::Odd(words) => words,
        _ => "",
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = input.get_untracked().map(|input| input.value()).unwrap_or_default();
        let on_simulator = on_simulator.get_untracked().is_some_and(|input| input.checked());
        if !untrack(checking) && !session.sign_in_with(&typed, on_simulator) {
            browser::focus("key");
        }
    };
    let again = move || {
        language.spoken();
        session.holds_a_key().then(|| view! { <Again /> }.into_any())
    };
    view! {
        <form on:submit=submit novalidate=true>
            <input
                class="visually-hidden"
                type="text"
                name="username"
                autocomplete="username"
                value=USER_NAME
                readonly=true
                tabindex="-1"
                aria-hidden="true"
            />
            <label for="key">{language.says(say::key)}</label>
            <input
                id="key"
                name="key"
                type="password"
                autocomplete="current-password"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby="key-problem key-help"
                aria-invalid=move || (!problem().is_empty()).to_string()
                node_ref=input
                on:input=move |_| session.type_another()
            />
            <p class="problem" id="key-problem" role="alert">{problem}</p>
            <p class="help" id="key-help">{language.says(goes_to)}</p>
            <MakingAKey />
            {has_own_key.then(|| view! { <OnSimulator node_ref=on_simulator /> })}
            <button class="primary" type="submit" aria-disabled=move || checking().to_string()>
                {button}
            </button>
            {move || match session.state() {
                SessionState::Failed(failure) => Some((failure.draw(), again())),
                SessionState::NotLoaded => Some((not_loaded(), again())),
                _ => None,
            }}
        </form>
    }
}

/// The key is still in the form, or in the tab.
fn not_loaded() -> AnyView {
    view! {
        <div class="failure" role="alert">
            <p class="what">{app::pods_not_loaded()}</p>
            <p>{common::check_connection()}</p>
        </div>
    }
    .into_any()
}

/// The page was loaded anew and RunPod could not be reached: the key need not be pasted again.
#[component]
fn Again() -> impl IntoView {
    let (session, language) = (Session::expect(), store::<PageLanguage>());
    view! {
        <button type="button" on:click=move |_| session.sign_in_again()>{language.says(say::try_key_again)}</button>
    }
}

/// A simulator that was started with a key of the person's own does not tell it to the page.
#[component]
fn OnSimulator(
    /// The box.
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    let language = store::<PageLanguage>();
    view! {
        <label class="check">
            <input type="checkbox" node_ref=node_ref />
            {language.says(say::is_of_simulator)}
        </label>
    }
}

#[component]
fn Practise(
    /// The simulator.
    practice: SimulatorConfig,
) -> impl IntoView {
    let SimulatorConfig { endpoint, key, .. } = practice;
    key.map(|key| practise_button(endpoint, key))
}

fn practise_button(endpoint: Endpoint, key: ApiKey) -> impl IntoView {
    let (session, language) = (Session::expect(), store::<PageLanguage>());
    view! {
        <section class="practise" aria-labelledby="practise-heading">
            <h2 id="practise-heading">{language.says(say::just_trying)}</h2>
            <p>{language.says(say::simulated)}</p>
            <button type="button" on:click=move |_| session.sign_in(endpoint.clone(), key.clone())>
                {language.says(say::practise)}
            </button>
        </section>
    }
}

#[component]
fn MakingAKey() -> impl IntoView {
    let language = store::<PageLanguage>();
    let with_link = move |sentence: fn(char) -> String, href: &'static str, text: Message| {
        move || {
            language.spoken();
            let (before, after) = around(&sentence(ELEMENT));
            view! { {before} <ExternalLink href text=text() /> {after} }.into_any()
        }
    };
    view! {
        <details>
            <summary>{language.says(say::how_to_make_a_key)}</summary>
            <ol>
                <li>{with_link(say::open_settings, KEYS_PAGE, say::runpods_settings)}</li>
                <li>{language.says(say::give_it_a_name)}</li>
                <li>{language.says(say::choose_rights)}</li>
                <li>{language.says(say::copy_it_at_once)}</li>
            </ol>
            <p>{with_link(say::more_on_keys, KEYS_DOCS, say::runpods_documentation)}</p>
        </details>
    }
}

#[component]
fn ChoosingAnApi() -> impl IntoView {
    let language = store::<PageLanguage>();
    let choose = move |event: Event| {
        choose_api(if event_target_checked(&event) { ApiChoice::Rest } else { ApiChoice::Graphql });
    };
    view! {
        <details>
            <summary>{language.says(say::settings)}</summary>
            <label class="check">
                <input
                    type="checkbox"
                    id="use-rest"
                    aria-describedby="use-rest-help"
                    checked=chosen_api() == ApiChoice::Rest
                    on:change=choose
                />
                {language.says(say::use_rest)}
            </label>
            <p class="help" id="use-rest-help">{language.says(say::about_rest)}</p>
        </details>
    }
}
