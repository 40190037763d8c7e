//! What most people never need: folded away, and remembered as they left it.

use std::sync::Arc;

use launchpod_core::catalog::CloudFilter;
use launchpod_core::catalog::place_choices::place_choices;
use launchpod_core::order::offers::Offer;
use launchpod_core::order::{Field, WhenSoldOut};
use launchpod_words::{Message, launch, launch_advanced as say, notices};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::availability::store::AvailabilityStore;
use crate::context::{AppContext, store};
use crate::launch::environment::Environment;
use crate::launch::field::{Options, SelectField, Switch, TextField, fixed};
use crate::launch::field_text::DOCS;
use crate::launch::form::LaunchForm;
use crate::widgets::bare_command::BareCommand;

/// All that RunPod takes beyond the simple form.
#[component]
pub fn Details(
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let toggled = move |event: leptos::ev::Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        form.unfold(details.is_some_and(|details| details.has_attribute("open")));
    };
    let changes = Memo::new(move |_| form.raw.with(|raw| raw.advanced_text(form.template().as_ref())));
    view! {
        <details class="part more" prop:open=move || form.details.get() on:toggle=toggled>
            <summary>
                <span class="more-name">{say::advanced()}</span>
                <span class="more-changes">" · " {changes}</span>
            </summary>
            <div class="subgroups">
                <Renting offers />
                <Where />
                <Container />
                <Network />
                <Notices />
                <section class="subgroup wide">
                    <Environment />
                </section>
            </div>
            <Docs />
        </details>
    }
    .into_any()
}

/// Where RunPod explains these words.
#[component]
fn Docs() -> impl IntoView {
    let link = |(words, path): (Message, &'static str)| {
        let href = format!("https://docs.runpod.io/{path}");
        view! { <li><a href=href target="_blank" rel="noopener noreferrer">{words()}</a></li> }.into_any()
    };
    view! {
        <p class="help" id="docs">{say::docs()}</p>
        <ul class="docs" aria-labelledby="docs">{DOCS.into_iter().map(link).collect::<Vec<_>>()}</ul>
    }
    .into_any()
}

/// What is rented, and at which price.
#[component]
fn Renting(
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let is_gpu = Memo::new(move |_| form.raw.with(|raw| !raw.is_cpu()));
    let is_spot = Memo::new(move |_| form.raw.with(|raw| raw.is_spot()));
    let kinds = fixed(&[("gpu", say::with_gpus()), ("cpu", say::without_gpu())]);
    let sold_out = fixed(&[
        (WhenSoldOut::Stop.as_str(), launch::sold_out_stop()),
        (WhenSoldOut::Launch.as_str(), launch::sold_out_launch()),
        (WhenSoldOut::Tell.as_str(), launch::sold_out_tell()),
    ]);
    view! {
        <section class="subgroup">
            <h3>{say::renting()}</h3>
            <SelectField field=Field::Compute options=kinds />
            {move || is_gpu.get().then(rent)}
            {move || is_spot.get().then(|| view! { <Bid offers /> }.into_any())}
            <TextField field=Field::Ceiling number=true />
            <SelectField field=Field::WhenSoldOut options=sold_out />
        </section>
    }
    .into_any()
}

/// What has no GPU is available on demand alone.
fn rent() -> AnyView {
    let options = fixed(&[("on-demand", say::on_demand()), ("spot", say::spot())]);
    view! { <SelectField field=Field::Rent options /> }.into_any()
}

#[component]
fn Bid(
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    let form = store::<LaunchForm>();
    let going = Memo::new(move |_| offers.with(|offers| form.going(offers.as_deref().unwrap_or_default())));
    // What goes now is a good first bid; what somebody has typed stays.
    Effect::new(move |_| {
        if let Some(offer) = going.get().filter(|_| untrack(|| form.raw.with(|raw| raw.given(Field::Bid).is_none()))) {
            form.change(&[Field::Bid], |raw| raw.set(Field::Bid, &offer.price.typed()));
        }
    });
    let words = move || match going.get() {
        Some(offer) => say::going_price(offer.name, offer.price),
        None => String::new(),
    };
    view! {
        <TextField field=Field::Bid number=true />
        <p class="help" data-field="going-price">{words}</p>
    }
    .into_any()
}

