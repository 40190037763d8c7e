//! One try: written down, sent once, and understood before anything else is tried.

use std::rc::Rc;
use std::time::Duration;

use launchpod_core::domain::ids::{LaunchTag, PodId};
use launchpod_core::domain::journal::{Record, SETTLES, launch_key};
use launchpod_core::domain::launch::{Entry, State};
use launchpod_core::domain::ledger::Event;
use launchpod_core::domain::offer::Pick;
use launchpod_core::domain::order::Order;
use launchpod_core::domain::time::Timestamp;
use launchpod_core::runpod::browser_timing::now;
use launchpod_core::runpod::failure::Failure;
use launchpod_core::runpod::words::Doing;

use super::adoption::no_journal;
use super::desk::{Desk, spawn};
use super::host::{Hooks, random_bits};
use crate::told::{Told, Trouble};

/// What one program at a time may do; the page calls it the same.
const TURN: &str = "launching";
/// No launch of another program is open for longer, unless it can't read its pods.
const TURN_WITHIN: Duration = Duration::from_secs(300);
/// Whoever has aborted is told how things stand after this, even where that is not known.
pub const ABORTED_WITHIN: Duration = Duration::from_secs(300);

/// What became of a try.
pub enum Outcome {
    /// The pod is there, whichever try it came of.
    Placed(PodId),
    /// RunPod made none.
    Refused(Option<Failure>),
    /// None appeared in all the time in which one could.
    NeverArrived(Option<Failure>),
}

/// The right to try, until this is dropped.
struct Turn<'a>(&'a Desk);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.trying.set(false);
        self.0.changes.tell();
    }
}

impl Desk {
    /// Asks for `pick` under the tag of this launch, which is made by its first try. `look` is called whenever something has
    /// changed while the outcome is not known.
    ///
    /// # Errors
    /// Why nothing was asked; or, after an abort, that it is not known what came of it.
    pub async fn attempt(
        self: &Rc<Self>,
        order: &Order,
        pick: &Pick,
        tag: &mut Option<LaunchTag>,
        hooks: &Hooks,
        look: &mut dyn FnMut(&State<Failure>),
    ) -> Result<Outcome, Trouble> {
        let turn = self.turn(tag.as_ref(), hooks).await?;
        let tag = tag.get_or_insert(LaunchTag::from_random(random_bits().ok_or_else(no_random)?)).clone();
        let entry = Entry::new(tag.clone(), order.name.clone(), now());
        let key = launch_key(&tag);
        if !self.journal.has(&key) {
            self.journal.take(&key).await;
        }
        if !self.journal.keep(&Record::Launch(entry.clone())).await {
            self.journal.let_go(&key);
            self.journal.let_go(TURN);
            return Err(no_journal());
        }
        self.asked_for.borrow_mut().push((tag.clone(), (order.clone(), pick.clone())));
        self.on(Event::Launch(entry));
        self.pass_the_turn_on();
        let outcome = self.outcome(&tag, hooks, look).await;
        self.asked_for.borrow_mut().retain(|(own, _)| *own != tag);
        drop(turn);
        outcome
    }

    /// Another program launches nothing before it can have read of this.
    fn pass_the_turn_on(self: &Rc<Self>) {
        let desk = self.clone();
        spawn(async move {
            let _ = desk.pause(SETTLES).await;
            desk.journal.let_go(TURN);
        });
    }

