//! What is done with the pods that are selected: one bar, one question where data would die, one Undo for all.

use launchpod_core::pods::action::PodAction;
use launchpod_core::pods::bulk_actions::{self, BulkAction};
use launchpod_words::pod_list;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::platform::browser;
use crate::pods::actions::PodActions;
use crate::pods::list::PodList;
use crate::pods::store::PodStore;
use crate::pods::undo::Undo;
use crate::pods::undo_words::UndoWords;

/// The bar below the list; nothing while nothing is selected or under way.
#[component]
pub fn BulkBar() -> impl IntoView {
    let (account, pods) = (store::<AccountStore>(), store::<PodStore>());
    let (actions, list) = (store::<PodActions>(), store::<PodList>());
    // The question before an end of pods whose data would die with them.
    let asking = RwSignal::new(None::<String>);
    // Whoever looks at Undo goes on looking at the same one when its time is prolonged.
    let group_actions = Memo::new(move |_| actions.group_actions());
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
            None => buttons(actions, list, asking, sum.pods),
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

fn buttons(actions: PodActions, list: PodList, asking: RwSignal<Option<String>>, count: usize) -> AnyView {
    let stoppable = actions.requestable(PodAction::Stop).len();
    let end = move |_| match list.read_picked(bulk_actions::question) {
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
    view! {
        {stop}
        <button type="button" class="danger" id="bulk-end" title=pod_list::runpod_terminate() on:click=end>
            {pod_list::end_selected(count)}
        </button>
        <button type="button" class="quiet" on:click=clear>{pod_list::select_none()}</button>
    }
    .into_any()
}

fn ask(actions: PodActions, asking: RwSignal<Option<String>>, question: String, count: usize) -> AnyView {
    let end = move |_| {
        asking.set(None);
        actions.request_for_selected(PodAction::Terminate);
    };
    let keep = move |_| {
        asking.set(None);
        focus_later("bulk-end");
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
            focus_later("bulk-end");
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
