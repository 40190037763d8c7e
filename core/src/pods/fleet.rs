//! The pods known, merged from each list that RunPod gives. A pod leaves only when RunPod says that it is gone: a list
//! that lacks it is a reason to ask, not to forget.

mod summary;
mod terms;

use std::time::Duration;

pub use summary::{Extent, Summary};
pub use terms::Surprise;

use terms::Deal;

use crate::pods::allowed::Allowed;
use crate::pods::pod::{Pod, Runtime, Status};
use crate::pods::utilization::{IgnoredInEq, Samples};
use crate::readiness::{ProbeResult, ProbeResults, Stage};
use crate::types::ids::PodId;
use crate::types::sort::{by_pod, sort_by_rank};
use crate::types::time::Timestamp;

/// Uptimes arrive in whole seconds and late; a start that moves by less than this has not moved.
const SAME_START: Duration = Duration::from_secs(20);

/// A pod and what is known of it besides RunPod's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodEntry {
    /// As RunPod last told of it.
    pub pod: Pod,
    /// What its services answered.
    pub answers: ProbeResults,
    /// Whether the last list lacked it. It may cost money all the same.
    pub unlisted: bool,
    /// How much of its machine it has used in the last minutes. News of that alone is told to nobody.
    pub usage: IgnoredInEq<Samples>,
    /// As what it was to come back when it was last seen to be stopped.
    deal: Deal,
    /// When the request that last told of it was sent.
    told: Timestamp,
}

impl PodEntry {
    fn new(pod: Pod, asked: Timestamp) -> Self {
        let mut usage = Samples::default();
        usage.note(pod.usage.0, asked);
        Self {
            pod,
            answers: ProbeResults::default(),
            unlisted: false,
            usage: IgnoredInEq(usage),
            deal: Deal::default(),
            told: asked,
        }
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        Stage::of(&self.pod, &self.answers)
    }

    /// How busy its busiest GPU was as RunPod last told of the pod, in percent. What an earlier list told is not known now.
    pub fn busiest_gpu(&self) -> Option<u8> {
        let newest = self.usage.0.all().last().filter(|sample| sample.at == self.told && !self.unlisted);
        newest.and_then(|sample| sample.usage.busiest_gpu)
    }
}

/// What a list changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Pods not known before.
    pub added: Vec<PodId>,
    /// Pods of which something changed that can be seen.
    pub changed: Vec<PodId>,
    /// Pods that the list lacks: RunPod must be asked for each by its id.
    pub missing: Vec<PodId>,
    /// Pods that were started, and are not what they were to be.
    pub surprises: Vec<Surprise>,
}

/// All pods known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fleet {
    /// Sorted by id. Maps are compiled anew for each type, at two kilobytes.
    pods: Vec<PodEntry>,
    listed: Option<Timestamp>,
    extent: Extent,
}

impl Fleet {
    /// The pod of this id.
    pub fn get(&self, id: &PodId) -> Option<&PodEntry> {
        self.place(id).and_then(|at| self.pods.get(at))
    }

