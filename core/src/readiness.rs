//! How far a pod has come. RUNNING says that money is being spent, not that anything works: only the service's own
//! answer proves that.

pub mod diagnosis;
pub mod log_turns;
pub mod probe_schedule;
pub mod startup_history;
pub mod startup_progress;
pub mod tab_status;

use launchpod_words::readiness as say;

use crate::pods::pod::{Pod, Status};
use crate::pods::services::{Service, main_service, services};

/// What the probe last heard from a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProbeResult {
    /// It answered as itself.
    Ready,
    /// Something answered; it may be RunPod's proxy saying that nothing is there.
    Maybe,
    /// Something answered, and the browser lets nobody here read what: the service, which lets no other page in, or
    /// RunPod's proxy before the service is up. So it proves nothing, and speaks against nobody.
    Unreadable,
    /// Nothing did.
    Silent,
}

impl ProbeResult {
    /// The probe's word for what it heard: `ready`, `maybe`, `unreadable`; any other word means silence.
    pub fn parse(word: Option<&str>) -> Self {
        match word {
            Some("ready") => Self::Ready,
            Some("maybe") => Self::Maybe,
            Some("unreadable") => Self::Unreadable,
            _ => Self::Silent,
        }
    }
}

/// What the probe last heard, by port.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProbeResults(Vec<(u16, ProbeResult)>);

impl ProbeResults {
    /// What this port's service said.
    pub fn get(&self, port: u16) -> Option<ProbeResult> {
        self.0.iter().find(|(known, _)| *known == port).map(|(_, answer)| *answer)
    }

    /// Whether any service said so last.
    pub fn has(&self, answer: ProbeResult) -> bool {
        self.0.iter().any(|(_, known)| *known == answer)
    }

    /// Notes what a port's service said. Whether that is new.
    pub fn note(&mut self, port: u16, answer: ProbeResult) -> bool {
        let new = self.get(port) != Some(answer);
        if new {
            self.0.retain(|(known, _)| *known != port);
            self.0.push((port, answer));
        }
        new
    }

    /// Forgets all: the container is a new one.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// A pod's stage, in the order in which pods go through them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// RunPod looks for a machine.
    Placing,
    /// The machine downloads the image.
    Pulling,
    /// The container has started; RunPod has not wired its ports yet.
    Starting,
    /// Ports are wired; the program inside does not answer yet.
    Listening,
    /// The program answered.
    Ready,
    /// It runs, and nothing in it can prove that it is ready.
    ProbablyUp,
    /// Stopped, with RunPod's reason where it gives one.
    Stopped,
    /// The host lost it.
    Lost,
    /// Gone for good, and still in the list.
    Gone,
    /// A status that we do not know.
    Unknown(String),
}

impl Stage {
    /// Where `pod` stands, given what its services answered.
    pub fn of(pod: &Pod, answers: &ProbeResults) -> Self {
        match &pod.status {
            Status::Running | Status::Starting => Self::of_running(pod, answers),
            Status::Stopped => Self::Stopped,
            Status::Dead => Self::Lost,
            Status::Terminated => Self::Gone,
            Status::Other(word) => Self::Unknown(word.clone()),
        }
    }

    fn of_running(pod: &Pod, answers: &ProbeResults) -> Self {
        let Some(runtime) = &pod.runtime else {
            return if pod.has_machine { Self::Pulling } else { Self::Placing };
        };
        let Some(service) = main_service(pod) else {
            let wired = !runtime.open_ports.is_empty() || pod.ports.is_empty();
            return if wired { Self::ProbablyUp } else { Self::Starting };
        };
        match answers.get(service.port) {
            Some(ProbeResult::Ready) => Self::Ready,
            Some(ProbeResult::Maybe) => Self::ProbablyUp,
            Some(ProbeResult::Unreadable | ProbeResult::Silent) | None if runtime.open_ports.is_empty() => {
                Self::Starting
            }
            Some(ProbeResult::Unreadable | ProbeResult::Silent) | None => Self::Listening,
        }
    }

    /// The word for people.
    pub fn describe(&self) -> String {
        match self {
            Self::Placing => say::stage_placing().into(),
            Self::Pulling => say::stage_pulling().into(),
            Self::Starting => say::stage_starting().into(),
            Self::Listening => say::stage_listening().into(),
            Self::Ready => say::stage_ready().into(),
            Self::ProbablyUp => say::stage_probably_up().into(),
            Self::Stopped => say::stage_stopped().into(),
            Self::Lost => say::stage_lost().into(),
            Self::Gone => say::stage_gone().into(),
            Self::Unknown(word) => say::stage_unknown(word),
        }
    }

