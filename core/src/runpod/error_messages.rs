//! Failures as a person is told of them: what happened, what it means for their money, what to do now.

use strum::VariantArray;

use crate::pods::action::{ActionError, ActionRequest, PodAction, State};
use crate::runpod::error::{ApiError, ErrorKind};
use crate::types::time;

/// What the page was doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Operation {
    /// Checking the key.
    SigningIn,
    /// Reading the account, the pods or the catalog.
    Reading,
    /// Reading a pod's log.
    ReadingLog,
    /// Making a pod.
    Launching,
    /// Making a pod, of which nothing came in all the time in which it could.
    GivingUp,
    /// Ending a pod.
    Ending,
    /// Stopping a pod that can be started again.
    Stopping,
    /// Starting a stopped pod.
    Starting,
    /// Setting a pod up anew.
    SettingUp,
    /// Making a network volume.
    MakingVolume,
    /// Making a network volume larger.
    GrowingVolume,
    /// Deleting a network volume.
    DeletingVolume,
    /// Listing, making or deleting secrets that RunPod keeps.
    KeepingSecrets,
}

impl Operation {
    /// All of them.
    pub const ALL: &[Self] = Self::VARIANTS;
}

impl From<PodAction> for Operation {
    fn from(verb: PodAction) -> Self {
        match verb {
            PodAction::Terminate => Self::Ending,
            PodAction::Stop => Self::Stopping,
            PodAction::Resume => Self::Starting,
        }
    }
}

impl ActionRequest<ApiError> {
    /// Why it has not happened, for the person; `None` where nothing has gone wrong.
    pub fn problem(&self) -> Option<String> {
        match &self.state {
            State::Retrying { error, .. } => Some(error.describe(self.verb)),
            State::Refused { error } => {
                let not_started =
                    self.verb == PodAction::Resume && matches!(error, ActionError::Api(_) | ActionError::PodGone);
                let words = error.describe(self.verb);
                Some(if not_started { format!("It was not started. {words}") } else { words })
            }
            _ => None,
        }
    }
}

impl ActionError<ApiError> {
    /// In words, for what was asked.
    fn describe(&self, verb: PodAction) -> String {
        match self {
            Self::Api(failure) => failure.of_action(verb),
            Self::Reloaded => "The page was loaded anew before RunPod confirmed it.".into(),
            Self::PodGone => "RunPod does not have this pod any more.".into(),
            Self::NotConfirmed => {
                "RunPod did not confirm the start within ten minutes, and is not asked again. It may run and cost money."
                    .into()
            }
            Self::NeverSent => "It was not started: this page was away for too long.".into(),
        }
    }
}

/// Three parts, each a sentence or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMessage {
    /// What happened.
    pub what: &'static str,
    /// What it means for the person's money.
    pub money: &'static str,
    /// What to do now.
    pub next: String,
}

impl ApiError {
    /// What to tell a person about this failure.
    pub fn advice(&self, doing: Operation) -> ErrorMessage {
        ErrorMessage { what: self.what(), money: self.money(doing), next: self.next(doing) }
    }

    /// RunPod's own sentence where it is one; else ours.
    fn of_action(&self, verb: PodAction) -> String {
        let ErrorMessage { what, next, .. } = self.advice(verb.into());
        let instead = match (self.kind, verb) {
            (ErrorKind::Refused | ErrorKind::SchemaMismatch, PodAction::Stop) => {
                " End it instead, or use RunPod's console."
            }
            _ => "",
        };
        match self.kind {
            ErrorKind::HostFull | ErrorKind::Forbidden => format!("{what} {next}"),
            ErrorKind::Refused => format!("{what} It says: “{}”.{instead}", self.raw),
            _ => format!("{what}{instead}"),
        }
    }

