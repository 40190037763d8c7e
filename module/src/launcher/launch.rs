//! Launching an order for a program: each step of it is told, and prices are asked about.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use launchpod_core::catalog::Catalog;
use launchpod_core::engine::{Caller, Decision, Host, Launched, Progress, Step};
use launchpod_core::json::Json;
use launchpod_core::launch::provisioning::{Attempt, Provisioning, State};
use launchpod_core::order::offers::{Selection, candidates};
use launchpod_core::order::{Field, Order, Problem as Wrong};
use launchpod_core::runpod::error::ApiError;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::money::HourlyRate;
use serde::Serialize;
use wasm_bindgen_futures::JsFuture;

use super::js::Hooks;
use super::js::plain;
use super::queries::Ready;
use super::state::Launcher;
use super::wait_limit::WaitLimit;
use crate::dto::{self, OfferDto};
use crate::error::{BoxError, LaunchpodError, launch_aborted, shuts_out};
use crate::order_input::problem::Problem;
use crate::wording::for_programs;

/// No launch of another program is open for longer, unless it can't read its pods.
const TURN_WITHIN: Duration = Duration::from_secs(300);
/// Whoever has aborted is told how things stand after this, even where that is not known.
const ABORTED_WITHIN: Duration = Duration::from_secs(300);
/// Nobody waits longer for the list that shows whether a pod was made twice.
const LISTED_WITHIN: Duration = Duration::from_secs(10);

/// The program that launches.
pub struct Program {
    launcher: Rc<Launcher>,
    hooks: Hooks,
    /// What is to be said to the engine.
    said: RefCell<VecDeque<Decision>>,
    /// Whether the engine knows that the program wants no more of it.
    cancelled: Cell<bool>,
    /// What is being asked for, or was last.
    asking: RefCell<Option<Selection>>,
    /// What the program is asked about just now.
    question: RefCell<Option<Selection>>,
    /// What was offered for more than was agreed, and not taken.
    pub declined: RefCell<Option<Selection>>,
    /// What was not had, as far as it was told.
    told: RefCell<Vec<Attempt>>,
    /// Whether the last that was told is that it waits.
    waiting: Cell<bool>,
}

/// A step of a launch.
#[derive(Serialize)]
struct AttemptDto<'a> {
    offer: Option<OfferDto<'a>>,
    state: &'static str,
    why: Option<&'a str>,
}

impl Launcher {
    /// Launches an order.
    ///
    /// # Errors
    /// Why there is no pod; or which one there may be all the same.
    pub async fn launch(self: &Rc<Self>, order: Json<'_>, hooks: &Hooks) -> Result<PodId, BoxError> {
        if hooks.aborted() {
            return Err(launch_aborted());
        }
        let Ready { order, catalog } = self.read_order(order).await?;
        if let Some(problem) = hopeless(&order, &catalog) {
            return Err(LaunchpodError::invalid_order(vec![Problem::of(problem)]));
        }
        let agreed = first_price(&order, &catalog);
        let program = Rc::new(Program {
            launcher: self.clone(),
            hooks: hooks.clone(),
            said: RefCell::default(),
            cancelled: Cell::default(),
            asking: RefCell::default(),
            question: RefCell::default(),
            declined: RefCell::default(),
            told: RefCell::default(),
            waiting: Cell::default(),
        });
        match self.engine.launch(order, catalog, agreed, &Calling(program.clone())).await {
            Ok(launched) => self.arrive(launched, hooks).await,
            Err(error) => Err(program.over(error)),
        }
    }

    /// The pod is there: the caller's, or nobody's any more.
    async fn arrive(self: &Rc<Self>, launched: Launched, hooks: &Hooks) -> Result<PodId, BoxError> {
        let pod = self.engine.survivor(&launched, LISTED_WITHIN).await?;
        if !hooks.aborted() {
            self.handed_out.borrow_mut().push((pod.clone(), launched.tag));
            return Ok(pod);
        }
        match self.terminate(&pod, WaitLimit::within(ABORTED_WITHIN)).await {
            Ok(()) => Err(LaunchpodError::new(
                "aborted",
                "The launch was aborted at your request. Its pod had been made already; it was ended, and is gone.",
            )),
            Err(told) => {
                let message =
                    format!("The launch was aborted, and its pod {pod} had been made already. {}", told.message);
                Err(LaunchpodError::new("aborted", message).of_pod(&pod).quoting(told.raw))
            }
        }
    }
}

/// The program as the engine's caller.
struct Calling(Rc<Program>);

