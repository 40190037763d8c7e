//! The launch form is a file of its own: fetched when the page is used already, or when the form is opened.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::pages::launch::LaunchPage;
use crate::app::browser;
use crate::app::watched::Watched;

/// Draws the form.
type Draw = fn() -> AnyView;

/// The list of pods comes first.
const QUIET: Duration = Duration::from_secs(1);
/// Words that come and go sooner are only flicker.
const SLOW: Duration = Duration::from_millis(400);

/// What goes into the other file: this, and all that nothing else reaches. It hands a function out, since a view belongs
/// to who draws it and is made where it stands. build.rs says when there is another file.
#[cfg_attr(split, leptos::wasm_split::wasm_split(launch, fallible, wasm_split_path = ::leptos::wasm_split))]
fn other_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <LaunchPage /> }.into_any())
}

async fn arrival() -> Result<Draw, SplitLoaderError> {
    #[cfg(split)]
    return other_file().await;
    #[cfg(not(split))]
    other_file()
}

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Unasked,
    Coming,
    Slow,
    Failed,
    There(Draw),
}

/// How far the form has come.
#[derive(Clone, Copy, Default)]
pub struct LaunchForm(Watched<State>);

impl LaunchForm {
    /// Fetches the form when the page has been at rest for a moment.
    pub fn soon() -> Self {
        let form = Self::default();
        set_timeout(move || form.fetch(), QUIET);
        form
    }

    /// Fetches it now, unless it is there or on its way.
    fn fetch(self) {
        match self.0.peek(|state| *state) {
            State::Unasked => self.0.set(State::Coming),
            State::Failed => self.0.set(State::Slow),
            _ => return,
        }
        set_timeout(move || self.grow_slow(), SLOW);
        spawn_local(async move { self.0.set(arrival().await.map_or(State::Failed, State::There)) });
    }

    fn grow_slow(self) {
        if self.0.peek(|state| matches!(state, State::Coming)) {
            self.0.set(State::Slow);
        }
    }
}

/// The page of the form, and in the form's place what keeps it.
#[component]
pub fn LaunchRoute(
    /// The form.
    form: LaunchForm,
) -> impl IntoView {
    browser::set_title("Launch a pod · Launchpod");
    form.fetch();
    let body = move || match form.0.get() {
        State::There(draw) => draw(),
        State::Slow => view! { <p class="notice" role="status">"Loading the launch form …"</p> }.into_any(),
        State::Failed => view! { <Failed form /> }.into_any(),
        State::Unasked | State::Coming => ().into_any(),
    };
    view! {
        <h1>"Launch a pod"</h1>
        {body}
    }
}

#[component]
fn Failed(
    /// The form.
    form: LaunchForm,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert">
            <p class="what">"The launch form could not be loaded. Nothing was launched."</p>
            <p>
                "Check your connection and try again. If that does not help, reload the page: it was probably renewed \
                 in the meantime."
            </p>
            <button type="button" on:click=move |_| form.fetch()>"Try again"</button>
        </div>
    }
}
