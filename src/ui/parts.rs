//! Parts of the page that are files of their own. The desk is fetched while the key is typed; the money, the launch form and the
//! page of one pod when the page is used already, one after the other, or when they are opened.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::SplitLoaderError;

use super::pages::launch::LaunchPage;
use super::pages::pod::PodPage;
use crate::app::browser;
use crate::app::desk::Desk;
use crate::app::route::Route;
use crate::app::watched::Shared;
use crate::ui::AtTheDesk;
use crate::ui::components::pod_card::heading_id;
use crate::ui::components::spend::Spend;

/// Draws the page.
type Draw = fn() -> AnyView;

/// The list of pods comes first.
const QUIET: Duration = Duration::from_secs(1);
/// Words that come and go sooner are only flicker.
const SLOW: Duration = Duration::from_millis(400);

/// What goes into the form's file: this, and all that nothing else reaches. It hands a function out, since a view belongs
/// to who draws it and is made where it stands. build.rs says when there are other files.
#[cfg_attr(split, leptos::wasm_split::wasm_split(launch, fallible, wasm_split_path = ::leptos::wasm_split))]
fn launch_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <LaunchPage /> }.into_any())
}

/// What goes into the file of the page of one pod, likewise.
#[cfg_attr(split, leptos::wasm_split::wasm_split(pod, fallible, wasm_split_path = ::leptos::wasm_split))]
fn pod_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <PodPage /> }.into_any())
}

/// What goes into the file of the money: what the list shows of it,
#[cfg_attr(split, leptos::wasm_split::wasm_split(money, fallible, wasm_split_path = ::leptos::wasm_split))]
fn money_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <Spend /> }.into_any())
}

/// and what goes on whichever page is in sight.
#[cfg_attr(split, leptos::wasm_split::wasm_split(money, fallible, wasm_split_path = ::leptos::wasm_split))]
fn keeping_file() -> Result<fn(Desk), SplitLoaderError> {
    Ok(|desk| {
        desk.keep_books();
        desk.keep_rules();
    })
}

async fn keeping() -> Result<fn(Desk), SplitLoaderError> {
    #[cfg(split)]
    return keeping_file().await;
    #[cfg(not(split))]
    keeping_file()
}

/// What goes into the file of the desk: all that somebody sees who is signed in, and no other file has.
#[cfg_attr(split, leptos::wasm_split::wasm_split(desk, fallible, wasm_split_path = ::leptos::wasm_split))]
fn desk_file() -> Result<Draw, SplitLoaderError> {
    Ok(|| view! { <AtTheDesk /> }.into_any())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Desk,
    Money,
    Launch,
    Pod,
}

impl Which {
    async fn arrival(self) -> Result<Draw, SplitLoaderError> {
        #[cfg(split)]
        return match self {
            Self::Desk => desk_file().await,
            Self::Money => money_file().await,
            Self::Launch => launch_file().await,
            Self::Pod => pod_file().await,
        };
        #[cfg(not(split))]
        match self {
            Self::Desk => desk_file(),
            Self::Money => money_file(),
            Self::Launch => launch_file(),
            Self::Pod => pod_file(),
        }
    }

    const fn loading(self) -> &'static str {
        match self {
            Self::Desk => "Loading your pods …",
            Self::Money => "Loading what was spent …",
            Self::Launch => "Loading the launch form …",
            Self::Pod => "Loading the page of this pod …",
        }
    }

    const fn lost(self) -> &'static str {
        match self {
            Self::Desk => {
                "Your pods could not be loaded. Nothing was changed: they go on as they were, and cost what they did."
            }
            Self::Money => {
                "What was spent, and the budget, could not be loaded. No budget warns or stops until they are. The list \
                 below is right."
            }
            Self::Launch => "The launch form could not be loaded. Nothing was launched.",
            Self::Pod => {
                "The page of this pod could not be loaded. The pod goes on as it was: the list shows it, and ends it."
            }
        }
    }
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

