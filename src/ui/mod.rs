//! Views. They show what the desk knows and send intents; nothing is decided here.

pub mod components;
pub mod pages;
pub mod parts;
pub mod watch;

use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::route::Route;
use crate::app::session::{Session, SignedIn, Standing};
use components::top_bar::TopBar;
use pages::pods::PodsPage;
use pages::sign_in::SignInPage;
use parts::{LaunchRoute, Part, PodRoute};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let session = Session::provide();
    let who = Memo::new(move |_| match session.standing() {
        Standing::In(who) => Some(*who),
        _ => None,
    });
    move || match who.get() {
        Some(who) => view! { <AtTheDesk who /> }.into_any(),
        None => view! { <SignInPage /> }.into_any(),
    }
}

/// What somebody who is signed in sees.
#[component]
fn AtTheDesk(
    /// Who that is.
    who: SignedIn,
) -> impl IntoView {
    let desk = Desk::provide(who);
    let route = desk.route;
    watch::soon(desk);
    let (launch, pod) = Part::soon();
    view! {
        <TopBar route />
        <main>
            {move || match route.get() {
                Route::Pods => view! { <PodsPage /> }.into_any(),
                Route::Launch => view! { <LaunchRoute part=launch /> }.into_any(),
                Route::Pod(_) | Route::NoPod => view! { <PodRoute part=pod /> }.into_any(),
            }}
        </main>
        {desk.probe_frame()}
    }
}
