//! One try: written down, sent once, and understood before anything else is tried.

use std::time::Duration;

use crate::catalog::Catalog;
use crate::engine::host::Host;
use crate::engine::provisioning::Run;
use crate::engine::{Closed, Engine};
use crate::launch::provisioning::{End, Provisioning};
use crate::launch::{Entry, State};
use crate::order::offers::Selection;
use crate::runpod::error::ApiError;
use crate::state::Event;
use crate::state::journal::{Record, STORAGE_SETTLE_TIME, launch_key};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

/// The lock on launching: one program at a time. The page and the module call it the same.
const TURN: &str = "launching";

/// What a caller says while its launch is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It takes this, at its price.
    Agree(Selection),
    /// It does not take this.
    Decline(Selection),
    /// It wants no more of it.
    Cancel,
}

/// Whoever launches.
pub trait Caller {
    /// Something of the launch is new.
    fn progress(&self, progress: Progress<'_>);

    /// What the caller says now, each thing once. Asked after each change, so whoever says something nudges the engine.
    fn decision(&self) -> Option<Decision>;

    /// How long it waits while another launch is open; `None` not at all.
    fn waits_for_others(&self) -> Option<Duration> {
        None
    }

    /// After it said that it wants no more, how long it waits to learn what came of a request that is out; `None` for as
    /// long as it takes.
    fn gives_up_after(&self) -> Option<Duration> {
        None
    }

    /// Whether waiting for stock ends with such an error; else stock is looked at again later.
    fn stops_at(&self, _failure: &ApiError) -> bool {
        false
    }
}

/// How far a launch has come.
pub struct Progress<'a> {
    /// Its way through the choices.
    pub provisioning: &'a Provisioning,
    /// The prices and the stock that it goes by.
    pub catalog: &'a Catalog,
    /// The mark of all its tries, once there is one.
    pub tag: Option<&'a LaunchTag>,
    /// What is new.
    pub step: Step<'a>,
}

