//! The most that a person wants to spend in this session.

use launchpod_core::billing::Budget;
use launchpod_core::types::money::HourlyRate;
use launchpod_words::budget as say;
use leptos::prelude::*;

use crate::billing::store::BillingStore;
use crate::context::store;

/// An amount, what follows when it is spent, and how it stands.
#[component]
pub fn BudgetForm(
    /// The limit that is set, and how it stands.
    budget: Memo<Option<(Budget, String)>>,
) -> impl IntoView {
    let billing = store::<BillingStore>();
    let set_before = budget.get_untracked().map(|(budget, _)| budget);
    let limit = set_before.as_ref().map(|budget| HourlyRate::from_micros(budget.limit.micros()).typed());
    // A stop that was taken back ends it; what is being ticked stays else.
    let stops = Memo::new(move |_| budget.with(|budget| budget.as_ref().is_some_and(|(budget, _)| budget.stops)));
    let words = move || budget.get().map_or_else(|| say::none().to_owned(), |(_, words)| words);
    let amount = NodeRef::<leptos::html::Input>::new();
    let switch = NodeRef::<leptos::html::Input>::new();
    let set = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let (Some(amount), Some(switch)) = (amount.get_untracked(), switch.get_untracked()) {
            billing.set_budget(&amount.value(), switch.checked());
        }
    };
    view! {
        <form class="budget" on:submit=set novalidate=true>
            <h2>{say::heading()}</h2>
            <div class="field">
                <label for="budget-limit">{say::limit()}</label>
                <input
                    id="budget-limit"
                    node_ref=amount
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    value=limit.unwrap_or_default()
                    aria-describedby="budget-problem budget-help"
                    aria-invalid=move || (!billing.problem.get().is_empty()).to_string()
                />
                <p class="problem" id="budget-problem">{move || billing.problem.get()}</p>
                <p class="help" id="budget-help">{say::limit_help()}</p>
            </div>
            <label class="check">
                <input node_ref=switch type="checkbox" prop:checked=move || stops.get() aria-describedby="budget-stops" />
                {say::stop_what_runs()}
            </label>
            <p class="help" id="budget-stops">{say::stop_help()}</p>
            <button type="submit">{say::set()}</button>
            <p role="status" data-field="budget">{words}</p>
        </form>
    }
    .into_any()
}
