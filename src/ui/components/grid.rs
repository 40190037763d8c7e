//! Every GPU type in every data center: what is available, for how much, and where a volume should lie.

use launchpod_core::runpod::error_messages::Doing;
use leptos::prelude::*;

use super::disclosure::Disclosure;
use super::failure_box::ErrorBox;
use super::grid_filter::GridFilter;
use super::grid_table::GridTable;
use super::site_advice::SiteAdvice;
use crate::app::desk::Desk;

/// The grid, behind a button.
#[component]
pub fn GridOfPlaces() -> impl IntoView {
    let open = Desk::expect().grid.open;
    view! { <Disclosure id="grid" label="See every data center" open content=std::sync::Arc::new(|| view! { <Open /> }.into_any()) /> }
}

#[component]
fn Open() -> impl IntoView {
    let desk = Desk::expect();
    view! {
        <div class="grid">
            <GridFilter />
            {move || desk.grid.trouble().map(|failure| view! { <ErrorBox failure doing=Doing::Reading /> }.into_any())}
            <p class="help" role="status">{move || desk.grid_status()}</p>
            <GridTable />
            <p class="help">{move || desk.sold_out()}</p>
            <p role="status">{move || desk.grid.said.get()}</p>
            <SiteAdvice />
        </div>
    }
}
