//! What somebody who is signed in sees.

use launchpod_words::{app as say, apps, availability};
use leptos::prelude::*;

use crate::app::about;
use crate::app::language_switch::Foot;
use crate::app::later_views::{LaterViews, load_about};
use crate::app::signed_in_style;
use crate::app::stores;
use crate::app::top_bar::{TopBar, is_table};
use crate::billing::alarm::BudgetAlarm;
use crate::context::store;
use crate::launch::prefill::Prefill;
use crate::platform::browser;
use crate::platform::language::PageLanguage;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pods::element_ids::heading_id;
use crate::pods::page::PodsPage;
use crate::pods::store::PodStore;
use crate::pods::undo::{UndoBar, undo_by_keys};
use crate::readiness::probe::Probe;
use crate::sign_in::session::{Session, SessionState};
use crate::widgets::lazy_view::{Body, LazyView, Quietly};

/// The bar, and the page that the address names.
#[component]
pub fn SignedInApp() -> impl IntoView {
    let session = Session::expect();
    let SessionState::In(who) = untrack(|| session.state()) else { return ().into_any() };
    let Some(who) = who.signed_in() else { return ().into_any() };
    signed_in_style::add();
    stores::open(who);
    let route = Route::follow();
    provide_context(route);
    Effect::new(move |before: Option<()>| {
        route.get();
        // Who loads the page anew finds it as it was.
        if before.is_some() || !session.resumed.peek(|resumed| *resumed) {
            request_animation_frame(browser::open_at_heading);
        }
    });
    undo_by_keys();
    let Foot(foot) = store();
    foot.set(Some(|| about::foot(load_about)));
    on_cleanup(move || foot.set(None));
    let views = LaterViews::fetch_soon(store(), store());
    let language = store::<PageLanguage>();
    // Below the stores, so that nothing is lost when another language is spoken. What a function draws is made anew, where a
    // view would take the place of the one before element by element, with fields that no longer show what is known.
    let page = move || {
        language.spoken();
        move || view! { <Page route views /> }
    };
    view! {
        {page}
        {store::<Probe>().view()}
    }
    .into_any()
}

/// All that has words.
#[component]
fn Page(
    /// The page that is shown.
    route: Shared<Route>,
    /// Its parts that come later.
    views: LaterViews,
) -> impl IntoView {
    let LaterViews { money, launch, stock, pod } = views;
    view! {
        <button type="button" class="visually-hidden skip" on:click=move |_| browser::skip_to_heading()>
            {say::skip_to_page()}
        </button>
        <TopBar route />
        <main
            class:wide=move || route.with(|route| *route == Route::Stock)
            class:listing=move || route.with(|route| *route == Route::Pods)
            class:table=move || is_table(route)
        >
            {move || match route.get() {
                Route::Pods => view! { <PodsPage><Quietly view=money /></PodsPage> }.into_any(),
                Route::Launch => view! { <BackToApps /><NamedRoute name=say::launch_a_pod() view=launch /> }.into_any(),
                Route::Stock => view! { <NamedRoute name=availability::heading() view=stock /> }.into_any(),
                Route::Pod(_) | Route::NoPod => view! { <PodRoute view=pod /> }.into_any(),
            }}
        </main>
        <div class="undo-bar">
            <BudgetAlarm />
            <UndoBar route />
        </div>
    }
    .into_any()
}

/// A page that is called as the link to it.
#[component]
fn NamedRoute(
    /// Its name.
    name: &'static str,
    /// What stands below its heading.
    view: LazyView,
) -> impl IntoView {
    browser::set_title(&say::page_title(name));
    view! {
        <h1 tabindex="-1">{name}</h1>
        <Body view />
    }
}

/// The way from the form back to the apps. It stands above the heading: from there on Tab leads to Launch.
#[component]
fn BackToApps() -> impl IntoView {
    let prefill = store::<Prefill>();
    let is_form = Memo::new(move |_| prefill.state.with(|state| state.has_begun));
    move || {
        is_form.get().then(|| {
            let back = view! {
                <button type="button" class="quiet" on:click=move |_| prefill.show_form(false)>{apps::change_app()}</button>
            };
            view! { <p class="back">{back}</p> }.into_any()
        })
    }
}

/// The page of one pod.
#[component]
fn PodRoute(
    /// The page.
    view: LazyView,
) -> impl IntoView {
    let (pods, route) = (store::<PodStore>(), store::<Shared<Route>>());
    let name = move || {
        pods.any();
        let Route::Pod(id) = route.peek(Route::clone) else { return say::pod().to_owned() };
        pods.row(&id).map_or_else(|| say::pod().to_owned(), |row| row.with(|known| known.pod.name.clone()))
    };
    Effect::new(move |_| browser::set_title(&say::page_title(name())));
    let heading = route.peek(|route| match route {
        Route::Pod(id) => Some(heading_id(id)),
        _ => None,
    });
    view! {
        <p class="back"><a href=Route::Pods.href()>{say::all_pods()}</a></p>
        <h1 id=heading tabindex="-1">{name}</h1>
        <Body view />
    }
}
