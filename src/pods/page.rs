//! What runs, what it costs, and the button that ends it.

use std::sync::Arc;

use launchpod_core::pods::fleet::Extent;
use launchpod_core::pods::list_view::{Group, Grouping, Layout};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::state::Event;
use launchpod_core::state::clock_offset::ClockComparison;
use launchpod_core::types::ids::{NetworkVolumeId, PodId};
use launchpod_core::types::time::duration_text;
use launchpod_words::{Message, pod_list};
use leptos::html::Ul;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::app::notices::NoticeBoxes;
use crate::context::{AppContext, store};
use crate::launch::launch_status::LaunchStatus;
use crate::launch::provisioning_line::ProvisioningLine;
use crate::platform::browser::{self, session_storage};
use crate::platform::route::Route;
use crate::platform::session_keys::SPEND_HEIGHT;
use crate::pods::bulk_bar::BulkBar;
use crate::pods::card::PodCard;
use crate::pods::list::PodList;
use crate::pods::store::PodStore;
use crate::pods::toolbar::Toolbar;
use crate::readiness::notify_switch::NotifySwitch;
use crate::widgets::error_box::error_words;
use crate::widgets::keyed::Keyed;

/// What the key of a group's heading begins with; no pod's id does.
const GROUP: char = '\n';

/// The list of pods.
#[component]
pub fn PodsPage(
    /// What it shows of the money.
    children: Children,
) -> impl IntoView {
    browser::set_title(pod_list::title());
    let (context, account) = (store::<AppContext>(), store::<AccountStore>());
    let (list, pods) = (store::<PodList>(), store::<PodStore>());
    // Costs change more often than the order does.
    let keys = Memo::new(move |_| list.view.with(|roll| keys(list, &roll.groups)));
    pods.list_opens();
    let rows = NodeRef::<Ul>::new();
    rows.on_load(move |list| pods.watch_sight(&list));
    on_cleanup(move || pods.close_list());
    let spend_height = session_storage().and_then(|storage| storage.get_item(SPEND_HEIGHT).ok().flatten());
    view! {
        <div class="page-head">
            <h1 id="pods-title" tabindex="-1">{pod_list::heading()}</h1>
            // Beside the heading, where no words that change move it.
            {ask_now(context, "quiet", pod_list::refresh())}
            <p class="checked">{move || checked(context, pods)}</p>
            <NotifySwitch />
        </div>
        {move || pods.trouble.get().map(|failure| {
            let again = ask_now(context, "", pod_list::try_now());
            view! { <div class="failure" role="alert">{error_words(failure, Operation::Reading)}{again}</div> }.into_any()
        })}
        {move || {
            let told = [pods.summary().gap_text(), pods.dial.with(ClockComparison::describe)];
            let note = |words: String| view! { <div class="notice" role="status"><p>{words}</p></div> }.into_any();
            told.into_iter().flatten().map(note).collect::<Vec<_>>()
        }}
        <div class="spend-place" style:min-height=spend_height>{children()}</div>
        <NoticeBoxes />
        <LaunchStatus />
        <ProvisioningLine />
        {move || (!pods.any() && pods.summary().extent == Extent::Whole).then(|| view! { <NoPods /> }.into_any())}
        <Toolbar />
        {move || list.layout.with(|layout| *layout == Layout::Table && pods.any()).then(columns)}
        <ul
            class="pods"
            data-layout=move || list.layout.with(|layout| layout.as_str())
            aria-label=pod_list::your_pods()
            node_ref=rows
        >
            <Keyed
                keys
                entry=Arc::new(move |key| match key.strip_prefix(GROUP) {
                    Some(group) => heading(account, list, group.to_owned()),
                    None => view! { <PodCard id=PodId::new(key) /> }.into_any(),
                })
            />
        </ul>
        <BulkBar />
    }
}

/// Headings and pods, in order.
fn keys(list: PodList, groups: &[Group]) -> Vec<String> {
    let headings = list.look.peek(|look| look.group != Grouping::None);
    let one = |group: &Group| {
        let heading = headings.then(|| format!("{GROUP}{}", group.of));
        heading.into_iter().chain(group.pods.iter().map(ToString::to_string)).collect::<Vec<_>>()
    };
    groups.iter().flat_map(one).collect()
}

fn heading(account: AccountStore, list: PodList, of: String) -> AnyView {
    let id = of.clone();
    let name = move || match (list.look.with(|look| look.group), of.as_str()) {
        (Grouping::Place, "") => pod_list::group_no_place().to_owned(),
        (Grouping::Place, place) => place.to_owned(),
        (_, "") => pod_list::group_no_volume().to_owned(),
        (_, volume) => match account.volume_name(&NetworkVolumeId::new(volume)) {
            Some(name) => pod_list::group_volume(name),
            None => pod_list::group_volume_id(volume),
        },
    };
    let sum = move || {
        let sum = list.view.with(|roll| roll.groups.iter().find(|group| group.of == id).map(|group| group.sum));
        let sum = sum.unwrap_or_default();
        pod_list::group_sum(sum.pods, sum.cost())
    };
    view! { <li class="group"><h2>{name}</h2><p>{sum}</p></li> }.into_any()
}

/// What stands in the table's columns. Each value says so itself to screen readers.
fn columns() -> AnyView {
    let text = [pod_list::column_name, pod_list::column_stage, pod_list::column_gpu, pod_list::column_place];
    let text = text.into_iter().chain([pod_list::column_ends as Message]);
    let figures: [Message; 3] = [pod_list::up_for, pod_list::costs, pod_list::so_far];
    view! {
        <div class="pods-columns" aria-hidden="true">
            {text.map(|words| view! { <span>{words()}</span> }.into_any()).collect::<Vec<_>>()}
            {figures.map(|words| view! { <span class="figure">{words()}</span> }.into_any()).into_iter().collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

/// Has the pods listed at once.
fn ask_now(context: AppContext, class: &'static str, words: &'static str) -> AnyView {
    view! { <button type="button" class=class on:click=move |_| context.on(Event::ListWanted)>{words}</button> }
        .into_any()
}

/// How old the list is.
fn checked(context: AppContext, pods: PodStore) -> String {
    let from = context.source();
    match pods.checked.get() {
        Some(at) => match context.clock.wall().since(at) {
            age if age.as_secs() < 2 => pod_list::checked_now(from),
            age => pod_list::checked(duration_text(age), from),
        },
        None => pod_list::asking(from),
    }
}

/// What a pod is, and the way to one.
#[component]
fn NoPods() -> impl IntoView {
    let step = |name: &'static str, more: &'static str| view! { <li><strong>{name}</strong><p>{more}</p></li> };
    view! {
        <div class="empty">
            <p class="what">{pod_list::no_pods()}</p>
            <p>{pod_list::what_is_a_pod()}</p>
            <ol class="steps">
                {step(pod_list::step_choose(), pod_list::step_choose_more())}
                {step(pod_list::step_launch(), pod_list::step_launch_more())}
                {step(pod_list::step_open(), pod_list::step_open_more())}
            </ol>
            <a class="button primary" href=Route::Launch.href()>{pod_list::launch()}</a>
            <p class="help">{pod_list::free_until_launch()}</p>
        </div>
    }
}
