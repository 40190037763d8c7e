//! The buttons that end, stop and start a pod, and what follows on a click.

use std::time::Duration;

use launchpod_core::files::known::KnownFiles;
use launchpod_core::launch::replacement::can_be_replaced;
use launchpod_core::pods::action::{ActionRequest, PodAction, State};
use launchpod_core::pods::bulk_actions::data_loss_gb;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::Pod;
use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::ids::PodId;
use launchpod_words::{pod_list, sentences};
use leptos::prelude::*;

use crate::app::notices::Notices;
use crate::context::store;
use crate::platform::browser;
use crate::platform::clock;
use crate::platform::shared::Shared;
use crate::pods::actions::PodActions;
use crate::pods::element_ids::named;
use crate::pods::replacement_notice::ReplacementNotice;
use crate::pods::replacements::Replacements;
use crate::pods::undo::Undo;
use crate::pods::undo_words::UndoWords;

/// A click that is not older was made on this page.
const JUST_NOW: Duration = Duration::from_secs(1);

/// One click, and a few seconds in which it can be taken back.
#[component]
pub fn ActionButtons(
    /// Which pod.
    id: PodId,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let actions = store::<PodActions>();
    let id = StoredValue::new(id);
    let act = move || id.with_value(|id| actions.of(id));
    // Whoever looks at Undo goes on looking at the same one when its time is prolonged.
    let shown = Memo::new(move |_| act().map(ActionRequest::without_deadline));
    let elsewhere = Memo::new(move |_| id.with_value(|id| actions.elsewhere(id)));
    // An end that would delete the pod's own volume, or files of which this page knows, is asked about first.
    let asking = RwSignal::new(false);
    // The other button says something else when the pod has another status, and only then.
    let other = Memo::new(move |_| row.with(|known| known.pod.power_action()));
    let has_other = Memo::new(move |_| other.get().is_some());
    let refusal = Memo::new(move |_| row.with(|known| known.pod.power_refusal()));
    view! {
        <div class="pod-end">
            {again(id, row)}
            {move || has_other.get().then(|| button(Some(other), id, row, asking))}
            // Undo follows on it, for the keyboard too.
            {button(None, id, row, asking)}
        </div>
        {move || refusal.get().map(|why| view! { <p class="help">{why}</p> }.into_any())}
        <ReplacementNotice id row />
        <div class="ending" role="status" data-verb=move || act().map(|act| act.verb.as_str()).or(asking.get().then_some("ask"))>
            {move || match (shown.get(), elsewhere.get()) {
                (Some(act), _) => Some(view! { <Notice act row /> }.into_any()),
                (None, Some(verb)) => Some(view! { <p>{in_other_tab(verb)}</p> }.into_any()),
                (None, None) if asking.get() => Some(question(id, row, asking)),
                (None, None) => None,
            }}
        </div>
    }
}

/// Opens the form filled in from this pod: nothing is launched by it.
fn again(id: StoredValue<PodId>, row: RwSignal<PodEntry>) -> AnyView {
    let replacements = store::<Replacements>();
    let moves = Memo::new(move |_| row.with(|known| can_be_replaced(&known.pod)));
    let what = move || if moves.get() { pod_list::move_elsewhere() } else { pod_list::launch_again() };
    let click = move |_| replacements.launch_again(id.get_value(), moves.get_untracked());
    let (own, named) = id.with_value(|id| named("again", id));
    view! { <button type="button" class="quiet" id=own aria-labelledby=named on:click=click>{what}</button> }.into_any()
}

