//! The heads of the columns that the rows can be sorted by.

use launchpod_core::catalog::availability::Column;
use launchpod_words::availability as say;
use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;

/// What a column is called.
pub fn label(column: Column) -> &'static str {
    match column {
        Column::Name => say::gpu_column(),
        Column::Memory => say::memory_column(),
        Column::Price => say::best_price_column(),
    }
}

/// All of them, each with a button that sorts by it.
#[component]
pub fn ColumnHeads() -> impl IntoView {
    Vec::from(Column::ALL.map(head))
}

fn head(column: Column) -> AnyView {
    let filter = store::<AvailabilityStore>().filter;
    let way = Memo::new(move |_| {
        let order = filter.with(|filter| filter.order);
        (order.by == column).then_some(order.descending)
    });
    let sorted = move || way.get().map(|descending| if descending { "descending" } else { "ascending" });
    let arrow = move || match way.get() {
        Some(true) => "↓",
        Some(false) => "↑",
        None => "",
    };
    let click = move |_| filter.update(|filter| filter.order = filter.order.clicked(column));
    view! {
        <th scope="col" class="fact" aria-sort=sorted>
            <button type="button" class="sort" on:click=click>
                {label(column)}
                <span class="arrow" aria-hidden="true">{arrow}</span>
            </button>
        </th>
    }
    .into_any()
}
