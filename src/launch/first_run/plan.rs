//! The plan: what was decided, each with a way to the form, the sum, and the click.

use launchpod_core::order::Field;
use launchpod_core::order::first_run::{Decision, Plan, Storage};
use launchpod_core::volumes::Field as VolumeField;
use launchpod_words::first_run as say;
use leptos::prelude::*;

use crate::launch::first_run::Kept;
use crate::launch::first_run::carry_out::Hands;
use crate::platform::browser;

/// The id of its heading.
pub(super) const HEADING: &str = "first-plan";

/// The plan that the answers lead to.
#[component]
pub(super) fn PlanView() -> impl IntoView {
    let (kept, hands) = (Kept::here(), Hands::here());
    let Some(plan) = untrack(|| kept.state.with(|state| state.plan.clone())) else { return ().into_any() };
    let is_busy = move || kept.state.with(|state| state.busy);
    let rows: Vec<AnyView> = plan.decisions().into_iter().map(|(of, words)| row(kept, hands, of, words)).collect();
    let besides = plan.session().map(|session| match &plan.storage {
        Storage::Own(own) => session.besides(Some(own)),
        Storage::Nothing | Storage::New(_) => session.besides(None),
    });
    let button = match plan.storage {
        Storage::New(_) => say::make_and_launch(),
        Storage::Nothing | Storage::Own(_) => say::launch(),
    };
    view! {
        <h2 id=HEADING tabindex="-1">{say::plan()}</h2>
        <ul class="first-plan" aria-labelledby=HEADING>{rows}</ul>
        <p class="session" data-field="sum">{plan.sum()}</p>
        <p class="help">{besides}</p>
        <button
            type="button"
            class="primary"
            aria-disabled=move || is_busy().to_string()
            on:click=move |_| hands.agree()
        >
            {button}
        </button>
    }
    .into_any()
}

fn row(kept: Kept, hands: Hands, of: Decision, words: String) -> AnyView {
    let (label, change) = match of {
        Decision::App => (say::plan_app(), say::change_app()),
        Decision::Gpu => (say::plan_gpu(), say::change_gpu()),
        Decision::Place => (say::plan_place(), say::change_place()),
        Decision::Volume => (say::plan_volume(), say::change_volume()),
        Decision::Timer => (say::plan_timer(), say::change_timer()),
    };
    let is_busy = move || kept.state.with(|state| state.busy);
    let click = move |_| {
        if !untrack(is_busy) {
            change_in_form(kept, hands, of);
        }
    };
    view! {
        <li>
            <p><strong>{label}</strong> " " <span>{words}</span></p>
            <button type="button" class="quiet" aria-label=change aria-disabled=move || is_busy().to_string() on:click=click>
                {say::change()}
            </button>
        </li>
    }
    .into_any()
}

/// Leads to the form with all of the plan filled in, to what stands for this decision.
fn change_in_form(kept: Kept, hands: Hands, of: Decision) {
    let Some(plan) = kept.state.peek(|state| state.plan.clone()) else { return };
    let focus = place_of(&plan, of);
    hands.prefill.fill_in_planned(plan.form);
    if let Storage::New(wanted) = &plan.storage {
        hands.volumes.plan(wanted);
    }
    if focus == Field::Place.as_str() {
        hands.form.details.refresh(true);
    }
    hands.show_form();
    request_animation_frame(move || browser::focus(focus));
}

/// The id of what changes it in the form.
const fn place_of(plan: &Plan, of: Decision) -> &'static str {
    match (of, &plan.storage) {
        (Decision::App, _) => Field::Image.as_str(),
        (Decision::Gpu, _) => Field::GpuType.as_str(),
        (Decision::Place, Storage::New(_)) => VolumeField::Place.as_str(),
        (Decision::Place, Storage::Nothing) => Field::Place.as_str(),
        (Decision::Volume, Storage::New(_)) => VolumeField::Size.as_str(),
        (Decision::Place | Decision::Volume, _) => Field::NetworkVolume.as_str(),
        (Decision::Timer, _) => Field::EndAfter.as_str(),
    }
}
