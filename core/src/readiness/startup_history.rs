//! How long pods took to come up on this device before: for words like "usually 4 min". No secret is in it, and it is
//! bounded: what has not been launched for long is forgotten first.

use std::time::Duration;

use launchpod_words::readiness as say;
use serde_json::{Value, json};

use crate::json::{Document, Json};
use crate::pods::pod::Pod;
use crate::readiness::startup_progress::{READY_STEP, STEPS, StartupProgress};
use crate::types::sort::sort_by_rank;
use crate::types::time::{Timestamp, length};

const VERSION: u32 = 1;
/// All keys in storage begin with this.
const ROOT: &str = "launchpod.ready/";
/// Pairs of image and GPU type.
const MOST_PAIRS: usize = 40;
/// Climbs of each.
const MOST_CLIMBS: usize = 10;
/// Bytes of what is read, and of an image's name. RunPod's own are far shorter.
const MOST_BYTES: usize = 64 * 1024;
const LONGEST_NAME: usize = 200;
/// Whoever took longer was not waited for: the computer slept.
const LONGEST: u32 = 2 * 3600;
/// Whoever waited so long for a machine was stuck, whatever the image. The page has warned of it long before; the lists of a
/// simulator that runs fast are minutes apart.
const STUCK: u32 = 10 * 60;

/// Where the habits of this account at this endpoint stand in storage.
pub fn shelf(endpoint: &str, account: &str) -> String {
    format!("{ROOT}{endpoint}:{account}")
}

/// Seconds for each step up to the top, and for the whole way; `None` where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times([Option<u32>; STEPS]);

impl Times {
    /// For one step.
    pub fn step(&self, step: usize) -> Option<u32> {
        self.0.get(step).copied().flatten().filter(|_| step < READY_STEP)
    }

    /// For the whole way.
    pub fn whole(&self) -> Option<u32> {
        self.0.get(READY_STEP).copied().flatten()
    }
}

/// One start that came to the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Which start it was: two tabs that saw the same one count it once.
    mark: u64,
    times: Times,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    image: String,
    gpu: String,
    runs: Vec<Run>,
}

/// What is remembered, the latest last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StartupHistory(Vec<Pair>);

impl StartupHistory {
    /// Remembers a climb to the top. Whether that was new and known well enough.
    pub fn learn(&mut self, image: &str, gpu: &str, progress: &StartupProgress) -> bool {
        let seconds = |time: std::time::Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        let Some(whole) = progress.whole().map(seconds).filter(|whole| *whole <= LONGEST) else { return false };
        if progress.took(0).map(seconds).is_some_and(|machine| machine >= STUCK) {
            return false;
        }
        let mut times = [None; STEPS];
        for (step, time) in times.iter_mut().enumerate() {
            *time = if step == READY_STEP { Some(whole) } else { progress.took(step).map(seconds) };
        }
        self.add(image, gpu, Run { mark: progress.mark(), times: Times(times) })
    }

    fn add(&mut self, image: &str, gpu: &str, run: Run) -> bool {
        let name = |name: &str| name.len() <= LONGEST_NAME;
        if image.is_empty() || !name(image) || !name(gpu) {
            return false;
        }
        let known = self.0.iter().position(|pair| pair.image == image && pair.gpu == gpu);
        if known.and_then(|at| self.0.get(at)).is_some_and(|pair| pair.runs.iter().any(|old| old.mark == run.mark)) {
            return false;
        }
        let mut pair = match known {
            Some(at) => self.0.remove(at),
            None => Pair { image: image.to_owned(), gpu: gpu.to_owned(), runs: vec![] },
        };
        pair.runs.push(run);
        keep_last(&mut pair.runs, MOST_CLIMBS);
        self.0.push(pair);
        keep_last(&mut self.0, MOST_PAIRS);
        true
    }

