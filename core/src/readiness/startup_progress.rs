//! When a pod came to each step of the ladder, as well as this device can tell. A new start is a new climb, and a new
//! container climbs anew from its own start.

use std::time::Duration;

use launchpod_words::readiness as say;

use crate::pods::pod::Pod;
use crate::readiness::Stage;
use crate::types::time::{Timestamp, duration_text};

/// The steps: machine, image, start, program, ready.
pub const STEPS: usize = 5;
/// The last of them.
pub const READY_STEP: usize = STEPS - 1;
/// The step at which the container has started.
const STARTED: usize = 2;
/// A pod that was looked at no longer ago than this has come to a new step "now".
pub const FRESH_WITHIN: Duration = Duration::from_secs(90);
/// Starts move by less than this as RunPod rounds them.
const SAME_START: Duration = Duration::from_secs(20);
/// So many ends of containers are remembered.
pub const FALLS: usize = 3;

/// The name of a step, for people: short, as five of them stand side by side.
pub fn name(step: usize) -> &'static str {
    match step {
        0 => say::step_machine(),
        1 => say::step_image(),
        2 => say::step_start(),
        3 => say::step_program(),
        _ => say::step_ready(),
    }
}

/// An instant at which something had happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// When.
    pub at: Timestamp,
    /// Whether it was then; else it was then or before.
    pub sure: bool,
}

/// The circumstances in which a pod is looked at. All times are the account's.
#[derive(Clone, Copy, Debug)]
pub struct Observation {
    /// Now.
    pub now: Timestamp,
    /// When the page looked before this; `None` if it never did.
    pub before: Option<Timestamp>,
    /// [`FRESH_WITHIN`], in the account's time.
    pub slack: Duration,
    /// Whether its stop or end was asked for on this device.
    pub asked_here: bool,
    /// Whether it is proven not to be ready: see [`crate::readiness::is_proven_unready()`].
    pub unready: bool,
}

/// What is worth telling somebody who looks elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadinessEvent {
    /// Its program answered.
    Ready,
    /// It runs, and nothing in it can prove that it is ready.
    Up,
    /// It stopped, or was lost, and nobody on this device asked for it.
    Stopped,
}

impl ReadinessEvent {
    /// The words of a notification.
    pub fn describe(self, name: &str) -> String {
        match self {
            Self::Ready => say::notify_ready(name),
            Self::Up => say::notify_up(name),
            Self::Stopped => say::notify_stopped(name),
        }
    }
}

/// One start of one pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartupProgress {
    /// When it was started as RunPod tells it: the same in all tabs.
    mark: u64,
    started: Option<Timestamp>,
    container: Option<Timestamp>,
    step: Option<usize>,
    reached: [Option<Reached>; STEPS],
    falls: Vec<Timestamp>,
    told: bool,
    /// Whether it was proven not to be ready when it was last looked at, and when that was last so.
    unready: bool,
    unready_at: Option<Timestamp>,
    /// When it was seen to have stopped, if nobody on this device had asked for it.
    stopped_elsewhere: Option<Timestamp>,
}

impl StartupProgress {
    /// Takes in how the pod stands now. What of it is news.
    pub fn look(&mut self, pod: &Pod, stage: &Stage, look: Observation) -> Option<ReadinessEvent> {
        let ran = self.step;
        let Some(step) = stage.step() else {
            self.step = None;
            let stopped = ran.is_some() && matches!(stage, Stage::Stopped | Stage::Lost);
            if stopped && !look.asked_here {
                self.stopped_elsewhere = Some(look.now);
            }
            return (stopped && !look.asked_here).then_some(ReadinessEvent::Stopped);
        };
        let restarted = matches!((self.started, pod.started), (Some(before), Some(now)) if before != now);
        let first = ran.is_none() || restarted;
        if first {
            // Whoever is up already when it is first seen came up before anybody looked.
            *self = Self { told: step == READY_STEP && ran.is_none(), ..Self::default() };
            self.begin(pod, look);
        } else if self.has_fallen(pod, look) {
            self.fall(look.now);
        }
        self.started = pod.started.or(self.started);
        self.container = pod.runtime.as_ref().map(|runtime| runtime.up_since);
        let fresh = match (first, look.before) {
            (false, Some(before)) => look.now.since(before) <= look.slack,
            _ => self.since(0).is_some_and(|start| start.sure && look.now.since(start.at) <= look.slack),
        };
        // Who was not seen to be on the way may have been ready for long: the page was loaded anew, or it is another browser.
        if self.unready {
            // Nothing changed until the last list.
            self.unready_at = self.unready_at.max(look.before);
        }
        let seen_coming = self.unready_at.is_some_and(|unready| look.now.since(unready) <= look.slack);
        let fresh = fresh && (step < READY_STEP || seen_coming);
        self.unready = look.unready;
        self.unready_at = if look.unready { Some(look.now) } else { self.unready_at };
        self.progress(step, look.now, fresh);
        let news = step == READY_STEP && !self.told;
        self.told |= step == READY_STEP;
        news.then_some(if *stage == Stage::Ready { ReadinessEvent::Ready } else { ReadinessEvent::Up })
    }

