//! Launches, and what was asked of pods: each step is written down before it is acted on.

use crate::launch::{self, Launch, State};
use crate::pods::action::{self, ActionRequest, PodAction};
use crate::pods::pod::Status;
use crate::state::journal::{Record, act_key, launch_key};
use crate::state::{AccountState, Effect, Notice};
use crate::types::ids::{LaunchTag, PodId};
use crate::types::time::Timestamp;

impl<F: Clone + PartialEq> AccountState<F> {
    pub(super) fn launch(&mut self, entry: launch::Entry, now: Timestamp, todo: &mut Vec<Effect>) {
        self.dismiss();
        let tag = entry.tag.clone();
        let came = |entry: &launch::Entry| entry.tag == tag && matches!(entry.outcome, launch::Outcome::Placed(_));
        if self.settled.iter().any(came) {
            return;
        }
        self.settled.retain(|entry| entry.tag != tag);
        match self.launches.iter_mut().find(|launch| launch.tag == tag) {
            Some(launch) => {
                if !launch.again(now) {
                    return;
                }
                todo.push(Effect::SaveRecord(Record::Launch(launch.entry())));
            }
            None => {
                todo.push(Effect::SaveRecord(Record::Launch(entry.clone())));
                self.launches.push(Launch::begin(entry));
            }
        }
        todo.push(Effect::Create(tag));
    }

    /// Tells all launches the same.
    pub(super) fn step_launches(&mut self, event: &launch::Event<F>, now: Timestamp, todo: &mut Vec<Effect>) {
        let tags: Vec<_> = self.launches.iter().map(|launch| launch.tag.clone()).collect();
        for tag in tags {
            self.step_launch(&tag, event.clone(), now, todo);
        }
    }

    pub(super) fn step_launch(
        &mut self,
        tag: &LaunchTag,
        event: launch::Event<F>,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let Some(at) = self.launches.iter().position(|launch| launch.tag == *tag) else { return };
        let Some(launch) = self.launches.get_mut(at) else { return };
        let (before, was_open, was_settled) = (launch.entry(), launch.is_open(), launch.is_settled());
        let effects = launch.step(event, now);
        let (entry, name) = (launch.entry(), launch.name.clone());
        let (settled, placed) = (launch.is_settled(), matches!(launch.state, State::Placed(_)));
        if entry != before {
            todo.push(Effect::SaveRecord(Record::Launch(entry.clone())));
        }
        if placed && was_open {
            todo.push(Effect::Placed(tag.clone()));
        }
        if settled && !was_settled {
            todo.push(Effect::ReleaseLock(launch_key(tag)));
        }
        if placed && settled {
            self.launches.remove(at);
            self.settled.push(entry);
        }
        for effect in effects {
            match effect {
                launch::Effect::Look => self.polling.want(now, todo),
                launch::Effect::EndDuplicate(pod) => self.end_duplicate(pod, &name, now, todo),
                launch::Effect::CameAfterAll => self.notices.push(Notice::CameAfterAll { name: name.clone() }),
            }
        }
    }

    pub(super) fn end_duplicate(&mut self, pod: PodId, name: &str, now: Timestamp, todo: &mut Vec<Effect>) {
        // An end that was refused, and not yet read of, is none.
        if self.owns_action(&pod, PodAction::Terminate) || self.is_requested_elsewhere(&pod, PodAction::Terminate) {
            return;
        }
        self.notices.push(Notice::Twin { name: name.to_owned() });
        self.ask(ActionRequest::end_duplicate(pod.clone(), name.to_owned(), now), now, todo);
        self.step_actions(&|act| (act.pod == pod).then_some(action::Event::SkipUndo), now, todo);
    }

    fn is_requested_elsewhere(&self, pod: &PodId, verb: PodAction) -> bool {
        let key = act_key(pod, verb);
        self.elsewhere.iter().any(|record| record.key() == key)
    }

