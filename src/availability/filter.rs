//! What of the grid the person wants to see.

use leptos::prelude::*;

use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::widgets::disclosure::keeps_enter;

const MEMORY: [(&str, &str); 7] = [
    ("", "Any"),
    ("16", "16 GB or more"),
    ("24", "24 GB or more"),
    ("32", "32 GB or more"),
    ("48", "48 GB or more"),
    ("80", "80 GB or more"),
    ("141", "141 GB or more"),
];

/// Memory, price, and where a volume lies.
#[component]
pub fn GridFilter() -> impl IntoView {
    let filter = store::<AvailabilityStore>().filter;
    let option = |(value, words): (&'static str, &'static str)| {
        let chosen = move || filter.with(|filter| filter.memory == value);
        view! { <option value=value prop:selected=chosen>{words}</option> }.into_any()
    };
    let problem = move || filter.with(|filter| filter.problem().to_owned());
    view! {
        <div class="grid-filter">
            <div class="field">
                <label for="grid-memory">"GPU memory"</label>
                <select id="grid-memory" on:change=move |event| filter.update(|f| f.memory = event_target_value(&event))>
                    {Vec::from(MEMORY.map(option))}
                </select>
            </div>
            <div class="field">
                <label for="grid-price">"At most ($ per GPU/h)"</label>
                <input
                    id="grid-price"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    placeholder="0.50"
                    aria-describedby="grid-price-problem"
                    aria-invalid=move || (!problem().is_empty()).to_string()
                    prop:value=move || filter.with(|filter| filter.price.clone())
                    on:keydown=|event| {
                        keeps_enter(&event);
                    }
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
                "Only data centers with one of my volumes"
            </label>
        </div>
    }
}
