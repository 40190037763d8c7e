//! What the budget has to say, on whichever page one is: it stops pods, and nobody need wonder why.

use launchpod_words::billing as say;
use leptos::prelude::*;

use crate::billing::store::BillingStore;
use crate::context::store;
use crate::pods::actions::PodActions;

/// The alarm until it is read, and the way to take back what the budget stops.
#[component]
pub fn BudgetAlarm() -> impl IntoView {
    let (actions, billing) = (store::<PodActions>(), store::<BillingStore>());
    let undoable = Memo::new(move |_| billing.budget_stops() && !actions.undoable_stops().is_empty());
    let alarm = move || {
        let words = billing.alarm.get();
        (!words.is_empty()).then(|| {
            let read = move |_| billing.alarm.set(String::new());
            // Whoever reads of it here may have no pod in sight.
            let undo = move || {
                let take_back = move |_| actions.undo(untrack(|| actions.undoable_stops()));
                undoable.get().then(|| {
                    view! { <button type="button" class="primary" on:click=take_back>{say::undo_stop()}</button> }
                        .into_any()
                })
            };
            view! {
                <div class="bulk" data-verb="end">
                    <p>{words}</p>
                    {undo}
                    <button type="button" on:click=read>{say::dismiss()}</button>
                </div>
            }
            .into_any()
        })
    };
    view! { <div role="alert">{alarm}</div> }.into_any()
}
