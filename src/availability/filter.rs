//! What of the grid the person wants to see.

use launchpod_core::catalog::availability::{Column, RowOrder};
use launchpod_words::availability as say;
use leptos::ev::Event;
use leptos::prelude::*;

use crate::availability::column_heads::label;
use crate::availability::store::AvailabilityStore;
use crate::context::store;

/// Gigabytes; nothing for any.
const MEMORY: [&str; 7] = ["", "16", "24", "32", "48", "80", "141"];

/// Memory, price, and where a volume lies.
#[component]
pub fn GridFilter() -> impl IntoView {
    let filter = store::<AvailabilityStore>().filter;
    let option = |value: &'static str| {
        let words = if value.is_empty() { say::any_memory().to_owned() } else { say::memory_or_more(value) };
        let chosen = move || filter.with(|filter| filter.memory == value);
        view! { <option value=value prop:selected=chosen>{words}</option> }.into_any()
    };
    let problem = move || filter.with(|filter| filter.problem().to_owned());
    view! {
        <div class="grid-filter">
            <div class="field">
                <label for="grid-memory">{say::memory()}</label>
                <select id="grid-memory" on:change=move |event| filter.update(|f| f.memory = event_target_value(&event))>
                    {Vec::from(MEMORY.map(option))}
                </select>
            </div>
            <div class="field">
                <label for="grid-price">{say::most_price()}</label>
                <input
                    id="grid-price"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    placeholder="0.50"
                    aria-describedby="grid-price-problem"
                    aria-invalid=move || (!problem().is_empty()).to_string()
                    prop:value=move || filter.with(|filter| filter.price.clone())
                    on:input=move |event| filter.update(|filter| filter.price = event_target_value(&event))
                />
                <p class="problem" id="grid-price-problem">{problem}</p>
            </div>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || filter.with(|filter| filter.with_volume)
                    on:change=move |event| filter.update(|filter| filter.with_volume = event_target_checked(&event))
                />
                {say::only_with_volume()}
            </label>
            <SortBy />
        </div>
    }
}

/// Where the screen is too narrow for the columns: by which of them the rows are sorted.
#[component]
fn SortBy() -> impl IntoView {
    let filter = store::<AvailabilityStore>().filter;
    let option = |column: Column| {
        let chosen = move || filter.with(|filter| filter.order.by == column);
        view! { <option prop:selected=chosen>{label(column)}</option> }.into_any()
    };
    let sort = move |event: Event| {
        let words = event_target_value(&event);
        let by = Column::ALL.into_iter().find(|column| label(*column) == words).unwrap_or_default();
        filter.update(|filter| filter.order = RowOrder { by, descending: false });
    };
    view! {
        <div class="grid-sort field">
            <label for="grid-sort">{say::sort_by()}</label>
            <select id="grid-sort" on:change=sort>
                {Vec::from(Column::ALL.map(option))}
            </select>
        </div>
    }
}

/// How many data centers are left out because they have nothing, and a tick to show them.
#[component]
pub fn EmptyPlaces() -> impl IntoView {
    let availability = store::<AvailabilityStore>();
    let filter = availability.filter;
    let count = Memo::new(move |_| availability.empty_places());
    view! {
        <label class="check" hidden=move || count.get() == 0>
            <input
                type="checkbox"
                prop:checked=move || filter.with(|filter| filter.with_empty)
                on:change=move |event| filter.update(|filter| filter.with_empty = event_target_checked(&event))
            />
            <span>{move || say::show_empty(count.get())}</span>
        </label>
    }
}
