//! The form for a new volume: name, size, data center, and the price before the button.

use launchpod_core::volumes::{Field, VolumeForm, VolumeType, takes_volumes};
use launchpod_words::volumes as say;
use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::volumes::store::{Place, VolumeStore};
use crate::volumes::told::Told;
use crate::widgets::disclosure::keeps_enter;

/// The form.
#[component]
pub fn VolumeMaker() -> impl IntoView {
    let volumes = store::<VolumeStore>();
    let state = volumes;
    state.take_planned();
    let button = move || match (state.busy.get(), state.price()) {
        (true, _) => say::waiting().to_owned(),
        (_, price) if price.is_empty() => say::make().to_owned(),
        (_, price) => say::make_for(price),
    };
    view! {
        <div class="volume-maker" role="group" aria-labelledby="volume-maker-heading">
            <h2 id="volume-maker-heading">{say::new()}</h2>
            <Line field=Field::Name label=say::name() help="" get=|raw| &raw.name get_mut=|raw| &mut raw.name />
            <Line
                field=Field::Size
                label=say::size()
                help=say::size_help()
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
            <Told place=Place::New />
        </div>
    }
}

fn price_sentence(volumes: VolumeStore) -> String {
    match (volumes.price(), volumes.new_type()) {
        (price, _) if price.is_empty() => String::new(),
        (_, Some(VolumeType::HighPerformance)) => say::price_high_performance().to_owned(),
        (price, _) => say::price(price),
    }
}

/// The kind, where the chosen data center has several.
#[component]
fn TypeField() -> impl IntoView {
    let state = store::<VolumeStore>();
    let kinds =
        Memo::new(move |_| state.raw.with(|raw| state.types.with(|types| types.choice(&raw.data_center).to_vec())));
    let options = Signal::derive(move || {
        kinds.get().into_iter().map(|kind| (kind.as_str().to_owned(), kind.label().to_owned())).collect::<Vec<_>>()
    });
    move || {
        kinds.with(|kinds| !kinds.is_empty()).then(|| {
            view! {
                <Choice
                    field=Field::Type
                    label=say::kind()
                    help=say::kind_help()
                    options
                    get=|raw| &raw.volume_type
                    set=|raw, chosen| raw.volume_type = chosen
                />
            }
            .into_any()
        })
    }
}

#[component]
fn PlaceField() -> impl IntoView {
    let (availability, state) = (store::<AvailabilityStore>(), store::<VolumeStore>());
    let options = Signal::derive(move || {
        let places = availability.places().into_iter();
        let places = places.filter(|place| state.types.with(|types| takes_volumes(place, types)));
        let none = (String::new(), say::choose_place().to_owned());
        std::iter::once(none).chain(places.map(|place| (place.id.to_string(), place.describe()))).collect::<Vec<_>>()
    });
    let set = |raw: &mut VolumeForm, chosen| {
        raw.data_center = chosen;
        raw.volume_type.clear();
    };
    view! {
        <Choice
            field=Field::Place
            label=say::place()
            help=say::place_help()
            options
            get=|raw| &raw.data_center
            set
        />
    }
}

/// One of several.
#[component]
fn Choice(
    /// Which field.
    field: Field,
    /// Its label.
    label: &'static str,
    /// A sentence of help.
    help: &'static str,
    /// The value of each, and its words.
    options: Signal<Vec<(String, String)>>,
    /// Reads what is chosen from the form.
    get: fn(&VolumeForm) -> &String,
    /// Writes it there.
    set: fn(&mut VolumeForm, String),
) -> impl IntoView {
    let state = store::<VolumeStore>();
    let option = move |(value, words): (String, String)| {
        let own = value.clone();
        let chosen = move || state.raw.with(|raw| *get(raw) == own);
        view! { <option value=value prop:selected=chosen>{words}</option> }.into_any()
    };
    view! {
        <div class="field">
            <label for=field.as_str()>{label}</label>
            <select
                id=field.as_str()
                aria-describedby=described(field)
                aria-invalid=move || (!state.problem(field).is_empty()).to_string()
                on:change=move |event| state.change(field, |raw| set(raw, event_target_value(&event)))
            >
                {move || options.get().into_iter().map(option).collect::<Vec<_>>()}
            </select>
            <Below field help />
        </div>
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