/// The button that ends it, or the other one: it stays where it is, and with it the focus.
fn button(
    other: Option<Memo<Option<PodAction>>>,
    id: StoredValue<PodId>,
    row: RwSignal<PodEntry>,
    asking: RwSignal<bool>,
) -> AnyView {
    let (actions, known_files) = (store::<PodActions>(), store::<Shared<KnownFiles>>());
    let verb = move || other.map_or(PodAction::Terminate, |other| other.get().unwrap_or(PodAction::Stop));
    let asked = move || {
        id.with_value(|id| actions.of(id).filter(|act| !act.is_over()).map(|act| act.verb).or(actions.elsewhere(id)))
    };
    // An end may follow on anything, and a stop on a start.
    let is_off = move || match (asked(), verb()) {
        (Some(PodAction::Resume), PodAction::Stop) => id.with_value(|id| actions.elsewhere(id)).is_some(),
        (Some(asked), verb) => asked == verb || verb != PodAction::Terminate,
        (None, _) => false,
    };
    let label = move || match (verb(), asked() == Some(verb())) {
        (PodAction::Terminate, true) => pod_list::ending().to_owned(),
        (PodAction::Stop, true) => pod_list::stopping().to_owned(),
        (PodAction::Resume, true) => pod_list::starting().to_owned(),
        (verb @ (PodAction::Terminate | PodAction::Stop), false) => verb.label().to_owned(),
        (PodAction::Resume, false) => pod_list::start(row.with(|known| price(&known.pod))),
    };
    let click = move |_| {
        if untrack(is_off) {
            return;
        }
        let verb = untrack(verb);
        let asked = untrack(|| row.with(|known| known_files.peek(|files| files.question(&known.pod))));
        let dies = verb == PodAction::Terminate && asked.is_some();
        asking.set(dies);
        if dies {
            request_animation_frame(move || browser::focus(&id.with_value(keep_id)));
        } else {
            actions.request(verb, id.get_value(), untrack(|| row.with(|known| known.pod.name.clone())));
        }
    };
    // Both of its words at once: a tooltip that changed with the pod would be styled anew with each.
    let title = if other.is_some() { pod_list::runpod_stop_resume() } else { pod_list::runpod_terminate() };
    let (own, named) = id.with_value(|id| named(kind(untrack(verb)), id));
    view! {
        <button
            type="button"
            id=own
            class=if other.is_some() { "" } else { "danger" }
            aria-labelledby=named
            title=title
            aria-disabled=move || is_off().to_string()
            on:click=click
        >
            {label}
        </button>
    }
    .into_any()
}

/// Data would die that nothing brings back.
fn question(id: StoredValue<PodId>, row: RwSignal<PodEntry>, asking: RwSignal<bool>) -> AnyView {
    let (actions, known_files) = (store::<PodActions>(), store::<Shared<KnownFiles>>());
    let (name, asked) =
        untrack(|| row.with(|known| (known.pod.name.clone(), known_files.peek(|files| files.question(&known.pod)))));
    // The button that was pressed goes; the focus must not go with it.
    let answered = move || {
        asking.set(false);
        browser::focus(&id.with_value(|id| button_id(PodAction::Terminate, id)));
    };
    let (end, keep) = (pod_list::end_and_delete_pod(&name), pod_list::keep_pod(&name));
    let click = move |_| {
        answered();
        actions.request(PodAction::Terminate, id.get_value(), name.clone());
    };
    view! {
        <p class="what">{asked}</p>
        <button type="button" class="danger" aria-label=end on:click=click>{pod_list::end_and_delete()}</button>
        <button type="button" id=id.with_value(keep_id) aria-label=keep on:click=move |_| answered()>{pod_list::keep()}</button>
    }
    .into_any()
}

/// What it costs per hour when it runs.
fn price(pod: &Pod) -> String {
    pod.hourly_running().map_or_else(|| pod_list::price_unknown().to_owned(), |rate| rate.to_string())
}

fn in_other_tab(verb: PodAction) -> &'static str {
    match verb {
        PodAction::Terminate => pod_list::elsewhere_ending(),
        PodAction::Stop => pod_list::elsewhere_stopping(),
        PodAction::Resume => pod_list::elsewhere_starting(),
    }
}

/// The safe answer, which has the focus when the question comes.
fn keep_id(pod: &PodId) -> String {
    format!("keep-{pod}")
}