    /// All of them, in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = &PodEntry> {
        self.pods.iter()
    }

    /// All of them, the newest first; pods keep their places as long as they live.
    pub fn all(&self) -> Vec<&PodEntry> {
        newest_first(self.pods.iter().collect(), |known| known.pod.created)
    }

    /// When the newest list was asked for; `None` before the first.
    pub fn listed(&self) -> Option<Timestamp> {
        self.listed
    }

    /// How much of the account's pods the newest list told.
    pub fn note_extent(&mut self, extent: Extent) {
        self.extent = extent;
    }

    /// Takes in a whole list, asked for at `asked`. A list older than what is known is passed over.
    pub fn merge(&mut self, pods: Vec<Pod>, asked: Timestamp) -> Changes {
        let mut changes = Changes::default();
        if self.listed.is_some_and(|listed| listed > asked) {
            return changes;
        }
        self.listed = Some(asked);
        let mut new = vec![];
        for pod in pods {
            if let Some(pod) = self.renew(pod, asked, &mut changes) {
                new.push(PodEntry::new(pod, asked));
            }
        }
        self.add(new, &mut changes);
        for known in &mut self.pods {
            let id = &known.pod.id;
            // Whatever stands in the list has just been told of.
            let missing = known.told < asked;
            if missing != known.unlisted {
                known.unlisted = missing;
                changes.changed.push(id.clone());
            }
            if missing {
                changes.missing.push(id.clone());
            }
        }
        changes
    }

    /// Takes in one pod, as an answer of its own told of it.
    pub fn adopt(&mut self, pod: Pod, asked: Timestamp) -> Changes {
        let mut changes = Changes::default();
        let new = self.renew(pod, asked, &mut changes).map(|pod| PodEntry::new(pod, asked));
        self.add(new.into_iter().collect(), &mut changes);
        changes
    }

    /// RunPod said that this pod is gone. Whether it was known.
    pub fn forget(&mut self, id: &PodId) -> bool {
        self.place(id).map(|at| self.pods.remove(at)).is_some()
    }

    /// The probe heard something. Whether that changed anything.
    pub fn hear(&mut self, id: &PodId, port: u16, answer: ProbeResult) -> bool {
        let known = self.place(id).and_then(|at| self.pods.get_mut(at));
        let Some(known) = known.filter(|known| known.pod.runtime.is_some()) else { return false };
        known.answers.note(port, answer)
    }

    /// RunPod said what may be done with this pod, which had this status then. Whether that changed anything.
    pub fn allow(&mut self, id: &PodId, status: Status, allowed: Allowed) -> bool {
        let Some(known) = self.place(id).and_then(|at| self.pods.get_mut(at)) else { return false };
        let mut pod = Pod { allowed: Allowed::default(), ..known.pod.clone() };
        pod.keep_allowed(&Pod { status, allowed, ..known.pod.clone() });
        let is_new = pod != known.pod;
        known.pod = pod;
        is_new
    }

    /// Whether some pod is on its way up or must be asked for.
    pub fn is_moving(&self) -> bool {
        self.pods.iter().any(|known| known.unlisted || known.stage().is_moving())
    }

    /// Where this pod stands among all that are known.
    pub(crate) fn place(&self, id: &PodId) -> Option<usize> {
        self.pods.binary_search_by(|known| known.pod.id.cmp(id)).ok()
    }

    /// Puts new pods in their places, each once: all at once, since each one alone would move thousands of others.
    fn add(&mut self, new: Vec<PodEntry>, changes: &mut Changes) {
        if new.is_empty() {
            return;
        }
        let mut new = by_pod(new, &|known| &known.pod.id);
        changes.added.extend(new.iter().map(|known| known.pod.id.clone()));
        self.pods.append(&mut new);
        self.pods = by_pod(std::mem::take(&mut self.pods), &|known| &known.pod.id);
    }

    /// Takes in what is told of a pod that is known. Gives back one that is not.
    fn renew(&mut self, mut pod: Pod, asked: Timestamp, changes: &mut Changes) -> Option<Pod> {
        let Some(known) = self.place(&pod.id).and_then(|at| self.pods.get_mut(at)) else { return Some(pod) };
        if known.told > asked {
            return None;
        }
        known.told = asked;
        let same_run = keep_start(&mut pod, known.pod.runtime.as_ref());
        if same_run {
            pod.keep_allowed(&known.pod);
        } else {
            known.answers.clear();
            known.usage.0.clear();
        }
        known.usage.0.note(pod.usage.0, asked);
        changes.surprises.extend(known.deal.look(&known.pod, &pod));
        if known.pod != pod || known.unlisted {
            changes.changed.push(pod.id.clone());
            known.pod = pod;
            known.unlisted = false;
        }
        None
    }
}

