//! Every GPU type in every data center: what is available, for how much, and where a volume should lie.

use launchpod_core::runpod::error_messages::Operation;
use launchpod_words::availability as say;
use leptos::prelude::*;

use crate::availability::filter::GridFilter;
use crate::availability::ranking::SiteAdvice;
use crate::availability::store::AvailabilityStore;
use crate::availability::table::GridTable;
use crate::context::store;
use crate::widgets::disclosure::Disclosure;
use crate::widgets::error_box::ErrorBox;

/// The grid, behind a button.
#[component]
pub fn AvailabilitySection() -> impl IntoView {
    let open = store::<AvailabilityStore>().open;
    view! { <Disclosure id="grid" label=say::heading() open content=std::sync::Arc::new(|| view! { <Open /> }.into_any()) /> }
}

#[component]
fn Open() -> impl IntoView {
    let availability = store::<AvailabilityStore>();
    view! {
        <div class="grid">
            <GridFilter />
            {move || availability.trouble().map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())}
            <p class="help" role="status">{move || availability.status()}</p>
            <GridTable />
            <p class="help">{move || availability.sold_out()}</p>
            <p role="status">{move || availability.said.get()}</p>
            <SiteAdvice />
        </div>
    }
}