    fn begin(&mut self, pod: &Pod, look: Observation) {
        let told = pod.began();
        let first_known = pod.runtime.as_ref().map_or(look.now, |runtime| runtime.up_since);
        let start = Reached { at: told.unwrap_or(first_known).min(look.now), sure: told.is_some() };
        self.mark = pod.started.or(pod.created).unwrap_or(start.at).millis();
        self.put(0, start);
    }

    /// Whether its container is gone or another one. Answers that were long under way say that it started later than it
    /// did: only a start since the last look is one.
    fn has_fallen(&self, pod: &Pod, look: Observation) -> bool {
        match (self.container, pod.runtime.as_ref().map(|runtime| runtime.up_since)) {
            (Some(before), Some(now)) => {
                now > before.plus(SAME_START) && look.before.is_none_or(|looked| now >= looked)
            }
            (Some(_), None) => true,
            (None, _) => false,
        }
    }

    fn fall(&mut self, now: Timestamp) {
        if self.falls.len() >= FALLS {
            self.falls.remove(0);
        }
        self.falls.push(now);
        self.told = false;
        self.step = Some(1);
        self.forget_from(STARTED);
    }

    fn progress(&mut self, step: usize, now: Timestamp, fresh: bool) {
        let before = self.step.replace(step);
        if before.is_some_and(|before| step < before) {
            self.forget_from(step);
            return self.put(step, Reached { at: now, sure: false });
        }
        for passed in 1..=step {
            if self.since(passed).is_some() {
                continue;
            }
            let reached = match self.container.map(|up| up.min(now)) {
                Some(up) if passed == STARTED => Reached { at: up, sure: true },
                Some(up) if passed < STARTED => Reached { at: up, sure: false },
                _ => Reached { at: now, sure: fresh && passed == step },
            };
            self.put(passed, reached);
        }
    }

    /// Times never decrease from step to step.
    fn put(&mut self, step: usize, reached: Reached) {
        let before = self.reached.iter().take(step).flatten().map(|reached| reached.at).max().unwrap_or_default();
        if let Some(place) = self.reached.get_mut(step) {
            *place = Some(Reached { at: reached.at.max(before), ..reached });
        }
    }

    fn forget_from(&mut self, step: usize) {
        self.reached.iter_mut().skip(step).for_each(|reached| *reached = None);
    }

    /// Where it stands; `None` if it does not run.
    pub fn step(&self) -> Option<usize> {
        self.step
    }

    /// When it came to this step.
    pub fn since(&self, step: usize) -> Option<Reached> {
        self.reached.get(step).copied().flatten()
    }

    /// How long this step took, if both its ends are known.
    pub fn took(&self, step: usize) -> Option<Duration> {
        self.between(step, step + 1)
    }

    /// How long the whole way to the top took, if its ends are known and no container was lost on it.
    pub fn whole(&self) -> Option<Duration> {
        self.between(0, READY_STEP).filter(|_| self.falls.is_empty())
    }

    fn between(&self, from: usize, to: usize) -> Option<Duration> {
        let (from, to) = (self.since(from)?, self.since(to)?);
        (from.sure && to.sure).then(|| to.at.since(from.at))
    }

    /// How long it has been on its step.
    pub fn here(&self, now: Timestamp) -> Option<Duration> {
        self.since(self.step?).map(|here| now.since(here.at))
    }

    /// How long its container has been up without having come to the top.
    pub fn up_for(&self, now: Timestamp) -> Option<Duration> {
        self.since(STARTED).map(|start| now.since(start.at))
    }

    /// Whether its container was lost as often as is remembered, within `time`.
    pub fn keeps_falling(&self, now: Timestamp, time: Duration) -> bool {
        self.falls.len() >= FALLS && self.falls.iter().all(|fall| now.since(*fall) <= time)
    }

    /// When it was seen to have stopped, if nobody on this device had asked for it.
    pub fn stopped_elsewhere(&self) -> Option<Timestamp> {
        self.stopped_elsewhere
    }

    /// Since when its last container ran.
    pub fn container(&self) -> Option<Timestamp> {
        self.container
    }

    /// Which start this is, for those who remember it.
    pub fn mark(&self) -> u64 {
        self.mark
    }

    /// How long it has been on its step, in words; at the top, how long the way there took.
    pub fn describe(&self, now: Timestamp) -> Option<String> {
        self.describe_with(now, None)
    }

    /// The same with how long its step usually takes, if that is known.
    pub(super) fn describe_with(&self, now: Timestamp, usual: Option<String>) -> Option<String> {
        let step = self.step?;
        if step == READY_STEP {
            return self.between(0, READY_STEP).map(|time| say::after(duration_text(time)));
        }
        let here = self.since(step)?;
        let time = duration_text(now.since(here.at));
        Some(match (here.sure, usual) {
            (true, None) => time,
            (true, Some(usual)) => say::here_usually(time, usual),
            (false, None) => say::here_more_than(time),
            (false, Some(usual)) => say::here_more_than_usually(time, usual),
        })
    }
}

#[cfg(test)]
mod tests;
