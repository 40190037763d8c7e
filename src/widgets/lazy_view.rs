//! A view that is a file of its own, and what stands in its place until it is there.

use std::pin::Pin;
use std::time::Duration;

use launchpod_words::{Message, common};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use crate::platform::shared::Shared;

/// Draws a view. A view belongs to who draws it, so a file hands this out.
pub type Draw = fn() -> AnyView;

/// Fetches the file of a view.
pub type Loading = Pin<Box<dyn Future<Output = Result<Draw, SplitLoaderError>>>>;

/// Words that come and go sooner are only flicker.
const SLOW: Duration = Duration::from_millis(400);

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Unasked,
    Loading,
    Slow,
    Failed,
    There(Draw),
}

/// A view that is a file of its own, and how far that has come.
#[derive(Clone, Copy)]
pub struct LazyView {
    load: fn() -> Loading,
    /// What is said while it comes.
    loading: Message,
    /// What is said if it can't be had.
    failed: fn() -> String,
    state: Shared<State>,
}

impl LazyView {
    /// A view that nobody has asked for yet; what is said while `load` lasts, and if it fails.
    pub fn new(load: fn() -> Loading, loading: Message, failed: fn() -> String) -> Self {
        Self { load, loading, failed, state: Shared::default() }
    }

    /// Fetches it now, unless it is there or on its way.
    pub fn fetch(self) {
        spawn_local(self.load());
    }

    /// The same if nobody has asked for it yet.
    pub fn fetch_first(self) {
        if self.state.peek(|state| matches!(state, State::Unasked)) {
            self.fetch();
        }
    }

    /// The same, waited for.
    pub async fn load(self) {
        match self.state.peek(|state| *state) {
            State::Unasked => self.state.set(State::Loading),
            State::Failed => self.state.set(State::Slow),
            _ => return,
        }
        set_timeout(move || self.grow_slow(), SLOW);
        self.state.set((self.load)().await.map_or(State::Failed, State::There));
    }

    fn grow_slow(self) {
        if self.state.peek(|state| matches!(state, State::Loading)) {
            self.state.set(State::Slow);
        }
    }
}

/// What is fetched without being asked for: nothing stands in its place until it is there, or has failed.
#[component]
pub fn Quietly(
    /// The view.
    view: LazyView,
) -> impl IntoView {
    move || match view.state.get() {
        State::There(draw) => draw(),
        State::Failed => view! { <section class="spend"><Failed view /></section> }.into_any(),
        State::Slow | State::Unasked | State::Loading => ().into_any(),
    }
}

/// Fetches the view, and says so until it is there.
#[component]
pub fn Body(
    /// The view.
    view: LazyView,
) -> impl IntoView {
    view.fetch();
    move || match view.state.get() {
        State::There(draw) => draw(),
        State::Slow => view! { <p class="notice" role="status">{(view.loading)()}</p> }.into_any(),
        State::Failed => view! { <Failed view /> }.into_any(),
        State::Unasked | State::Loading => ().into_any(),
    }
}

#[component]
fn Failed(
    /// The view.
    view: LazyView,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert">
            <p class="what">{(view.failed)()}</p>
            <p>{common::check_connection()}</p>
            <button type="button" on:click=move |_| view.fetch()>{common::try_again()}</button>
        </div>
    }
}
