//! The three questions.

use launchpod_core::catalog::apps::APPS;
use launchpod_core::order::first_run::{Answers, Known, Plan, Question, scope};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_words::first_run as say;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::availability::store::AvailabilityStore;
use crate::context::store;
use crate::launch::first_run::Kept;
use crate::launch::first_run::plan::{HEADING, PlanView};
use crate::platform::browser;
use crate::volumes::store::{Place, VolumeStore};
use crate::volumes::told::Told;
use crate::widgets::disclosure::keeps_enter;
use crate::widgets::error_box::ErrorBox;

/// The questions, and the plan.
#[component]
pub(super) fn Questions() -> impl IntoView {
    let (kept, availability) = (Kept::here(), store::<AvailabilityStore>());
    availability.follow_for(scope);
    store::<VolumeStore>().ask_for_types();
    follow_wish(kept);
    let is_waiting = move || kept.state.with(|state| state.wanted);
    let status = move || match is_waiting() && availability.trouble().is_none() {
        true => say::asking().to_owned(),
        false => kept.state.with(|state| state.said.clone()),
    };
    let failure = move || {
        let of_grid = is_waiting().then(|| availability.trouble()).flatten();
        let failure = of_grid.or_else(|| kept.state.with(|state| state.failure.clone()));
        failure.map(|failure| view! { <ErrorBox failure doing=Operation::Reading /> }.into_any())
    };
    let is_shown = Memo::new(move |_| kept.state.with(|state| state.plan.is_some()));
    view! {
        <p class="help">{say::help()}</p>
        <WhatFor />
        <Line question=Question::AtMost label=say::at_most() get=|answers| &mut answers.at_most />
        <Keep />
        <button type="button" aria-disabled=move || is_busy(kept).to_string() on:click=move |_| show_plan(kept)>
            {say::show_plan()}
        </button>
        {move || is_shown.get().then(|| view! { <PlanView /> }.into_any())}
        <div class="first-told" role="status">{status}</div>
        {failure}
        <Told place=Place::New />
    }
    .into_any()
}

fn is_busy(kept: Kept) -> bool {
    kept.state.with(|state| state.busy)
}

fn show_plan(kept: Kept) {
    if untrack(|| is_busy(kept)) {
        return;
    }
    kept.state.update(|state| {
        (state.wanted, state.plan, state.failure) = (true, None, None);
        state.said.clear();
    });
}

/// Makes the plan as soon as prices are there.
fn follow_wish(kept: Kept) {
    let (account, availability, volumes) =
        (store::<AccountStore>(), store::<AvailabilityStore>(), store::<VolumeStore>());
    Effect::new(move |_| {
        if !kept.state.with(|state| state.wanted) {
            return;
        }
        let Some(grid) = availability.grid_for(&scope()) else { return };
        let answers = kept.state.peek(|state| state.answers.clone());
        let (own, types) = (account.volumes.peek(Vec::clone), volumes.types.peek(Clone::clone));
        let made = Plan::of(&answers, Known { grid: &grid, volumes: &own, types: &types });
        let focus = match &made {
            Ok(_) => HEADING,
            Err(obstacles) => obstacles.first().map_or(HEADING, |(question, _)| question.as_str()),
        };
        kept.state.update(|state| {
            state.wanted = false;
            (state.plan, state.obstacles) = match made {
                Ok(plan) => (Some(plan), vec![]),
                Err(obstacles) => (None, obstacles),
            };
        });
        request_animation_frame(move || browser::focus(focus));
    });
}

/// The ids of what describes an answer.
fn described(question: Question) -> String {
    format!("{0}-problem {0}-help", question.as_str())
}

fn is_wrong(kept: Kept, question: Question) -> String {
    (!kept.problem(question).is_empty()).to_string()
}

#[component]
fn Below(
    /// Which question.
    question: Question,
) -> impl IntoView {
    let kept = Kept::here();
    let help = move || match question {
        Question::AtMost => say::at_most_help().to_owned(),
        Question::Size => match kept.state.with(|state| state.answers.volume_price()) {
            price if price.is_empty() => say::size_help().to_owned(),
            price => say::size_costs(price),
        },
        Question::App | Question::Keep => String::new(),
    };
    view! {
        <p class="problem" id=format!("{}-problem", question.as_str())>{move || kept.problem(question)}</p>
        <p class="help" id=format!("{}-help", question.as_str())>{help}</p>
    }
    .into_any()
}

#[component]
fn WhatFor() -> impl IntoView {
    let (kept, question) = (Kept::here(), Question::App);
    let option = |app: &'static launchpod_core::catalog::apps::App| {
        let chosen = move || kept.state.with(|state| state.answers.app == app.key);
        view! { <option value=app.key prop:selected=chosen>{say::app(app.label, (app.purpose)())}</option> }.into_any()
    };
    let options: Vec<AnyView> = APPS.iter().map(option).collect();
    view! {
        <div class="field">
            <label for=question.as_str()>{say::what_for()}</label>
            <select
                id=question.as_str()
                aria-describedby=described(question)
                aria-invalid=move || is_wrong(kept, question)
                disabled=move || is_busy(kept)
                on:change=move |event| kept.answer(question, |answers| answers.app = event_target_value(&event))
            >
                {options}
            </select>
            <Below question />
        </div>
    }
    .into_any()
}

/// A number that is typed.
#[component]
fn Line(
    /// Which question.
    question: Question,
    /// The question in words.
    label: &'static str,
    /// Where its answer stands.
    get: fn(&mut Answers) -> &mut String,
) -> impl IntoView {
    let kept = Kept::here();
    let value = move || kept.state.with(|state| get(&mut state.answers.clone()).clone());
    view! {
        <div class="field">
            <label for=question.as_str()>{label}</label>
            <input
                id=question.as_str()
                type="text"
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=described(question)
                aria-invalid=move || is_wrong(kept, question)
                disabled=move || is_busy(kept)
                prop:value=value
                on:keydown=move |event| if keeps_enter(&event) { show_plan(kept) }
                on:input=move |event| kept.answer(question, |answers| *get(answers) = event_target_value(&event))
            />
            <Below question />
        </div>
    }
    .into_any()
}

/// Whether files are kept, and how much room they need.
#[component]
fn Keep() -> impl IntoView {
    let kept = Kept::here();
    let keeps = Memo::new(move |_| kept.state.with(|state| state.answers.keep));
    let one = move |keep: bool, id: &'static str, label: &'static str| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=Question::Keep.as_str()
                    id=id
                    prop:checked=move || keeps.get() == keep
                    disabled=move || is_busy(kept)
                    on:change=move |_| kept.answer(Question::Keep, |answers| answers.keep = keep)
                />
                {label}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset aria-describedby=described(Question::Keep)>
            <legend>{say::keep()}</legend>
            {one(true, Question::Keep.as_str(), say::keep_yes())}
            {one(false, "first-keep-no", say::keep_no())}
            <Below question=Question::Keep />
        </fieldset>
        {move || keeps.get().then(|| {
            view! { <Line question=Question::Size label=say::size() get=|answers| &mut answers.size /> }.into_any()
        })}
    }
    .into_any()
}