    /// A stable name for style sheets and tests.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Placing => "placing",
            Self::Pulling => "pulling",
            Self::Starting => "starting",
            Self::Listening => "listening",
            Self::Ready => "ready",
            Self::ProbablyUp => "probably-up",
            Self::Stopped => "stopped",
            Self::Lost => "lost",
            Self::Gone => "gone",
            Self::Unknown(_) => "unknown",
        }
    }

    /// Its step on the ladder, counted from 0; `None` for a pod that does not run.
    pub const fn step(&self) -> Option<usize> {
        match self {
            Self::Placing => Some(0),
            Self::Pulling => Some(1),
            Self::Starting => Some(2),
            Self::Listening => Some(3),
            Self::Ready | Self::ProbablyUp => Some(startup_progress::READY_STEP),
            _ => None,
        }
    }

    /// Whether something is expected to change soon.
    pub const fn is_moving(&self) -> bool {
        matches!(self, Self::Placing | Self::Pulling | Self::Starting | Self::Listening)
    }
}

/// Whether it is proven that the pod is not ready: RunPod has not started it or wired its ports, or its program was asked and
/// did not answer. Of a program that nobody has asked yet nothing is known.
pub fn is_proven_unready(pod: &Pod, answers: &ProbeResults) -> bool {
    match Stage::of(pod, answers) {
        Stage::Placing | Stage::Pulling | Stage::Starting => true,
        Stage::Listening => {
            main_service(pod).is_some_and(|service| answers.get(service.port) == Some(ProbeResult::Silent))
        }
        _ => false,
    }
}

/// The services worth probing now: those of a running container that have not answered yet.
pub fn to_probe(pod: &Pod, answers: &ProbeResults) -> Vec<Service> {
    let running = matches!(pod.status, Status::Running | Status::Starting) && pod.runtime.is_some();
    let silent =
        |service: &Service| !matches!(answers.get(service.port), Some(ProbeResult::Ready | ProbeResult::Maybe));
    services(pod).filter(|service| running && silent(service)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::Runtime;
    use crate::pods::pod::tests::pod;
    use crate::pods::port::Port;
    use crate::types::time::Timestamp;

    fn up(open_ports: &[u16]) -> Pod {
        let runtime = Runtime { up_since: Timestamp::from_millis(0), open_ports: open_ports.to_vec() };
        Pod { runtime: Some(runtime), ..pod("a") }
    }

    fn stage(pod: &Pod, answers: &[(u16, ProbeResult)]) -> &'static str {
        Stage::of(pod, &ProbeResults(answers.to_vec())).as_str()
    }

    #[test]
    fn the_ladder_is_climbed_rung_by_rung() {
        assert_eq!(stage(&Pod { has_machine: false, ..pod("a") }, &[]), "placing");
        assert_eq!(stage(&pod("a"), &[]), "pulling");
        assert_eq!(stage(&up(&[]), &[]), "starting");
        assert_eq!(stage(&up(&[8188, 22]), &[]), "listening");
        assert_eq!(stage(&up(&[8188, 22]), &[(8188, ProbeResult::Silent)]), "listening");
        assert_eq!(stage(&up(&[8188, 22]), &[(8188, ProbeResult::Unreadable)]), "listening");
        assert_eq!(stage(&up(&[8188, 22]), &[(8188, ProbeResult::Ready)]), "ready");
    }

    #[test]
    fn running_is_not_ready_and_maybe_is_not_ready() {
        let plain = Pod { ports: Port::parse_list("3000/http"), ..up(&[3000]) };
        assert_eq!(stage(&plain, &[(3000, ProbeResult::Maybe)]), "probably-up");
        assert_eq!(stage(&plain, &[]), "listening");
    }

    #[test]
    fn jupyter_beside_a_program_that_is_still_starting_makes_nothing_ready() {
        let ports = Port::parse_list("3000/http,8888/http");
        let forge = Pod { image: "ashleykza/forge-jupyter:1.0".into(), ports, ..up(&[3000, 8888]) };
        let jupyter = (8888, ProbeResult::Ready);
        assert_eq!(stage(&forge, &[jupyter, (3000, ProbeResult::Silent)]), "listening");
        assert_eq!(stage(&forge, &[jupyter]), "listening");
        assert_eq!(stage(&forge, &[jupyter, (3000, ProbeResult::Maybe)]), "probably-up");
        let plain = Pod { image: "runpod/stable-diffusion:web-ui".into(), ..forge };
        assert_eq!(stage(&plain, &[jupyter, (3000, ProbeResult::Unreadable)]), "listening");
    }

    #[test]
    fn a_stopped_pod_with_a_stale_runtime_is_stopped() {
        let stale = Pod { status: Status::Stopped, ..up(&[8188]) };
        assert_eq!(stage(&stale, &[(8188, ProbeResult::Ready)]), "stopped");
        assert!(to_probe(&stale, &ProbeResults::default()).is_empty());
    }

    #[test]
    fn what_has_answered_is_not_asked_again() {
        let pod = Pod { ports: Port::parse_list("8188/http,8888/http,22/tcp"), ..up(&[8188]) };
        let due = to_probe(&pod, &ProbeResults(vec![(8188, ProbeResult::Ready)]));
        assert_eq!(due.iter().map(|service| service.port).collect::<Vec<_>>(), [8888]);
        assert_eq!(
            to_probe(&pod, &ProbeResults(vec![(8188, ProbeResult::Unreadable), (8888, ProbeResult::Silent)])).len(),
            2
        );
        assert!(to_probe(&Pod { runtime: None, ..pod }, &ProbeResults::default()).is_empty());
    }
}