    /// What is usual for this image on this GPU type, else on any; `None` if it has never been seen to come up.
    pub fn usual(&self, image: &str, gpu: &str) -> Option<Times> {
        let of = |own: bool| {
            let pairs = self.0.iter().filter(move |pair| pair.image == image && (!own || pair.gpu == gpu));
            pairs.flat_map(|pair| &pair.runs).map(|run| run.times).collect::<Vec<Times>>()
        };
        let own = of(true);
        let runs = if own.is_empty() { of(false) } else { own };
        let mut usual = [None; STEPS];
        for (step, time) in usual.iter_mut().enumerate() {
            *time = median(runs.iter().filter_map(|times| times.0.get(step).copied().flatten()).collect());
        }
        (!runs.is_empty()).then_some(Times(usual))
    }

    /// As text.
    pub fn write(&self) -> String {
        let pairs: Vec<Value> = self.0.iter().map(write_pair).collect();
        json!({ "version": VERSION, "pairs": pairs }).to_string()
    }

    /// Reads what [`StartupHistory::write`] wrote. What can't be read is forgotten.
    pub fn read(text: &str) -> Self {
        let mut history = Self::default();
        let text = Some(text).filter(|text| text.len() <= MOST_BYTES);
        let Some(document) = text.and_then(|text| Document::read_version(text, VERSION)) else { return history };
        for pair in document.json().entries("pairs") {
            let (image, gpu) = (pair.text("image").unwrap_or_default(), pair.text("gpu").unwrap_or_default());
            for run in pair.entries("runs") {
                history.add(image, gpu, read_run(run));
            }
        }
        history
    }
}

fn keep_last<T>(list: &mut Vec<T>, most: usize) {
    while list.len() > most {
        list.remove(0);
    }
}

/// The middle one; of two the greater, so that nobody waits longer than was said half of the time.
fn median(seconds: Vec<u32>) -> Option<u32> {
    let middle = seconds.len() / 2;
    sort_by_rank(seconds, |seconds| (u64::from(*seconds), 0)).get(middle).copied()
}

fn write_pair(pair: &Pair) -> Value {
    let runs: Vec<Value> = pair.runs.iter().map(|run| json!({ "mark": run.mark, "s": run.times.0 })).collect();
    json!({ "image": pair.image, "gpu": pair.gpu, "runs": runs })
}

fn read_run(json: Json) -> Run {
    let mut times = [None; STEPS];
    for (time, told) in times.iter_mut().zip(json.list("s").into_iter().flatten()) {
        *time = told.as_number().map(|seconds| seconds.clamp(0.0, f64::from(LONGEST)).round() as u32);
    }
    Run { mark: json.number("mark").unwrap_or_default().max(0.0) as u64, times: Times(times) }
}

/// The habits in `text` with one climb more; with them the new text, if that was new.
pub fn learn_startup(text: &str, pod: &Pod, progress: &StartupProgress) -> (StartupHistory, Option<String>) {
    let mut history = StartupHistory::read(text);
    let new = history.learn(&pod.image, &pod.gpu, progress);
    let text = new.then(|| history.write());
    (history, text)
}

/// How long a pod has been on its step, and what is usual; at the top, how long the way there took.
pub fn told(progress: &StartupProgress, history: &StartupHistory, pod: &Pod, now: Timestamp) -> String {
    let Some(step) = progress.step() else { return String::new() };
    let usual = if step < READY_STEP { history.usual(&pod.image, &pod.gpu) } else { None };
    let here = progress.describe_with(now, usual.and_then(|usual| usual.step(step)).map(about));
    match (here, usual.and_then(|usual| usual.whole())) {
        (Some(here), Some(whole)) => format!("{here} · {}", say::usually_ready_after(about(whole))),
        (here, _) => here.unwrap_or_default(),
    }
}

