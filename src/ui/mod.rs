//! Views. They show what the desk knows and send intents; nothing is decided here.

pub mod components;
pub mod pages;
pub mod parts;

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::route::Route;
use crate::app::session::{Session, Standing};
use components::top_bar::TopBar;
use pages::pods::PodsPage;
use pages::sign_in::SignInPage;
use parts::{Body, LaunchRoute, Part, PodRoute};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::provide();
    let desk = Part::desk();
    let who = Memo::new(move |_| match session.standing() {
        Standing::In(who) => Some(*who),
        _ => None,
    });
    // Each who signs in has a desk of their own.
    move || match who.with(Option::is_some) {
        true => view! { <Body part=desk /> }.into_any(),
        false => view! { <SignInPage /> }.into_any(),
    }
}

/// What somebody who is signed in sees.
#[component]
fn AtTheDesk() -> impl IntoView {
    let Standing::In(who) = untrack(|| Session::expect().standing()) else { return ().into_any() };
    let desk = Desk::provide(*who);
    let route = desk.route;
    let (money, launch, pod) = Part::soon(desk);
    view! {
        <TopBar route />
        <main>
            {move || match route.get() {
                Route::Pods => view! { <PodsPage money /> }.into_any(),
                Route::Launch => view! { <LaunchRoute part=launch /> }.into_any(),
                Route::Pod(_) | Route::NoPod => view! { <PodRoute part=pod /> }.into_any(),
            }}
        </main>
        {desk.probe_frame()}
    }
    .into_any()
}
