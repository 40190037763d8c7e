//! Ending, stopping and starting pods: at once, and until RunPod's own word confirms it.

use std::rc::Rc;

use launchpod_core::pods::action::{ActionError, ActionRequest, PodAction, State};
use launchpod_core::pods::pod::Status;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::state::Event;
use launchpod_core::types::ids::PodId;

use super::state::Launcher;
use super::wait_limit::WaitLimit;
use crate::error::{BoxError, LaunchpodError, pod_not_found, read_failed};
use crate::wording::for_programs;

/// After so many refusals in a row that nothing but a person can cure, the caller is told. It is asked for all the same.
const SURE: u32 = 3;

impl Launcher {
    /// Ends a pod, and whatever took its place, and waits until it is gone. One that is gone already is ended.
    ///
    /// # Errors
    /// Why it may still run; it is asked for all the same for as long as the program runs.
    pub async fn terminate(self: &Rc<Self>, id: &PodId, limit: WaitLimit<'_>) -> Result<(), BoxError> {
        self.end(id, limit).await?;
        if let Some(heir) = self.replacement_of(id) {
            self.end(&heir, limit).await?;
        }
        self.handed_out.borrow_mut().retain(|(own, _)| own != id);
        Ok(())
    }

    async fn end(self: &Rc<Self>, id: &PodId, limit: WaitLimit<'_>) -> Result<(), BoxError> {
        loop {
            let own = self.ask(PodAction::Terminate, id).await;
            self.engine
                .until(|| match self.engine.action_of(id, |act| act.verb == PodAction::Terminate) {
                    Some(act) if act.is_over() => Some(Err(refusal(&act))),
                    None if own || !self.engine.is_requested_elsewhere(id, PodAction::Terminate) => Some(Ok(())),
                    _ => self.interrupted(id, PodAction::Terminate, limit).map(Err),
                })
                .await??;
            // What another program was at is believed only once RunPod says so.
            let there = !own && self.engine.fetch_pod(id).await?.map_err(|failure| read_failed(&failure).of_pod(id))?;
            if !there {
                return Ok(());
            }
        }
    }

    /// Stops a pod, or starts one, and waits until RunPod shows it.
    ///
    /// # Errors
    /// Why it was not done, or may not have been.
    pub async fn power(self: &Rc<Self>, verb: PodAction, id: &PodId, limit: WaitLimit<'_>) -> Result<(), BoxError> {
        if !self.engine.fetch_pod(id).await?.map_err(|failure| read_failed(&failure))? {
            return Err(pod_not_found(id));
        }
        let own = self.ask(verb, id).await;
        let is_it = |act: &ActionRequest<ApiError>| act.verb == verb && !act.is_confirmed_resume();
        let refused = |act: ActionRequest<ApiError>| matches!(act.state, State::Refused { .. }).then(|| refusal(&act));
        self.engine
            .until(|| match self.engine.action_of(id, is_it) {
                Some(act) if act.is_over() => refused(act).map(Err),
                Some(_) => self.interrupted(id, verb, limit).map(Err),
                None if own || !self.engine.is_requested_elsewhere(id, verb) => Some(Ok(())),
                None => self.interrupted(id, verb, limit).map(Err),
            })
            .await??;
        self.check(verb, id).await
    }

    /// Whether the pod is as it was to be: something else may have been asked of it meanwhile.
    async fn check(self: &Rc<Self>, verb: PodAction, id: &PodId) -> Result<(), BoxError> {
        if !self.engine.fetch_pod(id).await?.map_err(|failure| read_failed(&failure).of_pod(id))? {
            return Err(LaunchpodError::new(
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
            false => Err(LaunchpodError::new(
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
            self.engine.on(Event::SkipUndo(id.clone()));
        }
        own
    }

    /// Why the caller waits no longer.
    fn interrupted(&self, id: &PodId, verb: PodAction, limit: WaitLimit) -> Option<BoxError> {
        let act = self.engine.action_of(id, |act| act.verb == verb);
        let failure = act.as_ref().and_then(failure);
        let refusals = act.as_ref().map_or(0, |act| act.refusals);
        // What the key may not do is told at once.
        let sure = |failure: &&ApiError| refusals >= SURE || (refusals > 0 && failure.kind == ErrorKind::Forbidden);
        if let Some(failure) = failure.filter(sure) {
            return Some(LaunchpodError::failure(failure, verb.into()).of_pod(id));
        }
        if let Some(told) = self.shut_out() {
            return Some(told.of_pod(id));
        }
        let (what, done) = (verb.as_str(), verb.done());
        let open = format!(
            "The {what} of the pod {id} is not confirmed: it may run and cost money. It is asked for on and on for as long as this \
             program runs, and stays in the journal until it is {done}."
        );
        if limit.is_aborted() {
            return Some(
                LaunchpodError::new("aborted", format!("Nobody waits for it any more, as you wished. {open}"))
                    .of_pod(id),
            );
        }
        let said = failure.map(|failure| failure.raw.clone());
        let told = LaunchpodError::new("timed-out", open).of_pod(id).quoting(said);
        limit.is_over().then_some(told)
    }
}

/// What RunPod, or the way there, answered last, where that was no agreement.
fn failure(act: &ActionRequest<ApiError>) -> Option<&ApiError> {
    match &act.state {
        State::Retrying { error: ActionError::Api(failure), .. }
        | State::Refused { error: ActionError::Api(failure) } => Some(failure),
        _ => None,
    }
}

fn refusal(act: &ActionRequest<ApiError>) -> BoxError {
    let told = match failure(act) {
        Some(failure) => LaunchpodError::failure(failure, act.verb.into()),
        None => LaunchpodError::new("refused", ""),
    };
    let money = match act.verb {
        PodAction::Resume => "",
        PodAction::Terminate => " It may run and cost money.",
        PodAction::Stop => " The pod may still run and cost money: terminate it if you do not need it.",
    };
    let problem = act.problem().unwrap_or_default();
    told.in_words(format!("{}{money}", for_programs(&problem))).of_pod(&act.pod)
}
