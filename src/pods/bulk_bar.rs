//! What is done with the pods that are selected: one bar, one question where data would die, one Undo for all.

use launchpod_core::files::known::KnownFiles;
use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::bulk_actions::{self, BulkAction};
use launchpod_core::pods::bulk_start::BulkStart;
use launchpod_words::pod_list;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::platform::browser;
use crate::platform::shared::Shared;
use crate::pods::actions::PodActions;
use crate::pods::list::PodList;
use crate::pods::store::PodStore;
use crate::pods::undo::Undo;
use crate::pods::undo_words::UndoWords;

/// The button that starts those that are selected.
const START: &str = "bulk-start";
/// The one that ends them.
const END: &str = "bulk-end";
/// The one that takes the selection back.
const NONE: &str = "bulk-none";

/// The bar below the list; nothing while nothing is selected or under way.
#[component]
pub fn BulkBar() -> impl IntoView {
    let (account, pods) = (store::<AccountStore>(), store::<PodStore>());
    let (actions, list) = (store::<PodActions>(), store::<PodList>());
    // The question before an end of pods whose data would die with them.
    let asking = RwSignal::new(None::<String>);
    // Whoever looks at Undo goes on looking at the same one when its time is prolonged.
    let group_actions = Memo::new(move |_| actions.group_actions());
    let start = Memo::new(move |_| actions.startable());
    let shown = Memo::new(move |_| list.view.with(|roll| roll.pods().count()));
    let under_way = move || {
        group_actions.get().into_iter().map(|bulk| notice(account, pods, actions, bulk)).collect::<Vec<AnyView>>()
    };
    let bar = move || {
        let sum = list.picked_sum();
        if sum.pods == 0 {
            asking.set(None);
            return None;
        }
        let words = pod_list::selected(sum.pods, sum.cost());
        let content = match asking.get() {
            Some(question) => ask(actions, asking, question, sum.pods),
            None => buttons(actions, list, asking, sum.pods, start.get(), shown.get()),
        };
        Some(view! { <div class="bulk"><p class="what">{words}</p>{content}</div> }.into_any())
    };
    view! {
        <div class="bulk-bar" role="region" aria-label=pod_list::selected_pods()>
            <div role="status">{under_way}</div>
            {bar}
        </div>
    }
}

fn buttons(
    actions: PodActions,
    list: PodList,
    asking: RwSignal<Option<String>>,
    count: usize,
    start: BulkStart,
    shown: usize,
) -> AnyView {
    let stoppable = actions.requestable(PodAction::Stop).len();
    let known_files = store::<Shared<KnownFiles>>();
    let question = move || known_files.peek(|files| list.read_picked(|pods| files.question_of_all(pods)));
    let end = move |_| match question() {
        None => actions.request_for_selected(PodAction::Terminate),
        Some(question) => {
            asking.set(Some(question));
            focus_later("bulk-keep");
        }
    };
    let stop = (stoppable > 0).then(|| {
        view! { <button type="button" on:click=move |_| actions.request_for_selected(PodAction::Stop)>{pod_list::stop_selected(stoppable)}</button> }
            .into_any()
    });
    let clear = move |_| {
        list.pick_all(false);
        browser::focus("pods-title");
    };
    let left_out = start.left_out().map(|words| view! { <p class="help">{words}</p> }.into_any());
    view! {
        {start_button(actions, start)}
        {stop}
        <button type="button" class="danger" id=END title=pod_list::runpod_terminate() on:click=end>
            {pod_list::end_selected(count)}
        </button>
        {(count < shown).then(|| select_all(list, shown))}
        <button type="button" class="quiet" id=NONE on:click=clear>{pod_list::select_none()}</button>
        {left_out}
    }
    .into_any()
}

/// Starts those that it says, and no others that can be started by then.
fn start_button(actions: PodActions, start: BulkStart) -> Option<AnyView> {
    let words = start.button()?;
    let click = move |_| actions.request_for_these(PodAction::Resume, start.pods.clone());
    Some(
        view! { <button type="button" id=START title=pod_list::runpod_stop_resume() on:click=click>{words}</button> }
            .into_any(),
    )
}

/// Selects the others too that the list shows.
fn select_all(list: PodList, shown: usize) -> AnyView {
    let click = move |_| {
        list.pick_all(true);
        // This button goes.
        focus_later(NONE);
    };
    view! { <button type="button" class="quiet" on:click=click>{pod_list::select_all(shown)}</button> }.into_any()
}

fn ask(actions: PodActions, asking: RwSignal<Option<String>>, question: String, count: usize) -> AnyView {
    let end = move |_| {
        asking.set(None);
        actions.request_for_selected(PodAction::Terminate);
    };
    let keep = move |_| {
        asking.set(None);
        focus_later(END);
    };
    view! {
        <p role="alert">{question}</p>
        <button type="button" class="danger" on:click=end>{pod_list::end_selected_and_delete(count)}</button>
        <button type="button" id="bulk-keep" on:click=keep>{pod_list::keep_selected()}</button>
    }
    .into_any()
}

fn notice(account: AccountStore, pods: PodStore, actions: PodActions, bulk: BulkAction) -> AnyView {
    let words = UndoWords::together(&bulk);
    let BulkAction { verb, pods: together } = bulk;
    let consequences = pods
        .read_these(&together, |pods| account.volumes.peek(|volumes| bulk_actions::consequences(verb, pods, volumes)));
    let take_back = {
        let together = together.clone();
        Box::new(move || {
            actions.undo_together(together.clone());
            focus_later(if verb == PodAction::Resume { START } else { END });
        })
    };
    // Its time may be over while it has the focus.
    on_cleanup(|| {
        if browser::focused().is_some_and(|id| id == "bulk-undo") {
            browser::focus("pods-title");
        }
    });
    // The button that was pressed is gone; who pressed it goes on from here.
    if browser::focused().is_none_or(|id| id.is_empty() || id.starts_with("bulk-")) {
        focus_later("bulk-undo");
    }
    view! {
        <div class="bulk" data-verb=verb.as_str()>
            <Undo pods=together words take_back id="bulk-undo" />
            <p>{consequences}</p>
        </div>
    }
    .into_any()
}

/// Once what is shown next is there.
fn focus_later(id: &'static str) {
    request_animation_frame(move || browser::focus(id));
}
