//! How far a pod has come, since when, and what is wrong if it takes too long.

use std::cmp::Ordering;

use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::last_change::last_change_text;
use launchpod_core::readiness::diagnosis::Diagnosis;
use launchpod_core::readiness::startup_progress::{STEPS, StartupProgress, name};
use launchpod_core::types::time::duration_text;
use launchpod_words::pod_list;
use leptos::prelude::*;

use crate::context::{AppContext, store};
use crate::platform::browser;
use crate::readiness::tracker::ReadinessTracker;

/// The stage in words, the ladder while the pod is on its way, and the verdict.
#[component]
pub fn PodStage(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    view! {
        <div class="stage">{line(row)}{way(row)}</div>
        {verdict(row)}
    }
}

/// The stage in words alone, for a row of the list.
#[component]
pub fn StageLine(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    view! { <div class="stage">{line(row)}</div> }
}

/// What the line does not tell: below the row, which does not move when it comes and goes.
#[component]
pub fn StageMore(
    /// The pod.
    row: RwSignal<PodEntry>,
) -> impl IntoView {
    view! { <div class="pod-more">{way(row)}{verdict(row)}</div> }
}

fn line(row: RwSignal<PodEntry>) -> impl IntoView {
    let readiness = store::<ReadinessTracker>();
    let stage = move || {
        row.with(|known| match known.unlisted {
            true => format!("{} · {}", known.stage().describe(), pod_list::unlisted()),
            false => known.stage().describe(),
        })
    };
    // Whoever hears that a pod is ready has to know which.
    let name = move || row.with(|known| known.pod.name.clone() + ": ");
    view! {
        <p role="status"><span class="dot" aria-hidden="true"></span><span class="visually-hidden">{name}</span>{stage}</p>
        <p class="detail" data-field="climb">{move || row.with(|known| readiness.progress_text(known))}</p>
    }
}

/// The ladder, the last line of the log, and RunPod's last word.
fn way(row: RwSignal<PodEntry>) -> impl IntoView {
    let (context, readiness) = (store::<AppContext>(), store::<ReadinessTracker>());
    let last_word = move |known: &PodEntry| {
        last_change_text(&known.pod, &known.stage(), context.clock.account_now(), browser::zone())
    };
    let steps = move || {
        let moves = row.with(|known| known.stage().is_moving());
        moves.then(|| row.with(|known| ladder(&readiness.progress(&known.pod.id))))
    };
    view! {
        {steps}
        {move || row.with(|known| readiness.last_log_line(known)).map(log_line)}
        <p class="detail">{move || row.with(last_word)}</p>
    }
}

fn verdict(row: RwSignal<PodEntry>) -> impl IntoView {
    let readiness = store::<ReadinessTracker>();
    move || row.with(|known| readiness.diagnosis(known)).map(told)
}

/// No live region: it is new every moment.
fn log_line(line: String) -> AnyView {
    view! { <p class="detail log-last" data-field="log"><span>{pod_list::its_log()}" "</span><bdi>{line}</bdi></p> }
        .into_any()
}

fn ladder(startup: &StartupProgress) -> AnyView {
    let here = startup.step().unwrap_or_default();
    let steps: Vec<AnyView> = (0..STEPS).map(|step| rung(startup, step, step.cmp(&here))).collect();
    view! { <ol class="ladder" aria-label=pod_list::on_the_way()>{steps}</ol> }.into_any()
}

fn rung(startup: &StartupProgress, step: usize, place: Ordering) -> AnyView {
    let (state, said) = match place {
        Ordering::Less => {
            ("done", startup.took(step).map_or_else(|| "✓".to_owned(), |time| format!("✓ {}", duration_text(time))))
        }
        Ordering::Equal => ("now", pod_list::now().to_owned()),
        Ordering::Greater => ("ahead", String::new()),
    };
    let current = (place == Ordering::Equal).then_some("step");
    view! { <li data-state=state aria-current=current>{name(step)}" "<span>{said}</span></li> }.into_any()
}

fn told(verdict: Diagnosis) -> AnyView {
    view! {
        <div class="verdict" role="status" data-verdict=verdict.kind>
            <p class="what">{verdict.what}</p>
            <p>{verdict.money}</p>
            <p>{verdict.advice}</p>
        </div>
    }
    .into_any()
}
