//! What runs, what it costs, and the button that ends it.

use std::sync::Arc;

use launchpod_core::pods::fleet::Extent;
use launchpod_core::pods::list_view::{Group, Grouping};
use launchpod_core::runpod::error_messages::Doing;
use launchpod_core::state::clock_offset::Dial;
use launchpod_core::types::ids::{NetworkVolumeId, PodId};
use launchpod_core::types::time::words;
use leptos::html::Ul;
use leptos::prelude::*;

use crate::app::browser;
use crate::app::desk::Desk;
use crate::app::route::Route;
use crate::ui::components::bulk::BulkBar;
use crate::ui::components::failure_box::ErrorBox;
use crate::ui::components::hunt_line::ProvisioningLine;
use crate::ui::components::keyed::Keyed;
use crate::ui::components::launch_status::LaunchStatus;
use crate::ui::components::notify_me::NotifyMe;
use crate::ui::components::pod_card::PodCard;
use crate::ui::components::pods_tools::PodsTools;
use crate::ui::components::told::Told;
use crate::ui::parts::{Money, Part};

/// What the key of a group's heading begins with; no pod's id does.
const GROUP: char = '\n';

/// The list of pods.
#[component]
pub fn PodsPage(
    /// What it shows of the money.
    money: Part,
) -> impl IntoView {
    browser::set_title("Pods · Launchpod");
    let desk = Desk::expect();
    // Costs change more often than the order does.
    let keys = Memo::new(move |_| desk.roll.with(|roll| keys(desk, &roll.groups)));
    desk.open_list();
    let list = NodeRef::<Ul>::new();
    list.on_load(move |list| desk.watch_sight(&list));
    on_cleanup(move || desk.fleet.close_list());
    view! {
        <div class="page-head">
            <h1 id="pods-title" tabindex="-1">"Pods"</h1>
            <p class="checked">{move || checked(desk)}</p>
        </div>
        {move || desk.trouble.get().map(|failure| view! { <ErrorBox failure doing=Doing::Reading /> }.into_any())}
        {move || {
            let told = [desk.fleet.summary().gap_words(), desk.dial.with(Dial::words)];
            let note = |words: String| view! { <div class="notice" role="status"><p>{words}</p></div> }.into_any();
            told.into_iter().flatten().map(note).collect::<Vec<_>>()
        }}
        <Money part=money />
        <Told />
        <LaunchStatus />
        <ProvisioningLine />
        {move || (!desk.fleet.any() && desk.fleet.summary().extent == Extent::Whole).then(|| view! { <NoPods /> }.into_any())}
        <PodsTools />
        <ul class="pods" aria-label="Your pods" node_ref=list>
            <Keyed
                keys
                entry=Arc::new(move |key| match key.strip_prefix(GROUP) {
                    Some(group) => heading(desk, group.to_owned()),
                    None => view! { <PodCard id=PodId::new(key) /> }.into_any(),
                })
            />
        </ul>
        {move || (desk.fleet.any()).then(|| view! { <NotifyMe /> }.into_any())}
        <BulkBar />
    }
}

/// Headings and pods, in order.
fn keys(desk: Desk, groups: &[Group]) -> Vec<String> {
    let headings = desk.look.peek(|look| look.group != Grouping::None);
    let one = |group: &Group| {
        let heading = headings.then(|| format!("{GROUP}{}", group.of));
        heading.into_iter().chain(group.pods.iter().map(ToString::to_string)).collect::<Vec<_>>()
    };
    groups.iter().flat_map(one).collect()
}

fn heading(desk: Desk, of: String) -> AnyView {
    let id = of.clone();
    let name = move || match (desk.look.with(|look| look.group), of.as_str()) {
        (Grouping::Place, "") => "No data center yet".to_owned(),
        (Grouping::Place, place) => place.to_owned(),
        (_, "") => "No network volume".to_owned(),
        (_, volume) => match desk.volume_name(&NetworkVolumeId::new(volume)) {
            Some(name) => format!("Volume “{name}”"),
            None => format!("Volume {volume}"),
        },
    };
    let sum = move || {
        let sum = desk.roll.with(|roll| roll.groups.iter().find(|group| group.of == id).map(|group| group.sum));
        let sum = sum.unwrap_or_default();
        format!("{} {}, {}", sum.pods, if sum.pods == 1 { "pod" } else { "pods" }, sum.cost())
    };
    view! { <li class="group"><h2>{name}</h2><p>{sum}</p></li> }.into_any()
}

/// How old the list is.
fn checked(desk: Desk) -> String {
    let from = desk.source();
    match desk.checked.get() {
        Some(at) => match desk.clock.wall().since(at) {
            age if age.as_secs() < 2 => format!("checked just now · {from}"),
            age => format!("checked {} ago · {from}", words(age)),
        },
        None => format!("asking {from} …"),
    }
}

#[component]
fn NoPods() -> impl IntoView {
    view! {
        <div class="empty">
            <p>{"No pods. Nothing runs, and only network volumes cost money."}</p>
            <a class="button primary" href=Route::Launch.href()>"Launch a pod"</a>
        </div>
    }
}