/// Which cloud and where, unless a network volume says so, and what the machine must have.
#[component]
fn Where() -> impl IntoView {
    let form = store::<LaunchForm>();
    let is_gpu = Memo::new(move |_| form.raw.with(|raw| !raw.is_cpu()));
    let is_free = Memo::new(move |_| form.raw.with(|raw| !raw.has_network_volume()));
    let cloud = move || {
        let clouds = fixed(&[
            (CloudFilter::Secure.as_str(), "Secure Cloud"),
            (CloudFilter::Community.as_str(), "Community Cloud"),
            (CloudFilter::All.as_str(), say::either_cloud()),
        ]);
        view! { <SelectField field=Field::Cloud options=clouds /> }.into_any()
    };
    let machine = move || {
        view! {
            <div class="field-pair">
                <TextField field=Field::GpuCount number=true />
                <TextField field=Field::Cuda />
            </div>
            <div class="field-pair">
                <TextField field=Field::MinVcpu number=true />
                <TextField field=Field::MinMemory number=true />
            </div>
        }
        .into_any()
    };
    let place = move || match (is_free.get(), is_gpu.get()) {
        (true, _) => view! { <Place /> }.into_any(),
        (false, true) => ().into_any(),
        (false, false) => view! { <p class="help">{say::volume_says_where()}</p> }.into_any(),
    };
    view! {
        <section class="subgroup">
            <h3>{say::place_and_machine()}</h3>
            // What has no GPU is in the Secure Cloud alone.
            {move || (is_free.get() && is_gpu.get()).then(cloud)}
            {place}
            {move || is_gpu.get().then(machine)}
        </section>
    }
    .into_any()
}

/// A country, a data center, or anywhere.
#[component]
fn Place() -> impl IntoView {
    let (availability, form) = (store::<AvailabilityStore>(), store::<LaunchForm>());
    let options = Signal::derive(move || {
        let (clouds, own) = form.raw.with(|raw| (raw.clouds(), raw.get(Field::Place).to_owned()));
        place_choices(&availability.countries(), &availability.places(), clouds, &own)
    });
    view! { <SelectField field=Field::Place options /> }.into_any()
}

#[component]
fn Container() -> impl IntoView {
    let form = store::<LaunchForm>();
    // A network volume takes the place of the pod's own, and pods without a GPU have none.
    let none = Memo::new(move |_| form.raw.with(|raw| raw.has_network_volume() || raw.is_cpu()));
    let is_own = Memo::new(move |_| form.raw.with(|raw| raw.ready_made().is_none()));
    let has_login = Memo::new(move |_| form.raw.with(|raw| raw.given(Field::Registry).is_some()));
    let command = Signal::derive(move || form.raw.with(|raw| raw.get(Field::StartCommand).to_owned()));
    let write = move |text: String| {
        form.change(&[Field::StartCommand], |raw| raw.set(Field::StartCommand, &text));
    };
    view! {
        <section class="subgroup">
            <h3>{say::container()}</h3>
            {move || (!none.get()).then(|| view! { <TextField field=Field::PodVolume number=true /> }.into_any())}
            <TextField field=Field::MountPath />
            <TextField field=Field::StartCommand lines=true />
            <BareCommand command id=Field::StartCommand.as_str().to_owned() write=Arc::new(write) />
            {move || (is_own.get() || has_login.get()).then(|| view! { <Registries /> }.into_any())}
        </section>
    }
    .into_any()
}

#[component]
fn Network() -> impl IntoView {
    let form = store::<LaunchForm>();
    let is_own = Memo::new(move |_| form.raw.with(|raw| raw.ready_made().is_none()));
    view! {
        <section class="subgroup">
            <h3>{say::network()}</h3>
            // Beside the image's name, where that is asked for.
            {move || (!is_own.get()).then(|| view! { <TextField field=Field::Ports /> }.into_any())}
            <Switch field=Field::Ssh />
            <Switch field=Field::Jupyter />
        </section>
    }
    .into_any()
}

/// Where the pod sends notices, if it can.
#[component]
fn Notices() -> impl IntoView {
    let form = store::<LaunchForm>();
    let can = Memo::new(move |_| form.raw.with(|raw| raw.start_for_timer().is_some()));
    let field = move || match can.get() {
        true => view! { <TextField field=Field::Notify /> }.into_any(),
        false => view! { <p class="help" data-field="no-notices">{notices::none_from_here()}</p> }.into_any(),
    };
    view! {
        <section class="subgroup">
            <h3>{notices::heading()}</h3>
            {field}
        </section>
    }
    .into_any()
}

/// Only an image of one's own can need them; what is chosen is never hidden.
#[component]
fn Registries() -> impl IntoView {
    let (context, form) = (store::<AppContext>(), store::<LaunchForm>());
    Effect::new(move |_| {
        context.clock.wall();
        if form.details.get() {
            form.templates.load();
        }
    });
    let options = Signal::derive(move || {
        let none = (String::new(), say::no_registry().to_owned());
        let own = form.templates.registries().into_iter().map(|registry| (registry.id.to_string(), registry.name));
        std::iter::once(none).chain(own).collect::<Options>()
    });
    view! { <SelectField field=Field::Registry options /> }.into_any()
}
