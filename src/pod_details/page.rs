//! One pod. In the release build all that only this reaches is a file of its own: see `app/later_views.rs`.

use launchpod_core::billing::PodEnd;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::services::comfy;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_words::{files, pod_page};
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::{AppContext, store};
use crate::launch::form::LaunchForm;
use crate::platform::browser;
use crate::platform::route::Route;
use crate::platform::shared::Shared;
use crate::pod_details::access::Connect;
use crate::pod_details::action_effects::ActionEffects;
use crate::pod_details::activity_list::ActivityList;
use crate::pod_details::auto_stop::AutoStopSettings;
use crate::pod_details::charts::PodCharts;
use crate::pod_details::edit::PodEdit;
use crate::pod_details::environment::PodEnvironment;
use crate::pod_details::facts::PodFacts;
use crate::pod_details::files::file::MyFiles;
use crate::pod_details::log::file::PodLog;
use crate::pod_details::section_nav::{Section, SectionNav};
use crate::pod_details::state::{NetworkInfo, follow_allowed_actions};
use crate::pods::action_buttons::ActionButtons;
use crate::pods::card::{Money, what};
use crate::pods::stage::PodStage;
use crate::pods::store::PodStore;
use crate::widgets::error_box::ErrorBox;

/// The pod that the address names.
#[component]
pub fn PodPage() -> impl IntoView {
    let (context, pods, route) = (store::<AppContext>(), store::<PodStore>(), store::<Shared<Route>>());
    let Route::Pod(id) = route.peek(Route::clone) else { return absent(pod_page::unknown_pod()) };
    let own = id.clone();
    let is_there = Memo::new(move |_| {
        pods.any();
        pods.row(&own).is_some()
    });
    let was_there = StoredValue::new(false);
    let (shown, kept) = (StoredValue::new(id.clone()), id);
    view! {
        {move || pods.trouble.get().map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())}
        <div role="status">
            {move || match (is_there.get(), pods.checked.get().is_some()) {
                (true, _) => ().into_any(),
                (false, false) => view! { <p class="notice">{pod_page::asking(context.source())}</p> }.into_any(),
                (false, true) => absent(if was_there.get_value() { pod_page::gone() } else { pod_page::unknown_pod() }),
            }}
        </div>
        {move || {
            let row = is_there.get().then(|| pods.row(&shown.get_value())).flatten()?;
            was_there.set_value(true);
            Some(pod(shown.get_value(), RwSignal::from(row)))
        }}
        // What was asked of it is told after it is gone, too.
        {move || (!is_there.get()).then(|| view! { <ActivityList id=kept.clone() if_any=true /> }.into_any())}
    }
    .into_any()
}

fn absent(words: &'static str) -> AnyView {
    view! {
        <div class="notice">
            <p>{words}</p>
            <a class="button" href=Route::Pods.href()>{pod_page::back()}</a>
        </div>
    }
    .into_any()
}

/// The sections, in the order in which they stand; of what does not run nothing is used, nothing has to end it, and its
/// ComfyUI tells nothing.
fn sections(runs: bool, has_files: bool) -> Vec<Section> {
    let all = [
        (true, ("connect", pod_page::connect())),
        (has_files, ("files", files::heading())),
        (true, ("facts", pod_page::facts())),
        (runs, ("use", pod_page::usage())),
        (true, ("log", pod_page::log())),
        (runs, ("auto-stop", pod_page::auto_stop())),
        (true, ("environment", pod_page::environment())),
        (true, ("edit", pod_page::edit())),
        (true, ("history", pod_page::history())),
    ];
    all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, section)| section).collect()
}

fn pod(id: PodId, row: RwSignal<PodEntry>) -> AnyView {
    let (context, account, form) = (store::<AppContext>(), store::<AccountStore>(), store::<LaunchForm>());
    let network = NetworkInfo::follow(context, id.clone(), row);
    follow_allowed_actions(context, id.clone(), row);
    let data = id.as_str().to_owned();
    let runs = Memo::new(move |_| row.with(|known| known.pod.status.bills_gpu()));
    let has_files = Memo::new(move |_| runs.get() && row.with(|known| comfy(&known.pod).is_some()));
    let files = move || has_files.get().then(|| view! { <MyFiles row /> }.into_any());
    let use_id = StoredValue::new(id.clone());
    let charts = move || runs.get().then(|| view! { <PodCharts id=use_id.get_value() /> }.into_any());
    let pods = store::<PodStore>();
    let session = Memo::new(move |_| {
        row.with(|known| {
            let now = pods.row_time(&known.pod.id);
            Some(PodEnd::of(&known.pod, now)?.describe(browser::zone(), now))
        })
    });
    let auto_stop = move || runs.get().then(|| view! { <AutoStopSettings id=use_id.get_value() row /> }.into_any());
    view! {
        <section
            class="pod"
            aria-label=pod_page::overview()
            data-pod=data
            data-stage=move || row.with(|known| known.stage().as_str().to_owned())
        >
            <div class="pod-name"><PodStage row /></div>
            <p class="pod-what">{move || row.with(|known| what(account, form, known))}</p>
            <Money row />
            {move || session.get().map(|words| view! { <p class="help" data-field="session">{words}</p> }.into_any())}
            <ActionButtons id=id.clone() row />
            <ActionEffects row />
        </section>
        <div class="pod-page">
            <SectionNav sections=Memo::new(move |_| sections(runs.get(), has_files.get())) />
            <div class="pod-sections">
                <Connect id=id.clone() row network />
                {files}
                <PodFacts row network />
                {charts}
                <PodLog id=id.clone() />
                {auto_stop}
                <PodEnvironment id=id.clone() />
                <PodEdit id=id.clone() row />
                <ActivityList id />
            </div>
        </div>
    }
    .into_any()
}
