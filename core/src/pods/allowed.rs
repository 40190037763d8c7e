//! What RunPod lets be done with a pod now. REST v2 tells it; where nothing is told, the pod's status says what makes sense.

use launchpod_words::pods as say;

use crate::pods::action::PodAction;
use crate::pods::pod::{Pod, Status};

/// What RunPod says may be done with a pod, besides its end; nothing where it does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    /// Whether RunPod told anything that is known here.
    told: bool,
    stop: bool,
    start: bool,
}

impl Allowed {
    /// From RunPod's words. Those that are not known are passed over; a list without a known one tells nothing.
    pub fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        words.into_iter().fold(Self::default(), |allowed, word| match word {
            "stop" => Self { told: true, stop: true, ..allowed },
            "start" => Self { told: true, start: true, ..allowed },
            "restart" | "terminate" => Self { told: true, ..allowed },
            _ => allowed,
        })
    }
}

impl Pod {
    /// Takes over what was allowed `before`, where nothing new is told and the pod is as it was then.
    pub(crate) fn keep_allowed(&mut self, before: &Self) {
        if !self.allowed.told && self.usual() == before.usual() {
            self.allowed = before.allowed;
        }
    }

    /// Whether this can be asked of it now. Its end can as long as it is there, whatever RunPod says: it ends the cost.
    pub fn can(&self, action: PodAction) -> bool {
        match action {
            PodAction::Terminate => self.status != Status::Terminated,
            PodAction::Stop if self.allowed.told => self.allowed.stop,
            PodAction::Resume if self.allowed.told => self.allowed.start,
            other => self.usual() == Some(other),
        }
    }

    /// What can be asked of it besides its end: a stop before a start where it may cost money.
    pub fn power_action(&self) -> Option<PodAction> {
        let both = match self.status.bills_gpu() {
            true => [PodAction::Stop, PodAction::Resume],
            false => [PodAction::Resume, PodAction::Stop],
        };
        both.into_iter().find(|action| self.can(*action))
    }

    /// Why it can't be stopped or started although its status would allow it, in a sentence or two.
    pub fn power_refusal(&self) -> Option<&'static str> {
        match self.usual().filter(|_| self.power_action().is_none())? {
            PodAction::Stop => Some(say::cannot_stop()),
            PodAction::Resume => Some(say::cannot_start()),
            PodAction::Terminate => None,
        }
    }

    /// What makes sense by its status.
    fn usual(&self) -> Option<PodAction> {
        match self.status {
            Status::Running | Status::Starting => Some(PodAction::Stop),
            Status::Stopped => Some(PodAction::Resume),
            Status::Dead | Status::Terminated | Status::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;
    use PodAction::{Resume, Stop, Terminate};

    fn told(status: Status, words: &[&str]) -> Pod {
        Pod { status, allowed: Allowed::read(words.iter().copied()), ..pod("a") }
    }

    #[test]
    fn without_a_word_that_is_known_the_status_decides() {
        for words in [&[][..], &["hibernate", ""][..]] {
            assert_eq!(told(Status::Running, words).power_action(), Some(Stop));
            assert_eq!(told(Status::Starting, words).power_action(), Some(Stop));
            assert_eq!(told(Status::Stopped, words).power_action(), Some(Resume));
            for status in [Status::Dead, Status::Terminated, Status::Other("ERROR".into())] {
                assert_eq!(
                    (told(status.clone(), words).power_action(), told(status, words).power_refusal()),
                    (None, None)
                );
            }
        }
    }

    #[test]
    fn what_runpod_allows_is_offered_and_nothing_else() {
        assert_eq!(told(Status::Running, &["stop", "restart", "terminate"]).power_action(), Some(Stop));
        let error = told(Status::Other("ERROR".into()), &["start", "terminate", "hibernate"]);
        assert_eq!((error.power_action(), error.can(Stop), error.can(Resume)), (Some(Resume), false, true));
        assert_eq!(told(Status::Other("ERROR".into()), &["start", "stop"]).power_action(), Some(Stop));
        assert_eq!(told(Status::Stopped, &["start", "stop"]).power_action(), Some(Resume));
    }

    #[test]
    fn what_is_not_allowed_is_not_offered_and_why_is_said() {
        let running = told(Status::Running, &["terminate"]);
        assert_eq!(running.power_action(), None);
        assert!(running.power_refusal().unwrap().starts_with("RunPod does not let it be stopped now."));
        let stopped = told(Status::Stopped, &["restart"]);
        assert_eq!(stopped.power_action(), None);
        assert!(stopped.power_refusal().unwrap().starts_with("RunPod does not let it be started now."));
        assert_eq!(told(Status::Running, &["start"]).power_action(), Some(Resume), "RunPod may know better");
        assert_eq!(told(Status::Stopped, &["start"]).power_refusal(), None);
    }

    #[test]
    fn what_was_allowed_holds_until_the_pod_is_another_or_something_new_is_told() {
        let before = told(Status::Running, &["terminate"]);
        let after = |status: Status, words: &[&str]| {
            let mut pod = told(status, words);
            pod.keep_allowed(&before);
            pod.power_action()
        };
        assert_eq!((after(Status::Running, &[]), after(Status::Starting, &[])), (None, None));
        assert_eq!(after(Status::Running, &["stop"]), Some(Stop), "something new is told");
        assert_eq!(after(Status::Stopped, &[]), Some(Resume), "it was stopped meanwhile");
    }

    #[test]
    fn an_end_is_always_offered() {
        for words in [&[][..], &["stop"][..], &["start"][..]] {
            for status in [Status::Running, Status::Stopped, Status::Dead, Status::Other("ERROR".into())] {
                assert!(told(status, words).can(Terminate));
            }
        }
        assert!(!told(Status::Terminated, &["terminate"]).can(Terminate), "it is gone");
    }
}
