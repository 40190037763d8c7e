//! One pod. In the release build all that only this reaches is a file of its own: see `ui/parts.rs`.

use launchpod_core::pods::fleet::Known;
use launchpod_core::runpod::error_messages::Doing;
use launchpod_core::types::ids::PodId;
use leptos::prelude::*;

use crate::app::desk::Desk;
use crate::app::one_pod::Way;
use crate::app::route::Route;
use crate::ui::components::connect::Connect;
use crate::ui::components::failure_box::ErrorBox;
use crate::ui::components::pod_acts::PodActs;
use crate::ui::components::pod_card::{Money, what};
use crate::ui::components::pod_chart::PodCharts;
use crate::ui::components::pod_deeds::PodDeeds;
use crate::ui::components::pod_edit::PodEdit;
use crate::ui::components::pod_ends::PodEnds;
use crate::ui::components::pod_env::PodEnvironment;
use crate::ui::components::pod_facts::PodFacts;
use crate::ui::components::pod_history::PodHistory;
use crate::ui::components::pod_stage::PodStage;

const NOBODY: &str = "Your RunPod account has no pod of this address. It may have ended, or belong to another account, or the link \
                      may be incomplete. Nothing was changed.";
const GONE: &str = "This pod is gone: RunPod does not have it any more, and it costs nothing more. A network volume that was \
                    in it stays, and goes on costing.";

/// The pod that the address names.
#[component]
pub fn PodPage() -> impl IntoView {
    let desk = Desk::expect();
    let Route::Pod(id) = desk.route.peek(Route::clone) else { return absent(NOBODY) };
    let own = id.clone();
    let is_there = Memo::new(move |_| {
        desk.fleet.any();
        desk.fleet.row(&own).is_some()
    });
    let was_there = StoredValue::new(false);
    let (shown, kept) = (StoredValue::new(id.clone()), id);
    view! {
        {move || desk.trouble.get().map(|failure| view! { <ErrorBox failure doing=Doing::Reading /> }.into_any())}
        <div role="status">
            {move || match (is_there.get(), desk.checked.get().is_some()) {
                (true, _) => ().into_any(),
                (false, false) => view! { <p class="notice">{format!("Asking {} …", desk.source())}</p> }.into_any(),
                (false, true) => absent(if was_there.get_value() { GONE } else { NOBODY }),
            }}
        </div>
        {move || {
            let row = is_there.get().then(|| desk.fleet.row(&shown.get_value())).flatten()?;
            was_there.set_value(true);
            Some(pod(desk, shown.get_value(), RwSignal::from(row)))
        }}
        <PodHistory id=kept />
    }
    .into_any()
}

fn absent(words: &'static str) -> AnyView {
    view! {
        <div class="notice">
            <p>{words}</p>
            <a class="button" href=Route::Pods.href()>"Back to the pods"</a>
        </div>
    }
    .into_any()
}

fn pod(desk: Desk, id: PodId, row: RwSignal<Known>) -> AnyView {
    let way = Way::follow(desk, id.clone(), row);
    let data = id.as_str().to_owned();
    // What does not run uses nothing, and nothing has to end it.
    let runs = Memo::new(move |_| row.with(|known| known.pod.status.bills_gpu()));
    let use_id = StoredValue::new(id.clone());
    view! {
        <section
            class="pod"
            aria-label="State, cost and buttons"
            data-pod=data
            data-stage=move || row.with(|known| known.stage().as_str().to_owned())
        >
            <div class="pod-name"><PodStage row /></div>
            <p class="pod-what">{move || row.with(|known| what(desk, known))}</p>
            <Money row />
            <PodActs id=id.clone() row />
        </section>
        <PodDeeds row />
        <Connect id=id.clone() row way />
        {move || {
            runs.get().then(|| {
                let id = use_id.get_value();
                view! {
                    <PodCharts id=id.clone() />
                    <PodEnds id row />
                }
            })
        }}
        <PodEdit id=id.clone() row />
        <PodFacts row way />
        <PodEnvironment id />
    }
    .into_any()
}
