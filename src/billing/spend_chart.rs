//! What was spent per hour over the last day, with a scale at both sides.

use launchpod_core::billing::Chart;
use launchpod_words::billing as say;
use leptos::prelude::*;

use crate::platform::browser;
use crate::widgets::chart::{SIDE, plot};

/// The chart. `words` say the same for who cannot see it.
pub fn spend_chart(chart: &Chart, words: String) -> AnyView {
    let zone = browser::zone();
    let rates = Vec::from(chart.scale().map(|rate| view! { <span>{rate.to_string()}</span> }.into_any()));
    let [day_ago, half_a_day_ago, now] = chart.instants().map(|at| zone.clock(at));
    let times = [say::day_ago(day_ago), say::half_a_day_ago(half_a_day_ago), say::chart_now(now)];
    let times = Vec::from(times.map(|words| view! { <span>{words}</span> }.into_any()));
    let [area, curve] = [chart.area(SIDE, SIDE), chart.path(SIDE, SIDE)].map(Signal::stored);
    view! {
        <figure class="spend-chart">
            <div class="rates" aria-hidden="true">{rates}</div>
            {plot(area, curve)}
            <div class="times" aria-hidden="true">{times}</div>
            <figcaption class="help">{words}</figcaption>
        </figure>
    }
    .into_any()
}
