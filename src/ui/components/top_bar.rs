//! The bar that is always in sight: the money, and the way to the other page.

use std::time::Duration;

use launchpod_core::types::time::words;
use leptos::prelude::*;

use super::forget_key::ForgetKey;
use crate::app::desk::Desk;
use crate::app::route::Route;
use crate::app::watched::Shared;

/// A balance that lasts less than this deserves a warning.
const SHORT: Duration = Duration::from_secs(2 * 3600);

/// Name, money, pages, key.
#[component]
pub fn TopBar(
    /// The page that is shown.
    route: Shared<Route>,
) -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <header class="top-bar">
            <p class="brand">"Launchpod"</p>
            <MoneyLine />
            <nav aria-label="Pages">
                <PageLink route to=Route::Pods text="Pods" />
                <PageLink route to=Route::Launch text="Launch a pod" />
            </nav>
            <ForgetKey />
            {desk.is_practice().then(|| view! { <p class="practice">{"Practice: nothing here is real or costs money."}</p> })}
        </header>
    }
}

#[component]
fn MoneyLine() -> impl IntoView {
    let desk = Desk::expect();
    let running = move || desk.fleet.summary().running_words();
    let hourly = move || desk.fleet.summary().hourly_words(desk.account.with(|account| account.spend));
    let balance = move || desk.account.with(|account| account.balance);
    let lasts = Memo::new(move |_| desk.lasts());
    let balance_words = move || match (balance(), lasts.get()) {
        (Some(balance), Some(lasts)) => format!("balance {balance}, lasts {}", words(lasts)),
        (Some(balance), None) => format!("balance {balance}"),
        (None, _) => "balance not told".to_owned(),
    };
    view! {
        <ul class="money" aria-label="Your money">
            <li data-field="running">{running}</li>
            <li data-field="hourly">{hourly}</li>
            {move || {
                let today = desk.books.today.get();
                (!today.is_empty()).then(|| view! { <li data-field="today">{today}</li> })
            }}
            <li data-field="balance" class:warn=move || lasts.get().is_some_and(|lasts| lasts < SHORT)>
                {balance_words}
            </li>
        </ul>
    }
}

#[component]
fn PageLink(
    /// The page that is shown.
    route: Shared<Route>,
    /// The page that this leads to.
    to: Route,
    /// The words on it.
    text: &'static str,
) -> impl IntoView {
    let href = to.href();
    let current = move || (route.get() == to).then_some("page");
    view! { <a href=href aria-current=current>{text}</a> }
}
