//! What is done with the pods that are selected: one bar, one question where data would die, one Undo for all.

use launchpod_core::pods::action::{PodAction, UNDO};
use launchpod_core::pods::bulk_actions::{self, BulkAction};
use launchpod_core::types::time::seconds_up;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::pods::actions::PodActions;
use crate::pods::list::PodList;
use crate::pods::store::PodStore;

/// The bar below the list; nothing while nothing is selected or under way.
#[component]
pub fn BulkBar() -> impl IntoView {
    let (context, account, pods) = (store::<AppContext>(), store::<AccountStore>(), store::<PodStore>());
    let (actions, list) = (store::<PodActions>(), store::<PodList>());
    // The question before an end of pods whose data would die with them.
    let asking = RwSignal::new(None::<String>);
    let group_actions = Memo::new(move |_| actions.group_actions());
    let under_way = move || {
        group_actions
            .get()
            .into_iter()
            .map(|bulk| notice(context, account, pods, actions, bulk))
            .collect::<Vec<AnyView>>()
    };
    let bar = move || {
        let sum = list.picked_sum();
        if sum.pods == 0 {
            asking.set(None);
            return None;
        }
        let words = format!("{} selected, {}", sum.pods, sum.cost());
        let content = match asking.get() {
            Some(question) => ask(actions, asking, question, sum.pods),
            None => buttons(actions, list, asking, sum.pods),
        };
        Some(view! { <div class="bulk"><p class="what">{words}</p>{content}</div> }.into_any())
    };
    view! {
        <div class="bulk-bar" role="region" aria-label="Selected pods">
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
        view! { <button type="button" on:click=move |_| actions.request_for_selected(PodAction::Stop)>{format!("Stop {stoppable}")}</button> }
            .into_any()
    });
    let clear = move |_| {
        list.pick_all(false);
        browser::focus("pods-title");
    };
    view! {
        {stop}
        <button type="button" class="danger" id="bulk-end" title="RunPod calls this terminate" on:click=end>
            {format!("End {count}")}
        </button>
        <button type="button" class="quiet" on:click=clear>"Select none"</button>
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
        <button type="button" class="danger" on:click=end>{format!("End {count} and delete")}</button>
        <button type="button" id="bulk-keep" on:click=keep>"Keep them"</button>
    }
    .into_any()
}

fn notice(
    context: AppContext,
    account: AccountStore,
    pods: PodStore,
    actions: PodActions,
    bulk: BulkAction,
) -> AnyView {
    let count = bulk.pods.len();
    let what = bulk.verb.gerund();
    let words = pods.read_these(&bulk.pods, |pods| {
        account.volumes.peek(|volumes| bulk_actions::consequences(bulk.verb, pods, volumes))
    });
    let left = move || seconds_up(bulk.until.since(context.clock.wall()).min(UNDO));
    let take_back = move |_| {
        actions.undo_together(bulk.pods.clone());
        focus_later("bulk-end");
    };
    // The button that was pressed is gone; who pressed it goes on from here.
    if browser::focused().is_none_or(|id| id.is_empty() || id.starts_with("bulk-")) {
        focus_later("bulk-undo");
    }
    view! {
        <div class="bulk" data-verb=bulk.verb.as_str()>
            <p class="what" aria-hidden="true">{move || format!("{what} {count} pods in {}\u{a0}s.", left())}</p>
            <button type="button" class="primary" id="bulk-undo" on:click=take_back>{format!("Undo all {count}")}</button>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// Once what is shown next is there.
fn focus_later(id: &'static str) {
    request_animation_frame(move || browser::focus(id));
}
