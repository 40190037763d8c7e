//! Where a volume should lie: it ties all pods that use it to one data center.

use launchpod_core::catalog::availability::RankedDataCenter;
use launchpod_words::{availability as say, sentences};
use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::launch::form::LaunchForm;
use crate::volumes::store::VolumeStore;

/// The data centers that can hold volumes, best first.
#[component]
pub fn SiteAdvice() -> impl IntoView {
    let (availability, form) = (store::<AvailabilityStore>(), store::<LaunchForm>());
    let sites = Memo::new(move |_| availability.best_sites());
    let wanted = move || {
        let ticked = availability.wanted.with(|wanted| !wanted.is_empty());
        let chosen = !form.chosen_types().is_empty();
        match (ticked, chosen) {
            (true, _) => say::ranked_by_ticked(),
            (_, true) => say::ranked_by_chosen(),
            _ => say::ranked_by_all(),
        }
    };
    view! {
        <section class="sites" aria-labelledby="sites-heading">
            <h2 id="sites-heading">{say::sites_heading()}</h2>
            <p class="help">
                {move || sentences(&[say::sites_help(), wanted()])}
            </p>
            <p>{move || sites.with(Vec::is_empty).then(say::no_site)}</p>
            <ol>{move || sites.get().into_iter().map(entry).collect::<Vec<_>>()}</ol>
        </section>
    }
}

fn entry(site: RankedDataCenter) -> AnyView {
    let volumes = store::<VolumeStore>();
    let id = site.place.id.to_string();
    let label = say::make_volume_in(&id);
    view! {
        <li>
            <p><span class="what">{site.place.describe()}</span>{say::site_stock(site.describe())}</p>
            <button type="button" on:click=move |_| volumes.plan_in(&id)>{label}</button>
        </li>
    }
    .into_any()
}
