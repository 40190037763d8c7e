//! What a list of pods tells of the fleet, of launches and of what was asked.

use super::{Effect, Ledger};
use crate::domain::act::{self, Act};
use crate::domain::fleet::Changes;
use crate::domain::ids::{LaunchTag, PodId};
use crate::domain::launch::{self, State};
use crate::domain::pod::Pod;
use crate::domain::time::Timestamp;

/// A pod in a list, as a launch looks for it.
struct Tagged {
    tag: LaunchTag,
    created: Timestamp,
    id: PodId,
}

impl<F: Clone + PartialEq> Ledger<F> {
    pub(super) fn listed(
        &mut self,
        asked: Timestamp,
        pods: Vec<Pod>,
        complete: bool,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        // A list that was overtaken tells nothing.
        if self.fleet.listed().is_none_or(|listed| listed <= asked) {
            self.take_in_list(asked, pods, complete, now, todo);
        }
        self.rounds.came(self.is_moving(), now, todo);
    }

    fn take_in_list(
        &mut self,
        asked: Timestamp,
        pods: Vec<Pod>,
        complete: bool,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let tagged = tagged(&pods);
        let listed: Vec<_> = pods.iter().map(|pod| (pod.id.clone(), pod.status.clone())).collect();
        if complete {
            let changes = self.fleet.merge(pods, asked);
            show(&changes, todo);
            self.ask_for(changes.missing, now, todo);
            self.note_missing(&listed.iter().map(|(id, _)| id).collect::<Vec<_>>(), asked, now, todo);
        } else {
            pods.into_iter().for_each(|pod| self.take_in(pod, asked, todo));
        }
        for (id, status) in &listed {
            self.seen(id, asked, status, now, todo);
        }
        self.look_for_launches(&tagged, asked, complete, now, todo);
        if complete {
            self.ask_for_settled(now, todo);
        }
    }

    pub(super) fn take_in(&mut self, pod: Pod, asked: Timestamp, todo: &mut Vec<Effect>) {
        let changes = self.fleet.adopt(pod, asked);
        show(&changes, todo);
    }

    /// Something was asked of a pod that the list lacks, and after a reload nothing else is known of it.
    fn note_missing(&mut self, listed: &[&PodId], asked: Timestamp, now: Timestamp, todo: &mut Vec<Effect>) {
        let missing = |act: &Act| !act.is_over() && !listed.contains(&&act.pod);
        let unknown = self.acts.iter().filter(|act| missing(act) && self.fleet.get(&act.pod).is_none());
        let unknown = unknown.map(|act| act.pod.clone()).collect();
        self.ask_for(unknown, now, todo);
        self.step_acts(&|act| missing(act).then_some(act::Event::Unlisted { asked }), now, todo);
    }

    fn look_for_launches(
        &mut self,
        tagged: &[Tagged],
        asked: Timestamp,
        complete: bool,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let events: Vec<_> = self
            .launches
            .iter()
            .map(|launch| {
                let pods = self.twins(tagged, &launch.tag);
                let gone = matches!(&launch.state, State::Placed(pod) if self.fleet.get(pod).is_none());
                let event = match (complete, pods.is_empty()) {
                    (true, _) => launch::Event::Found { asked, pods, gone },
                    (false, true) => launch::Event::LookFailed,
                    // What a list with a hole has is there; what it lacks it does not disprove, however late it was asked.
                    (false, false) => launch::Event::Found { asked: Timestamp::default(), pods, gone },
                };
                (launch.tag.clone(), event)
            })
            .collect();
        for (tag, event) in events {
            self.step_launch(&tag, event, now, todo);
        }
    }

    /// The pods with this tag that can have come of one request, the oldest first.
    fn twins(&self, tagged: &[Tagged], tag: &LaunchTag) -> Vec<PodId> {
        let mut pods: Vec<&Tagged> = tagged.iter().filter(|pod| pod.tag == *tag).collect();
        pods.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
        let oldest = pods.first().map(|pod| pod.created).unwrap_or_default();
        pods.retain(|pod| pod.created.since(oldest) <= self.twins_apart);
        pods.into_iter().map(|pod| pod.id.clone()).collect()
    }

    /// Settled launches whose pods ended while nobody looked: no list proves that, so RunPod is asked.
    fn ask_for_settled(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        let unseen = self.settled.iter().filter_map(|entry| match &entry.outcome {
            launch::Outcome::Placed(pod) if self.fleet.get(pod).is_none() => Some(pod.clone()),
            _ => None,
        });
        let unseen = unseen.collect();
        self.ask_for(unseen, now, todo);
    }
}

fn tagged(pods: &[Pod]) -> Vec<Tagged> {
    let tagged = pods.iter().filter_map(|pod| {
        Some(Tagged { tag: pod.tag.clone()?, created: pod.created.unwrap_or_default(), id: pod.id.clone() })
    });
    tagged.collect()
}

fn show(changes: &Changes, todo: &mut Vec<Effect>) {
    let news: Vec<PodId> = changes.added.iter().chain(&changes.changed).cloned().collect();
    if !news.is_empty() {
        todo.push(Effect::Show(news));
    }
}
