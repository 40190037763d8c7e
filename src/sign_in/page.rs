//! Sign in with a key.

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::ApiChoice;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_words::sign_in as say;
use launchpod_words::{ELEMENT, around, common};
use leptos::ev::{Event, SubmitEvent};
use leptos::html::Input;
use leptos::prelude::*;

use crate::platform::browser;
use crate::sign_in::session::{Session, SessionState, choose_api, chosen_api};
use crate::sign_in::simulator::SimulatorConfig;
use crate::widgets::error_box::ErrorBox;

/// Where RunPod's own page for keys is.
const KEYS_PAGE: &str = "https://console.runpod.io/user/settings";
const KEYS_DOCS: &str = "https://docs.runpod.io/get-started/api-keys";

/// Under which name a password manager keeps the key, whatever language is spoken.
const USER_NAME: &str = "RunPod API key";

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    browser::set_title(say::title());
    let session = Session::expect();
    view! {
        <main class="sign-in">
            <h1>"Launchpod"</h1>
            <p class="lead">{say::lead()}</p>
            {browser::hash().contains("?order=").then(|| view! { <p class="notice">{say::linked()}</p> }.into_any())}
            <KeyForm />
            {session.simulator().map(|practice| view! { <Practise practice /> })}
            <MakingAKey />
            <ChoosingAnApi />
        </main>
    }
}

#[component]
fn KeyForm() -> impl IntoView {
    let session = Session::expect();
    let input = NodeRef::<Input>::new();
    let on_simulator = NodeRef::<Input>::new();
    let has_own_key = session.simulator().is_some_and(|simulator| simulator.key.is_none());
    let goes_to = match has_own_key {
        true => say::key_goes_to_either(),
        false => say::key_goes_to_runpod(),
    };
    let checking = move || session.state() == SessionState::Checking;
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
            <label for="key">{say::key()}</label>
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
            <p class="help" id="key-help">{goes_to}</p>
            {has_own_key.then(|| view! { <OnSimulator node_ref=on_simulator /> })}
            <button class="primary" type="submit" aria-disabled=move || checking().to_string()>
                {move || if checking() { say::checking() } else { say::sign_in() }}
            </button>
            {move || match session.state() {
                SessionState::Failed(failure) => {
                    let again = session.holds_a_key().then(|| view! { <Again /> }.into_any());
                    Some(view! { <ErrorBox failure doing=Operation::SigningIn /> {again} }.into_any())
                }
                _ => None,
            }}
        </form>
    }
}

/// The page was loaded anew and RunPod could not be reached: the key need not be pasted again.
#[component]
fn Again() -> impl IntoView {
    let session = Session::expect();
    view! {
        <button type="button" on:click=move |_| session.sign_in_again()>{say::try_key_again()}</button>
    }
}

/// A simulator that was started with a key of the person's own does not tell it to the page.
#[component]
fn OnSimulator(
    /// The box.
    node_ref: NodeRef<Input>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" node_ref=node_ref />
            {say::is_of_simulator()}
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
    let session = Session::expect();
    view! {
        <section class="practise" aria-labelledby="practise-heading">
            <h2 id="practise-heading">{say::just_trying()}</h2>
            <p>{say::simulated()}</p>
            <button type="button" on:click=move |_| session.sign_in(endpoint.clone(), key.clone())>
                {say::practise()}
            </button>
        </section>
    }
}

#[component]
fn MakingAKey() -> impl IntoView {
    let (before, after) = around(&say::open_settings(ELEMENT));
    let (more, switching_off) = around(&say::more_on_keys(ELEMENT));
    view! {
        <details>
            <summary>{say::how_to_make_a_key()}</summary>
            <ol>
                <li>{before} <ExternalLink href=KEYS_PAGE text=say::runpods_settings() /> {after}</li>
                <li>{say::give_it_a_name()}</li>
                <li>{say::choose_rights()}</li>
                <li>{say::copy_it_at_once()}</li>
            </ol>
            <p>{more} <ExternalLink href=KEYS_DOCS text=say::runpods_documentation() /> {switching_off}</p>
        </details>
    }
}

#[component]
fn ChoosingAnApi() -> impl IntoView {
    let choose = move |event: Event| {
        choose_api(if event_target_checked(&event) { ApiChoice::Rest } else { ApiChoice::Graphql });
    };
    view! {
        <details>
            <summary>{say::settings()}</summary>
            <label class="check">
                <input
                    type="checkbox"
                    id="use-rest"
                    aria-describedby="use-rest-help"
                    checked=chosen_api() == ApiChoice::Rest
                    on:change=choose
                />
                {say::use_rest()}
            </label>
            <p class="help" id="use-rest-help">{say::about_rest()}</p>
        </details>
    }
}

/// A link that leaves the page, and tells the other side nothing of it.
#[component]
pub fn ExternalLink(
    /// Where to.
    href: &'static str,
    /// The words on it.
    text: &'static str,
) -> impl IntoView {
    let where_to = format!(" {}", common::opens_in_new_tab());
    view! { <a href=href target="_blank" rel="noopener noreferrer">{text}<span class="visually-hidden">{where_to}</span></a> }
}
