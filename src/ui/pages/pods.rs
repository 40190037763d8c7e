//! What runs, what it costs, and the button that ends it.

use std::sync::Arc;

use launchpod_core::domain::ids::PodId;
use launchpod_core::domain::time::words;
use launchpod_core::runpod::words::Doing;
use leptos::prelude::*;

use crate::app::browser;
use crate::app::desk::Desk;
use crate::app::route::Route;
use crate::ui::components::failure_box::FailureBox;
use crate::ui::components::hunt_line::HuntLine;
use crate::ui::components::keyed::Keyed;
use crate::ui::components::launch_status::LaunchStatus;
use crate::ui::components::notify_me::NotifyMe;
use crate::ui::components::pod_card::PodCard;
use crate::ui::components::told::Told;
use crate::ui::parts::{Money, Part};

/// The list of pods.
#[component]
pub fn PodsPage(
    /// What it shows of the money.
    money: Part,
) -> impl IntoView {
    browser::set_title("Pods · Launchpod");
    let desk = Desk::expect();
    view! {
        <div class="page-head">
            <h1>"Pods"</h1>
            <p class="checked">{move || checked(desk)}</p>
        </div>
        {move || desk.trouble.get().map(|failure| view! { <FailureBox failure doing=Doing::Reading /> }.into_any())}
        <Money part=money />
        <Told />
        <LaunchStatus />
        <HuntLine />
        {move || (desk.fleet.order().is_empty() && desk.checked.get().is_some()).then(|| view! { <NoPods /> }.into_any())}
        <ul class="pods" aria-label="Your pods">
            <Keyed
                keys=Signal::derive(move || desk.fleet.order().iter().map(ToString::to_string).collect())
                entry=Arc::new(|id| view! { <PodCard id=PodId::new(id) /> }.into_any())
            />
        </ul>
        {move || (!desk.fleet.order().is_empty()).then(|| view! { <NotifyMe /> }.into_any())}
    }
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
