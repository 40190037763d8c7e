//! What is asked before a volume grows, or goes.

use launchpod_core::account::NetworkVolume;
use launchpod_core::volumes::{growth_price_text, loss, price_text, size};
use launchpod_words::{sentences, volumes as say};
use leptos::prelude::*;

use crate::context::store;
use crate::volumes::store::Panel;
use crate::volumes::store::VolumeStore;
use crate::widgets::disclosure::keeps_enter;

/// The panel below a volume.
#[component]
pub fn VolumePanel(
    /// Which.
    panel: Panel,
) -> impl IntoView {
    match panel {
        Panel::Grow(volume) => view! { <Grow volume /> }.into_any(),
        Panel::Delete(volume) => view! { <Delete volume /> }.into_any(),
        Panel::None => ().into_any(),
    }
}

#[component]
fn Grow(
    /// Which volume.
    volume: NetworkVolume,
) -> impl IntoView {
    let volumes = store::<VolumeStore>();
    let state = volumes;
    let kind = untrack(|| state.type_of(&volume));
    let (from, now) = (volume.size_gb, price_text(volume.size_gb, kind));
    let price = move || match state.size.with(|text| size(text)) {
        Ok(gb) => growth_price_text(from, gb, kind),
        Err(_) => say::price_now(&now),
    };
    let label = say::new_size(&volume.name);
    let volume = StoredValue::new(volume);
    let grow = move || volumes.grow(volume.get_value());
    view! {
        <div class="notice field">
            <label for="volume-grow-size">{label}</label>
            <input
                id="volume-grow-size"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby="volume-grow-size-problem volume-grow-size-help"
                aria-invalid=move || state.size_problem.with(|problem| !problem.is_empty()).to_string()
                prop:value=move || state.size.get()
                on:keydown=move |event| if keeps_enter(&event) { grow() }
                on:input=move |event| {
                    state.size.set(event_target_value(&event));
                    state.size_problem.refresh(String::new());
                }
            />
            <p class="problem" id="volume-grow-size-problem">{move || state.size_problem.get()}</p>
            <p class="help" id="volume-grow-size-help">
                {move || sentences(&[price().as_str(), say::only_grows()])}
            </p>
            <div class="buttons">
                <button type="button" class="primary" aria-disabled=move || state.busy.get().to_string() on:click=move |_| grow()>
                    {say::make_larger()}
                </button>
                <button type="button" on:click=move |_| state.show(Panel::None)>{say::leave()}</button>
            </div>
        </div>
    }
}

#[component]
fn Delete(
    /// Which volume.
    volume: NetworkVolume,
) -> impl IntoView {
    let volumes = store::<VolumeStore>();
    let state = volumes;
    let words = loss(&volume, untrack(|| state.type_of(&volume)));
    let label = say::delete_for_good(&volume.name, volume.size_gb);
    let volume = StoredValue::new(volume);
    view! {
        <div class="failure" role="group" aria-labelledby="volume-loss">
            <p id="volume-loss">{words}</p>
            <div class="buttons">
                <button type="button" id="volume-keep" on:click=move |_| state.show(Panel::None)>{say::keep()}</button>
                <button
                    type="button"
                    class="danger"
                    aria-disabled=move || state.busy.get().to_string()
                    on:click=move |_| volumes.delete(volume.get_value())
                >
                    {label}
                </button>
            </div>
        </div>
    }
}
