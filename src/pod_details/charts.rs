//! How much of its machine a pod has used in the last minutes: four small charts.

use launchpod_core::pods::utilization::UtilizationMetric;
use launchpod_core::types::ids::PodId;
use launchpod_words::pod_page;
use leptos::prelude::*;

use crate::context::store;
use crate::pod_details::state::metered;
use crate::pods::store::PodStore;

/// GPU, GPU memory, processor and memory.
#[component]
pub fn PodCharts(
    /// Which pod.
    id: PodId,
) -> impl IntoView {
    let charts: Vec<AnyView> = UtilizationMetric::ALL.into_iter().map(|meter| chart(id.clone(), meter)).collect();
    view! {
        <section class="panel" aria-labelledby="use">
            <h2 id="use">{pod_page::usage()}</h2>
            <p class="help">{pod_page::usage_help()}</p>
            <div class="charts">{charts}</div>
        </section>
    }
    .into_any()
}

/// The words say what the line shows.
fn chart(id: PodId, meter: UtilizationMetric) -> AnyView {
    let pods = store::<PodStore>();
    let told = Memo::new(move |_| metered(pods, &id, meter));
    view! {
        <figure class="chart" data-meter=meter.as_str()>
            <figcaption>{move || told.with(|(_, words)| words.clone())}</figcaption>
            <svg viewBox="0 -20 1000 1040" preserveAspectRatio="none" aria-hidden="true">
                <path d=move || told.with(|(line, _)| line.clone()) vector-effect="non-scaling-stroke"></path>
            </svg>
        </figure>
    }
    .into_any()
}
