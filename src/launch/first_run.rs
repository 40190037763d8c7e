//! The first run: three questions, the plan that follows from the answers, and one click that makes the volume and launches.

use launchpod_core::order::first_run::{Answers, Obstacle, Plan, Question};
use launchpod_core::runpod::error::ApiError;
use launchpod_words::first_run as say;
use leptos::prelude::*;

use crate::account::AccountStore;
use crate::context::store;
use crate::launch::first_run::questions::Questions;
use crate::platform::shared::Shared;
use crate::pods::store::PodStore;

mod carry_out;
mod plan;
mod questions;

/// The answers, and what came of them.
#[derive(Default)]
pub(super) struct State {
    answers: Answers,
    /// What is wrong with them.
    obstacles: Vec<Obstacle>,
    /// A plan was asked for, and prices are not there yet.
    wanted: bool,
    /// The plan that is shown: it stays as it is until the answers change.
    plan: Option<Plan>,
    /// The plan is being carried out.
    busy: bool,
    /// How that goes, or why it does not.
    said: String,
    failure: Option<ApiError>,
}

#[derive(Clone, Copy)]
struct Kept {
    state: Shared<State>,
    open: Shared<bool>,
}

thread_local! {
    /// The answers outlive the view: whoever looks at the form and comes back finds them.
    static KEPT: Kept = Kept { state: Shared::default(), open: Shared::default() };
}

impl Kept {
    fn here() -> Self {
        KEPT.with(|kept| *kept)
    }

    fn problem(self, question: Question) -> String {
        let of = |state: &State| state.obstacles.iter().find(|(of, _)| *of == question).map(|(_, words)| words.clone());
        self.state.with(of).unwrap_or_default()
    }

    /// An answer was given: the plan no longer follows from the answers.
    fn answer(self, question: Question, how: impl FnOnce(&mut Answers)) {
        self.state.update(|state| {
            how(&mut state.answers);
            state.obstacles.retain(|(of, _)| *of != question);
            (state.plan, state.wanted, state.failure) = (None, false, None);
            state.said.clear();
        });
    }

    fn say(self, said: impl Into<String>) {
        self.state.update(|state| state.said = said.into());
    }
}

/// Open for an account that has neither pods nor volumes, behind its button for the others.
#[component]
pub fn FirstRun() -> impl IntoView {
    let (account, pods) = (store::<AccountStore>(), store::<PodStore>());
    let kept = Kept::here();
    let is_new = Memo::new(move |_| pods.checked.get().is_some() && !pods.any() && account.volumes.with(Vec::is_empty));
    Effect::new(move |_| {
        if is_new.get() {
            kept.open.refresh(true);
        }
    });
    let (open, label) = (kept.open, say::open());
    view! {
        <section class="first-run" aria-label=label>
            <button
                type="button"
                class="quiet"
                aria-expanded=move || open.get().to_string()
                aria-controls="first-run"
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {label}
            </button>
            <div id="first-run">{move || open.get().then(|| view! { <Questions /> }.into_any())}</div>
        </section>
    }
    .into_any()
}