    /// Waits for this program's own turn, and then until no launch is open, here or in another program on the same journal.
    /// With the turn goes the lock of it.
    async fn turn(self: &Rc<Self>, tag: Option<&LaunchTag>, hooks: &Hooks) -> Result<Turn<'_>, Trouble> {
        self.until(|| (!self.trying.get() || hooks.aborted()).then_some(())).await?;
        if hooks.aborted() {
            return Err(aborted());
        }
        self.trying.set(true);
        let turn = Turn(self);
        let late = now().plus(TURN_WITHIN);
        let free = || !self.ledger.borrow().is_launching() || self.has_come(tag);
        loop {
            self.until(|| (free() || hooks.aborted() || now() >= late).then_some(())).await?;
            if hooks.aborted() {
                return Err(aborted());
            }
            if !free() || now() >= late {
                return Err(self.another_is_open());
            }
            if self.journal.has(TURN) || self.journal.take(TURN).await {
                if self.journal.is_shared() {
                    self.read_journal().await;
                }
                if free() {
                    return Ok(turn);
                }
                self.journal.let_go(TURN);
            }
            let again = now().plus(SETTLES);
            self.until(|| (now() >= again || hooks.aborted()).then_some(())).await?;
        }
    }

    fn another_is_open(&self) -> Trouble {
        let name = self.launch_elsewhere().map_or_else(String::new, |name| format!(" (“{name}”)"));
        Told::new(
            "launch-open",
            format!(
                "Another launch on the same journal{name} has been open for minutes, so nothing was launched here: there could be \
                 two pods in the end. Try again when it is done, or give each program a journal of its own."
            ),
        )
    }

    /// Whether a pod has come of this launch.
    fn has_come(&self, tag: Option<&LaunchTag>) -> bool {
        tag.is_some_and(|tag| self.placed(tag).is_some())
    }

    /// The pod that has come of this launch.
    pub fn placed(&self, tag: &LaunchTag) -> Option<PodId> {
        match self.launch_of(tag).map(|launch| launch.state) {
            Some(State::Placed(pod)) => Some(pod),
            Some(_) => None,
            None => {
                let ledger = self.ledger.borrow();
                let pods = ledger.fleet().all();
                // The oldest is kept.
                pods.iter().rev().find(|known| known.pod.tag.as_ref() == Some(tag)).map(|known| known.pod.id.clone())
            }
        }
    }

    /// The pod that has taken the place of one that was handed out: of two pods of one request the older is kept, and the
    /// answer may have told of the younger.
    pub fn heir(&self, id: &PodId) -> Option<PodId> {
        let tag = self.handed_out.borrow().iter().find(|(own, _)| own == id).map(|(_, tag)| tag.clone())?;
        self.placed(&tag).filter(|pod| pod != id)
    }

    async fn outcome(
        self: &Rc<Self>,
        tag: &LaunchTag,
        hooks: &Hooks,
        look: &mut dyn FnMut(&State<Failure>),
    ) -> Result<Outcome, Trouble> {
        let mut give_up: Option<Timestamp> = None;
        self.until(|| {
            if hooks.aborted() && give_up.is_none() {
                give_up = Some(now().plus(ABORTED_WITHIN));
            }
            let Some(launch) = self.launch_of(tag) else {
                return Some(Ok(self.placed(tag).map_or(Outcome::NeverArrived(None), Outcome::Placed)));
            };
            look(&launch.state);
            match launch.state {
                State::Placed(pod) => Some(Ok(Outcome::Placed(pod))),
                State::Refused(why) => Some(Ok(Outcome::Refused(why))),
                State::NeverArrived(why) => Some(Ok(Outcome::NeverArrived(why))),
                State::Asking | State::Looking { .. } => {
                    give_up.is_some_and(|at| now() >= at).then(|| Err(not_known(&launch.name, tag, &launch.state)))
                }
            }
        })
        .await?
    }
}

/// Nothing was asked for, or nothing came of it.
pub fn aborted() -> Trouble {
    Told::new("aborted", "The launch was aborted, as you wished. No pod came of it, and nothing is charged.")
}

fn not_known(name: &str, tag: &LaunchTag, state: &State<Failure>) -> Trouble {
    let why = match state {
        State::Looking { why: Some(why), .. } => Some(Told::failure(why, Doing::Launching)),
        _ => None,
    };
    let message = format!(
        "The launch was aborted, and it can't be found out whether a pod came of it: RunPod's list has not come for minutes. A pod \
         “{name}” (LAUNCHPOD_TAG {tag}) may run and cost money. It is looked for on and on for as long as this program runs; \
         recover() looks for it later, and RunPod's console shows it."
    );
    Told::new("unclear", message).quoting(why.and_then(|told| told.raw))
}

fn no_random() -> Trouble {
    Told::new(
        "internal",
        "There are no random numbers here (crypto.getRandomValues), so a launch could not be made safe. Nothing was launched.",
    )
}
