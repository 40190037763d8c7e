//! What was spent per hour over the last day, with a scale at both sides.

use launchpod_core::billing::Chart;
use launchpod_words::billing as say;
use leptos::prelude::*;

use crate::platform::browser;

/// Its size, in units of its own: it is drawn as wide as there is room.
const WIDTH: u32 = 480;
const HEIGHT: u32 = 96;

/// The chart. `words` say the same for who cannot see it.
pub fn spend_chart(chart: &Chart, words: String) -> AnyView {
    let zone = browser::zone();
    let rates = Vec::from(chart.scale().map(|rate| view! { <span>{rate.to_string()}</span> }.into_any()));
    let [day_ago, half_a_day_ago, now] = chart.instants().map(|at| zone.clock(at));
    let times = [say::day_ago(day_ago), say::half_a_day_ago(half_a_day_ago), say::chart_now(now)];
    let times = Vec::from(times.map(|words| view! { <span>{words}</span> }.into_any()));
    let lines = [0, HEIGHT / 2, HEIGHT].map(|y| format!("M0 {y}H{WIDTH}")).concat();
    view! {
        <figure class="spend-chart">
            <div class="rates" aria-hidden="true">{rates}</div>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" aria-hidden="true">
                <path class="area" d=chart.area(WIDTH, HEIGHT)></path>
                <path class="scale" d=lines></path>
                <path class="line" d=chart.path(WIDTH, HEIGHT)></path>
            </svg>
            <div class="times" aria-hidden="true">{times}</div>
            <figcaption class="help">{words}</figcaption>
        </figure>
    }
    .into_any()
}
