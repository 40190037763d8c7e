//! The GPU types on offer: searchable, what is to be had first, cheapest first.

use std::sync::Arc;

use launchpod_core::domain::offer::Offer;
use launchpod_core::domain::order::Field;
use launchpod_core::runpod::words::Doing;
use leptos::prelude::*;

use super::failure_box::FailureBox;
use super::keyed::Keyed;
use crate::app::desk::Desk;

/// A list of radio buttons with memory, price and stock.
#[component]
pub fn GpuPicker() -> impl IntoView {
    let desk = Desk::expect();
    let form = desk.form;
    let offers = Memo::new(move |_| form.offers());
    let keys = Signal::derive(move || offers.with(|offers| offers.iter().flatten().map(key).collect()));
    let none = move || match offers.with(|offers| offers.as_ref().map(Vec::len)) {
        None => "Asking for prices and stock …",
        Some(0) => "No GPU type fits the search.",
        Some(_) => "",
    };
    view! {
        <fieldset
            class="field gpus"
            aria-describedby="gpu-type-problem"
            aria-busy=move || form.is_checking(&desk.scope()).to_string()
        >
            <legend>"GPU type"</legend>
            <label for="gpu-search" class="visually-hidden">"Search GPU types by name or memory"</label>
            <input
                id="gpu-search"
                type="search"
                placeholder="Search: 4090, 24 GB, …"
                autocomplete="off"
                prop:value=move || form.search.get()
                on:input=move |event| form.search.set(event_target_value(&event))
            />
            <p class="problem" id="gpu-type-problem">{move || form.problem(Field::GpuType).unwrap_or_default()}</p>
            {move || form.trouble().map(|failure| view! { <FailureBox failure doing=Doing::Reading /> }.into_any())}
            <div class="gpu-list" id="gpu-type" tabindex="-1">
                <Keyed keys entry=Arc::new(move |key| choice(offers, &key).into_any()) />
                <p class="help" role="status">{none}</p>
            </div>
        </fieldset>
    }
}

/// What makes an entry another one: its GPU type, its price, its stock.
fn key(offer: &Offer) -> String {
    format!("{}/{}/{}", offer.gpu_type, offer.price.micros(), offer.stock.words())
}

fn choice(offers: Memo<Option<Vec<Offer>>>, wanted: &str) -> impl IntoView + use<> {
    let offer = offers.with_untracked(|offers| offers.iter().flatten().find(|offer| key(offer) == wanted).cloned());
    offer.map(|offer| view! { <Choice offer /> })
}

#[component]
fn Choice(
    /// What is on offer.
    offer: Offer,
) -> impl IntoView {
    let form = Desk::expect().form;
    let id = StoredValue::new(offer.gpu_type.to_string());
    let chosen = move || form.raw.with(|raw| id.with_value(|id| raw.gpu_type == *id));
    let memory = match offer.memory_gb {
        0 => "? GB".to_owned(),
        gb => format!("{gb} GB"),
    };
    let out = !offer.stock.is_some();
    view! {
        <label class="gpu" class:out=out>
            <input
                type="radio"
                name="gpu-type"
                value=id.get_value()
                disabled=move || out && !chosen()
                prop:checked=chosen
                on:change=move |_| form.change(&[Field::GpuType, Field::GpuCount], |raw| raw.gpu_type = id.get_value())
            />
            <span class="gpu-name">{offer.name}</span>
            <span>{memory}</span>
            <span>{offer.price.to_string()}</span>
            <span class="stock">{offer.stock.words().to_owned()}</span>
        </label>
    }
}
