//! On the launch form: the way to the grid, and what was chosen there.

use launchpod_words::availability as say;
use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::platform::route::Route;

/// The way to the grid.
#[component]
pub fn StockLink() -> impl IntoView {
    view! { <p class="docs"><a href=Route::Stock.href()>{say::see_stock()}</a></p> }
}

/// What was chosen in the grid, as long as the form still has it.
#[component]
pub fn Taken() -> impl IntoView {
    let availability = store::<AvailabilityStore>();
    // Who hears the page is told of what comes into a status, not of what it began with.
    let said = RwSignal::new(String::new());
    Effect::new(move |_| said.set(availability.said()));
    on_cleanup(move || availability.forget_taken());
    view! { <p class="taken" role="status">{move || said.get()}</p> }
}
