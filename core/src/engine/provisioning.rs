//! From an order to its pod: one choice after the other, until there is a pod, or nothing is left to try.

use std::time::Duration;

use launchpod_words::provisioning as say;

use crate::catalog::Catalog;
use crate::engine::Engine;
use crate::engine::host::Host;
use crate::engine::launching::{Caller, Decision, LaunchError, Launched, Outcome, Progress, Step};
use crate::launch::provisioning::{Effect, End, Event, Provisioning, State};
use crate::order::offers::Selection;
use crate::order::{Hardware, Order};
use crate::runpod::error::ApiError;
use crate::types::ids::{LaunchTag, PodId};
use crate::types::money::HourlyRate;
use crate::types::time::Timestamp;

/// One launch on its way.
pub(super) struct Run<'a, H: Host> {
    pub(super) engine: &'a Engine<H>,
    pub(super) caller: &'a dyn Caller,
    pub(super) provisioning: Provisioning,
    /// The mark of all its tries; made by the first.
    pub(super) tag: Option<LaunchTag>,
    catalog: Catalog,
    /// Why the last try was refused, or not answered.
    failure: Option<ApiError>,
}

impl<H: Host> Engine<H> {
    /// Launches an order, with prices and stock as of just now. `agreed` is the most that it may cost per hour without
    /// asking, where the order names no ceiling.
    ///
    /// Comes back when there is a pod, or when it is known that there is none.
    ///
    /// # Errors
    /// Why there is no pod, or may be none; see [`LaunchError`].
    pub async fn launch(
        &self,
        order: Order,
        catalog: Catalog,
        agreed: HourlyRate,
        caller: &dyn Caller,
    ) -> Result<Launched, LaunchError> {
        let (provisioning, first) = Provisioning::begin(order, &catalog, agreed, self.host.now());
        let mut run = Run { engine: self, caller, provisioning, tag: None, catalog, failure: None };
        let mut effect = first;
        loop {
            run.tell(Step::Changed);
            // What the caller was just told may make it cancel.
            self.pause(Duration::ZERO).await?;
            let event = match effect.take() {
                Some(Effect::Ask(pick)) => run.attempt(&pick).await?,
                Some(Effect::Look) => run.look_for_stock().await?,
                Some(Effect::Tell) | None => match run.provisioning.state.clone() {
                    State::Dearer(pick) => run.decide(&pick).await?,
                    State::Came(pick) => {
                        run.tell(Step::InStock(&pick));
                        run.decide(&pick).await?
                    }
                    State::Waiting { next, dearer, .. } => run.wait(next, dearer.as_ref()).await?,
                    State::Asking(_) => Event::NeverArrived,
                    State::Over(end) => return Err(run.over(end)),
                },
            };
            // A try before may have made a pod after all.
            if let Some(launched) = run.placed() {
                run.step(run.placed_event(&launched.pod));
                run.tell(Step::Placed(&launched.pod));
                run.tell(Step::Changed);
                return Ok(launched);
            }
            effect = run.step(event);
        }
    }
}

impl<H: Host> Run<'_, H> {
    /// Asks RunPod for this, and waits until it is known what came of it.
    async fn attempt(&mut self, pick: &Selection) -> Result<Event, LaunchError> {
        Ok(match self.try_one(pick).await? {
            Outcome::Placed(pod) => self.placed_event(&pod),
            Outcome::Refused(why) => {
                let event = why.as_ref().map(ApiError::of_a_try);
                if let Some(why) = &why {
                    self.tell(Step::Refused(why));
                }
                self.failure = why;
                event.unwrap_or(Event::Refused { why: say::refused().into(), sold_out: false })
            }
            Outcome::NeverArrived(why) => {
                self.failure = why;
                Event::NeverArrived
            }
        })
    }

    async fn look_for_stock(&mut self) -> Result<Event, LaunchError> {
        let Order { hardware, scope, .. } = &self.provisioning.order;
        let client = &self.engine.client;
        let now = || self.engine.host.now();
        let seen = match hardware {
            Hardware::Gpus { .. } => {
                let seen = self.engine.while_open(client.catalog(scope.clone(), &now)).await?;
                seen.map(Event::Stock)
            }
            Hardware::Cpu(offer) => {
                let seen = client.cpu_offer(offer.clone(), scope.data_center.as_ref());
                self.engine.while_open(seen).await?.map(Event::CpuStock)
            }
        };
        if let Ok(Event::Stock(catalog)) = &seen {
            self.catalog = catalog.clone();
        }
        match seen {
            Err(failure) if self.caller.stops_at(&failure) => Err(LaunchError::Api(failure)),
            seen => Ok(seen.unwrap_or(Event::NoStock)),
        }
    }

    /// Waits until the caller has decided on this, or a pod has come of an earlier try.
    async fn decide(&self, pick: &Selection) -> Result<Event, LaunchError> {
        Ok(self
            .engine
            .until(|| self.decision_on(Some(pick)).or_else(|| self.has_come().then_some(Event::Tick)))
            .await?)
    }

    /// Waits for the next look at the stock, or until the caller takes what is dearer.
    async fn wait(&self, next: Timestamp, dearer: Option<&Selection>) -> Result<Event, LaunchError> {
        let due = || (self.engine.host.now() >= next || self.has_come()).then_some(Event::Tick);
        Ok(self.engine.until(|| self.decision_on(dearer).or_else(due)).await?)
    }

    /// What the caller says, if it is of this. What was said of another offer is not taken for it.
    fn decision_on(&self, pick: Option<&Selection>) -> Option<Event> {
        match self.caller.decision()? {
            Decision::Cancel => Some(Event::Cancel),
            Decision::Agree(of) => (Some(&of) == pick).then_some(Event::Agree),
            Decision::Decline(of) => (Some(&of) == pick).then_some(Event::Decline),
        }
    }

    /// The caller wants no more of it: a request that is out is waited for, and nothing else is tried.
    pub(super) fn cancel(&mut self) {
        _ = self.step(Event::Cancel);
        self.tell(Step::Changed);
    }

    /// The same before the request is out.
    pub(super) fn cancelled(&mut self) -> LaunchError {
        self.provisioning.state = State::Over(End::Cancelled);
        self.tell(Step::Changed);
        self.over(End::Cancelled)
    }

    fn step(&mut self, event: Event) -> Option<Effect> {
        self.provisioning.step(event, self.engine.host.now())
    }

    fn has_come(&self) -> bool {
        self.tag.as_ref().is_some_and(|tag| self.engine.placed(tag).is_some())
    }

    fn placed(&self) -> Option<Launched> {
        let tag = self.tag.clone()?;
        let pod = self.engine.placed(&tag)?;
        Some(Launched { tag, pod })
    }

    fn placed_event(&self, pod: &PodId) -> Event {
        let told = self.engine.known(pod, |known| (known.pod.gpu_rate, known.pod.gpu_count));
        let (rate, gpus) = told.unwrap_or_default();
        Event::Placed { rate, gpus }
    }

    pub(super) fn tell(&self, step: Step<'_>) {
        let Self { provisioning, catalog, tag, .. } = self;
        self.caller.progress(Progress { provisioning, catalog, tag: tag.as_ref(), step });
    }

    fn over(&self, end: End) -> LaunchError {
        LaunchError::Over(Box::new(self.provisioning.clone()), end, self.failure.clone())
    }
}
