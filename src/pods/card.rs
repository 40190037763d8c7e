//! One pod: what it is, how far it has come, what it costs.

use launchpod_core::billing;
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::shown_text::{MOST_NAME, shown};
use launchpod_core::types::time::duration_text;
use launchpod_words::pod_list;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::launch::form::LaunchForm;
use crate::platform::route::Route;
use crate::pods::action_buttons::ActionButtons;
use crate::pods::auto_stop_line::AutoStopLine;
use crate::pods::element_ids::{heading_id, named, twin_id};
use crate::pods::list::PodList;
use crate::pods::services::PodServices;
use crate::pods::stage::{StageLine, StageMore};
use crate::pods::store::PodStore;

/// A pod in the list.
#[component]
pub fn PodCard(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    store::<PodStore>().row(&id).map(|known| card(id, RwSignal::from(known)))
}

fn card(id: PodId, row: RwSignal<PodEntry>) -> impl IntoView {
    let pods = store::<PodStore>();
    let text = move || row.with(|known| known.pod.name.clone());
    let name = match Route::of_pod(&id) {
        Some(page) => view! { <a href=page.href()>{text}</a> }.into_any(),
        None => text.into_any(),
    };
    let heading = heading_id(&id);
    let (labelled, data) = (format!("{heading} {}", twin_id(&id)), id.as_str().to_owned());
    // The name stands whether the rest is drawn or not: it is found by the browser's search, and it may have the focus.
    let drawn = id.clone();
    let drawn = Signal::derive(move || pods.is_drawn(&drawn));
    let picked = id.clone();
    view! {
        <li class="pod" data-pod=data data-stage=move || row.with(|known| known.stage().as_str().to_owned()) aria-labelledby=labelled>
            <div class="pod-name">
                <div class="pod-head">
                    {move || drawn.get().then(|| pick(picked.clone()))}
                    <h2 id=heading>{name}</h2>
                </div>
                {move || drawn.get().then(|| view! { <StageLine row /> }.into_any())}
            </div>
            {move || drawn.get().then(|| rest(id.clone(), row))}
        </li>
    }
}

/// What stands below the pod's name and stage.
fn rest(id: PodId, row: RwSignal<PodEntry>) -> AnyView {
    let (account, form) = (store::<AccountStore>(), store::<LaunchForm>());
    // Those of one name are told apart by whoever hears the page, too.
    let (list, twin, own) = (store::<PodList>(), twin_id(&id), id.clone());
    let has_twin = Memo::new(move |_| list.view.with(|roll| roll.has_namesake(&own)));
    let told = id.as_str().to_owned();
    view! {
        {move || has_twin.get().then(|| view! { <span id=twin.clone() hidden=true>{told.clone()}</span> }.into_any())}
        <div class="pod-facts">
            // One line, or cells of a table: the style sheet decides.
            <p class="pod-what">
                <span data-field="gpu">{move || row.with(|known| gpu(form, known))}</span>
                " "
                <span data-field="place">{move || row.with(place)}</span>
                " "
                <span data-field="more">{move || row.with(|known| volume_and_image(account, known))}</span>
            </p>
            <AutoStopLine row />
        </div>
        <Money row />
        <PodServices row />
        <ActionButtons id row />
        <StageMore row />
    }
    .into_any()
}

/// Selects it, for what is done with several at once.
fn pick(id: PodId) -> AnyView {
    let list = store::<PodList>();
    let (own, named) = named("pick", &id);
    let picked = id.clone();
    view! {
        <input
            type="checkbox"
            class="pick"
            id=own
            aria-label=pod_list::select()
            aria-labelledby=named
            prop:checked=move || list.is_picked(&picked)
            on:change:target=move |event| list.pick(&id, event.target().checked())
        />
    }
    .into_any()
}

/// GPU, spot, place, volume, image: one line.
pub fn what(account: AccountStore, form: LaunchForm, known: &PodEntry) -> String {
    joined([gpu(form, known), place(known), volume_and_image(account, known)].map(Some))
}

fn gpu(form: LaunchForm, known: &PodEntry) -> String {
    let pod = &known.pod;
    let gpu = match (pod.gpu.as_str(), pod.gpu_count) {
        ("", 0) => pod_list::no_gpu().to_owned(),
        ("", count) => pod_list::unknown_gpus(count),
        (gpu, count) => format!("{gpu} ×{count}"),
    };
    // Other pods need not follow the prices.
    let spot = pod.spot.then(|| pod.spot_text(form.on_demand(&pod.gpu, pod.gpu_count)));
    joined([Some(gpu), spot.flatten()])
}

fn place(known: &PodEntry) -> String {
    known.pod.data_center.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn volume_and_image(account: AccountStore, known: &PodEntry) -> String {
    let pod = &known.pod;
    let volume = pod.network_volume.as_ref().map(|id| {
        let name = account.volume_name(id).unwrap_or_else(|| id.to_string());
        pod_list::volume(name)
    });
    joined([volume, Some(shown(&pod.image, MOST_NAME))])
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// How long it has been up, what it costs, and what it has cost.
#[component]
pub fn Money(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    let pods = store::<PodStore>();
    let now = move |known: &PodEntry| pods.row_time(&known.pod.id);
    let uptime = move || row.with(|known| known.pod.uptime(now(known)).map_or("—".to_owned(), duration_text));
    let unknown = || pod_list::price_unknown().to_owned();
    let hourly = move || row.with(|known| known.pod.hourly().map_or_else(unknown, |rate| rate.to_string()));
    let spent = move || {
        let spent = row.with(|known| billing::so_far(&known.pod, now(known)));
        spent.map_or("—".to_owned(), |spent| spent.estimate())
    };
    view! {
        <dl class="pod-money">
            <div><dt>{pod_list::up_for()}</dt><dd data-field="uptime">{uptime}</dd></div>
            <div><dt>{pod_list::costs()}</dt><dd data-field="hourly">{hourly}</dd></div>
            <div><dt>{pod_list::so_far()}</dt><dd data-field="spent">{spent}</dd></div>
        </dl>
    }
}
