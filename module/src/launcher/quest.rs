//! From an order to its pod: what the hunt wants done is done here, and each step of it is told.

use std::rc::Rc;
use std::time::Duration;

use launchpod_core::domain::catalog::Catalog;
use launchpod_core::domain::hunt::{Effect, Event, Hunt, State, Tried};
use launchpod_core::domain::ids::{LaunchTag, PodId};
use launchpod_core::domain::launch;
use launchpod_core::domain::money::HourlyRate;
use launchpod_core::domain::offer::{Pick, steps};
use launchpod_core::domain::order::{Field, Hardware, Order, Problem as Wrong};
use launchpod_core::domain::time::Timestamp;
use launchpod_core::json::Json;
use launchpod_core::runpod::browser_timing::now;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::words::Doing;
use serde::Serialize;
use wasm_bindgen_futures::JsFuture;

use super::acts::Patience;
use super::core::plain;
use super::desk::Desk;
use super::host::Hooks;
use super::launch::{ABORTED_WITHIN, Outcome, aborted};
use super::reading::Ready;
use crate::order::Problem;
use crate::shown::{self, ShownOffer};
use crate::told::{Told, Trouble, for_programs, shuts_out};

mod over;

/// Nobody waits longer for the list that shows whether a pod was made twice.
const LISTED_WITHIN: Duration = Duration::from_secs(10);

/// One launch on its way.
struct Quest<'a> {
    desk: &'a Rc<Desk>,
    hooks: &'a Hooks,
    hunt: Hunt,
    catalog: Catalog,
    tag: Option<LaunchTag>,
    attempts: Attempts<'a>,
    /// What was not had, as far as it was told.
    told: Vec<Tried>,
    /// Why the last try was refused, or not answered.
    failure: Option<Failure>,
    /// What was offered for more than was agreed, and not taken.
    declined: Option<Pick>,
}

/// A step of a launch.
#[derive(Serialize)]
struct Attempt<'a> {
    offer: Option<ShownOffer<'a>>,
    state: &'static str,
    why: Option<&'a str>,
}

/// Tells of each step of a launch.
struct Attempts<'a> {
    hooks: &'a Hooks,
    /// Whether the last that was told is that it waits.
    waiting: bool,
}

impl Attempts<'_> {
    fn tell(&mut self, state: &'static str, offer: Option<ShownOffer>, why: Option<&str>) {
        self.waiting = offer.is_none();
        self.hooks.tell(&plain(&Attempt { offer, state, why }));
    }

    fn tell_waiting(&mut self) {
        if !self.waiting {
            self.tell("waiting", None, Some("nothing of it is in stock, or not for what was agreed"));
        }
    }
}

impl Desk {
    /// Launches an order.
    ///
    /// # Errors
    /// Why there is no pod; or which one there may be all the same.
    pub async fn launch(self: &Rc<Self>, order: Json<'_>, hooks: &Hooks) -> Result<PodId, Trouble> {
        if hooks.aborted() {
            return Err(aborted());
        }
        let Ready { order, catalog } = self.read_order(order).await?;
        if let Some(problem) = hopeless(&order, &catalog) {
            return Err(Told::invalid_order(vec![Problem::of(problem)]));
        }
        let agreed = first_price(&order, &catalog);
        let (hunt, effect) = Hunt::begin(order, &catalog, agreed, now());
        let attempts = Attempts { hooks, waiting: false };
        let mut quest = Quest {
            desk: self,
            hooks,
            hunt,
            catalog,
            tag: None,
            attempts,
            told: vec![],
            failure: None,
            declined: None,
        };
        quest.walk(effect).await
    }
}

/// What is wrong with an order that no other stock or price would cure. What is only out of stock now, or dearer than it may
/// be, is the hunt's to tell.
fn hopeless(order: &Order, catalog: &Catalog) -> Option<Wrong> {
    let problem = order.hindrance(catalog)?;
    let out_of_stock = matches!(problem.field, Field::GpuType | Field::Cpu) && !steps(order, catalog).is_empty();
    (problem.field != Field::Ceiling && !out_of_stock).then_some(problem)
}

/// What the first that is available costs, everything together.
fn first_price(order: &Order, catalog: &Catalog) -> HourlyRate {
    let first = steps(order, catalog).into_iter().find(|step| step.skip.is_none());
    first.map_or(HourlyRate::ZERO, |step| order.quote(step.pick.rate).total())
}

