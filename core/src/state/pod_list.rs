//! What a list of pods tells of the fleet, of launches and of what was asked.

use crate::launch::{self, State};
use crate::pods::action::{self, ActionRequest};
use crate::pods::fleet::Changes;
use crate::pods::pod::{Pod, Status};
use crate::state::journal::{Record, launch_key};
use crate::state::{AccountState, Effect, Notice, REMEMBERED};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::sort::{letters, sort_by_rank};
use crate::types::time::Timestamp;

/// A pod in a list, as a launch looks for it.
struct Tagged {
    tag: LaunchTag,
    created: Option<Timestamp>,
    id: PodId,
}

impl<F: Clone + PartialEq> AccountState<F> {
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
            self.apply_list(asked, pods, complete, now, todo);
        }
        self.polling.came(self.is_moving(), now, todo);
    }

    fn apply_list(&mut self, asked: Timestamp, pods: Vec<Pod>, complete: bool, now: Timestamp, todo: &mut Vec<Effect>) {
        let tagged = tagged(&pods);
        self.observe_births(todo);
        let wanted = pods.iter().filter(|_| !self.acts.is_empty());
        let listed: Vec<_> = wanted.map(|pod| (pod.id.clone(), pod.status.clone())).collect();
        let mut whole = complete;
        if complete {
            let changes = self.fleet.merge(pods, asked);
            // What lacks a pod that RunPod has not disowned may lack others too.
            whole = changes.missing.is_empty();
            show(&changes, todo);
            self.notices.extend(changes.surprises.into_iter().map(Notice::StartedOtherwise));
            self.ask_for(changes.missing, now, todo);
            self.handle_missing(&listed, asked, now, todo);
        } else {
            pods.into_iter().for_each(|pod| self.take_in(pod, asked, todo));
        }
        self.release_held(now, todo);
        let shown = self.confirm_actions(&listed);
        self.seen(shown, asked, now, todo);
        self.search_launches(&tagged, asked, whole, now, todo);
        if complete {
            self.fetch_settled(now, todo);
            self.drop_expired(now, todo);
        }
    }

    pub(super) fn take_in(&mut self, pod: Pod, asked: Timestamp, todo: &mut Vec<Effect>) {
        let changes = self.fleet.adopt(pod, asked);
        show(&changes, todo);
        self.notices.extend(changes.surprises.into_iter().map(Notice::StartedOtherwise));
    }

    /// Something was asked of a pod that the list lacks, and after a reload nothing else is known of it.
    fn handle_missing(&mut self, listed: &[(PodId, Status)], asked: Timestamp, now: Timestamp, todo: &mut Vec<Effect>) {
        let shown = self.confirm_actions(listed);
        let missing = |(act, shown): (&ActionRequest<F>, &Option<Status>)| !act.is_over() && shown.is_none();
        let missing: Vec<bool> = self.acts.iter().zip(&shown).map(missing).collect();
        let unknown =
            self.acts.iter().zip(&missing).filter(|(act, missing)| **missing && self.fleet.get(&act.pod).is_none());
        let unknown = unknown.map(|(act, _)| act.pod.clone()).collect();
        self.ask_for(unknown, now, todo);
        let events = missing.into_iter().map(|missing| missing.then_some(action::Event::Unlisted { asked }));
        self.play(events.collect(), now, todo);
    }

    /// How the list shows the pod of each act, all of them in one walk; `None` where the list lacks it.
    fn confirm_actions(&self, listed: &[(PodId, Status)]) -> Vec<Option<Status>> {
        if self.acts.is_empty() {
            return vec![];
        }
        let mut shown = vec![];
        for (id, status) in listed {
            // Whatever stands in the list has just been taken in.
            let Some(at) = self.fleet.place(id) else { continue };
            shown.resize(shown.len().max(at + 1), None);
            if let Some(place) = shown.get_mut(at) {
                *place = Some(status);
            }
        }
        let of = |act: &ActionRequest<F>| shown.get(self.fleet.place(&act.pod)?).copied().flatten().cloned();
        self.acts.iter().map(of).collect()
    }

    fn search_launches(
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
                let placed = if let State::Placed(pod) = &launch.state { Some(pod) } else { None };
                let gone = placed.is_some_and(|pod| self.fleet.get(pod).is_none());
                let pods = match gone {
                    true => self.created_with(tagged, &launch.tag, launch.born),
                    false => self.twins(tagged, &launch.tag, placed),
                };
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
        self.search_late_duplicates(tagged, now, todo);
    }

    /// Lists may be wrong for longer than a launch is watched: a twin is ended whenever one shows it.
    fn search_late_duplicates(&mut self, tagged: &[Tagged], now: Timestamp, todo: &mut Vec<Effect>) {
        let placed = self.settled.iter().filter_map(|entry| match &entry.outcome {
            launch::Outcome::Placed(pod) => Some((self.twins(tagged, &entry.tag, Some(pod)), entry.name.clone())),
            _ => None,
        });
        let twins: Vec<_> = placed.collect();
        for (pods, name) in twins {
            pods.into_iter().skip(1).for_each(|pod| self.end_duplicate(pod, &name, now, todo));
        }
    }

    /// The pod that a launch keeps, then those that are proven to be its twins: the times of all with its tag are known,
    /// `placed` is among them, and a twin is younger than the oldest, by no more than the limit. What is not known proves
    /// nothing. Two of the same millisecond are one request that was repeated: no person copies a pod as fast. A whole second
    /// may be a rounded time, and of two of those none is the younger.
    fn twins(&self, tagged: &[Tagged], tag: &LaunchTag, placed: Option<&PodId>) -> Vec<PodId> {
        let named = with_tag(tagged, tag).find(|pod| Some(&pod.id) == placed);
        let oldest = with_tag(tagged, tag)
            .filter_map(|pod| Some((pod.created?, placed != Some(&pod.id), &pod.id)))
            .min()
            .filter(|_| with_tag(tagged, tag).all(|pod| pod.created.is_some()));
        let Some((born, _, oldest)) = oldest else {
            let any = || with_tag(tagged, tag).min_by_key(|pod| (pod.created.is_none(), pod.created, &pod.id));
            return named.or_else(any).map(|pod| pod.id.clone()).into_iter().collect();
        };
        let proven = placed.is_none() || named.is_some();
        let is_twin = |pod: &&Tagged| {
            let at_once = pod.id != *oldest && born.millis() % 1000 != 0;
            let younger = pod.created.filter(|created| *created > born || (*created == born && at_once));
            proven && younger.is_some_and(|created| created.since(born) <= self.twins_apart)
        };
        let twins = with_tag(tagged, tag).filter(is_twin).map(|pod| &pod.id);
        std::iter::once(oldest).chain(twins).cloned().collect()
    }

    /// Writes down when the pods of launches were made: once such a pod is gone, that alone tells its twins from copies that
    /// a person made.
    pub(super) fn observe_births(&mut self, todo: &mut Vec<Effect>) {
        for launch in &mut self.launches {
            let State::Placed(pod) = &launch.state else { continue };
            let born = self.fleet.get(pod).and_then(|known| known.pod.created).or(launch.born);
            if born != launch.born {
                launch.born = born;
                todo.push(Effect::SaveRecord(Record::Launch(launch.entry())));
            }
        }
    }

    /// The pods with this tag that were made about when the pod was made that is gone, all by RunPod's clock. Where that is
    /// not known, none.
    fn created_with(&self, tagged: &[Tagged], tag: &LaunchTag, born: Option<Timestamp>) -> Vec<PodId> {
        let Some(born) = born else { return vec![] };
        let about = |created: Timestamp| created.since(born).max(born.since(created)) <= self.twins_apart;
        with_tag(tagged, tag).filter(|pod| pod.created.is_some_and(about)).map(|pod| pod.id.clone()).collect()
    }

    /// Settled launches whose pods ended while nobody looked: no list proves that, so RunPod is asked.
    fn fetch_settled(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
        let unseen = self.settled.iter().filter_map(|entry| match &entry.outcome {
            launch::Outcome::Placed(pod) if self.fleet.get(pod).is_none() => Some(pod.clone()),
            _ => None,
        });
        let unseen = unseen.collect();
        self.ask_for(unseen, now, todo);
    }

    /// Launches of which nothing came in a whole day: no list is wrong for so long.
    fn drop_expired(&mut self, now: Timestamp, todo: &mut Vec<Effect>) {
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
    let tagged =
        pods.iter().filter_map(|pod| Some(Tagged { tag: pod.tag.clone()?, created: pod.created, id: pod.id.clone() }));
    sort_by_rank(tagged.collect(), |pod| rank(&pod.tag))
}

/// Those are sorted by their tags: one looks at what begins alike, and not at all.
fn with_tag<'t>(tagged: &'t [Tagged], tag: &'t LaunchTag) -> impl Iterator<Item = &'t Tagged> {
    let start = tagged.partition_point(|pod| rank(&pod.tag) < rank(tag));
    let alike = tagged.iter().skip(start).take_while(|pod| rank(&pod.tag) == rank(tag));
    alike.filter(|pod| pod.tag == *tag)
}

/// Tags are random: few begin with the same sixteen letters.
fn rank(tag: &LaunchTag) -> (u64, u64) {
    letters(tag.as_str().as_bytes())
}

fn show(changes: &Changes, todo: &mut Vec<Effect>) {
    let news: Vec<PodId> = changes.added.iter().chain(&changes.changed).cloned().collect();
    if !news.is_empty() {
        todo.push(Effect::PodsChanged(news));
    }
}
