//! What a launch begins with: the apps. One click fills in the form, whose button shows the price and launches.

use launchpod_core::catalog::AvailabilityQuery;
use launchpod_core::catalog::apps::{APPS, App};
use launchpod_core::order::{AppPrice, Field, OWN_IMAGE, OrderContext, OrderForm, TEMPLATE};
use launchpod_words::apps as say;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::launch::app_pictures::picture;
use crate::launch::first_run::FirstRun;
use crate::launch::form::LaunchForm;
use crate::launch::launch_status::LaunchStatus;
use crate::launch::launches::Launches;
use crate::launch::prefill::Prefill;
use crate::pods::replacements::Replacements;
use crate::volumes::store::VolumeStore;

/// Says on opening the page whether it begins with the apps: not where something has said what shall be launched, nor where
/// the form holds what is still to be launched.
pub fn begin() {
    let (availability, launches, prefill) = (store::<AvailabilityStore>(), store::<Launches>(), store::<Prefill>());
    let (replacements, volumes) = (store::<Replacements>(), store::<VolumeStore>());
    let came_from_stock = untrack(|| !availability.said().is_empty());
    let is_under_way = untrack(|| launches.is_launching() || launches.is_provisioning());
    let asked = came_from_stock || is_under_way || volumes.is_wanted() || replacements.again.peek(Option::is_some);
    let done = launches.launched.peek(Option::is_some);
    prefill.state.change(|state| state.has_begun = asked || (state.has_begun && !done));
}

fn fill_in(how: impl FnOnce(&mut OrderForm)) {
    store::<LaunchForm>().change(&Field::ALL, how);
    store::<Prefill>().show_form(true);
}

/// An image of one's own, or one that a template names; chosen once more, it keeps what it has.
fn fill_in_other(image: &str) {
    fill_in(|raw| {
        if raw.get(Field::Image) != image {
            raw.choose_image(image);
        }
    });
}

fn scope(form: LaunchForm) -> AvailabilityQuery {
    let volumes = store::<AccountStore>().volumes.get();
    form.raw.with(|raw| raw.scope_of_apps(&volumes))
}

/// What each app costs, followed; empty before the first prices.
fn prices(form: LaunchForm) -> Vec<AppPrice> {
    let volumes = store::<AccountStore>().volumes.get();
    form.prices.with(|catalog| {
        let Some(catalog) = catalog else { return vec![] };
        let client = form.context.client();
        let known = OrderContext { catalog, cpus: &[], volumes: &volumes, template: None, key: client.key() };
        form.raw.with(|raw| APPS.iter().map(|app| raw.price_from(app, known)).collect())
    })
}

/// The apps, and the other ways to begin.
#[component]
pub fn Gallery() -> impl IntoView {
    let form = store::<LaunchForm>();
    form.follow_catalog(scope);
    let prices = Memo::new(move |_| prices(form));
    let is_asking = Memo::new(move |_| !form.prices.is_of(&scope(form)) && form.trouble().is_none());
    let price = move |at: usize| match prices.with(|prices| prices.get(at).copied()) {
        Some(AppPrice::From(rate)) => say::price_from(rate),
        Some(AppPrice::NoneAvailable) => say::none_in_stock().to_owned(),
        _ if is_asking.get() => say::asking_for_price().to_owned(),
        _ => say::price_unknown().to_owned(),
    };
    let apps: Vec<AnyView> =
        APPS.iter().enumerate().map(|(at, app)| app_card(app, Signal::derive(move || price(at)))).collect();
    view! {
        // Fetched with the first gallery: what the page begins with has no room for it. Another digest is another address, so
        // that no browser shows one that it has kept too long.
        <link rel="stylesheet" href=concat!("apps.css?", env!("APPS_SHEET")) integrity=env!("APPS_SHEET") />
        <FirstRun />
        <section class="apps" aria-labelledby="apps-heading">
            <h2 id="apps-heading">{say::heading()}</h2>
            <p class="help">{say::help()}</p>
            // What another tab launches, and what is not known yet, is said before something else is launched.
            <LaunchStatus />
            <ul>
                {apps}
                {other(TEMPLATE, say::template(), say::template_purpose())}
                {other(OWN_IMAGE, say::own_image(), say::own_image_purpose())}
                <Presets />
            </ul>
            <p>
                <button type="button" class="quiet to-form" on:click=move |_| { store::<Prefill>().show_form(true) }>
                    {say::to_form()}
                </button>
            </p>
        </section>
    }
    .into_any()
}

fn app_card(app: &'static App, price: Signal<String>) -> AnyView {
    let (from, to) = app.ready_minutes;
    let facts = view! {
        <p class="app-facts">
            <strong data-field="price-from">{price}</strong>
            <span>{say::least_memory(app.least_memory_gb)}</span>
            <span>{say::ready_in(from, to)}</span>
        </p>
    };
    let choose = move || fill_in(|raw| raw.choose_app(app));
    card(app.key, button(app.key, app.label, choose), (app.purpose)(), facts.into_any())
}

fn other(image: &'static str, label: &'static str, purpose: &'static str) -> AnyView {
    card(image, button(image, label, move || fill_in_other(image)), purpose, ().into_any())
}

fn button(key: &str, label: &'static str, choose: impl Fn() + 'static) -> AnyView {
    let purpose = purpose_id(key);
    view! { <button type="button" aria-describedby=purpose on:click=move |_| choose()>{label}</button> }.into_any()
}

fn purpose_id(key: &str) -> String {
    format!("app-{key}")
}

fn card(key: &'static str, name: AnyView, purpose: &'static str, more: AnyView) -> AnyView {
    view! {
        <li class="app" data-app=key>
            <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
                <path d=picture(key) />
            </svg>
            <h3>{name}</h3>
            <p id=purpose_id(key)>{purpose}</p>
            {more}
        </li>
    }
    .into_any()
}

/// The presets of this device, each with a button.
#[component]
fn Presets() -> impl IntoView {
    let prefill = store::<Prefill>();
    let all = move || {
        let presets: Vec<_> = prefill
            .state
            .with(|state| state.presets.iter().map(|preset| (preset.id.clone(), preset.name.clone())).collect());
        if presets.is_empty() {
            return view! { <p class="help">{say::no_presets()}</p> }.into_any();
        }
        let one = |(id, name): (String, String)| {
            let choose = move |_| {
                prefill.start_from(&id);
                store::<Prefill>().show_form(true);
            };
            view! { <button type="button" on:click=choose>{name}</button> }.into_any()
        };
        let buttons: Vec<AnyView> = presets.into_iter().map(one).collect();
        view! { <div class="app-presets">{buttons}</div> }.into_any()
    };
    card("presets", say::presets().into_any(), say::presets_purpose(), view! { {all} }.into_any())
}
