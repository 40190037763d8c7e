//! The launch form. In the release build all that only this reaches is a file of its own: see `app/later_views.rs`.

use launchpod_core::catalog::apps::APPS;
use launchpod_core::catalog::template::Template;
use launchpod_core::order::offers::Offer;
use launchpod_core::order::{Field, OWN_IMAGE, OrderForm, TEMPLATE};
use launchpod_words::{launch, launch_fields};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::availability::store::AvailabilityStore;
use crate::availability::taken::{StockLink, Taken};
use crate::context::store;
use crate::launch::advanced::Details;
use crate::launch::choices::{AnyGpu, Choices};
use crate::launch::cpu_picker::CpuPicker;
use crate::launch::field::{Below, Options, SelectField, TextField, fixed};
use crate::launch::form::LaunchForm;
use crate::launch::gallery::{self, Gallery};
use crate::launch::gpu_picker::GpuPicker;
use crate::launch::models::Models;
use crate::launch::prefill::Prefill;
use crate::launch::presets::Presets;
use crate::launch::summary::OrderSummary;
use crate::launch::template_picker::TemplatePicker;
use crate::volumes::list::VolumeManager;
use crate::volumes::store::VolumeStore;

/// The apps, and then the form.
#[component]
pub fn LaunchPage() -> impl IntoView {
    let prefill = store::<Prefill>();
    gallery::begin();
    prefill.follow();
    let has_begun = Memo::new(move |_| prefill.state.with(|state| state.has_begun));
    move || match has_begun.get() {
        true => view! { <Form /> }.into_any(),
        false => view! { <Gallery /> }.into_any(),
    }
}

/// Left what you want, right what you get.
#[component]
fn Form() -> impl IntoView {
    let (availability, form, volumes) = (store::<AvailabilityStore>(), store::<LaunchForm>(), store::<VolumeStore>());
    form.follow_catalog(LaunchForm::scope);
    form.recall_details();
    form.keep_names_apart();
    let estimate = Memo::new(move |_| form.estimate());
    let offers = Memo::new(move |_| form.offers());
    let is_cpu = Memo::new(move |_| form.raw.with(|raw| raw.is_cpu()));
    availability.follow_places(volumes.open);
    volumes.refresh_if_old();
    volumes.resume_creation();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.submit();
    };
    view! {
        <div class="launch-page">
            <Taken />
            <Presets />
            <form class="launch" id=FORM on:submit=submit novalidate=true>
                <section class="part">
                    <h2>{launch::what_to_run()}</h2>
                    <Image />
                </section>
                {move || match is_cpu.get() {
                    true => view! { <Cpus /> }.into_any(),
                    false => view! { <Gpus offers /> }.into_any(),
                }}
                <section class="part">
                    <h2>{launch::storage()}</h2>
                    <Volume />
                    <TextField field=Field::ContainerDisk number=true />
                </section>
                <Models />
                <div class="part-pair">
                    <section class="part">
                        <h2>{launch::when_it_ends()}</h2>
                        <Timer />
                    </section>
                    // Its one field is called as the group would be.
                    <section class="part named">
                        <TextField field=Field::Name />
                    </section>
                </div>
                <Details offers />
            </form>
            <OrderSummary estimate />
        </div>
    }
    .into_any()
}

/// The form's id: its button stands outside of it.
pub const FORM: &str = "launch";

#[component]
fn Cpus() -> impl IntoView {
    view! {
        <section class="part">
            <h2>{launch_fields::cpu()}</h2>
            <CpuPicker />
        </section>
    }
    .into_any()
}

/// The network volume, and what follows from it.
#[component]
fn Volume() -> impl IntoView {
    let (account, form) = (store::<AccountStore>(), store::<LaunchForm>());
    let raw = form.raw;
    let options = Signal::derive(move || {
        let none = (String::new(), launch::no_volume().to_owned());
        let volumes = account.volumes.get().into_iter().map(|volume| {
            let words = launch::volume_choice(volume.name, volume.size_gb, volume.data_center);
            (volume.id.as_str().to_owned(), words)
        });
        std::iter::once(none).chain(volumes).collect::<Options>()
    });
    let help = Signal::derive(move || match raw.with(|raw| account.volumes.with(|v| raw.volume(v).cloned())) {
        Some(volume) => launch::runs_beside_volume(volume.data_center),
        None => launch_fields::network_volume_help().to_owned(),
    });
    view! {
        <SelectField field=Field::NetworkVolume help options />
        <VolumeManager />
    }
    .into_any()
}

#[component]
fn Gpus(
    /// What is on offer.
    offers: Memo<Option<Vec<Offer>>>,
) -> impl IntoView {
    view! {
        <section class="part gpus">
            <fieldset aria-describedby="gpu-type-problem gpu-type-help">
                <legend>
                    <h2>{launch::gpu()}</h2>
                </legend>
                <Below field=Field::GpuType />
                <Choices offers />
                <GpuPicker offers />
                <AnyGpu />
            </fieldset>
            <StockLink />
        </section>
    }
    .into_any()
}

/// What ends the pod if nobody does.
#[component]
fn Timer() -> impl IntoView {
    let raw = store::<LaunchForm>().raw;
    let can_be_set = Memo::new(move |_| raw.with(|raw| raw.start_for_timer().is_some()));
    move || match can_be_set.get() {
        true => view! { <TextField field=Field::EndAfter number=true /> }.into_any(),
        false => view! {
            <p class="notice" data-field="no-timer">{launch::no_timer()}</p>
        }
        .into_any(),
    }
}

#[component]
fn Image() -> impl IntoView {
    let raw = store::<LaunchForm>().raw;
    let known = APPS.iter().map(|app| (app.key, app.label));
    let others = [(TEMPLATE, launch::from_a_template()), (OWN_IMAGE, launch::another_image())];
    let options: Vec<(&str, &str)> = known.chain(others).collect();
    let help = Signal::derive(move || match raw.with(OrderForm::ready_made) {
        Some(app) => (app.about)().to_owned(),
        None if raw.with(|raw| raw.get(Field::Image) == TEMPLATE) => launch::template_says_what_runs().to_owned(),
        None => launch::any_public_image().to_owned(),
    });
    let is_own = Memo::new(move |_| raw.with(|raw| raw.ready_made().is_none()));
    let is_template = Memo::new(move |_| raw.with(|raw| raw.get(Field::Image) == TEMPLATE));
    let lacks_gpu = Memo::new(move |_| raw.with(OrderForm::lacks_its_gpu));
    let caution = move || {
        lacks_gpu.get().then(|| {
            view! { <p class="notice" role="status" data-field="needs-gpu">{launch::image_needs_gpu()}</p> }.into_any()
        })
    };
    let take = |form: LaunchForm, template: Template| {
        form.change(&Field::ALL, |raw| raw.take_template(&template));
    };
    view! {
        <SelectField field=Field::Image help options=fixed(&options) choose=OrderForm::choose_image />
        {caution}
        {move || is_template.get().then(|| view! { <TemplatePicker choose=take /> }.into_any())}
        {move || is_own.get().then(|| view! { <OwnImage /> }.into_any())}
    }
    .into_any()
}

#[component]
fn OwnImage() -> impl IntoView {
    view! {
        <TextField field=Field::OwnImage />
        <TextField field=Field::Ports />
    }
    .into_any()
}
