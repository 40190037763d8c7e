//! The start of several pods with one click: which of those that are selected can be started, what they cost together then, and
//! why the others can't.

use launchpod_words::{bulk as say, common, list_and, pod_list, pods, sentences};

use crate::pods::action::PodAction;
use crate::pods::list_view::Totals;
use crate::pods::pod::{Pod, Status};
use crate::types::ids::PodId;

/// So many pods are called by their names; of more, the first ones are.
const NAMED: usize = 4;

/// What a start of all that are selected comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkStart {
    /// Those that can be started, and their names.
    pub pods: Vec<(PodId, String)>,
    /// What they cost together once they run.
    sum: Totals,
    /// Which can't be started, and why.
    left_out: Vec<(Reason, Vec<String>)>,
}

/// Why a pod can't be started with the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Running,
    /// Something was asked of it that is not finished.
    Busy,
    /// RunPod says so.
    Refused,
    Lost,
    /// RunPod tells a state that is not known.
    Unknown,
}

impl BulkStart {
    /// Of these pods. `busy` knows those of which something was asked that is not finished, here or in another tab: nothing is
    /// asked twice.
    pub fn of(pods: &[&Pod], busy: &dyn Fn(&PodId) -> bool) -> Self {
        let mut start = Self::default();
        for pod in pods {
            match reason(pod, busy) {
                None => {
                    start.pods.push((pod.id.clone(), pod.name.clone()));
                    start.sum.count(pod.hourly_running());
                }
                Some(reason) => start.leave_out(reason, common::quoted(&pod.name)),
            }
        }
        start
    }

    fn leave_out(&mut self, reason: Reason, name: String) {
        match self.left_out.iter_mut().find(|(other, _)| *other == reason) {
            Some((_, names)) => names.push(name),
            None => self.left_out.push((reason, vec![name])),
        }
    }

    /// What stands on the button: how many, and what they cost per hour together. `None` where there is nothing to start.
    pub fn button(&self) -> Option<String> {
        let price = self.sum.known_cost().unwrap_or_else(|| pod_list::price_unknown().to_owned());
        (!self.pods.is_empty()).then(|| say::start(self.pods.len(), price))
    }

    /// Which pods can't be started, and why, in a sentence. Those that run are spoken of only beside the button.
    pub fn left_out(&self) -> Option<String> {
        let is_told = |(reason, _): &&(Reason, Vec<String>)| *reason != Reason::Running || !self.pods.is_empty();
        let told: Vec<_> = self.left_out.iter().filter(is_told).collect();
        let count = told.iter().map(|(_, names)| names.len()).sum();
        let parts: Vec<String> = told.into_iter().map(|(reason, names)| reason.describe(names)).collect();
        (!parts.is_empty()).then(|| say::left_out(count, parts.join(pods::several_gap())))
    }
}

fn reason(pod: &Pod, busy: &dyn Fn(&PodId) -> bool) -> Option<Reason> {
    if busy(&pod.id) {
        return Some(Reason::Busy);
    }
    // What may be stopped as well is stopped first, as beside its own button.
    if pod.power_action() == Some(PodAction::Resume) {
        return None;
    }
    Some(match pod.status {
        Status::Running | Status::Starting => Reason::Running,
        Status::Stopped => Reason::Refused,
        Status::Dead | Status::Terminated => Reason::Lost,
        Status::Other(_) => Reason::Unknown,
    })
}

impl Reason {
    fn describe(self, names: &[String]) -> String {
        let (count, names) = (names.len(), some_of(names));
        match self {
            Self::Running => say::running(count, names),
            Self::Busy => say::busy(names),
            Self::Refused => say::refused(names),
            Self::Lost => say::lost(count, names),
            Self::Unknown => say::unknown(count, names),
        }
    }
}

/// A list that stays short, however many they are.
fn some_of(names: &[String]) -> String {
    let more = names.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| say::more(more));
    list_and(&names.iter().take(NAMED).cloned().chain(more).collect::<Vec<_>>())
}

