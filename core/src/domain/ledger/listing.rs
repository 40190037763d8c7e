//! What a list of pods tells of the fleet, of launches and of what was asked.

use super::{Effect, Ledger, REMEMBERED};
use crate::domain::act::{self, Act};
use crate::domain::fleet::Changes;
use crate::domain::ids::{LaunchTag, PodId};
use crate::domain::journal::launch_key;
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
        let mut whole = complete;
        if complete {
            let changes = self.fleet.merge(pods, asked);
            // What lacks a pod that RunPod has not disowned may lack others too.
            whole = changes.missing.is_empty();
            show(&changes, todo);
            self.ask_for(changes.missing, now, todo);
            self.note_missing(&listed.iter().map(|(id, _)| id).collect::<Vec<_>>(), asked, now, todo);
        } else {
            pods.into_iter().for_each(|pod| self.take_in(pod, asked, todo));
        }
        for (id, status) in &listed {
            self.seen(id, asked, status, now, todo);
        }
        self.look_for_launches(&tagged, asked, whole, now, todo);
        if complete {
            self.ask_for_settled(now, todo);
            self.forget_fruitless(now, todo);
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
        whole: bool,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let events: Vec<_> = self
            .launches
            .iter()
            .map(|launch| {
                let pods = self.twins(tagged, &launch.tag);
                let gone = matches!(&launch.state, State::Placed(pod) if self.fleet.get(pod).is_none());
                let event = match (whole, pods.is_empty()) {
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
        self.look_for_late_twins(tagged, now, todo);
    }

    /// Lists may be wrong for longer than a launch is watched: a twin is ended whenever one shows it.
    fn look_for_late_twins(&mut self, tagged: &[Tagged], now: Timestamp, todo: &mut Vec<Effect>) {
        let placed = |entry: &&launch::Entry| matches!(entry.outcome, launch::Outcome::Placed(_));
        let settled = self.settled.iter().filter(placed);
        let twins: Vec<_> = settled.map(|entry| (self.twins(tagged, &entry.tag), entry.name.clone())).collect();
        for (pods, name) in twins {
            pods.into_iter().skip(1).for_each(|pod| self.end_duplicate(pod, &name, now, todo));
        }
    }

    /// The pods with this tag that can have come of one request, the oldest first.
    fn twins(&self, tagged: &[Tagged], tag: &LaunchTag) -> Vec<PodId> {
        let all = || tagged.iter().filter(|pod| pod.tag == *tag);
        let Some(oldest) = all().min_by_key(|pod| (pod.created, &pod.id)) else { return vec![] };
        let twin = |pod: &&Tagged| pod.id != oldest.id && pod.created.since(oldest.created) <= self.twins_apart;
        std::iter::once(oldest).chain(all().filter(twin)).map(|pod| pod.id.clone()).collect()
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

    /// Launches of which nothing came in a whole day: no list is wrong for so long.
    fn forget_fruitless(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        self.settled.retain(|entry| {
            let keep = entry.outcome != launch::Outcome::Refused || now.since(entry.asked) < REMEMBERED;
            if !keep {
                todo.push(Effect::Erase(launch_key(&entry.tag)));
            }
            keep
        });
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