    fn what(&self) -> &'static str {
        match self.kind {
            ErrorKind::NoAccess => "Your browser could not reach RunPod, or was not allowed to.",
            ErrorKind::Offline => "This computer is offline, so your browser could not reach RunPod.",
            ErrorKind::CorsBlocked => "RunPod is there, but does not let your browser in from this page.",
            ErrorKind::RelayFailed => {
                "This page's own server passes requests on to RunPod, but gets no answer from it."
            }
            ErrorKind::TimedOut => "RunPod did not answer in time.",
            ErrorKind::WrongKey => "RunPod does not know this key.",
            ErrorKind::Forbidden => "This key may not do that.",
            ErrorKind::NoCapacity => "RunPod has no machine free for exactly this.",
            ErrorKind::HostFull => "All GPUs of this pod's machine are taken by others.",
            ErrorKind::Balance => "There is too little money in your RunPod account.",
            ErrorKind::SpendLimit => "This would go over the spend limit of your RunPod account.",
            ErrorKind::PodNotFound => "RunPod does not have this pod any more.",
            ErrorKind::RateLimited => "RunPod asks for fewer requests.",
            ErrorKind::ServerTrouble => "RunPod has trouble of its own.",
            ErrorKind::Maintenance => "RunPod is closed for maintenance, or overloaded.",
            ErrorKind::Retired => "RunPod has switched off the interface that this page uses.",
            ErrorKind::SchemaMismatch => "RunPod did not understand the request. That is a fault of this page.",
            ErrorKind::Refused => "RunPod refused, in words of its own.",
            ErrorKind::InvalidResponse => "Something came back that is no answer of RunPod's.",
        }
    }

    fn money(&self, doing: Operation) -> &'static str {
        match doing {
            Operation::SigningIn => "Nothing was changed in your account.",
            Operation::Reading => "What you see may be out of date; running pods go on costing money.",
            Operation::ReadingLog if self.kind == ErrorKind::PodNotFound => "It costs nothing any more.",
            Operation::ReadingLog => "The pod goes on as it was, and costs what it did.",
            Operation::Launching if self.is_ambiguous() => "It is not known yet whether a pod was made.",
            Operation::Launching | Operation::GivingUp => "No pod was made, and nothing is charged.",
            Operation::Starting if self.is_ambiguous() => "It may run and cost money: watch the list.",
            Operation::Starting => "It was not started, and its GPU costs nothing.",
            Operation::Ending | Operation::Stopping if self.kind == ErrorKind::PodNotFound => {
                "It costs nothing any more."
            }
            Operation::Ending | Operation::Stopping => "The pod may still run and cost money.",
            Operation::SettingUp if self.kind == ErrorKind::PodNotFound => "It costs nothing any more.",
            Operation::SettingUp if self.is_ambiguous() => "It may be set up anew or not; it costs what it did.",
            Operation::SettingUp => "It goes on as it was, and costs what it did.",
            Operation::MakingVolume if self.is_ambiguous() => "It is not known yet whether the volume was made.",
            Operation::MakingVolume => "No volume was made, and nothing is charged.",
            Operation::GrowingVolume if self.is_ambiguous() => "It may have grown, and cost more: look at its size.",
            Operation::GrowingVolume => "It has not grown, and costs what it did.",
            Operation::DeletingVolume if self.is_ambiguous() => "It may be gone, or still be there and cost money.",
            Operation::KeepingSecrets => "Secrets cost nothing.",
            Operation::DeletingVolume => "It is still there, with all that is on it, and costs what it did.",
        }
    }

    fn next(&self, doing: Operation) -> String {
        let step = self.step(doing);
        match !self.is_lasting() && doing != Operation::GivingUp {
            true => format!("{} {step}", self.meanwhile(doing)),
            false => step.into(),
        }
    }

    /// What the page does about a failure that may pass, or the person in its place.
    fn meanwhile(&self, doing: Operation) -> String {
        match (doing, self.retry_after) {
            (Operation::Launching, _) if self.is_ambiguous() => {
                "Wait: the page looks for the pod before anything else is tried.".into()
            }
            (Operation::MakingVolume, _) if self.is_ambiguous() => {
                "Wait: the page looks for the volume before anything else is tried.".into()
            }
            (Operation::Starting, _) if self.is_ambiguous() => "Look at the list before you try again.".into(),
            (Operation::SettingUp, _) if self.is_ambiguous() => {
                "Look at how long it has been up before you try again.".into()
            }
            (Operation::Reading | Operation::ReadingLog | Operation::Ending | Operation::Stopping, None) => {
                "Leave this page open: it tries again by itself.".into()
            }
            (Operation::Reading | Operation::ReadingLog | Operation::Ending | Operation::Stopping, Some(wait)) => {
                format!(
                    "Leave this page open: it tries again by itself, in {} at the earliest.",
                    time::duration_text(wait)
                )
            }
            (_, None) => "Wait a minute and try again.".into(),
            (_, Some(wait)) => format!("Wait {} and try again.", time::duration_text(wait)),
        }
    }

    /// What the person can do about this kind of failure.
    pub fn step(&self, doing: Operation) -> &'static str {
        match (self.kind, doing) {
            (ErrorKind::NoAccess, _) => "Check your internet connection and any ad blocker.",
            (ErrorKind::Offline, _) => "Connect it again.",
            (ErrorKind::CorsBlocked, _) => {
                "Your key is not to blame. If it worked before, wait a minute and try again. If it never did, open this page \
                 from a server that passes requests on to RunPod (the README says how); until then use RunPod's console."
            }
            (ErrorKind::RelayFailed, _) => {
                "Wait a minute and try again. If it stays so, tell whoever runs this page's server; RunPod's own console \
                 may still work."
            }
            (ErrorKind::TimedOut, _) => {
                "If this happens again and again, check whether your internet connection is slow."
            }
            (ErrorKind::ServerTrouble, _) => "If it lasts, look at RunPod's status page or ask RunPod's support.",
            (ErrorKind::Maintenance, _) => "RunPod's status page tells when it will be back.",
            (ErrorKind::RateLimited, _) => "Close other tabs and programs that use the same RunPod account.",
            (ErrorKind::InvalidResponse, _) => {
                "A network that asks you to sign in, as in a hotel or a company, may have answered: open any other page \
                 to see."
            }
            (ErrorKind::WrongKey, Operation::SigningIn) => {
                "Copy the key once more, whole, or make a new one in RunPod's settings under API Keys."
            }
            (ErrorKind::WrongKey, _) => {
                "The key may have been switched off. Forget it here and sign in with another one."
            }
            (ErrorKind::Forbidden, Operation::Ending) => {
                "Sign in with a key that has Read/Write for api.runpod.io/graphql, or end the pod in RunPod's console."
            }
            (ErrorKind::Forbidden, Operation::Stopping) => {
                "Sign in with a key that has Read/Write for api.runpod.io/graphql, or stop the pod in RunPod's console."
            }
            (ErrorKind::Forbidden, Operation::Starting) => {
                "Sign in with a key that has Read/Write for api.runpod.io/graphql, or start the pod in RunPod's console."
            }
            (ErrorKind::Forbidden, Operation::ReadingLog) => {
                "Sign in with a key that may read through REST v2: RunPod's settings, under API Keys. RunPod's console shows \
                 the log too."
            }
            (ErrorKind::Forbidden, Operation::KeepingSecrets) => {
                "Sign in with a key that may use all of RunPod's API, or make the secret in RunPod's console."
            }
            (ErrorKind::Forbidden, _) => {
                "Use a key that may read and write through the GraphQL API: RunPod's settings, under API Keys."
            }
            (ErrorKind::NoCapacity, Operation::SettingUp) => {
                "The pod stays on its machine, which has no more to give: choose a smaller disk, or launch a new pod."
            }
            (ErrorKind::NoCapacity, _) => {
                "Choose another GPU type, fewer GPUs or a smaller disk, or try again later. RunPod says the same when \
                 GPU type, data center, cloud and CUDA version do not go together; a network volume ties the pod to its \
                 own data center."
            }
            (ErrorKind::HostFull, _) => "Try again later, or launch the same on another machine.",
            (ErrorKind::Balance, Operation::MakingVolume | Operation::GrowingVolume) => {
                "Add money in RunPod's billing page: storage is paid from the balance, too."
            }
            (ErrorKind::Balance, _) => {
                "Add money in RunPod's billing page: to start, a pod needs at least one hour's price in the account."
            }
            (ErrorKind::SpendLimit, _) => "End another pod first, or ask RunPod's support to raise the limit.",
            (ErrorKind::PodNotFound, Operation::Starting) => "Launch a new pod instead.",
            (ErrorKind::PodNotFound, _) => "There is nothing left to do.",
            (ErrorKind::Retired, _) => {
                "Reload this page to get its newest version. Until then use RunPod's own console."
            }
            (ErrorKind::SchemaMismatch, _) => {
                "Reload this page to get its newest version. If it happens again, use RunPod's own console."
            }
            (ErrorKind::Refused, _) => "Read what RunPod said, change what it names, and try again.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::action::{Answer, Event};
    use crate::types::ids::PodId;
    use crate::types::time::Timestamp;
    use std::collections::HashSet;
    use std::time::Duration;

    fn advice(kind: ErrorKind, doing: Operation) -> ErrorMessage {
        ApiError::new(kind, "raw").advice(doing)
    }

    #[test]
    fn each_kind_has_its_own_words_and_its_own_next_step() {
        for &doing in Operation::ALL {
            let all = || ErrorKind::ALL.iter().map(|kind| advice(*kind, doing));
            assert_eq!(
                all().map(|advice| advice.what).collect::<HashSet<_>>().len(),
                ErrorKind::ALL.len(),
                "{doing:?}"
            );
            assert_eq!(
                all().map(|advice| advice.next).collect::<HashSet<_>>().len(),
                ErrorKind::ALL.len(),
                "{doing:?}"
            );
            assert!(all().all(|advice| !advice.money.is_empty()), "{doing:?}");
        }
    }

    #[test]
    fn nothing_is_said_to_cost_nothing_unless_that_is_sure() {
        for &kind in ErrorKind::ALL {
            let unclear = ApiError::new(kind, "raw").is_ambiguous();
            assert_eq!(advice(kind, Operation::Launching).money.contains("No pod was made"), !unclear, "{kind:?}");
            assert_eq!(advice(kind, Operation::Starting).money.contains("not started"), !unclear, "{kind:?}");
            assert_eq!(
                advice(kind, Operation::MakingVolume).money.contains("No volume was made"),
                !unclear,
                "{kind:?}"
            );
            let told = advice(kind, Operation::Stopping).money.contains("may still run");
            assert_eq!(told, kind != ErrorKind::PodNotFound, "{kind:?}");
        }
    }

    #[test]
    fn what_was_given_up_is_not_said_to_be_looked_for() {
        for &kind in ErrorKind::ALL {
            let ErrorMessage { money, next, .. } = advice(kind, Operation::GivingUp);
            assert!(money.starts_with("No pod was made") && !next.contains("looks for"), "{kind:?}");
        }
    }

    #[test]
    fn runpods_own_wish_is_told() {
        let failure =
            ApiError { retry_after: Some(Duration::from_secs(12)), ..ApiError::new(ErrorKind::RateLimited, "raw") };
        assert!(failure.advice(Operation::Launching).next.starts_with("Wait 12\u{a0}s and try again."));
        assert!(failure.advice(Operation::Reading).next.contains("in 12\u{a0}s at the earliest"));
        assert!(advice(ErrorKind::RateLimited, Operation::Launching).next.starts_with("Wait a minute"));
    }

    /// An action that RunPod answered with this.
    fn answered(verb: PodAction, answer: Answer<ApiError>) -> ActionRequest<ApiError> {
        let mut act = ActionRequest::begin(verb, PodId::new("a"), "comfy".into(), Timestamp::default());
        assert!(act.step(Event::SkipUndo, Timestamp::default()));
        assert!(!act.step(Event::Answered(answer), Timestamp::default()));
        act
    }

    #[test]
    fn without_the_right_the_way_out_is_told_and_no_promise_made() {
        for (verb, console) in [
            (PodAction::Terminate, "end the pod"),
            (PodAction::Stop, "stop the pod"),
            (PodAction::Resume, "start the pod"),
        ] {
            let error = ApiError { by_runpod: true, ..ApiError::new(ErrorKind::Forbidden, "Forbidden") };
            let act = answered(verb, Answer::NoRight { error, sure: true });
            let problem = act.problem().unwrap();
            assert!(act.is_over(), "{verb:?}");
            assert!(problem.contains("This key may not do that. Sign in with a key that has Read/Write"), "{problem}");
            assert!(
                problem.ends_with(&format!("for api.runpod.io/graphql, or {console} in RunPod's console.")),
                "{problem}"
            );
        }
    }

    #[test]
    fn a_refused_stop_leads_to_the_end() {
        let act = answered(PodAction::Stop, Answer::Refused(ApiError::new(ErrorKind::Refused, "no")));
        assert_eq!(
            act.problem().unwrap(),
            "RunPod refused, in words of its own. It says: “no”. End it instead, or use RunPod's console."
        );
    }

    #[test]
    fn only_a_start_that_was_refused_is_said_not_to_have_happened() {
        let refused = answered(PodAction::Resume, Answer::Refused(ApiError::new(ErrorKind::Balance, "no")));
        let gone = answered(PodAction::Resume, Answer::NotFound);
        for act in [refused, gone] {
            assert!(act.problem().unwrap().starts_with("It was not started. "), "{:?}", act.problem());
        }
        assert_eq!(
            ActionError::NeverSent.describe(PodAction::Resume),
            "It was not started: this page was away for too long."
        );
        let unconfirmed = ActionError::NotConfirmed.describe(PodAction::Resume);
        assert!(unconfirmed.ends_with("It may run and cost money."), "{unconfirmed}");
    }

    #[test]
    fn one_sentence_of_runpods_stands_for_many_causes() {
        let next = advice(ErrorKind::NoCapacity, Operation::Launching).next;
        assert!(["GPU type", "data center", "cloud", "CUDA", "disk"].into_iter().all(|cause| next.contains(cause)));
    }
}
