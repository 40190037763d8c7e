//! Every GPU type in every data center: what is available, for how much, and where a volume should lie.

use launchpod_core::runpod::error_messages::Operation;
use launchpod_words::availability as say;
use leptos::prelude::*;

use crate::availability::filter::{EmptyPlaces, GridFilter};
use crate::availability::ranking::SiteAdvice;
use crate::availability::store::AvailabilityStore;
use crate::availability::table::GridTable;
use crate::context::store;
use crate::volumes::store::VolumeStore;
use crate::widgets::error_box::ErrorBox;

/// The page below its heading.
#[component]
pub fn StockPage() -> impl IntoView {
    let availability = store::<AvailabilityStore>();
    availability.follow();
    store::<VolumeStore>().refresh_if_old();
    view! {
        <div class="stock-page">
            <p class="help">{say::about()}</p>
            <GridFilter />
            {move || availability.trouble().map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())}
            <p class="help" role="status">{move || availability.status()}</p>
            <EmptyPlaces />
            <GridTable />
            <p class="help">{move || availability.sold_out()}</p>
            <SiteAdvice />
        </div>
    }
}
