//! What is asked before a volume grows, or goes.

use launchpod_core::account::NetworkVolume;
use launchpod_core::volumes::{loss, price_text, size};
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
    let now = price_text(volume.size_gb, kind);
    let price = move || match state.size.with(|text| size(text)) {
        Ok(gb) => format!("{now} now, {} then.", price_text(gb, kind)),
        Err(_) => format!("{now} now."),
    };
    let label = format!("New size of {} (GB)", volume.name);
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
                {move || format!("{} A volume only grows: this can't be taken back.", price())}
            </p>
            <div class="buttons">
                <button type="button" class="primary" aria-disabled=move || state.busy.get().to_string() on:click=move |_| grow()>
                    "Make it larger"
                </button>
                <button type="button" on:click=move |_| state.show(Panel::None)>"Leave it as it is"</button>
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
    let lost = loss(&volume, untrack(|| state.type_of(&volume)));
    let (words, label) = (lost, format!("Delete “{}” and its {} GB for good", volume.name, volume.size_gb));
    let volume = StoredValue::new(volume);
    view! {
        <div class="failure" role="group" aria-labelledby="volume-loss">
            <p id="volume-loss">{words}</p>
            <div class="buttons">
                <button type="button" id="volume-keep" on:click=move |_| state.show(Panel::None)>"Keep it"</button>
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
