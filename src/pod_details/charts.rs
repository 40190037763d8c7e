//! How much of its machine a pod has used in the last minutes: four small charts.

use launchpod_core::pods::utilization::{UtilizationMetric, WINDOW};
use launchpod_core::types::ids::PodId;
use launchpod_words::pod_page;
use leptos::prelude::*;

use crate::context::store;
use crate::pod_details::state::{Metered, metered};
use crate::pods::store::PodStore;
use crate::widgets::chart::Chart;

/// GPU, GPU memory, processor and memory; words in their place as long as RunPod tells of none.
#[component]
pub fn PodCharts(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    let pods = store::<PodStore>();
    let meters = UtilizationMetric::ALL.map(|meter| {
        let id = id.clone();
        (meter, Memo::new(move |_| metered(pods, &id, meter)))
    });
    let is_empty = Memo::new(move |_| meters.iter().all(|(_, told)| told.with(|told| told.extent.is_none())));
    let body = move || match is_empty.get() {
        true => view! { <p class="charts-empty">{pod_page::usage_empty()}</p> }.into_any(),
        false => {
            let charts: Vec<AnyView> = meters.into_iter().map(|(meter, told)| chart(meter, told)).collect();
            view! { <div class="charts">{charts}</div> }.into_any()
        }
    };
    view! {
        <section class="panel wide" aria-labelledby="use">
            <h2 id="use" tabindex="-1">{pod_page::usage()}</h2>
            <p class="help">{pod_page::usage_help()}</p>
            {body}
        </section>
    }
    .into_any()
}

fn chart(meter: UtilizationMetric, told: Memo<Metered>) -> AnyView {
    let extent = move || told.with(|told| told.extent);
    let last = move || extent().map(|extent| pod_page::percent(extent.last)).unwrap_or_default();
    let range = move || match extent() {
        Some(extent) if extent.lowest != extent.highest => pod_page::percent_range(extent.lowest, extent.highest),
        _ => String::new(),
    };
    let minutes = usize::try_from(WINDOW.as_secs() / 60).unwrap_or_default();
    view! {
        <Chart
            id=meter.as_str()
            title=meter.describe()
            last=Signal::derive(last)
            range=Signal::derive(range)
            words=Signal::derive(move || told.with(|told| told.words.clone()))
            curves=Signal::derive(move || told.with(|told| told.curves.clone()))
            empty=pod_page::usage_untold()
            lines=Signal::derive(|| [100, 50, 0].map(pod_page::percent))
            ends=[pod_page::minutes_ago(minutes), pod_page::at_present().to_owned()]
        />
    }
    .into_any()
}