impl Quest<'_> {
    async fn walk(&mut self, first: Option<Effect>) -> Result<PodId, Trouble> {
        let mut effect = first;
        loop {
            self.tell_tried();
            let event = match effect.take() {
                Some(Effect::Ask(pick)) => self.attempt(&pick).await?,
                Some(Effect::Look) => self.look_for_stock().await?,
                Some(Effect::Tell) => Event::Agree,
                None => match self.hunt.state.clone() {
                    State::Dearer(pick) => self.decide(pick).await,
                    State::Waiting { next, dearer, .. } => self.wait(next, dearer).await?,
                    State::Came(_) => Event::Agree,
                    State::Asking(_) => Event::NeverArrived,
                    State::Over(end) => return Err(self.over(end)),
                },
            };
            // What the caller was just told may make them abort.
            self.desk.pause(Duration::ZERO).await?;
            // A try before may have made a pod after all.
            if let Some(pod) = self.tag.as_ref().and_then(|tag| self.desk.placed(tag)) {
                return self.arrive(pod).await;
            }
            if self.hooks.aborted() {
                return Err(aborted());
            }
            effect = self.hunt.step(event, now());
        }
    }

    /// Asks RunPod for this, and waits until it is known what came of it.
    async fn attempt(&mut self, pick: &Pick) -> Result<Event, Trouble> {
        let Self { desk, hooks, hunt, tag, attempts, catalog, .. } = self;
        let offer = || Some(shown::picked(&hunt.order, catalog, pick));
        attempts.tell("asking", offer(), None);
        let mut looking = false;
        let mut look = |state: &launch::State<Failure>| {
            if let (launch::State::Looking { why, .. }, false) = (state, looking) {
                looking = true;
                let why = why.as_ref().map(|why| for_programs(why.advice(Doing::Launching).what));
                attempts.tell("looking-for-lost-answer", offer(), why.as_deref());
            }
        };
        let outcome = desk.attempt(&hunt.order, pick, tag, hooks, &mut look).await?;
        Ok(match outcome {
            Outcome::Placed(pod) => {
                let told = self.desk.known(&pod, |known| (known.pod.gpu_rate, known.pod.gpu_count));
                let (rate, gpus) = told.unwrap_or_default();
                if !self.hooks.aborted() {
                    self.attempts.tell("placed", Some(shown::picked(&self.hunt.order, &self.catalog, pick)), None);
                }
                Event::Placed { rate, gpus }
            }
            Outcome::Refused(why) => {
                let event = why.as_ref().map(Failure::of_a_try);
                self.failure = why;
                event.unwrap_or(Event::Refused { why: "RunPod refused.".into(), sold_out: false })
            }
            Outcome::NeverArrived(why) => {
                self.failure = why;
                Event::NeverArrived
            }
        })
    }

    /// The pod is there: the caller's, or nobody's any more.
    async fn arrive(&mut self, pod: PodId) -> Result<PodId, Trouble> {
        let pod = self.survivor(pod).await?;
        if !self.hooks.aborted() {
            let tag = self.tag.clone();
            self.desk.handed_out.borrow_mut().extend(tag.map(|tag| (pod.clone(), tag)));
            return Ok(pod);
        }
        match self.desk.terminate(&pod, Patience::within(ABORTED_WITHIN)).await {
            Ok(()) => Err(Told::new(
                "aborted",
                "The launch was aborted, as you wished. Its pod had been made already; it was ended, and is gone.",
            )),
            Err(told) => {
                let message =
                    format!("The launch was aborted, and its pod {pod} had been made already. {}", told.message);
                Err(Told::new("aborted", message).of_pod(&pod).quoting(told.raw))
            }
        }
    }

    /// The pod that is kept: something on the way may have asked twice, and only a list that is younger than the answer shows
    /// both pods.
    async fn survivor(&self, pod: PodId) -> Result<PodId, Trouble> {
        let (desk, late) = (self.desk, now().plus(LISTED_WITHIN));
        let answered = desk.answered.get();
        desk.until(|| {
            let listed = desk.ledger.borrow().fleet().listed().is_some_and(|asked| asked >= answered);
            (listed || desk.list_failed_since(answered).is_some() || now() >= late).then_some(())
        })
        .await?;
        Ok(self.tag.as_ref().and_then(|tag| desk.placed(tag)).unwrap_or(pod))
    }

    async fn look_for_stock(&mut self) -> Result<Event, Trouble> {
        let Order { hardware, scope, .. } = &self.hunt.order;
        let client = &self.desk.client;
        let seen = match hardware {
            Hardware::Gpus { .. } => self.desk.while_open(client.catalog(scope.clone(), &now)).await?.map(Event::Stock),
            Hardware::Cpu(offer) => {
                let seen = client.cpu_offer(offer.clone(), scope.data_center.as_ref());
                self.desk.while_open(seen).await?.map(Event::CpuStock)
            }
        };
        if let Ok(Event::Stock(catalog)) = &seen {
            self.catalog = catalog.clone();
        }
        match seen {
            Err(failure) if shuts_out(&failure) => Err(Told::failure(&failure, Doing::Launching)),
            seen => Ok(seen.unwrap_or(Event::NoStock)),
        }
    }

    /// Waits for the next look at the stock, or until somebody takes what is dearer.
    async fn wait(&mut self, next: Timestamp, dearer: Option<Pick>) -> Result<Event, Trouble> {
        if let Some(pick) = dearer.filter(|pick| self.hooks.asks_dearer() && self.declined.as_ref() != Some(pick))
            && self.decide(pick).await == Event::Agree
        {
            return Ok(Event::Agree);
        }
        self.attempts.tell_waiting();
        let came = || self.tag.as_ref().is_some_and(|tag| self.desk.placed(tag).is_some());
        self.desk.until(|| (now() >= next || self.hooks.aborted() || came()).then_some(())).await?;
        Ok(Event::Tick)
    }

    /// Whether this is taken although it is dearer than agreed.
    async fn decide(&mut self, pick: Pick) -> Event {
        let offer = plain(&shown::picked(&self.hunt.order, &self.catalog, &pick));
        let agreed = self.hunt.agreed.dollars();
        let taken = self.hooks.asks_dearer()
            && JsFuture::from(self.hooks.dearer(&offer, agreed)).await.is_ok_and(|taken| taken.is_truthy());
        if !taken {
            self.declined = Some(pick);
        }
        if taken { Event::Agree } else { Event::Decline }
    }

    fn tell_tried(&mut self) {
        let tried = self.hunt.tried.clone();
        for one in tried.iter().filter(|one| !self.told.contains(one)) {
            let state = if one.refused.is_some() { "refused" } else { "skipped" };
            let offer = shown::picked(&self.hunt.order, &self.catalog, &one.pick);
            self.attempts.tell(state, Some(offer), Some(&for_programs(&one.why)));
        }
        self.told = tried;
    }
}
