//! Two clocks: RunPod's, by which it says when a pod was made and started, and this computer's, by which answers come, and
//! from which uptimes are counted back. A time of the one is never taken from a time of the other: it is put on this
//! computer's clock first, where it is known how far the two are apart, and else it is not used.
//!
//! RunPod tells its own time only in the Date header, which a browser keeps from the page unless the answer comes from where
//! the page does: through a relay. Else there is this: a pod that was made for this tab was made between the question and
//! its answer.

use std::time::Duration;

use launchpod_words::{pods as say, sentences};

use crate::pods::pod::Pod;
use crate::state::Event;
use crate::types::clock_offset::Ahead;
use crate::types::ids::PodId;
use crate::types::time::{Timestamp, duration_text};

/// A question that was under way for longer says too little of when the pod was made.
const LONGEST: Duration = Duration::from_secs(60);
/// Answers are under way, and times are rounded: what differs by less is the same.
const SAME: i64 = 30_000;
/// From here on it is told.
const LARGE: u64 = 120_000;

/// What is known of the two clocks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClockComparison {
    /// They are one, whatever is told.
    one: bool,
    ahead: Option<Ahead>,
    /// Pods made for this tab whose time of birth is not told yet: the question was sent and answered then.
    made: Vec<(PodId, Timestamp, Timestamp)>,
}

impl ClockComparison {
    /// For a simulator, which says how its time runs.
    pub fn one() -> Self {
        Self { one: true, ahead: Some(Ahead::NONE), made: vec![] }
    }

    /// Takes in an answer to a question sent and answered then, on this computer's clock, and tells its pods what is known.
    pub fn hear<F>(&mut self, event: &mut Event<F>, sent: Timestamp, answered: Timestamp) {
        let pods: &mut [Pod] = match event {
            Event::Listed { pods, .. } => pods,
            Event::Created { pod: Some(pod), .. } => {
                if !self.one && answered.since(sent) <= LONGEST {
                    self.made.push((pod.id.clone(), sent, answered));
                }
                std::slice::from_mut(pod)
            }
            Event::PodFetched { pod: Some(pod), .. } => std::slice::from_mut(pod),
            _ => return,
        };
        if !self.one {
            self.doubt(pods, answered);
            self.learn(pods);
        }
        pods.iter_mut().for_each(|pod| pod.ahead = self.ahead);
    }

    /// Nothing that is told lies in the future. If it does, a clock was set anew.
    fn doubt(&mut self, pods: &[Pod], answered: Timestamp) {
        let Some(ahead) = self.ahead else { return };
        let latest = answered.plus(Duration::from_millis(SAME.unsigned_abs()));
        let told = pods.iter().filter_map(|pod| pod.created.max(pod.started));
        if told.map(|told| ahead.here(told)).any(|here| here > latest) {
            self.ahead = None;
        }
    }

    fn learn(&mut self, pods: &[Pod]) {
        self.made.retain(|(id, sent, answered)| {
            let Some(born) = pods.iter().find(|pod| pod.id == *id).and_then(|pod| pod.created) else { return true };
            self.ahead = settled(self.ahead, Ahead::of(born, sent.plus(answered.since(*sent) / 2)));
            false
        });
    }

    /// RunPod's own time in an answer, and when that came.
    pub fn read(&mut self, told: Timestamp, here: Timestamp) {
        if !self.one {
            self.ahead = settled(self.ahead, Ahead::of(told, here));
        }
    }

    /// How far the clocks are apart, in words, where that is worth telling.
    pub fn describe(&self) -> Option<String> {
        let apart = self.ahead.filter(|ahead| ahead.millis().unsigned_abs() >= LARGE)?;
        let time = duration_text(Duration::from_millis(apart.millis().unsigned_abs()));
        let apart = if apart.millis() > 0 { say::clock_behind(time) } else { say::clock_ahead(time) };
        Some(sentences(&[apart.as_str(), say::clock_reckoned()]))
    }
}

/// What is known stays, so that times do not move with every answer.
fn settled(known: Option<Ahead>, new: Ahead) -> Option<Ahead> {
    known.filter(|known| known.millis().abs_diff(new.millis()) <= SAME.unsigned_abs()).or(Some(new))
}

#[cfg(test)]
mod tests;
