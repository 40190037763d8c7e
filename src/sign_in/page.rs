//! Sign in with a key.

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::ApiChoice;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error_messages::Operation;
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

const LINKED: &str = "You have opened a link with a filled-in launch form. Sign in with your own key to see it. The link launches nothing.";

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    browser::set_title("Sign in · Launchpod");
    let session = Session::expect();
    view! {
        <main class="sign-in">
            <h1>"Launchpod"</h1>
            <p class="lead">"Launch, watch and end GPU pods on RunPod, and see at every moment what they cost."</p>
            {browser::hash().contains("?order=").then(|| view! { <p class="notice">{LINKED}</p> }.into_any())}
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
        true => {
            "It goes to the simulator alone if the box below is ticked. Otherwise it goes to RunPod alone, straight from this \
             browser or, where RunPod does not allow that, through this page's own server. It is forgotten when you close \
             this tab."
        }
        false => {
            "It goes to RunPod alone, straight from this browser or, where RunPod does not allow that, through this page's \
             own server. It is forgotten when you close this tab."
        }
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
                value="RunPod API key"
                readonly=true
                tabindex="-1"
                aria-hidden="true"
            />
            <label for="key">"RunPod API key"</label>
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
                {move || if checking() { "Checking the key…" } else { "Sign in" }}
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
        <button type="button" on:click=move |_| session.sign_in_again()>"Try again with the key of this tab"</button>
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
            "This is the key of the simulator on this computer: practise without spending"
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
            <h2 id="practise-heading">"Just trying?"</h2>
            <p>{"A simulated RunPod runs on this computer. Nothing there is real, and nothing costs money."}</p>
            <button type="button" on:click=move |_| session.sign_in(endpoint.clone(), key.clone())>
                "Practise without spending"
            </button>
        </section>
    }
}

#[component]
fn MakingAKey() -> impl IntoView {
    view! {
        <details>
            <summary>"How do I make a key?"</summary>
            <ol>
                <li>
                    "Open " <ExternalLink href=KEYS_PAGE text="RunPod's settings" />
                    ", and there “API Keys” and “Create API Key”."
                </li>
                <li>{"Give it a name that you will know again, like “Launchpod”."}</li>
                <li>
                    {"Choose “Restricted”, and “Read/Write” for api.runpod.io/graphql. Everything else can stay at “None” until \
                     RunPod switches GraphQL off; then a key needs REST v2 as well."}
                </li>
                <li>{"Copy the key at once: RunPod shows it only this one time. Then paste it above."}</li>
            </ol>
            <p>
                "More on keys: " <ExternalLink href=KEYS_DOCS text="RunPod's documentation" />
                ". You can switch a key off there at any time."
            </p>
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
            <summary>"Settings"</summary>
            <label class="check">
                <input
                    type="checkbox"
                    id="use-rest"
                    aria-describedby="use-rest-help"
                    checked=chosen_api() == ApiChoice::Rest
                    on:change=choose
                />
                "Use REST v2, RunPod's new API"
            </label>
            <p class="help" id="use-rest-help">
                {"RunPod switches its old API, GraphQL, off in early 2027. This page then changes over by itself. The new API \
                 launches no spot pods."}
            </p>
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
    view! { <a href=href target="_blank" rel="noopener noreferrer">{text}<span class="visually-hidden">" (opens in a new tab)"</span></a> }
}