/// A page that is a file of its own, and how far that has come.
#[derive(Clone, Copy)]
pub struct Part {
    which: Which,
    state: Shared<State>,
}

impl Part {
    /// What somebody sees who is signed in: fetched at once, while the key is typed.
    pub fn desk() -> Self {
        let desk = Self { which: Which::Desk, state: Shared::default() };
        desk.fetch();
        desk
    }

    /// The money, the launch form and the page of one pod. They are fetched when the page has been at rest for a moment, in
    /// this order.
    pub fn soon(desk: Desk) -> (Self, Self, Self) {
        let part = |which| Self { which, state: Shared::default() };
        let (money, launch, pod) = (part(Which::Money), part(Which::Launch), part(Which::Pod));
        let come = async move {
            if let Ok(keep) = keeping().await {
                keep(desk);
            }
            money.come().await;
            launch.come().await;
            pod.come().await;
        };
        set_timeout(move || spawn_local(come), QUIET);
        (money, launch, pod)
    }

    /// Fetches it now, unless it is there or on its way.
    fn fetch(self) {
        spawn_local(self.come());
    }

    async fn come(self) {
        match self.state.peek(|state| *state) {
            State::Unasked => self.state.set(State::Coming),
            State::Failed => self.state.set(State::Slow),
            _ => return,
        }
        set_timeout(move || self.grow_slow(), SLOW);
        self.state.set(self.which.arrival().await.map_or(State::Failed, State::There));
    }

    fn grow_slow(self) {
        if self.state.peek(|state| matches!(state, State::Coming)) {
            self.state.set(State::Slow);
        }
    }
}

/// What the list shows of the money. It comes a moment later, and the list does not wait for it.
#[component]
pub fn Money(
    /// The money.
    part: Part,
) -> impl IntoView {
    move || match part.state.get() {
        State::There(draw) => draw(),
        State::Failed => view! { <section class="spend"><Failed part /></section> }.into_any(),
        State::Slow | State::Unasked | State::Coming => ().into_any(),
    }
}

/// The page of the launch form.
#[component]
pub fn LaunchRoute(
    /// The form.
    part: Part,
) -> impl IntoView {
    browser::set_title("Launch a pod · Launchpod");
    view! {
        <h1>"Launch a pod"</h1>
        <Body part />
    }
}

/// The page of one pod.
#[component]
pub fn PodRoute(
    /// The page.
    part: Part,
) -> impl IntoView {
    let desk = Desk::expect();
    let name = move || {
        desk.fleet.any();
        let Route::Pod(id) = desk.route.peek(Route::clone) else { return "Pod".to_owned() };
        desk.fleet.row(&id).map_or("Pod".to_owned(), |row| row.with(|known| known.pod.name.clone()))
    };
    Effect::new(move |_| browser::set_title(&format!("{} · Launchpod", name())));
    let heading = desk.route.peek(|route| match route {
        Route::Pod(id) => Some(heading_id(id)),
        _ => None,
    });
    view! {
        <p class="back"><a href=Route::Pods.href()>"All pods"</a></p>
        <h1 id=heading>{name}</h1>
        <Body part />
    }
}

/// In the page's place what keeps it, until it is there.
#[component]
pub fn Body(
    /// The page.
    part: Part,
) -> impl IntoView {
    part.fetch();
    move || match part.state.get() {
        State::There(draw) => draw(),
        State::Slow => view! { <p class="notice" role="status">{part.which.loading()}</p> }.into_any(),
        State::Failed => view! { <Failed part /> }.into_any(),
        State::Unasked | State::Coming => ().into_any(),
    }
}

#[component]
fn Failed(
    /// The page.
    part: Part,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert">
            <p class="what">{part.which.lost()}</p>
            <p>
                "Check your connection and try again. If that does not help, reload the page: it was probably renewed \
                 in the meantime."
            </p>
            <button type="button" on:click=move |_| part.fetch()>"Try again"</button>
        </div>
    }
}
