//! Ending, stopping and starting pods: at once, and until RunPod's own word confirms it.

use std::rc::Rc;
use std::time::Duration;

use launchpod_core::pods::action::{Act, ActionError, PodAction, State};
use launchpod_core::pods::pod::Status;
use launchpod_core::runpod::error::{ApiError, Kind};
use launchpod_core::runpod::web_clock::now;
use launchpod_core::state::Event;
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;

use super::desk::Desk;
use super::js::Hooks;
use super::reading::{not_found, reading};
use crate::told::{Told, Trouble, for_programs};

/// After so many refusals in a row that nothing but a person can cure, the caller is told. It is asked for all the same.
const SURE: u32 = 3;

/// How long a caller waits.
#[derive(Clone, Copy)]
pub struct Patience<'a> {
    /// What the caller wants; nobody to ask where it is the module's own doing.
    pub hooks: Option<&'a Hooks>,
    /// Until when, on the wall's clock.
    pub until: Option<Timestamp>,
}

impl Patience<'_> {
    /// So long, whatever the caller wants.
    pub fn within(time: Duration) -> Patience<'static> {
        Patience { hooks: None, until: Some(now().plus(time)) }
    }

    /// Whether the caller wants no more of it.
    pub fn is_aborted(self) -> bool {
        self.hooks.is_some_and(Hooks::aborted)
    }

    /// Whether it is over.
    pub fn is_over(self) -> bool {
        self.until.is_some_and(|until| now() >= until)
    }
}

impl Desk {
    /// Ends a pod, and whatever took its place, and waits until it is gone. One that is gone already is ended.
    ///
    /// # Errors
    /// Why it may still run; it is asked for all the same for as long as the program runs.
    pub async fn terminate(self: &Rc<Self>, id: &PodId, patience: Patience<'_>) -> Result<(), Trouble> {
        self.end(id, patience).await?;
        if let Some(heir) = self.heir(id) {
            self.end(&heir, patience).await?;
        }
        self.handed_out.borrow_mut().retain(|(own, _)| own != id);
        Ok(())
    }

    async fn end(self: &Rc<Self>, id: &PodId, patience: Patience<'_>) -> Result<(), Trouble> {
        loop {
            let own = self.ask(PodAction::Terminate, id).await;
            self.engine
                .until(|| match self.engine.action_of(id, |act| act.verb == PodAction::Terminate) {
                    Some(act) if act.is_over() => Some(Err(refusal(&act))),
                    None if own || !self.engine.is_asked_elsewhere(id, PodAction::Terminate) => Some(Ok(())),
                    _ => self.interrupted(id, PodAction::Terminate, patience).map(Err),
                })
                .await??;
            // What another program was at is believed only once RunPod says so.
            let there = !own && self.engine.fetch_pod(id).await?.map_err(|failure| reading(&failure).of_pod(id))?;
            if !there {
                return Ok(());
            }
        }
    }

    /// Stops a pod, or starts one, and waits until RunPod shows it.
    ///
    /// # Errors
    /// Why it was not done, or may not have been.
    pub async fn power(self: &Rc<Self>, verb: PodAction, id: &PodId, patience: Patience<'_>) -> Result<(), Trouble> {
        if !self.engine.fetch_pod(id).await?.map_err(|failure| reading(&failure))? {
            return Err(not_found(id));
        }
        let own = self.ask(verb, id).await;
        let is_it = |act: &Act<ApiError>| act.verb == verb && !act.is_confirmed_start();
        let refused = |act: Act<ApiError>| matches!(act.state, State::Refused { .. }).then(|| refusal(&act));
        self.engine
            .until(|| match self.engine.action_of(id, is_it) {
                Some(act) if act.is_over() => refused(act).map(Err),
                Some(_) => self.interrupted(id, verb, patience).map(Err),
                None if own || !self.engine.is_asked_elsewhere(id, verb) => Some(Ok(())),
                None => self.interrupted(id, verb, patience).map(Err),
            })
            .await??;
        self.check(verb, id).await
    }

