//! The form for a new volume: name, size, data center, and the price before the button.

use launchpod_core::volumes::{Field, VolumeForm, VolumeType, takes_volumes};
use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::volumes::store::VolumeStore;
use crate::widgets::disclosure::keeps_enter;

/// The form.
#[component]
pub fn VolumeMaker() -> impl IntoView {
    let volumes = store::<VolumeStore>();
    let state = volumes;
    let button = move || match (state.busy.get(), state.price()) {
        (true, _) => "Waiting for RunPod …".to_owned(),
        (_, price) if price.is_empty() => "Make the volume".to_owned(),
        (_, price) => format!("Make the volume · {price}"),
    };
    view! {
        <div class="volume-maker" role="group" aria-labelledby="volume-maker-heading">
            <h2 id="volume-maker-heading">"A new volume"</h2>
            <Line field=Field::Name label="Volume name" help="" get=|raw| &raw.name get_mut=|raw| &mut raw.name />
            <Line
                field=Field::Size
                label="Volume size (GB)"
                help="10 to 4096 GB. $0.07 per GB and month for the first 1000 GB, $0.05 beyond, whether or not a pod uses it. It can \
                      grow later, but not shrink."
                get=|raw| &raw.size
                get_mut=|raw| &mut raw.size
            />
            <PlaceField />
            <TypeField />
            <p class="volume-price">{move || price_sentence(state)}</p>
            <button
                type="button"
                class="primary"
                aria-disabled=move || state.busy.get().to_string()
                on:click=move |_| volumes.create()
            >
                {button}
            </button>
        </div>
    }
}

fn price_sentence(volumes: VolumeStore) -> String {
    match (volumes.price(), volumes.new_type()) {
        (price, _) if price.is_empty() => String::new(),
        (_, Some(VolumeType::HighPerformance)) => "This is a high-performance volume. It costs more than a standard one: look up the \
                                                   price in RunPod's console first. You pay it from the moment RunPod makes the \
                                                   volume until you delete it."
            .to_owned(),
        (price, _) => format!("It costs {price}, from the moment RunPod makes it until you delete it."),
    }
}

/// The kind, where the chosen data center has several.
#[component]
fn TypeField() -> impl IntoView {
    let state = store::<VolumeStore>();
    let field = Field::Type;
    let kinds =
        Memo::new(move |_| state.raw.with(|raw| state.types.with(|types| types.choice(&raw.data_center).to_vec())));
    move || {
        let kinds = kinds.get();
        (!kinds.is_empty()).then(|| {
            let options: Vec<_> =
                kinds.into_iter().map(|kind| view! { <option value=kind.as_str()>{kind.label()}</option> }).collect();
            view! {
                <div class="field">
                    <label for=field.as_str()>"Kind of volume"</label>
                    <select
                        id=field.as_str()
                        aria-describedby=described(field)
                        on:change=move |event| state.change(field, |raw| raw.volume_type = event_target_value(&event))
                    >
                        {options}
                    </select>
                    <Below field help="It can't be changed later." />
                </div>
            }
            .into_any()
        })
    }
}

#[component]
fn Line(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// A sentence of help.
    help: &'static str,
    /// Reads it from the form.
    get: fn(&VolumeForm) -> &String,
    /// The same place, to write to.
    get_mut: fn(&mut VolumeForm) -> &mut String,
) -> impl IntoView {
    let volumes = store::<VolumeStore>();
    let state = volumes;
    view! {
        <div class="field">
            <label for=field.as_str()>{label}</label>
            <input
                id=field.as_str()
                type="text"
                inputmode=if field == Field::Size { "numeric" } else { "text" }
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described(field)
                aria-invalid=move || (!state.problem(field).is_empty()).to_string()
                prop:value=move || state.raw.with(|raw| get(raw).clone())
                on:keydown=move |event| if keeps_enter(&event) { volumes.create() }
                on:input=move |event| state.change(field, |raw| *get_mut(raw) = event_target_value(&event))
            />
            <Below field help />
        </div>
    }
}

#[component]
fn PlaceField() -> impl IntoView {
    let (availability, volumes) = (store::<AvailabilityStore>(), store::<VolumeStore>());
    let state = volumes;
    let field = Field::Place;
    let options = move || {
        let places = availability.places().into_iter();
        let places = places.filter(|place| state.types.with(|types| takes_volumes(place, types)));
        let none = (String::new(), "Choose a data center".to_owned());
        std::iter::once(none)
            .chain(places.map(|place| (place.id.to_string(), place.describe())))
            .map(option)
            .collect::<Vec<_>>()
    };
    view! {
        <div class="field">
            <label for=field.as_str()>"Volume's data center"</label>
            <select
                id=field.as_str()
                aria-describedby=described(field)
                aria-invalid=move || (!state.problem(field).is_empty()).to_string()
                on:change=move |event| state.change(field, |raw| {
                    raw.data_center = event_target_value(&event);
                    raw.volume_type.clear();
                })
            >
                {options}
            </select>
            <Below field help="All pods with this volume run there, in the Secure Cloud. It can't be moved. “See every data center” \
                               below tells which one has the GPUs that you want." />
        </div>
    }
}

fn option((id, words): (String, String)) -> AnyView {
    let raw = store::<VolumeStore>().raw;
    let chosen = {
        let id = id.clone();
        move || raw.with(|raw| raw.data_center == id)
    };
    view! { <option value=id prop:selected=chosen>{words}</option> }.into_any()
}

fn described(field: Field) -> String {
    format!("{0}-problem {0}-help", field.as_str())
}

#[component]
fn Below(
    /// Which field.
    field: Field,
    /// A sentence of help, or none.
    help: &'static str,
) -> impl IntoView {
    let state = store::<VolumeStore>();
    view! {
        <p class="problem" id=format!("{}-problem", field.as_str())>{move || state.problem(field)}</p>
        <p class="help" id=format!("{}-help", field.as_str())>{help}</p>
    }
}