/// The newest first; those of unknown age come last.
pub(crate) fn newest_first<T>(entries: Vec<T>, created: impl Fn(&T) -> Option<Timestamp>) -> Vec<T> {
    sort_by_rank(entries, |entry| (u64::MAX - created(entry).unwrap_or_default().millis(), 0))
}

/// Puts the start that was known before into `pod`, if it is the same but for rounding. Whether the container is the same
/// one as before.
fn keep_start(pod: &mut Pod, before: Option<&Runtime>) -> bool {
    match (&mut pod.runtime, before) {
        (Some(now), Some(before)) => {
            let (early, late) = (now.up_since.min(before.up_since), now.up_since.max(before.up_since));
            let same = late.since(early) < SAME_START;
            if same {
                now.up_since = before.up_since;
            }
            same
        }
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::action::PodAction;
    use crate::pods::pod::tests::pod;
    use proptest::prelude::*;

    fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn up(id: &str, since: u64) -> Pod {
        Pod { runtime: Some(Runtime { up_since: at(since), open_ports: vec![8188] }), ..pod(id) }
    }

    #[test]
    fn a_list_without_a_pod_is_a_reason_to_ask_and_not_to_forget() {
        let mut fleet = Fleet::default();
        fleet.merge(vec![pod("a"), pod("b")], at(1));
        let changes = fleet.merge(vec![pod("a")], at(2));
        assert_eq!(changes.missing, [PodId::new("b")]);
        assert!(fleet.get(&PodId::new("b")).unwrap().unlisted);
        assert!(fleet.forget(&PodId::new("b")));
        assert_eq!(fleet.all().len(), 1);
    }

    #[test]
    fn what_may_be_done_is_kept_from_list_to_list_until_the_pod_is_another() {
        let mut fleet = Fleet::default();
        let (id, only_end) = (PodId::new("a"), Allowed::read(["terminate"]));
        assert!(!fleet.allow(&id, Status::Running, only_end), "it is not known");
        fleet.merge(vec![pod("a")], at(1));
        assert!(!fleet.allow(&id, Status::Stopped, Allowed::read(["start"])), "it is not stopped");
        let offered = |fleet: &Fleet| fleet.get(&id).and_then(|known| known.pod.power_action());
        assert_eq!(offered(&fleet), Some(PodAction::Stop));
        assert!(fleet.allow(&id, Status::Running, only_end));
        assert!(!fleet.allow(&id, Status::Running, only_end), "nothing new");
        assert_eq!(fleet.merge(vec![pod("a")], at(2)).changed, []);
        assert_eq!(offered(&fleet), None);
        fleet.merge(vec![up("a", 3)], at(4));
        assert_eq!(offered(&fleet), Some(PodAction::Stop), "another container runs");
        fleet.merge(vec![Pod { status: Status::Stopped, ..pod("a") }], at(5));
        assert_eq!(offered(&fleet), Some(PodAction::Resume));
    }

    #[test]
    fn a_pod_that_comes_back_is_no_longer_missing() {
        let mut fleet = Fleet::default();
        fleet.merge(vec![pod("a")], at(1));
        fleet.merge(vec![], at(2));
        let changes = fleet.merge(vec![pod("a")], at(3));
        assert_eq!((changes.changed, changes.missing), (vec![PodId::new("a")], vec![]));
    }

    #[test]
    fn an_answer_that_was_overtaken_changes_nothing() {
        let mut fleet = Fleet::default();
        fleet.merge(vec![pod("a")], at(5));
        assert_eq!(fleet.merge(vec![], at(4)), Changes::default());
        fleet.adopt(pod("new"), at(7));
        let changes = fleet.merge(vec![pod("a")], at(6));
        assert!(changes.missing.is_empty(), "a pod made after the list was asked for is not missing from it");
    }

    #[test]
    fn the_same_news_twice_changes_nothing_and_seconds_do_not_flicker() {
        let mut fleet = Fleet::default();
        fleet.merge(vec![up("a", 100)], at(1));
        assert_eq!(fleet.merge(vec![up("a", 103)], at(2)), Changes::default());
        assert_eq!(fleet.merge(vec![up("a", 200)], at(3)).changed, [PodId::new("a")]);
    }

    #[test]
    fn how_busy_a_pod_is_is_kept_and_changes_nothing() {
        use crate::pods::utilization::Usage;
        let busy = |gpu| Pod { usage: IgnoredInEq(Usage { gpu: Some(gpu), ..Usage::default() }), ..up("a", 100) };
        let mut fleet = Fleet::default();
        fleet.merge(vec![busy(1)], at(200));
        assert_eq!(fleet.merge(vec![busy(80)], at(210)), Changes::default());
        assert_eq!(fleet.merge(vec![busy(90)], at(205)), Changes::default(), "an overtaken list is no sample");
        let samples = |fleet: &Fleet| fleet.get(&PodId::new("a")).unwrap().usage.0.all().to_vec();
        assert_eq!(samples(&fleet).iter().map(|sample| sample.usage.gpu).collect::<Vec<_>>(), [Some(1), Some(80)]);
        fleet.merge(vec![up("a", 500)], at(501));
        assert_eq!(samples(&fleet), [], "another container");
    }

    #[test]
    fn what_an_earlier_list_told_of_a_gpu_is_not_known_now() {
        use crate::pods::utilization::Usage;
        let usage = Usage { gpu: Some(1), busiest_gpu: Some(8), ..Usage::default() };
        let mut fleet = Fleet::default();
        fleet.merge(vec![Pod { usage: IgnoredInEq(usage), ..up("a", 100) }], at(200));
        let busiest = |fleet: &Fleet| fleet.get(&PodId::new("a")).unwrap().busiest_gpu();
        assert_eq!(busiest(&fleet), Some(8));
        fleet.merge(vec![up("a", 100)], at(210));
        assert_eq!(busiest(&fleet), None, "RunPod says nothing of it any more");
        fleet.merge(vec![Pod { usage: IgnoredInEq(usage), ..up("a", 100) }], at(220));
        fleet.merge(vec![], at(230));
        assert_eq!(busiest(&fleet), None, "the list lacked it");
    }

    #[test]
    fn a_new_container_must_prove_itself_anew() {
        let mut fleet = Fleet::default();
        let id = PodId::new("a");
        fleet.merge(vec![up("a", 100)], at(1));
        assert!(fleet.hear(&id, 8188, ProbeResult::Ready));
        assert!(!fleet.hear(&id, 8188, ProbeResult::Ready));
        assert_eq!(fleet.get(&id).unwrap().stage(), Stage::Ready);
        fleet.merge(vec![Pod { status: Status::Stopped, ..pod("a") }], at(2));
        fleet.merge(vec![up("a", 500)], at(3));
        assert_eq!(fleet.get(&id).unwrap().stage(), Stage::Listening);
    }

    proptest! {
        #[test]
        fn whatever_lists_come_in_whatever_order_no_pod_is_lost_unless_runpod_says_so(
            lists in prop::collection::vec((prop::collection::vec("[a-d]", 0..4), 0u64..50), 0..30),
        ) {
            let mut fleet = Fleet::default();
            let mut seen = std::collections::BTreeSet::new();
            let mut newest = None;
            for (ids, asked) in lists {
                let passed_over = newest.is_some_and(|newest| newest > asked);
                if !passed_over {
                    newest = Some(asked);
                    seen.extend(ids.iter().cloned());
                }
                fleet.merge(ids.iter().map(|id| pod(id)).collect(), at(asked));
            }
            let known: std::collections::BTreeSet<String> =
                fleet.all().into_iter().map(|known| known.pod.id.as_str().to_owned()).collect();
            prop_assert_eq!(known, seen);
        }
    }
}
