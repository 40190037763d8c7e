//! Failures as a person is told of them: what happened, what it means for their money, what to do now.

use launchpod_words::{errors, sentences};
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
                Some(if not_started { sentences(&[errors::not_started(), &words]) } else { words })
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
            Self::Reloaded => errors::reloaded().into(),
            Self::PodGone => errors::pod_not_found().into(),
            Self::NotConfirmed => errors::start_not_confirmed().into(),
            Self::NeverSent => errors::start_never_sent().into(),
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
            (ErrorKind::Refused | ErrorKind::SchemaMismatch, PodAction::Stop) => errors::end_instead(),
            _ => "",
        };
        match self.kind {
            ErrorKind::HostFull | ErrorKind::Forbidden => sentences(&[what, &next]),
            ErrorKind::Refused => sentences(&[what, &errors::it_says(&self.raw), instead]),
            _ => sentences(&[what, instead]),
        }
    }

    fn what(&self) -> &'static str {
        match self.kind {
            ErrorKind::NoAccess => errors::no_access(),
            ErrorKind::Offline => errors::offline(),
            ErrorKind::CorsBlocked => errors::cors_blocked(),
            ErrorKind::RelayFailed => errors::relay_failed(),
            ErrorKind::TimedOut => errors::timed_out(),
            ErrorKind::WrongKey => errors::wrong_key(),
            ErrorKind::Forbidden => errors::forbidden(),
            ErrorKind::NoCapacity => errors::no_capacity(),
            ErrorKind::HostFull => errors::host_full(),
            ErrorKind::Balance => errors::too_little_money(),
            ErrorKind::SpendLimit => errors::spend_limit(),
            ErrorKind::PodNotFound => errors::pod_not_found(),
            ErrorKind::RateLimited => errors::rate_limited(),
            ErrorKind::ServerTrouble => errors::server_trouble(),
            ErrorKind::Maintenance => errors::maintenance(),
            ErrorKind::Retired => errors::retired(),
            ErrorKind::SchemaMismatch => errors::schema_mismatch(),
            ErrorKind::Refused => errors::refused(),
            ErrorKind::InvalidResponse => errors::invalid_response(),
        }
    }

    fn money(&self, doing: Operation) -> &'static str {
        match doing {
            Operation::SigningIn => errors::money_nothing_changed(),
            Operation::Reading => errors::money_reading(),
            Operation::ReadingLog if self.kind == ErrorKind::PodNotFound => errors::money_gone(),
            Operation::ReadingLog => errors::money_reading_log(),
            Operation::Launching if self.is_ambiguous() => errors::money_launch_unclear(),
            Operation::Launching | Operation::GivingUp => errors::money_not_launched(),
            Operation::Starting if self.is_ambiguous() => errors::money_start_unclear(),
            Operation::Starting => errors::money_not_started(),
            Operation::Ending | Operation::Stopping if self.kind == ErrorKind::PodNotFound => errors::money_gone(),
            Operation::Ending | Operation::Stopping => errors::money_may_run(),
            Operation::SettingUp if self.kind == ErrorKind::PodNotFound => errors::money_gone(),
            Operation::SettingUp if self.is_ambiguous() => errors::money_setup_unclear(),
            Operation::SettingUp => errors::money_not_set_up(),
            Operation::MakingVolume if self.is_ambiguous() => errors::money_volume_unclear(),
            Operation::MakingVolume => errors::money_no_volume(),
            Operation::GrowingVolume if self.is_ambiguous() => errors::money_volume_growth_unclear(),
            Operation::GrowingVolume => errors::money_volume_not_grown(),
            Operation::DeletingVolume if self.is_ambiguous() => errors::money_volume_deletion_unclear(),
            Operation::KeepingSecrets => errors::money_secrets(),
            Operation::DeletingVolume => errors::money_volume_not_deleted(),
        }
    }

    fn next(&self, doing: Operation) -> String {
        let step = self.step(doing);
        match !self.is_lasting() && doing != Operation::GivingUp {
            true => sentences(&[self.meanwhile(doing).as_str(), step]),
            false => step.into(),
        }
    }

    /// What the page does about a failure that may pass, or the person in its place.
    fn meanwhile(&self, doing: Operation) -> String {
        match (doing, self.retry_after) {
            (Operation::Launching, _) if self.is_ambiguous() => errors::wait_for_launch().into(),
            (Operation::MakingVolume, _) if self.is_ambiguous() => errors::wait_for_volume().into(),
            (Operation::Starting, _) if self.is_ambiguous() => errors::wait_and_watch_list().into(),
            (Operation::SettingUp, _) if self.is_ambiguous() => errors::wait_and_watch_uptime().into(),
            (Operation::Reading | Operation::ReadingLog | Operation::Ending | Operation::Stopping, None) => {
                errors::leave_open().into()
            }
            (Operation::Reading | Operation::ReadingLog | Operation::Ending | Operation::Stopping, Some(wait)) => {
                errors::leave_open_for(time::duration_text(wait))
            }
            (_, None) => errors::wait_a_minute().into(),
            (_, Some(wait)) => errors::wait(time::duration_text(wait)),
        }
    }

    /// What the person can do about this kind of failure.
    pub fn step(&self, doing: Operation) -> &'static str {
        match (self.kind, doing) {
            (ErrorKind::NoAccess, _) => errors::no_access_next(),
            (ErrorKind::Offline, _) => errors::offline_next(),
            (ErrorKind::CorsBlocked, _) => errors::cors_blocked_next(),
            (ErrorKind::RelayFailed, _) => errors::relay_failed_next(),
            (ErrorKind::TimedOut, _) => errors::timed_out_next(),
            (ErrorKind::ServerTrouble, _) => errors::server_trouble_next(),
            (ErrorKind::Maintenance, _) => errors::maintenance_next(),
            (ErrorKind::RateLimited, _) => errors::rate_limited_next(),
            (ErrorKind::InvalidResponse, _) => errors::invalid_response_next(),
            (ErrorKind::WrongKey, Operation::SigningIn) => errors::wrong_key_next_at_sign_in(),
            (ErrorKind::WrongKey, _) => errors::wrong_key_next(),
            (ErrorKind::Forbidden, Operation::Ending) => errors::forbidden_next_ending(),
            (ErrorKind::Forbidden, Operation::Stopping) => errors::forbidden_next_stopping(),
            (ErrorKind::Forbidden, Operation::Starting) => errors::forbidden_next_starting(),
            (ErrorKind::Forbidden, Operation::ReadingLog) => errors::forbidden_next_log(),
            (ErrorKind::Forbidden, Operation::KeepingSecrets) => errors::forbidden_next_secrets(),
            (ErrorKind::Forbidden, _) => errors::forbidden_next(),
            (ErrorKind::NoCapacity, Operation::SettingUp) => errors::no_capacity_next_set_up(),
            (ErrorKind::NoCapacity, _) => errors::no_capacity_next(),
            (ErrorKind::HostFull, _) => errors::host_full_next(),
            (ErrorKind::Balance, Operation::MakingVolume | Operation::GrowingVolume) => {
                errors::too_little_money_next_volume()
            }
            (ErrorKind::Balance, _) => errors::too_little_money_next(),
            (ErrorKind::SpendLimit, _) => errors::spend_limit_next(),
            (ErrorKind::PodNotFound, Operation::Starting) => errors::pod_not_found_next_starting(),
            (ErrorKind::PodNotFound, _) => errors::pod_not_found_next(),
            (ErrorKind::Retired, _) => errors::retired_next(),
            (ErrorKind::SchemaMismatch, _) => errors::schema_mismatch_next(),
            (ErrorKind::Refused, _) => errors::refused_next(),
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
