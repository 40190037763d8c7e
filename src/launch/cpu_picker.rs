//! Machines without a GPU.

use launchpod_core::order::Field;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_words::{launch, list_plain};
use leptos::prelude::*;

use crate::context::store;
use crate::launch::field::{Options, SelectField};
use crate::launch::form::LaunchForm;
use crate::widgets::error_box::ErrorBox;

/// A size, and the machines of that size with their prices.
#[component]
pub fn CpuPicker() -> impl IntoView {
    let form = store::<LaunchForm>();
    form.follow_cpus();
    let size = move |vcpus: u32| {
        let chosen = move || form.cpus.size.get() == vcpus;
        view! { <option value=vcpus.to_string() prop:selected=chosen>{launch::vcpus(vcpus)}</option> }.into_any()
    };
    let options = Signal::derive(move || {
        let offers = form.cpus.offers().into_iter();
        let describe = |offer: &launchpod_core::catalog::cpu::CpuOffer| {
            let mut words = vec![offer.name(), offer.price.to_string(), offer.stock.describe().to_owned()];
            words.extend(offer.most_disk_gb.map(launch::up_to_disk));
            list_plain(&words)
        };
        offers.map(|offer| (offer.instance_id.clone(), describe(&offer))).collect::<Options>()
    });
    view! {
        <div class="field">
            <label for="cpu-size">{launch::size()}</label>
            <select
                id="cpu-size"
                // RunPod's field is one: the size only shortens the list of machines.
                aria-describedby="cpu-help"
                on:change=move |event| form.cpus.size.set(event_target_value(&event).parse().unwrap_or(1))
            >
                {move || form.cpus.sizes().into_iter().map(size).collect::<Vec<AnyView>>()}
            </select>
        </div>
        {move || form.cpus.trouble().map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())}
        <SelectField field=Field::Cpu options />
    }
    .into_any()
}
