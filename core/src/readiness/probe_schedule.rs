//! What is asked of the pods' services and when: each of those that have not answered yet, every few seconds.

use std::time::Duration;

use crate::pods::fleet::Fleet;
use crate::pods::services::Service;
use crate::readiness::to_probe;
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

/// Between two questions to one service.
const EVERY: Duration = Duration::from_secs(4);
/// A question that was not answered by then is asked again.
const GIVE_UP: Duration = Duration::from_secs(12);

/// A question to be asked now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProbeRequest {
    /// By which its answer is known.
    pub number: u32,
    /// Of which pod.
    pub pod: PodId,
    /// Of which service.
    pub service: Service,
}

/// The last question to one service.
#[derive(Clone, Debug)]
struct Asked {
    pod: PodId,
    port: u16,
    number: u32,
    at: Timestamp,
    answered: bool,
}

/// All that was asked.
#[derive(Clone, Debug, Default)]
pub struct ProbeSchedule {
    last_number: u32,
    asked: Vec<Asked>,
}

impl ProbeSchedule {
    /// What is to be asked now of the pods of `fleet`. Pods that are gone leave nothing behind here.
    pub fn due(&mut self, fleet: &Fleet, now: Timestamp) -> Vec<ProbeRequest> {
        self.asked.retain(|asked| fleet.get(&asked.pod).is_some());
        let mut due = vec![];
        for known in fleet.iter().filter(|known| known.pod.id.is_plain()) {
            for service in to_probe(&known.pod, &known.answers) {
                if let Some(number) = self.next(&known.pod.id, service.port, now) {
                    due.push(ProbeRequest { number, pod: known.pod.id.clone(), service });
                }
            }
        }
        due
    }

    /// The service that the question of this number went to; `None` for one that was asked again meanwhile.
    pub fn answered(&mut self, number: u32) -> Option<(PodId, u16)> {
        let asked = self.asked.iter_mut().find(|asked| asked.number == number)?;
        asked.answered = true;
        Some((asked.pod.clone(), asked.port))
    }

    /// The number of a new question to this service, if one is due.
    fn next(&mut self, pod: &PodId, port: u16, now: Timestamp) -> Option<u32> {
        let last = self.asked.iter().position(|asked| asked.pod == *pod && asked.port == port);
        if let Some(asked) = last.and_then(|last| self.asked.get(last)) {
            let wait = if asked.answered { EVERY } else { GIVE_UP };
            if now.since(asked.at) < wait {
                return None;
            }
        }
        if let Some(last) = last {
            self.asked.swap_remove(last);
        }
        self.last_number = self.last_number.wrapping_add(1);
        let number = self.last_number;
        self.asked.push(Asked { pod: pod.clone(), port, number, at: now, answered: false });
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;
    use crate::pods::pod::{Pod, Runtime};
    use crate::readiness::ProbeResult;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn fleet() -> Fleet {
        let runtime = Runtime { up_since: at(0), open_ports: vec![8188] };
        let mut fleet = Fleet::default();
        fleet.merge(vec![Pod { runtime: Some(runtime), ..pod("a") }], at(1));
        fleet
    }

    fn asks(questions: &mut ProbeSchedule, fleet: &Fleet, seconds: u64) -> Vec<(u32, u16)> {
        let due = questions.due(fleet, at(seconds));
        due.into_iter().map(|question| (question.number, question.service.port)).collect()
    }

    #[test]
    fn a_service_is_asked_until_it_has_answered_sooner_after_an_answer_than_without_one() {
        let (mut fleet, mut questions) = (fleet(), ProbeSchedule::default());
        assert_eq!(asks(&mut questions, &fleet, 2), [(1, 8188)]);
        assert!(asks(&mut questions, &fleet, 13).is_empty());
        assert_eq!(asks(&mut questions, &fleet, 14), [(2, 8188)]);
        assert_eq!(questions.answered(1), None, "overtaken");
        assert_eq!(questions.answered(2), Some((PodId::new("a"), 8188)));
        assert!(asks(&mut questions, &fleet, 17).is_empty());
        assert_eq!(asks(&mut questions, &fleet, 18), [(3, 8188)]);
        fleet.hear(&PodId::new("a"), 8188, ProbeResult::Ready);
        assert!(asks(&mut questions, &fleet, 60).is_empty());
    }

    #[test]
    fn pods_that_are_gone_leave_nothing_behind() {
        let (mut fleet, mut questions) = (fleet(), ProbeSchedule::default());
        assert_eq!(asks(&mut questions, &fleet, 2).len(), 1);
        fleet.forget(&PodId::new("a"));
        assert!(asks(&mut questions, &fleet, 3).is_empty());
        assert!(questions.asked.is_empty() && questions.answered(1).is_none());
    }
}