    /// The click. A second one on the same pod changes nothing; an end takes the place of all else, and a stop that of
    /// a start.
    pub(super) fn ask(&mut self, act: ActionRequest<F>, now: Timestamp, todo: &mut Vec<Effect>) {
        // Another tab's end would be taken for overtaken by a start, and called off.
        let stands = |record: &Record| match record {
            Record::Act(open) if open.pod == act.pod => {
                open.verb == act.verb || !(open.confirmed || gives_way(open.verb, act.verb))
            }
            _ => false,
        };
        if self.elsewhere.iter().any(stands) {
            return;
        }
        // An end that was adopted can stand beside a start of this tab: all of them must give way.
        let own = |open: &&ActionRequest<F>| open.pod == act.pod;
        if self.acts.iter().filter(own).any(|open| !yields_to(open, act.verb)) {
            return;
        }
        let key = act_key(&act.pod, act.verb);
        let before = self.acts.iter().filter(own);
        // What is over has no record any more: what stands under its key is another tab's.
        let recorded = before.clone().filter(|open| !open.is_over());
        let replaced = recorded.map(|open| act_key(&open.pod, open.verb)).filter(|other| *other != key);
        todo.extend(replaced.map(Effect::Erase));
        let start = before.filter_map(|open| open.may_land_until(now)).max().filter(|_| act.verb != PodAction::Resume);
        self.acts.retain(|open| open.pod != act.pod);
        let act = act.after(start);
        todo.extend(act.entry().map(|entry| Effect::SaveRecord(Record::Act(entry))));
        self.acts.push(act);
    }

    pub(super) fn acted(
        &mut self,
        pod: &PodId,
        verb: PodAction,
        answer: &action::Answer<F>,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let event = |act: &ActionRequest<F>| match answer {
            _ if act.pod != *pod => None,
            action::Answer::NotFound => Some(action::Event::NotFound),
            answer if act.verb == verb => Some(action::Event::Answered(answer.clone())),
            _ => None,
        };
        self.step_actions(&event, now, todo);
        if *answer == action::Answer::NotFound {
            self.forget(pod, now, todo);
        }
        self.polling.want(now, todo);
    }

    /// What an answer that was asked for at `asked` shows of the pod of each act, in their order.
    pub(super) fn seen(
        &mut self,
        shown: Vec<Option<Status>>,
        asked: Timestamp,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let event = |status: Option<Status>| status.map(|status| action::Event::Seen { asked, status });
        self.play(shown.into_iter().map(event).collect(), now, todo);
    }

    pub(super) fn step_actions(
        &mut self,
        event: &dyn Fn(&ActionRequest<F>) -> Option<action::Event<F>>,
        now: Timestamp,
        todo: &mut Vec<Effect>,
    ) {
        let events = self.acts.iter().map(event).collect();
        self.play(events, now, todo);
    }

    /// One event for each act, or none.
    pub(super) fn play(&mut self, events: Vec<Option<action::Event<F>>>, now: Timestamp, todo: &mut Vec<Effect>) {
        let mut gone = vec![];
        for (act, event) in self.acts.iter_mut().zip(events) {
            let Some(event) = event else { continue };
            let before = act.entry();
            let send = act.step(event, now);
            let after = act.entry();
            match after {
                Some(after) if Some(&after) != before.as_ref() => todo.push(Effect::SaveRecord(Record::Act(after))),
                None if before.is_some() => todo.push(Effect::Erase(act_key(&act.pod, act.verb))),
                _ => {}
            }
            if send {
                todo.push(Effect::SendAction(act.verb, act.pod.clone()));
            }
            if act.verb == PodAction::Terminate && act.state == action::State::Done {
                gone.push(act.pod.clone());
            }
        }
        self.acts.retain(|act| !matches!(act.state, action::State::Done | action::State::Undone));
        for pod in gone {
            self.forget(&pod, now, todo);
        }
    }

    /// RunPod's own word: this pod is gone.
    pub(super) fn forget(&mut self, pod: &PodId, now: Timestamp, todo: &mut Vec<Effect>) {
        self.observe_births(todo);
        let seen = self.fleet.forget(pod);
        if seen {
            todo.push(Effect::Gone(pod.clone()));
        }
        let asked = self.acts.iter().any(|act| act.pod == *pod);
        let came_of = |entry: &launch::Entry| entry.outcome == launch::Outcome::Placed(pod.clone());
        for entry in self.settled.iter().filter(|entry| came_of(entry)) {
            todo.push(Effect::Erase(launch_key(&entry.tag)));
            if !seen && !asked {
                todo.push(Effect::PodEndedUnseen(pod.clone(), entry.name.clone()));
            }
        }
        self.settled.retain(|entry| !came_of(entry));
        if self.acts.iter().any(|act| act.pod == *pod && !act.is_over()) {
            self.step_actions(&|act| (act.pod == *pod).then_some(action::Event::NotFound), now, todo);
        }
    }
}

/// Whether another act may take the place of this one.
fn yields_to<F: Clone + PartialEq>(open: &ActionRequest<F>, to: PodAction) -> bool {
    !open.is_open() || gives_way(open.verb, to)
}

/// An end takes the place of all else, and a stop that of a start.
fn gives_way(open: PodAction, to: PodAction) -> bool {
    matches!(
        (open, to),
        (PodAction::Stop | PodAction::Resume, PodAction::Terminate) | (PodAction::Resume, PodAction::Stop)
    )
}
