//! Where a volume should lie: it ties all pods that use it to one data center.

use launchpod_core::catalog::availability::RankedDataCenter;
use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::launch::form::LaunchForm;
use crate::volumes::store::VolumeStore;

const NONE: &str = "No data center that can hold a volume has any of them now.";

/// The data centers that can hold volumes, best first.
#[component]
pub fn SiteAdvice() -> impl IntoView {
    let (availability, form) = (store::<AvailabilityStore>(), store::<LaunchForm>());
    let sites = Memo::new(move |_| availability.best_sites());
    let wanted = move || {
        let ticked = availability.wanted.with(|wanted| !wanted.is_empty());
        let chosen = !form.chosen_types().is_empty();
        match (ticked, chosen) {
            (true, _) => "Ranked by the stock of the GPUs that you have ticked.",
            (_, true) => "Ranked by the stock of the GPUs that are chosen in the form. Tick others above to compare.",
            _ => "Ranked by the stock of all GPUs above. Tick those that you want.",
        }
    };
    view! {
        <section class="sites" aria-labelledby="sites-heading">
            <h2 id="sites-heading">"Where should I make my volume?"</h2>
            <p class="help">
                {move || format!("All pods with a volume run where it lies, and it can't be moved. {}", wanted())}
            </p>
            <p>{move || sites.with(Vec::is_empty).then_some(NONE)}</p>
            <ol>{move || sites.get().into_iter().map(entry).collect::<Vec<_>>()}</ol>
        </section>
    }
}

fn entry(site: RankedDataCenter) -> AnyView {
    let volumes = store::<VolumeStore>();
    let id = site.place.id.to_string();
    let label = format!("Make a volume in {id}");
    view! {
        <li>
            <p><span class="what">{site.place.describe()}</span>{format!(": {}", site.describe())}</p>
            <button type="button" on:click=move |_| volumes.plan_in(&id)>{label}</button>
        </li>
    }
    .into_any()
}
