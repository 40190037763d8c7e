//! ComfyUI, as far as Launchpod and its examples use it: a queue of workflows, one of which runs at a time, and what came of
//! them. Queue and history are in its memory; its input and output folders are on `/workspace`.

pub mod api;
mod events;
mod execution;
mod files;
mod image_ops;
mod instances;
mod job;
mod prompt;
mod python_format;
mod socket;
pub mod system_stats;
mod upload;
mod validate;

use serde_json::{Map, Value, json};

use events::Events;
use execution::Run;
pub use files::Files;
use job::Job;
use validate::{Prompt, Refused, validate};

use crate::clock::Moment;
use crate::rng::SeededRng;

/// Workflows that wait. The real one knows no limit.
const MOST_WAITING: usize = 100;
/// Workflows that are remembered: 10,000 in the real one.
const MOST_REMEMBERED: usize = 200;

/// How ComfyUI was started, as far as pages of other sites notice it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    /// With `--enable-cors-header`, as RunPod's own image does.
    #[default]
    Open,
    /// Without it, and not newer than 2025: its pictures can be shown, and nothing be read.
    Unmarked,
    /// Without it, and newer: what a browser marks as of another site is refused.
    Shut,
}

/// One that runs.
pub struct Comfy {
    /// How long after its container it was started: another start is another ComfyUI.
    pub late: i64,
    waiting: Vec<Job>,
    running: Option<(Job, Run)>,
    history: Vec<(String, Value)>,
    /// How many numbers have been given out.
    count: i64,
    rng: SeededRng,
    events: Events,
}

/// What is asked for.
struct Ask {
    id: Option<String>,
    number: f64,
    told: Value,
    prompt: Prompt,
    extra: Value,
}

impl Comfy {
    pub fn new(seed: u64, late: i64) -> Self {
        Self {
            late,
            waiting: Vec::new(),
            running: None,
            history: Vec::new(),
            count: 0,
            rng: SeededRng::seeded(seed),
            events: Events::default(),
        }
    }

    /// When something in it goes on.
    pub fn next_at(&self) -> Option<Moment> {
        self.running.as_ref().map(|(_, run)| run.ends_at())
    }

    /// Lives through all that happens until `now`.
    pub fn live(&mut self, disk: &mut Files, now: Moment) {
        while let Some(at) = self.next_at().filter(|at| *at <= now) {
            self.finish(disk, at);
            self.take_next(at);
        }
    }

    fn finish(&mut self, disk: &mut Files, at: Moment) {
        let Some((job, run)) = self.running.take() else { return };
        let outcome = run.end(&job, disk, at);
        self.events.ended(job.client(), &job.id, run.nodes(), &outcome.outputs, &outcome.status);
        let told = json!({
            "prompt": job.shown(), "outputs": outcome.outputs, "status": outcome.status, "meta": outcome.meta
        });
        self.history.retain(|(id, _)| *id != job.id);
        self.history.push((job.id, told));
        let surplus = self.history.len().saturating_sub(MOST_REMEMBERED);
        self.history.drain(..surplus);
        self.events.status(self.remaining());
    }

    fn take_next(&mut self, now: Moment) {
        let order = |one: &&Job, other: &&Job| one.number.total_cmp(&other.number).then_with(|| one.id.cmp(&other.id));
        let next = self.waiting.iter().min_by(order).map(|job| job.id.clone());
        let index = next.and_then(|id| self.waiting.iter().position(|job| job.id == id));
        let Some(job) = index.map(|index| self.waiting.remove(index)) else { return };
        let run = Run::begin(&job.prompt, &job.outputs, now);
        self.events.began(job.client(), &job.id, now);
        self.running = Some((job, run));
    }

    /// Checks a workflow and queues it. Answers with what ComfyUI answers.
    fn ask(&mut self, ask: Ask, disk: &Files, now: Moment) -> Result<Value, Refused> {
        let Ask { number, told, mut prompt, extra, .. } = ask;
        let valid = validate(&mut prompt, disk)?;
        let id = ask.id.unwrap_or_else(|| self.rng.uuid());
        let answer = json!({ "prompt_id": id, "number": told, "node_errors": valid.node_errors });
        self.waiting.push(Job { number, told, id, prompt, extra, outputs: valid.outputs });
        self.events.status(self.remaining());
        if self.running.is_none() {
            self.take_next(now);
        }
        Ok(answer)
    }

    /// The next place in the queue. It is used up by whoever asks, whatever comes of that.
    fn next_number(&mut self, front: bool) -> i64 {
        let number = self.count;
        self.count += 1;
        if front { -number } else { number }
    }

    fn is_full(&self) -> bool {
        self.waiting.len() >= MOST_WAITING
    }

    fn remaining(&self) -> usize {
        self.waiting.len() + usize::from(self.running.is_some())
    }

    fn queue(&self) -> Value {
        let running: Vec<Value> = self.running.iter().map(|(job, _)| job.shown()).collect();
        let pending: Vec<Value> = self.waiting.iter().map(Job::shown).collect();
        json!({ "queue_running": running, "queue_pending": pending })
    }

    /// The one with that id.
    fn history(&self, id: &str) -> Value {
        self.history.iter().filter(|(other, _)| id == other).cloned().collect::<Map<_, _>>().into()
    }

    /// At most so many from this place on, the oldest first; with a place below 0 the newest. As text: Python keeps the order of
    /// keys.
    fn recent(&self, most: Option<i64>, offset: i64) -> String {
        let all = i64::try_from(self.history.len()).unwrap_or(i64::MAX);
        let from = most.filter(|_| offset < 0).map_or(offset, |most| all.saturating_sub(most));
        let [from, most] = [from, most.unwrap_or(all).max(1)].map(|number| usize::try_from(number).unwrap_or_default());
        let told = self.history.iter().skip(from).take(most).map(|(id, run)| format!("{}:{run}", json!(id)));
        format!("{{{}}}", told.collect::<Vec<_>>().join(","))
    }
}