fn button_id(verb: PodAction, pod: &PodId) -> String {
    format!("{}-{pod}", kind(verb))
}

const fn kind(verb: PodAction) -> &'static str {
    match verb {
        PodAction::Terminate => "end",
        PodAction::Stop | PodAction::Resume => "power",
    }
}

#[component]
fn Notice(
    /// What was asked.
    act: ActionRequest<ApiError>,
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let (actions, notices) = (store::<PodActions>(), store::<Notices>());
    let told = untrack(|| row.with(|known| describe(actions, &act, &known.pod)));
    let button = match act.state {
        State::Undoable { .. } if actions.is_of_a_bulk(&act) => None,
        State::Undoable { .. } => {
            // The button that was pressed goes; the focus must not go with it.
            let fresh = clock::now().since(act.asked()) < JUST_NOW;
            let words = UndoWords::beside_pod(&act);
            let ActionRequest { pod, verb, .. } = act;
            let (button, own) = (button_id(verb, &pod), pod.to_string());
            let take_back = {
                let (pod, button) = (pod.clone(), button.clone());
                Box::new(move || {
                    actions.undo(vec![pod.clone()]);
                    browser::focus(&button);
                })
            };
            // Its time may be over while it has the focus.
            on_cleanup(move || {
                let row = browser::attribute_around_focus("data-pod");
                if row.is_some_and(|row| row == own) && browser::attribute_around_focus("data-verb").is_some() {
                    browser::focus(&button);
                }
            });
            Some(view! { <Undo pods=vec![pod] words take_back fresh /> }.into_any())
        }
        State::Refused { .. } => Some(
            view! { <button type="button" on:click=move |_| notices.dismiss()>{pod_list::dismiss()}</button> }
                .into_any(),
        ),
        _ => None,
    };
    view! {
        {button}
        <p>{told}</p>
    }
}

fn describe(actions: PodActions, act: &ActionRequest<ApiError>, pod: &Pod) -> String {
    let problem = act.problem().unwrap_or_default();
    let problem = problem.as_str();
    let may_cost = match act.verb {
        PodAction::Resume => pod_list::may_cost_already(),
        PodAction::Terminate | PodAction::Stop => pod_list::may_still_cost(),
    };
    match (&act.state, act.verb) {
        (State::Undoable { .. }, verb) => actions.effect_of(pod, verb.into()).describe(),
        (State::Asking { .. }, _) if act.duplicate => pod_list::made_twice().to_owned(),
        (State::Asking { .. }, verb) => {
            let asked = match verb {
                PodAction::Terminate => pod_list::asked_end(),
                PodAction::Stop => pod_list::asked_stop(),
                PodAction::Resume => pod_list::asked_start(),
            };
            sentences(&[asked, may_cost])
        }
        (State::Retrying { .. }, PodAction::Resume) => sentences(&[problem, may_cost, pod_list::looks_first()]),
        (State::Retrying { hopeless: true, .. }, verb) => {
            let not_done = if verb == PodAction::Terminate { pod_list::not_ended() } else { pod_list::not_stopped() };
            sentences(&[not_done, problem, may_cost, pod_list::hopeless()])
        }
        (State::Retrying { .. }, _) => sentences(&[problem, may_cost, pod_list::tries_again()]),
        (State::Agreed { .. }, PodAction::Terminate) => pod_list::agreed_end().to_owned(),
        (State::Agreed { .. }, _) => pod_list::agreed().to_owned(),
        (State::Refused { .. }, PodAction::Resume) => {
            let lost = data_loss_gb(pod).map_or("", |_| pod_list::not_started_volume());
            sentences(&[problem, lost])
        }
        (State::Refused { .. }, PodAction::Stop) => sentences(&[pod_list::not_stopped_costs(), problem]),
        (State::Refused { .. }, PodAction::Terminate) => sentences(&[pod_list::not_ended_costs(), problem]),
        (State::Undone | State::Done, _) => String::new(),
    }
}
