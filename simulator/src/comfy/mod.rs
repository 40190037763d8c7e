//! ComfyUI, as RunPod's image starts it: a queue of workflows, one of which runs at a time, and what came of them.
//!
//! Queue and history are in its memory and gone with it. Its input and output folders lie on `/workspace`.

mod api;
mod files;
mod in_pods;
mod news;
mod nodes;
mod picture;
mod python;
mod run;
mod socket;
mod upload;
mod validate;
mod values;
mod work;

use serde_json::{Map, Value, json};

pub use api::{MOST_BODY, answer};
pub use files::Files;
use files::Folders;
use news::News;
use run::{Cache, Run};
use validate::{Prompt, Refused, validate};
use work::Work;

use crate::clock::Moment;
use crate::dice::Dice;

/// Where RunPod's image keeps it.
pub const HOME: &str = "/workspace/runpod-slim/ComfyUI";
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
    temp: Files,
    waiting: Vec<Job>,
    running: Option<(Job, Run)>,
    history: Vec<(String, Value)>,
    cache: Cache,
    /// How many have been asked for.
    count: i64,
    dice: Dice,
    letters: String,
    news: News,
}

/// A workflow that was asked for.
struct Job {
    /// Its place in the queue; what came first among equals.
    number: f64,
    told: Value,
    id: String,
    prompt: Prompt,
    extra: Value,
    ends: Vec<String>,
    since: Moment,
}

impl Job {
    /// As queue and history show it.
    fn shown(&self) -> Value {
        json!([self.told, self.id, self.prompt, self.extra, self.ends])
    }

    /// Who is told how it goes.
    fn client(&self) -> Option<String> {
        self.extra.get("client_id").and_then(Value::as_str).map(str::to_owned)
    }
}

/// What is asked for.
struct Ask {
    id: Option<String>,
    number: f64,
    /// The number as it is told: a whole one, or what was given.
    told: Value,
    prompt: Prompt,
    extra: Value,
}

impl Comfy {
    pub fn new(seed: u64, late: i64) -> Self {
        let mut dice = Dice::seeded(seed);
        let letters = dice.letters(5);
        Self {
            late,
            temp: Files::default(),
            waiting: Vec::new(),
            running: None,
            history: Vec::new(),
            cache: Cache::new(),
            count: 0,
            dice,
            letters,
            news: News::default(),
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
            self.take_next(disk, at);
        }
    }

    /// Ends the workflow that runs, with what it has done by then.
    fn finish(&mut self, disk: &mut Files, at: Moment) {
        let Some((job, run)) = self.running.take() else { return };
        let mut work = Work {
            prompt_id: &job.id,
            prompt: &job.prompt,
            extra: &job.extra,
            folders: Folders { disk, temp: &mut self.temp },
            letters: &self.letters,
            now: at,
        };
        let nodes = run.nodes().to_vec();
        let outcome = run.end(&mut work, &self.cache, at);
        self.cache = outcome.cache;
        self.news.ended(job.client(), &job.id, &nodes, &outcome.outputs, &outcome.status);
        let told = json!({
            "prompt": job.shown(), "outputs": outcome.outputs, "status": outcome.status, "meta": outcome.meta
        });
        self.history.retain(|(id, _)| *id != job.id);
        self.history.push((job.id, told));
        let surplus = self.history.len().saturating_sub(MOST_REMEMBERED);
        self.history.drain(..surplus);
        self.news.status(self.remaining());
    }

    fn take_next(&mut self, disk: &mut Files, now: Moment) {
        let first = |job: &&Job| (job.number, job.id.clone());
        let next = self
            .waiting
            .iter()
            .map(|job| first(&job))
            .min_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        let index = next.and_then(|(_, id)| self.waiting.iter().position(|job| job.id == id));
        let Some(job) = index.map(|index| self.waiting.remove(index)) else { return };
        let folders = Folders { disk, temp: &mut self.temp };
        let run = Run::begin(&job.prompt, &job.ends, &self.cache, &folders, now.max(job.since));
        self.news.began(job.client(), &job.id, run.cached(), run.since);
        self.running = Some((job, run));
    }

    /// Checks a workflow and queues it. Answers with what ComfyUI answers.
    fn ask(&mut self, ask: Ask, disk: &mut Files, now: Moment) -> Result<Value, Refused> {
        let Ask { number, told, .. } = ask;
        let mut prompt = ask.prompt;
        let valid = validate(&mut prompt, &Folders { disk, temp: &mut self.temp })?;
        let id = ask.id.unwrap_or_else(|| self.dice.uuid());
        let answer = json!({ "prompt_id": id, "number": told, "node_errors": valid.node_errors });
        let job = Job { number, told, id, prompt, extra: ask.extra, ends: valid.outputs, since: now };
        self.waiting.push(job);
        self.news.status(self.remaining());
        if self.running.is_none() {
            self.take_next(disk, now);
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

    /// The one with that id, or the last so many; with `offset`, so many from there on.
    fn history(&self, id: Option<&str>, most: Option<usize>, offset: Option<usize>) -> Value {
        let kept: Vec<&(String, Value)> =
            self.history.iter().filter(|(other, _)| id.is_none_or(|id| id == other)).collect();
        let from_end = most.map_or(0, |most| kept.len().saturating_sub(most));
        let kept = kept.into_iter().skip(offset.unwrap_or(from_end)).take(most.unwrap_or(usize::MAX));
        kept.map(|(id, told)| (id.clone(), told.clone())).collect::<Map<_, _>>().into()
    }

    /// Stops what runs, or only the workflow with that id.
    fn interrupt(&mut self, id: Option<&str>, disk: &mut Files, now: Moment) {
        let hit = |(job, _): &(Job, Run)| id.is_none_or(|id| id == job.id);
        if self.running.as_ref().is_some_and(hit) {
            self.finish(disk, now);
            self.take_next(disk, now);
        }
    }

    fn clear_queue(&mut self) {
        self.waiting.clear();
        self.news.status(self.remaining());
    }

    fn take_back(&mut self, id: &str) {
        self.waiting.retain(|job| job.id != id);
        self.news.status(self.remaining());
    }

    fn clear_history(&mut self) {
        self.history.clear();
    }

    fn forget(&mut self, id: &str) {
        self.history.retain(|(other, _)| other != id);
    }
}