/// What is new of a launch.
pub enum Step<'a> {
    /// Its way through the choices has changed.
    Changed,
    /// RunPod is about to be asked for this.
    Asking(&'a Selection),
    /// The try stands in the journal under the tag, and its request leaves now.
    Saved(&'a LaunchTag),
    /// The answer was lost, for this reason where it is known. The pod is looked for.
    AnswerLost(Option<&'a ApiError>),
    /// RunPod has refused what was asked for.
    Refused(&'a ApiError),
    /// This pod has come of it.
    Placed(&'a PodId),
    /// What is wanted is in stock now: the caller wanted to be told.
    InStock(&'a Selection),
}

/// A launch that has its pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launched {
    /// The mark of the launch.
    pub tag: LaunchTag,
    /// The pod.
    pub pod: PodId,
}

/// Why a launch has no pod, or may have none.
#[derive(Clone, Debug, PartialEq)]
pub enum LaunchError {
    /// Its way through the choices has ended without a pod; the last refusal, or why the last answer was lost.
    Over(Box<Provisioning>, End, Option<ApiError>),
    /// Stock can't be looked at, and the caller does not wait for that to pass.
    Api(ApiError),
    /// There are no random numbers for a tag. Nothing was asked.
    NoRandomNumbers,
    /// The journal can't be written to. Nothing was asked.
    NotSaved,
    /// Another launch is open, here or in a program on the same journal. Nothing was asked.
    AnotherIsOpen,
    /// The caller gave up before it was known what came of a request: a pod may run and cost money.
    Unknown {
        /// The mark by which the pod is known.
        tag: LaunchTag,
        /// Its name.
        name: String,
        /// Why the answer was lost.
        why: Option<ApiError>,
    },
    /// The engine was closed.
    Closed,
}

impl From<Closed> for LaunchError {
    fn from(_: Closed) -> Self {
        Self::Closed
    }
}

/// What became of a try.
pub(super) enum Outcome {
    /// The pod is there, whichever try it came of.
    Placed(PodId),
    /// RunPod made none.
    Refused(Option<ApiError>),
    /// None appeared in all the time in which one could.
    NeverArrived(Option<ApiError>),
}

/// The right to try, until this is dropped.
struct Turn<'a, H: Host> {
    engine: &'a Engine<H>,
    /// Whether the try stands in the journal: then the lock stays until others can have read of it.
    written: bool,
}

impl<H: Host> Drop for Turn<'_, H> {
    fn drop(&mut self) {
        if !self.written {
            self.engine.unlock(TURN);
        }
        self.engine.launching.set(false);
        self.engine.waiters.notify();
    }
}

impl<'a, H: Host> Run<'a, H> {
    /// Asks for this under the tag of the launch, which its first try makes, and waits until it is known what came of it.
    pub(super) async fn try_one(&mut self, pick: &Selection) -> Result<Outcome, LaunchError> {
        let engine = self.engine;
        self.tell(Step::Asking(pick));
        let mut turn = self.take_turn().await?;
        let tag = match &self.tag {
            Some(tag) => tag.clone(),
            None => LaunchTag::from_random(engine.host.random_bits().ok_or(LaunchError::NoRandomNumbers)?),
        };
        let entry = Entry::new(tag.clone(), self.provisioning.order.name.clone(), engine.host.now());
        let key = launch_key(&tag);
        engine.try_lock(&key).await;
        if !engine.save_durably(&Record::Launch(entry.clone())).await {
            engine.unlock(&key);
            return Err(LaunchError::NotSaved);
        }
        turn.written = true;
        self.tag = Some(tag.clone());
        self.tell(Step::Saved(&tag));
        engine.orders.borrow_mut().push((tag.clone(), (self.provisioning.order.clone(), pick.clone())));
        engine.on(Event::Launch(entry));
        engine.pass_the_turn_on();
        let outcome = self.outcome(&tag).await;
        engine.orders.borrow_mut().retain(|(own, _)| *own != tag);
        drop(turn);
        outcome
    }

    /// Waits for this program's own turn, and then until no launch is open, here or in another program on the same journal.
    /// With the turn goes the lock on launching.
    async fn take_turn(&mut self) -> Result<Turn<'a, H>, LaunchError> {
        let engine = self.engine;
        let patience = self.caller.waits_for_others();
        // Launches of this program end by themselves, so the caller waits for all of them, if it waits at all.
        let own_late = engine.host.now().plus(if patience.is_some() { Duration::MAX } else { Duration::ZERO });
        if !self.is_granted(&|| !engine.launching.get(), own_late).await? {
            return Err(LaunchError::AnotherIsOpen);
        }
        engine.launching.set(true);
        engine.tries.set(engine.tries.get().wrapping_add(1));
        let turn = Turn { engine, written: false };
        let late = engine.host.now().plus(patience.unwrap_or_default());
        let tag = self.tag.clone();
        // A pod of an earlier try may have come after all: then the launch that is open is this one.
        let none_is_open = || {
            let came = tag.as_ref().is_some_and(|tag| engine.placed(tag).is_some());
            came || !engine.state().is_launching()
        };
        loop {
            if !self.is_granted(&none_is_open, late).await? {
                return Err(LaunchError::AnotherIsOpen);
            }
            if engine.try_lock(TURN).await {
                engine.host.repair(&engine.storage_key("")).await;
                if engine.host.is_shared() {
                    engine.read_journal().await;
                }
                if none_is_open() {
                    return Ok(turn);
                }
                engine.unlock(TURN);
            }
            let again = engine.host.now().plus(STORAGE_SETTLE_TIME);
            if !self.is_granted(&|| engine.host.now() >= again, late).await? {
                return Err(LaunchError::AnotherIsOpen);
            }
        }
    }

    /// Waits until `granted` holds. `false` if it does not in time; the caller can call it off.
    async fn is_granted(&mut self, granted: &dyn Fn() -> bool, late: Timestamp) -> Result<bool, LaunchError> {
        let (engine, caller) = (self.engine, self.caller);
        let granted = engine
            .until(|| match caller.decision() {
                Some(Decision::Cancel) => Some(None),
                _ if granted() => Some(Some(true)),
                _ => (engine.host.now() >= late).then_some(Some(false)),
            })
            .await?;
        granted.ok_or_else(|| self.cancelled())
    }

    async fn outcome(&mut self, tag: &LaunchTag) -> Result<Outcome, LaunchError> {
        let mut give_up: Option<Timestamp> = None;
        let mut lost = false;
        loop {
            let (engine, caller) = (self.engine, self.caller);
            let known_lost = lost;
            // What is new: the end of it, that its answer was lost, or that the caller wants no more.
            let news = engine
                .until(|| {
                    if caller.decision() == Some(Decision::Cancel) {
                        return Some(News::Cancelled);
                    }
                    let Some(launch) = engine.launch_of(tag) else {
                        let outcome = engine.placed(tag).map_or(Outcome::NeverArrived(None), Outcome::Placed);
                        return Some(News::Known(outcome));
                    };
                    match launch.state {
                        State::Placed(pod) => Some(News::Known(Outcome::Placed(pod))),
                        State::Refused(why) => Some(News::Known(Outcome::Refused(why))),
                        State::NeverArrived(why) => Some(News::Known(Outcome::NeverArrived(why))),
                        State::Asking | State::Looking { .. } if give_up.is_some_and(|at| engine.host.now() >= at) => {
                            let why = if let State::Looking { why, .. } = launch.state { why } else { None };
                            Some(News::GivenUp(launch.name, why))
                        }
                        State::Looking { why, .. } if !known_lost => Some(News::Lost(why)),
                        State::Asking | State::Looking { .. } => None,
                    }
                })
                .await?;
            match news {
                News::Known(outcome) => return Ok(outcome),
                News::Lost(why) => {
                    lost = true;
                    self.tell(Step::AnswerLost(why.as_ref()));
                }
                News::GivenUp(name, why) => return Err(LaunchError::Unknown { tag: tag.clone(), name, why }),
                News::Cancelled => {
                    let wait = self.caller.gives_up_after();
                    give_up = give_up.or(wait.map(|wait| self.engine.host.now().plus(wait)));
                    self.cancel();
                }
            }
        }
    }
}

/// What is new of a try that is out.
enum News {
    Known(Outcome),
    Lost(Option<ApiError>),
    GivenUp(String, Option<ApiError>),
    Cancelled,
}

impl<H: Host> Engine<H> {
    /// Another program launches nothing before it can have read of this; this one may try again meanwhile.
    fn pass_the_turn_on(&self) {
        let (engine, tries) = (self.clone(), self.tries.get());
        self.host.spawn(Box::pin(async move {
            if engine.pause(STORAGE_SETTLE_TIME).await.is_ok() && engine.tries.get() == tries {
                engine.unlock(TURN);
            }
        }));
    }

    /// The pod that is kept of a launch that was placed: something on the way may have asked twice, and only a list that is
    /// younger than the answer shows both pods. No longer than `within` is waited for one.
    ///
    /// # Errors
    /// When the engine is closed.
    pub async fn survivor(&self, launched: &Launched, within: Duration) -> Result<PodId, Closed> {
        let (late, answered) = (self.host.now().plus(within), self.created.get());
        self.until(|| {
            let listed = self.state().fleet().listed().is_some_and(|asked| asked >= answered);
            let over = listed || self.list_failed_since(answered).is_some() || self.host.now() >= late;
            over.then_some(())
        })
        .await?;
        Ok(self.placed(&launched.tag).unwrap_or_else(|| launched.pod.clone()))
    }
}