/// What follows if these pods are started.
pub fn consequences(pods: &[&Pod]) -> String {
    let mut sum = Totals::default();
    pods.iter().for_each(|pod| sum.count(pod.hourly_running()));
    let cost = sum.known_cost().map_or_else(|| say::cost_unknown().to_owned(), say::will_cost);
    sentences(&[cost.as_str(), say::each_alone()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::allowed::Allowed;
    use crate::pods::pod::tests::pod;

    fn stopped(id: &str) -> Pod {
        Pod { status: Status::Stopped, ..pod(id) }
    }

    fn start(pods: &[Pod]) -> BulkStart {
        BulkStart::of(&pods.iter().collect::<Vec<_>>(), &|id| id.as_str().starts_with("busy"))
    }

    fn ids(start: &BulkStart) -> Vec<&str> {
        start.pods.iter().map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn the_stopped_ones_are_started_and_their_price_is_that_of_running() {
        let one = stopped("a").hourly_running().unwrap();
        let both = start(&[stopped("a"), pod("b"), stopped("c")]);
        assert_eq!(ids(&both), ["a", "c"]);
        assert_eq!(both.button().unwrap(), format!("Start 2 · {}", one + one));
        assert_eq!(both.left_out().unwrap(), "1 is not started: “pod b” runs already.");
    }

    #[test]
    fn a_price_that_is_not_told_is_not_taken_for_nothing() {
        let unpriced = || Pod { gpu_rate: None, ..stopped("b") };
        let one = stopped("a").hourly_running().unwrap();
        assert_eq!(start(&[unpriced()]).button().unwrap(), "Start 1 · price unknown");
        assert_eq!(start(&[stopped("a"), unpriced()]).button().unwrap(), format!("Start 2 · at least {one}"));
        assert!(consequences(&[&unpriced()]).starts_with("They will cost money, but RunPod tells no price."));
    }

    #[test]
    fn each_that_cannot_be_started_is_named_with_the_reason() {
        let refused = Pod { allowed: Allowed::read(["restart"]), ..stopped("c") };
        let lost = Pod { status: Status::Dead, ..pod("d") };
        let odd = Pod { status: Status::Other("ERROR".into()), ..pod("e") };
        let startable = Pod { allowed: Allowed::read(["start"]), ..odd.clone() };
        let some = start(&[stopped("a"), stopped("busy"), pod("b"), refused, lost, odd]);
        assert_eq!(ids(&some), ["a"]);
        assert_eq!(
            some.left_out().unwrap(),
            "5 are not started: something else is under way with “pod busy”; “pod b” runs already; RunPod does not let “pod c” be \
             started now; “pod d” is lost with its machine; RunPod tells a state of “pod e” that this page does not know."
        );
        assert_eq!(ids(&start(&[startable])), ["e"], "RunPod knows better");
    }

    #[test]
    fn where_all_run_there_is_nothing_to_start_and_nothing_to_say() {
        let all = start(&[pod("a"), pod("b")]);
        assert_eq!((all.button(), all.left_out()), (None, None));
        let busy = start(&[pod("a"), stopped("busy")]);
        assert_eq!(busy.button(), None);
        assert_eq!(busy.left_out().unwrap(), "1 is not started: something else is under way with “pod busy”.");
    }

    #[test]
    fn of_many_the_first_are_named() {
        let mut pods: Vec<Pod> = ["a", "b", "c", "d", "e", "f"].map(pod).into();
        pods.push(stopped("g"));
        assert_eq!(
            start(&pods).left_out().unwrap(),
            "6 are not started: “pod a”, “pod b”, “pod c”, “pod d” and 2 more run already."
        );
    }

    #[test]
    fn what_follows_says_the_sum_and_that_each_starts_for_itself() {
        let one = stopped("a").hourly_running().unwrap();
        assert_eq!(
            consequences(&[&stopped("a"), &stopped("b")]),
            format!(
                "Together they will cost {} until you stop or end them. Each starts on the same machine or not at all, and does \
                 not wait for the others. If others have its GPU, RunPod may refuse, or start it without a GPU, so that you can \
                 fetch your data.",
                one + one
            )
        );
    }
}
