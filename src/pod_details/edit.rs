//! Resetting a pod, or giving it another program: RunPod builds its container again.

use std::sync::Arc;
use std::time::Duration;

use launchpod_core::order::{Edit, Field, OrderForm, Problem};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::action_effects::PodChange;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_words::{pod_page, sentences};
use leptos::ev::{KeyboardEvent, SubmitEvent};
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

const SUBMIT: &str = "edit-submit";
const QUESTION: &str = "edit-question";
const KEEP: &str = "edit-keep";
/// The second click of a double click has come by then, and finds what the first one found.
const DOUBLE_CLICK: Duration = Duration::from_millis(500);

/// What is typed, what came of it, and whether it is asked about.
#[derive(Clone, Copy)]
struct EditForm {
    context: AppContext,
    log: ActivityLog,
    id: StoredValue<PodId>,
    row: RwSignal<PodEntry>,
    raw: RwSignal<OrderForm>,
    problems: RwSignal<Vec<Problem>>,
    /// What is lost is asked about first, as everywhere; with anything that is typed, something else would be.
    asking: RwSignal<bool>,
    busy: RwSignal<bool>,
    said: RwSignal<&'static str>,
    refused: RwSignal<Option<ApiError>>,
    /// Whether it is what the pod has.
    same: Memo<bool>,
}

impl EditForm {
    fn new(id: PodId, row: RwSignal<PodEntry>) -> Self {
        let raw = RwSignal::new(row.with_untracked(|known| Edit::form(&known.pod)));
        Self {
            context: store(),
            log: store(),
            id: StoredValue::new(id),
            row,
            raw,
            problems: RwSignal::new(vec![]),
            asking: RwSignal::new(false),
            busy: RwSignal::new(false),
            said: RwSignal::new(""),
            refused: RwSignal::new(None),
            same: Memo::new(move |_| row.with(|known| raw.with(|raw| *raw == Edit::form(&known.pod)))),
        }
    }

    /// With what the pod has.
    fn fill(self) {
        self.asking.set(false);
        self.raw.set(self.row.with_untracked(|known| Edit::form(&known.pod)));
        self.problems.set(vec![]);
        self.refused.set(None);
    }

    fn read(self) -> Option<Edit> {
        match self.raw.with_untracked(|raw| Edit::read(raw, self.context.client().key())) {
            Ok(edit) => Some(edit),
            Err(found) => {
                self.problems.set(found);
                None
            }
        }
    }

    /// Asks what must be asked first; the keyboard's focus goes to the answer that harms nothing.
    fn ask(self) {
        if self.busy.get_untracked() || self.asking.get_untracked() || self.read().is_none() {
            return;
        }
        self.asking.set(true);
        request_animation_frame(|| browser::focus_in_place(KEEP));
        let show = || {
            let question = browser::document().and_then(|document| document.get_element_by_id(QUESTION));
            if let Some(question) = question {
                browser::bring_into_sight(&question);
            }
        };
        set_timeout(show, DOUBLE_CLICK);
    }

    /// The question goes, and the focus must not go with it.
    fn answered(self) {
        self.asking.set(false);
        browser::focus(SUBMIT);
    }

    /// It was answered that what is lost may be.
    fn send(self) {
        // A second click may come before the question is gone.
        if self.busy.get_untracked() || !self.asking.get_untracked() {
            return;
        }
        self.answered();
        let Some(edit) = self.read() else { return };
        self.busy.set(true);
        self.refused.set(None);
        self.said.set(pod_page::asked());
        spawn_local(async move {
            let answer = edit_pod(self.context, self.log, &self.id.get_value(), &edit).await;
            self.busy.try_set(false);
            self.said.try_set(if answer.is_ok() { pod_page::rebuilding() } else { "" });
            let Err(failure) = answer else { return };
            if let Some(field) = failure.field().filter(|field| Edit::FIELDS.contains(field)) {
                let text = pod_page::refused(&failure.raw);
                self.problems.try_set(vec![Problem::new(field, text)]);
            }
            self.refused.try_set(Some(failure));
        });
    }
}

/// A form behind a summary.
#[component]
pub fn PodEdit(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let actions = store::<PodActions>();
    let form = EditForm::new(id, row);
    let EditForm { asking, busy, said, refused, same, .. } = form;
    let effect_of = move || {
        row.with(|known| {
            let deed = if same.get() && known.pod.status.bills_gpu() { PodChange::Restart } else { PodChange::Edit };
            actions.effect_of(&known.pod, deed).describe()
        })
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && asking.get_untracked() {
            // Nothing else is taken back by it.
            event.prevent_default();
            form.answered();
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        form.ask();
    };
    view! {
        <section class="panel" aria-labelledby="edit">
            <h2 id="edit" tabindex="-1">{pod_page::edit()}</h2>
            <p class="help">{pod_page::edit_help()}</p>
            <details class="pod-part">
                // Not when it has opened, which is told later: what is typed at once stays.
                <summary on:click=move |_| form.fill()>{pod_page::edit_open()}</summary>
                <form on:submit=submit on:keydown=escape novalidate=true>
                    {Edit::FIELDS.map(|field| line(field, form)).into_iter().collect::<Vec<AnyView>>()}
                    <p class="help">{effect_of}</p>
                    <button
                        type="submit"
                        id=SUBMIT
                        class="danger"
                        aria-disabled=move || (busy.get() || asking.get()).to_string()
                    >
                        {move || if same.get() { pod_page::reset() } else { pod_page::rebuild() }}
                    </button>
                    {move || asking.get().then(|| question(form))}
                    <p role="status">{move || said.get()}</p>
                    {move || refused.get().map(|failure| view! { <ErrorBox failure doing=Operation::SettingUp /> })}
                </form>
            </details>
        </section>
    }
    .into_any()
}

/// What dies is said before it does.
fn question(form: EditForm) -> AnyView {
    let actions = store::<PodActions>();
    let EditForm { row, same, .. } = form;
    let what = move || {
        let name = row.with(|known| known.pod.name.clone());
        if same.get() { pod_page::reset_question(name) } else { pod_page::rebuild_question(name) }
    };
    let dies = move || {
        row.with(|known| {
            let told = actions.effect_of(&known.pod, PodChange::Edit);
            sentences(&[told.dies.as_str(), pod_page::cannot_be_undone()])
        })
    };
    let sure = move || if same.get() { pod_page::reset_sure() } else { pod_page::rebuild_sure() };
    view! {
        <div class="failure" role="alert" id=QUESTION>
            <p class="what">{what}</p>
            <p id="edit-loss">{dies}</p>
            <div class="buttons">
                <button type="button" id=KEEP aria-describedby="edit-loss" on:click=move |_| form.answered()>
                    {pod_page::leave()}
                </button>
                <button type="button" class="danger" on:click=move |_| form.send()>{sure}</button>
            </div>
        </div>
    }
    .into_any()
}

fn line(field: Field, form: EditForm) -> AnyView {
    let EditForm { raw, problems, asking, .. } = form;
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
