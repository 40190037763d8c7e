//! The bar that is always in sight: the money, and the way to the other pages.

use std::time::Duration;

use launchpod_core::pods::list_view::Layout;
use launchpod_words::{app as say, availability};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::billing::store::BillingStore;
use crate::context::{AppContext, store};
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pods::list::PodList;
use crate::pods::store::PodStore;
use crate::sign_in::forget_key::ForgetKey;
use crate::widgets::mark::Mark;

/// A balance that lasts less than this deserves a warning.
const SHORT: Duration = Duration::from_secs(2 * 3600);

/// Name, money, pages, key.
#[component]
pub fn TopBar(
    /// The page that is shown.
    route: Shared<Route>,
) -> impl IntoView {
    let context = store::<AppContext>();
    view! {
        <header class="top-bar" class:table=move || is_table(route)>
            <p class="brand"><Mark />"Launchpod"</p>
            <MoneyLine />
            <nav aria-label=say::pages()>
                <PageLink route to=Route::Pods text=say::pods() />
                <PageLink route to=Route::Launch text=say::launch_a_pod() />
                <PageLink route to=Route::Stock text=availability::heading() />
            </nav>
            <ForgetKey />
            {context.is_practice().then(|| view! { <p class="practice">{say::practice()}</p> })}
        </header>
    }
}

/// Whether the list is in sight, as a table: it takes more room. Asked of the style sheet, it would look through all rows.
pub fn is_table(route: Shared<Route>) -> bool {
    let list = store::<PodList>();
    route.with(|route| *route == Route::Pods) && list.layout.with(|layout| *layout == Layout::Table)
}

#[component]
fn MoneyLine() -> impl IntoView {
    let (account, billing, pods) = (store::<AccountStore>(), store::<BillingStore>(), store::<PodStore>());
    let running = move || pods.summary().running_text();
    let hourly = move || pods.summary().hourly_text(account.money.with(|account| account.spend));
    let lasts = Memo::new(move |_| billing.lasts());
    let balance_words = move || account.money.with(|account| account.balance_text(lasts.get()));
    view! {
        <ul class="money" aria-label=say::your_money()>
            <li data-field="running">{running}</li>
            <li data-field="hourly">{hourly}</li>
            // There from the start: what comes later moves nothing.
            <li data-field="today">{move || billing.today.get()}</li>
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
