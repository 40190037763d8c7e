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
            <div class="gpu-list" id="gpu-type" tabindex="-1">
                <Keyed keys entry=Arc::new(move |key| choice(offers, &key, tab_stop, focused).into_any()) />
                <p class="help" role="status">{none}</p>
            </div>
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
    let memory = match offer.memory_gb {
        0 => launch::memory_unknown().to_owned(),
        gb => launch::memory(gb),
    };
    let out = !offer.stock.is_some();
    let good_for = gpu_line(&offer.gpu_type, offer.memory_gb);
    let this = move || GpuChoiceForm::of(&id.get_value());
    let also = move |_| form.choose(|choices| choices.push(this()));
    let label = launch::add_gpu_as_fallback(&offer.name);
    view! {
        <div class="gpu-row" class:out=out>
            <label class="gpu" class:out=out>
                <input
                    type="radio"
                    name="gpu-type"
                    value=id.get_value()
                    prop:checked=move || is_in(true)
                    on:change=move |_| form.choose(|choices| *choices = vec![this()])
                />
                <span class="gpu-name">{offer.name}</span>
                <span>{memory}</span>
                <span>{offer.price.to_string()}</span>
                <span class="stock">{offer.stock.describe().to_owned()}</span>
                <span class="good-for">{good_for}</span>
            </label>
            <button
                type="button"
                class="quiet"
                aria-label=label
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
                {launch::add_as_fallback()}
            </button>
        </div>
    }
    .into_any()
}