    /// Whether the pod is as it was to be: something else may have been asked of it meanwhile.
    async fn check(self: &Rc<Self>, verb: PodAction, id: &PodId) -> Result<(), Trouble> {
        if !self.engine.fetch_pod(id).await?.map_err(|failure| reading(&failure).of_pod(id))? {
            return Err(Told::new(
                "pod-gone",
                format!("The pod {id} is gone: it was ended meanwhile. It costs nothing any more."),
            ));
        }
        let status = self.engine.known(id, |known| known.pod.status.clone());
        let done = match verb {
            PodAction::Resume => matches!(status, None | Some(Status::Running | Status::Starting)),
            _ => matches!(status, None | Some(Status::Stopped | Status::Dead | Status::Terminated)),
        };
        match done {
            true => Ok(()),
            false => Err(Told::new(
                "refused",
                "Something else was asked of this pod meanwhile. Look at its state before you go on.",
            )
            .of_pod(id)),
        }
    }

    /// Asks for it unless another program does. Whether this one does.
    async fn ask(self: &Rc<Self>, verb: PodAction, id: &PodId) -> bool {
        let name = self.engine.known(id, |known| known.pod.name.clone()).unwrap_or_else(|| id.to_string());
        let own = !self.engine.request(verb, vec![(id.clone(), name)]).await.is_empty();
        if own {
            // A program takes nothing back.
            self.engine.on(Event::AtOnce(id.clone()));
        }
        own
    }

    /// Why the caller waits no longer.
    fn interrupted(&self, id: &PodId, verb: PodAction, patience: Patience) -> Option<Trouble> {
        let act = self.engine.action_of(id, |act| act.verb == verb);
        let failure = act.as_ref().and_then(failure);
        let refusals = act.as_ref().map_or(0, |act| act.refusals);
        // What the key may not do is told at once.
        let sure = |failure: &&ApiError| refusals >= SURE || (refusals > 0 && failure.kind == Kind::NoRight);
        if let Some(failure) = failure.filter(sure) {
            return Some(Told::failure(failure, verb.into()).of_pod(id));
        }
        if let Some(told) = self.shut_out() {
            return Some(told.of_pod(id));
        }
        let (what, done) = match verb {
            PodAction::Terminate => ("The end", "ended"),
            PodAction::Stop => ("The stop", "stopped"),
            PodAction::Resume => ("The start", "started"),
        };
        let open = format!(
            "{what} of the pod {id} is not confirmed: it may run and cost money. It is asked for on and on for as long as this \
             program runs, and stays in the journal until it is {done}."
        );
        if patience.is_aborted() {
            return Some(
                Told::new("aborted", format!("Nobody waits for it any more, as you wished. {open}")).of_pod(id),
            );
        }
        let said = failure.map(|failure| failure.raw.clone());
        let told = Told::new("timed-out", open).of_pod(id).quoting(said);
        patience.is_over().then_some(told)
    }
}

/// What RunPod, or the way there, answered last, where that was no agreement.
fn failure(act: &Act<ApiError>) -> Option<&ApiError> {
    match &act.state {
        State::Retrying { error: ActionError::Api(failure), .. }
        | State::Refused { error: ActionError::Api(failure) } => Some(failure),
        _ => None,
    }
}

fn refusal(act: &Act<ApiError>) -> Trouble {
    let told = match failure(act) {
        Some(failure) => Told::failure(failure, act.verb.into()),
        None => Told::new("refused", ""),
    };
    let money = match act.verb {
        PodAction::Resume => "",
        PodAction::Terminate => " It may run and cost money.",
        PodAction::Stop => " The pod may still run and cost money: terminate it if you do not need it.",
    };
    let problem = act.problem().unwrap_or_default();
    told.in_words(format!("{}{money}", for_programs(&problem))).of_pod(&act.pod)
}
