//! The GPU types on offer: searchable, available GPUs first, cheapest at the top.

use std::sync::Arc;

use launchpod_core::catalog::gpu_descriptions::gpu_line;
use launchpod_core::order::GpuChoiceForm;
use launchpod_core::order::offers::{Offer, found};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::time::length;
use launchpod_words::launch;
use leptos::prelude::*;

use crate::context::store;
use crate::launch::form::LaunchForm;
use crate::platform::browser;
use crate::widgets::error_box::ErrorBox;
use crate::widgets::keyed::Keyed;
use crate::widgets::search::Search;

/// So many are in sight on a phone at first; the style sheet hides the others.
const FEW: usize = 6;

/// A list of radio buttons with memory, price and stock.
#[component]
pub fn GpuPicker(
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let offers = Memo::new(move |_| {
        let search = form.search.get();
        offers.with(|offers| offers.as_ref().map(|offers| found(offers, &search)))
    });
    let keys = Signal::derive(move || offers.with(|offers| offers.iter().flatten().map(key).collect()));
    // One stop for the Tab key, and arrow keys from row to row: there are dozens of these buttons.
    let focused = RwSignal::new(String::new());
    let tab_stop = Memo::new(move |_| {
        form.raw.with(|raw| {
            let is_free = |id: &str| raw.choices.iter().all(|choice| choice.gpu_type != id);
            offers.with(|offers| {
                let mut free = offers.iter().flatten().map(|offer| offer.gpu_type.as_str()).filter(|id| is_free(id));
                let kept = focused.with(|focused| free.clone().any(|id| id == focused).then(|| focused.clone()));
                kept.or_else(|| free.next().map(str::to_owned)).unwrap_or_default()
            })
        })
    });
    let none = move || match offers.with(|offers| offers.as_ref().map(Vec::len)) {
        None => launch::asking_for_prices(),
        Some(0) => launch::no_gpu_fits(),
        Some(_) => "",
    };
    let old = move || {
        let words = launch::prices_are_old(length(form.age()?));
        Some(view! { <p class="notice" data-field="price-age">{words}</p> }.into_any())
    };
    // On a phone the first few do; a search shows all that it finds.
    let all = RwSignal::new(false);
    let shows_all = move || all.get() || form.search.with(|search| !search.trim().is_empty());
    let count = move || offers.with(|offers| offers.as_ref().map_or(0, Vec::len));
    let show_all = move || {
        let label = launch::show_all_gpus(count());
        (!shows_all() && count() > FEW).then(|| {
            view! { <button type="button" class="show-all" on:click=move |_| all.set(true)>{label}</button> }.into_any()
        })
    };
    view! {
        <div
            class="picker"
            role="group"
            aria-label=launch::gpu_types()
            aria-busy=move || form.is_asking_for_prices().to_string()
        >
            <Search
                id="gpu-search"
                label=launch::search_gpus()
                placeholder=launch::search_gpus_example()
                text=form.search
            />
            {move || form.trouble().map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())}
            {old}
            <div class="gpu-list" class:all=shows_all id="gpu-type" tabindex="-1">
                <Columns />
                <Keyed keys entry=Arc::new(move |key| choice(offers, &key, tab_stop, focused).into_any()) />
                <p class="help" role="status">{none}</p>
            </div>
            {show_all}
        </div>
    }
    .into_any()
}

/// What stands in which column: each row says it by itself.
#[component]
fn Columns() -> impl IntoView {
    view! {
        <div class="gpu-row gpu-head" aria-hidden="true">
            <span class="gpu">
                <span></span>
                <span>{launch::column_name()}</span>
                <span>{launch::column_memory()}</span>
                <span>{launch::column_good_for()}</span>
                <span>{launch::column_price()}</span>
                <span>{launch::column_stock()}</span>
            </span>
            <span>{launch::column_fallback()}</span>
        </div>
    }
    .into_any()
}

/// What makes an entry another one: its GPU type, its price, its stock.
fn key(offer: &Offer) -> String {
    format!("{}/{}/{}", offer.gpu_type, offer.price.micros(), offer.stock.as_str())
}

fn choice(
    offers: Memo<Option<Vec<Offer>>>,
    wanted: &str,
    tab_stop: Memo<String>,
    focused: RwSignal<String>,
) -> impl IntoView + use<> {
    let offer = offers.with_untracked(|offers| offers.iter().flatten().find(|offer| key(offer) == wanted).cloned());
    offer.map(|offer| view! { <Choice offer tab_stop focused /> })
}

#[component]
fn Choice(
    /// What is on offer.
    offer: Offer,
    /// Whose button the Tab key stops at.
    tab_stop: Memo<String>,
    /// Whose button last had the focus.
    focused: RwSignal<String>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let id = StoredValue::new(offer.gpu_type.to_string());
    let is_in = move |only: bool| {
        form.raw.with(|raw| {
            let own = |choice: &GpuChoiceForm| id.with_value(|id| choice.gpu_type == *id);
            raw.choices.iter().any(own) && (!only || raw.choices.len() == 1)
        })
    };
    let place = move || {
        form.raw.with(|raw| raw.choices.iter().position(|own| id.with_value(|id| own.gpu_type == *id)).map(|at| at + 1))
    };
    let mark = move || place().map_or_else(|| "+".to_owned(), |place| place.to_string());
    let memory = match offer.memory_gb {
        0 => launch::memory_unknown().to_owned(),
        gb => launch::memory(gb),
    };
    let out = !offer.stock.is_some();
    let good_for = gpu_line(&offer.gpu_type, offer.memory_gb);
    let this = move || GpuChoiceForm::of(&id.get_value());
    let also = move |_| form.choose(|choices| choices.push(this()));
    let name = offer.name.clone();
    let label = move || match place() {
        Some(place) => launch::is_choice(place, &name),
        None => launch::add_gpu_as_fallback(&name),
    };
    view! {
        <div class="gpu-row" class:out=out class:chosen=move || is_in(false)>
            <label class="gpu" class:out=out>
                <input
                    type="radio"
                    name="gpu-type"
                    value=id.get_value()
                    prop:checked=move || is_in(true)
                    on:change=move |_| form.choose(|choices| *choices = vec![this()])
                />
                <span class="gpu-name">{offer.name}</span>
                <span class="gpu-memory">{memory}</span>
                <span class="good-for">{good_for}</span>
                <span class="gpu-price">{offer.price.to_string()}</span>
                <span class="stock">{offer.stock.describe().to_owned()}</span>
            </label>
            <button
                type="button"
                class="add"
                aria-label=label
                title=launch::add_as_fallback()
                tabindex=move || if tab_stop.with(|stop| id.with_value(|id| stop == id)) { 0 } else { -1 }
                disabled=move || is_in(false)
                on:click=also
                on:focus=move |_| focused.set(id.get_value())
                on:keydown=move |event| {
                    let down = match event.key().as_str() {
                        "ArrowDown" => true,
                        "ArrowUp" => false,
                        _ => return,
                    };
                    event.prevent_default();
                    browser::focus_sibling(&event, ".gpu-row", "button:enabled", down);
                }
            >
                {mark}
            </button>
        </div>
    }
    .into_any()
}