impl Caller for Calling {
    fn progress(&self, progress: Progress<'_>) {
        let Progress { provisioning, catalog, step, .. } = progress;
        let offer = |pick| dto::picked(&provisioning.order, catalog, pick);
        match step {
            Step::Changed => {
                self.0.tell_tried(provisioning, catalog);
                self.0.decide(provisioning, catalog);
            }
            Step::Asking(pick) => {
                self.0.tell("asking", Some(offer(pick)), None);
                self.0.asking.replace(Some(pick.clone()));
            }
            Step::AnswerLost(why) => {
                let asking = self.0.asking.borrow();
                let why = why.map(|why| for_programs(why.advice(Operation::Launching).what));
                self.0.tell("looking-for-lost-answer", asking.as_ref().map(offer), why.as_deref());
            }
            Step::Placed(_) if !self.0.hooks.aborted() => {
                let asking = self.0.asking.borrow();
                self.0.tell("placed", asking.as_ref().map(offer), None);
            }
            Step::Saved(_) | Step::Refused(_) | Step::Placed(_) | Step::InStock(_) => {}
        }
    }

    fn decision(&self) -> Option<Decision> {
        if self.0.hooks.aborted() && !self.0.cancelled.replace(true) {
            return Some(Decision::Cancel);
        }
        self.0.said.borrow_mut().pop_front()
    }

    fn waits_for_others(&self) -> Option<Duration> {
        Some(TURN_WITHIN)
    }

    fn gives_up_after(&self) -> Option<Duration> {
        Some(ABORTED_WITHIN)
    }

    fn stops_at(&self, failure: &ApiError) -> bool {
        shuts_out(failure)
    }
}

impl Program {
    /// Asks the program about a price where it must be asked, and else waits.
    fn decide(self: &Rc<Self>, provisioning: &Provisioning, catalog: &Catalog) {
        match &provisioning.state {
            State::Dearer(pick) => self.ask(pick, provisioning, catalog),
            State::Waiting { dearer: Some(pick), .. }
                if self.hooks.asks_dearer() && self.declined.borrow().as_ref() != Some(pick) =>
            {
                self.ask(pick, provisioning, catalog);
            }
            State::Waiting { .. } if !self.waiting.get() => {
                self.tell("waiting", None, Some("nothing of it is in stock, or not for what was agreed"));
            }
            State::Came(pick) => self.say(Decision::Agree(pick.clone())),
            _ => {}
        }
    }

    fn ask(self: &Rc<Self>, pick: &Selection, provisioning: &Provisioning, catalog: &Catalog) {
        if !self.hooks.asks_dearer() {
            self.declined.replace(Some(pick.clone()));
            return self.say(Decision::Decline(pick.clone()));
        }
        if self.question.replace(Some(pick.clone())).as_ref() == Some(pick) {
            return;
        }
        let offer = plain(&dto::picked(&provisioning.order, catalog, pick));
        let answer = JsFuture::from(self.hooks.dearer(&offer, provisioning.agreed.dollars()));
        let (program, pick) = (self.clone(), pick.clone());
        self.launcher.engine.host().spawn(Box::pin(async move {
            let taken = answer.await.is_ok_and(|taken| taken.is_truthy());
            if program.question.borrow().as_ref() == Some(&pick) {
                program.question.take();
            }
            if !taken {
                program.declined.replace(Some(pick.clone()));
            }
            program.say(if taken { Decision::Agree(pick) } else { Decision::Decline(pick) });
        }));
    }

    /// Whether the program wants no more of it.
    pub fn is_aborted(&self) -> bool {
        self.hooks.aborted()
    }

    /// The name of a launch that another program looks after.
    pub fn launch_elsewhere(&self) -> Option<String> {
        self.launcher.engine.launch_elsewhere()
    }

    fn say(&self, said: Decision) {
        self.said.borrow_mut().push_back(said);
        self.launcher.engine.nudge();
    }

    fn tell(&self, state: &'static str, offer: Option<OfferDto>, why: Option<&str>) {
        self.waiting.set(state == "waiting");
        self.hooks.tell(&plain(&AttemptDto { offer, state, why }));
    }

    fn tell_tried(&self, provisioning: &Provisioning, catalog: &Catalog) {
        let new: Vec<Attempt> = {
            let told = self.told.borrow();
            provisioning.tried.iter().filter(|one| !told.contains(one)).cloned().collect()
        };
        self.told.borrow_mut().clone_from(&provisioning.tried);
        for one in new {
            let state = if one.refused.is_some() { "refused" } else { "skipped" };
            let offer = dto::picked(&provisioning.order, catalog, &one.pick);
            self.tell(state, Some(offer), Some(&for_programs(&one.why)));
        }
    }
}

/// What is wrong with an order that no other stock or price would cure. What is only out of stock now, or dearer than it may
/// be, is the engine's to tell.
fn hopeless(order: &Order, catalog: &Catalog) -> Option<Wrong> {
    let problem = order.unavailable_reason(catalog)?;
    let out_of_stock = matches!(problem.field, Field::GpuType | Field::Cpu) && !candidates(order, catalog).is_empty();
    (problem.field != Field::Ceiling && !out_of_stock).then_some(problem)
}

/// What the first that is available costs, everything together.
fn first_price(order: &Order, catalog: &Catalog) -> HourlyRate {
    let first = candidates(order, catalog).into_iter().find(|step| step.skip.is_none());
    first.map_or(HourlyRate::ZERO, |step| order.quote(step.pick.rate).total())
}
