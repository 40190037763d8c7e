//! Restarting a pod, with the same program or another: RunPod sets it up anew.

use std::sync::Arc;

use launchpod_core::order::{Edit, Field, OrderForm, Problem};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::action_effects::PodChange;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_words::{pod_page, sentences};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::context::{AppContext, store};
use crate::launch::field_text::describe;
use crate::platform::browser;
use crate::pod_details::activity_log::ActivityLog;
use crate::pod_details::state::edit_pod;
use crate::pods::actions::PodActions;
use crate::widgets::bare_command::BareCommand;
use crate::widgets::error_box::ErrorBox;

/// A form behind a summary; nothing for a pod that is about to go.
#[component]
pub fn PodEdit(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let (context, actions, log) = (store::<AppContext>(), store::<PodActions>(), store::<ActivityLog>());
    let id = StoredValue::new(id);
    let raw = RwSignal::new(row.with_untracked(|known| Edit::form(&known.pod)));
    let problems = RwSignal::new(Vec::<Problem>::new());
    // What is lost is asked about first, as everywhere; with anything that is typed, something else would be.
    let asking = RwSignal::new(false);
    let (busy, said) = (RwSignal::new(false), RwSignal::new(""));
    let refused = RwSignal::new(None::<ApiError>);
    let same = Memo::new(move |_| row.with(|known| raw.with(|raw| *raw == Edit::form(&known.pod))));
    let fill = move |_| {
        asking.set(false);
        raw.set(row.with_untracked(|known| Edit::form(&known.pod)));
        problems.set(vec![]);
        refused.set(None);
    };
    let effect_of = move || {
        row.with(|known| {
            let deed = if same.get() && known.pod.status.bills_gpu() { PodChange::Restart } else { PodChange::Edit };
            actions.effect_of(&known.pod, deed).describe()
        })
    };
    let read = move || raw.with_untracked(|raw| Edit::read(raw, context.client().key()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || asking.get_untracked() {
            return;
        }
        match read() {
            Err(found) => problems.set(found),
            Ok(_) => {
                asking.set(true);
                request_animation_frame(|| browser::focus("edit-keep"));
            }
        }
    };
    let answered = move |sure: bool| {
        asking.set(false);
        browser::focus("edit-submit");
        if !sure || busy.get_untracked() {
            return;
        }
        match read() {
            Err(found) => problems.set(found),
            Ok(edit) => {
                busy.set(true);
                refused.set(None);
                said.set(pod_page::asked());
                spawn_local(async move {
                    let answer = edit_pod(context, log, &id.get_value(), &edit).await;
                    busy.try_set(false);
                    said.try_set(if answer.is_ok() { pod_page::rebuilding() } else { "" });
                    let Err(failure) = answer else { return };
                    if let Some(field) = failure.field().filter(|field| Edit::FIELDS.contains(field)) {
                        let text = pod_page::refused(&failure.raw);
                        problems.try_set(vec![Problem { field, text }]);
                    }
                    refused.try_set(Some(failure));
                });
            }
        }
    };
    let question = move || {
        asking.get().then(|| {
            let sure = move || match same.get() {
                true => pod_page::reset_sure(),
                false => pod_page::rebuild_sure(),
            };
            let dies = move || {
                row.with(|known| {
                    let told = actions.effect_of(&known.pod, PodChange::Edit);
                    sentences(&[told.dies.as_str(), pod_page::cannot_be_undone()])
                })
            };
            view! {
                <div class="failure" role="group" aria-labelledby="edit-loss">
                    <p id="edit-loss">{dies}</p>
                    <div class="buttons">
                        <button type="button" id="edit-keep" on:click=move |_| answered(false)>{pod_page::leave()}</button>
                        <button type="button" class="danger" on:click=move |_| answered(true)>{sure}</button>
                    </div>
                </div>
            }
            .into_any()
        })
    };
    view! {
        <details class="pod-part">
            // Not when it has opened, which is told later: what is typed at once stays.
            <summary on:click=fill>{pod_page::edit()}</summary>
            <form on:submit=submit novalidate=true>
                {Edit::FIELDS.map(|field| line(field, raw, problems, asking)).into_iter().collect::<Vec<AnyView>>()}
                <p>{effect_of}</p>
                <button
                    type="submit"
                    id="edit-submit"
                    class="danger"
                    aria-disabled=move || (busy.get() || asking.get()).to_string()
                >
                    {move || if same.get() { pod_page::reset() } else { pod_page::rebuild() }}
                </button>
                {question}
                <p role="status">{move || said.get()}</p>
                {move || refused.get().map(|failure| view! { <ErrorBox failure doing=Operation::SettingUp /> })}
            </form>
        </details>
    }
    .into_any()
}

fn line(field: Field, raw: RwSignal<OrderForm>, problems: RwSignal<Vec<Problem>>, asking: RwSignal<bool>) -> AnyView {
    let id = format!("edit-{}", field.as_str());
    let problem = move || {
        problems.with(|all| all.iter().find(|problem| problem.field == field).map(|problem| problem.text.clone()))
    };
    let bare = (field == Field::StartCommand).then(|| {
        let command = Signal::derive(move || raw.with(|raw| raw.get(field).to_owned()));
        let write = move |text: String| raw.update(|raw| raw.set(field, &text));
        view! { <BareCommand command id=id.clone() write=Arc::new(write) /> }.into_any()
    });
    view! {
        <div class="field">
            <label for=id.clone()>{describe(field).label}</label>
            <input
                id=id.clone()
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=format!("{id}-problem {id}-help")
                aria-invalid=move || problem().is_some().to_string()
                prop:value=move || raw.with(|raw| raw.get(field).to_owned())
                on:input=move |event| {
                    asking.set(false);
                    raw.update(|raw| raw.set(field, &event_target_value(&event)));
                    problems.update(|all| all.retain(|problem| problem.field != field));
                }
            />
            <p class="problem" id=format!("{id}-problem")>{move || problem().unwrap_or_default()}</p>
            <p class="help" id=format!("{id}-help")>{describe(field).help}</p>
            {bare}
        </div>
    }
    .into_any()
}