/// A length of time that is not exact, as people say it: `45 s`, `4 m`, `1 h 10 m`.
pub fn about(seconds: u32) -> String {
    let about = match seconds {
        0..=4 => return say::a_few_seconds().to_owned(),
        5..=55 => seconds.div_ceil(5) * 5,
        56..=3599 => (seconds + 30) / 60 * 60,
        _ => seconds,
    };
    length(Duration::from_secs(about.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn run(mark: u64, whole: u32) -> Run {
        Run { mark, times: Times([Some(whole / 10), None, Some(5), Some(7), Some(whole)]) }
    }

    fn history(runs: &[(&str, &str, u32)]) -> StartupHistory {
        let mut history = StartupHistory::default();
        for (mark, (image, gpu, whole)) in (1..).zip(runs) {
            assert!(history.add(image, gpu, run(mark, *whole)));
        }
        history
    }

    #[test]
    fn the_usual_time_is_the_median_of_this_gpu_and_else_of_the_image() {
        let history = history(&[("a", "4090", 300), ("a", "4090", 5000), ("a", "4090", 240), ("a", "A40", 900)]);
        let usual = |gpu| history.usual("a", gpu).and_then(|times| times.whole());
        assert_eq!([usual("4090"), usual("A40"), usual("L4")], [Some(300), Some(900), Some(900)]);
        assert_eq!(history.usual("a", "4090").unwrap().step(1), None);
        assert_eq!(history.usual("a", "4090").unwrap().step(0), Some(30));
        assert_eq!(history.usual("b", "4090"), None);
    }

    #[test]
    fn the_same_start_counts_once() {
        let mut history = history(&[("a", "4090", 300)]);
        assert!(!history.add("a", "4090", run(1, 300)));
        assert!(!history.add("", "4090", run(9, 300)));
        assert!(!history.add(&"x".repeat(300), "4090", run(9, 300)));
    }

    #[test]
    fn what_is_broken_or_of_another_version_is_forgotten() {
        let text = history(&[("a", "4090", 300)]).write();
        assert_eq!(StartupHistory::read(&text).write(), text);
        for broken in ["", "{", "[]", "null", &text.replace("\"version\":1", "\"version\":2"), &text.replace(':', "")] {
            assert_eq!(StartupHistory::read(broken), StartupHistory::default(), "{broken}");
        }
        let odd = r#"{"version":1,"pairs":[7,{"image":"a","runs":[{"s":["x",-3,1e99,null]},null]}]}"#;
        let usual = StartupHistory::read(odd).usual("a", "").unwrap();
        assert_eq!((usual.step(0), usual.step(1), usual.step(2), usual.whole()), (None, Some(0), Some(LONGEST), None));
    }

    #[test]
    fn one_account_never_reads_anothers() {
        assert_ne!(shelf("runpod", "anna"), shelf("runpod", "anna2"));
    }

    #[test]
    fn lengths_are_said_about() {
        let said = [3, 42, 57, 58, 100, 229, 3599, 4000, 7200].map(about);
        let expected = "a few seconds, 45 s, 1 m, 1 m, 2 m, 4 m, 1 h, 1 h 6 m, 2 h";
        assert_eq!(said.join(", ").replace('\u{a0}', " "), expected);
    }

    proptest! {
        #[test]
        fn it_never_grows_without_bound_and_what_is_written_is_read_back(
            runs in prop::collection::vec(("[a-z]{1,2}", "[a-c]", any::<u32>().prop_map(u64::from), 0..LONGEST), 0..600),
        ) {
            let mut history = StartupHistory::default();
            for (image, gpu, mark, whole) in runs {
                history.add(&image, &gpu, run(mark, whole));
            }
            prop_assert!(history.0.len() <= MOST_PAIRS && history.0.iter().all(|pair| pair.runs.len() <= MOST_CLIMBS));
            let text = history.write();
            prop_assert!(text.len() <= MOST_BYTES);
            prop_assert_eq!(StartupHistory::read(&text), history);
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = StartupHistory::read(&text);
            let _ = StartupHistory::read(&format!(r#"{{"version":1,"pairs":[{{"image":"{text}","runs":[{{"s":[1]}}]}}]}}"#));
        }
    }
}
