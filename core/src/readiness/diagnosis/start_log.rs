//! What the log of a pod that is starting says: its last line, and whether one of them tells of a failure that is known.

use std::time::Duration;

use launchpod_words::{models, readiness as say};

use crate::models::progress::{Cause, ModelLog};
use crate::pods::logs::image_download::ImageDownload;
use crate::pods::logs::plain_text::{visible, without_sequences};
use crate::pods::logs::{LogLine, Source};
use crate::readiness::diagnosis::status_texts::{DRIVER, Failure, SPACE, failure};
use crate::readiness::diagnosis::{ASKED_FOR, Diagnosis, DiagnosisInput, NO_MACHINE, verdict};
use crate::readiness::log_turns::Reading;
use crate::types::time::Timestamp;

/// Host and API have clocks of their own: a line that is older by no more belongs to this start.
const CLOCKS_DIFFER: Duration = Duration::from_secs(10);
/// RunPod tries again by itself: so many downloads must fail before that is a verdict.
const FAILED_DOWNLOADS: u32 = 2;
/// A line beside a stage is a line: no more letters of it are shown.
const SHORT: usize = 160;

const GPU_MEMORY: Failure = Failure { kind: "gpu-memory", what: say::gpu_memory, advice: say::gpu_memory_advice };
const MEMORY: Failure = Failure { kind: "out-of-memory", what: say::out_of_memory, advice: say::out_of_memory_advice };

/// What is said of a model that could not be loaded.
const fn of_model(cause: Cause) -> Failure {
    match cause {
        Cause::Token => Failure { kind: "model-token", what: models::token, advice: models::token_advice },
        Cause::Missing => Failure { kind: "model-missing", what: models::missing, advice: models::missing_advice },
        Cause::Disk => Failure { kind: "model-disk", what: models::disk, advice: models::disk_advice },
        Cause::Checksum => Failure { kind: "model-checksum", what: models::checksum, advice: models::checksum_advice },
        Cause::Other => Failure { kind: "model-other", what: models::other, advice: models::other_advice },
        Cause::Net => Failure { kind: "model-net", what: models::net, advice: models::net_advice },
    }
}

/// What programs say when they fail for a reason that a person can do something about, in small letters; each text all of
/// whose parts must be in the line.
const OF_PROGRAMS: [(&[&str], Failure); 16] = [
    (&["driver version is insufficient"], DRIVER),
    (&["nvidia driver on your system is too old"], DRIVER),
    (&["unsatisfied condition: cuda"], DRIVER),
    (&["unsatisfied condition: driver"], DRIVER),
    (&["forward compatibility was attempted"], DRIVER),
    (&["provided ptx was compiled with an unsupported toolchain"], DRIVER),
    (&["no space left on device"], SPACE),
    (&["disk quota exceeded"], SPACE),
    (&["cuda out of memory"], GPU_MEMORY),
    (&["cuda error: out of memory"], GPU_MEMORY),
    (&["torch.outofmemoryerror"], GPU_MEMORY),
    (&["cuda_error_out_of_memory"], GPU_MEMORY),
    (&["out of memory: killed process"], MEMORY),
    (&["oom-kill"], MEMORY),
    (&["std::bad_alloc"], MEMORY),
    (&["cannot allocate memory"], MEMORY),
];

/// The log of one start.
#[derive(Clone, Debug, Default)]
pub struct StartLog {
    image: String,
    /// When the pod was started: older lines are about an earlier start.
    started: Timestamp,
    /// Since when the log is read.
    opened: Option<Timestamp>,
    /// Until when it was read and had said nothing: while another pod's log is read, nothing is known of this one.
    silent_until: Option<Timestamp>,
    last: Option<String>,
    /// Only its last lines are read: they do not tell how far a download is.
    looked_at: bool,
    download: ImageDownload,
    failed_downloads: u32,
    failure: Option<(Source, Failure)>,
    models: ModelLog,
    /// No log can be read here, and that is worth saying.
    shut_out: bool,
}

impl StartLog {
    /// Of a pod with this image, started then (by RunPod's clock). Nothing was read yet.
    pub fn new(image: &str, started: Option<Timestamp>) -> Self {
        Self { image: image.to_owned(), started: started.unwrap_or_default(), ..Self::default() }
    }

    /// It is read from its beginning, or only its last lines are looked at. What was counted before comes once more.
    pub fn begin(&mut self, reading: Reading) {
        self.looked_at = reading == Reading::Look;
        (self.download, self.failed_downloads) = (ImageDownload::default(), 0);
    }

    /// RunPod lets the log be read, from `now` on (the account's time): from here its silence says something.
    pub fn open(&mut self, now: Timestamp) {
        self.opened.get_or_insert(now);
    }

    /// It is read, and has said nothing new until `now`.
    pub fn quiet(&mut self, now: Timestamp) {
        self.silent_until = Some(now);
    }

    /// Takes a line in.
    pub fn hear(&mut self, line: &LogLine) {
        if line.at.is_some_and(|at| at.plus(CLOCKS_DIFFER) < self.started) {
            return;
        }
        let text = without_sequences(&line.text);
        if line.source == Some(Source::System) && self.download.note(&text) {
            if self.looked_at {
                self.download = ImageDownload::default();
            }
            self.last = Some(self.download.describe());
            return;
        }
        if line.source == Some(Source::Container) && self.models.hear(&text) {
            self.last = self.models.describe();
            match (self.models.failure(), self.failure) {
                (Some(cause), None) => self.failure = Some((Source::Container, of_model(cause))),
                // The container has started anew, and what failed is tried again.
                (None, Some((_, failure))) if failure.kind.starts_with("model-") => self.failure = None,
                _ => {}
            }
            return;
        }
        if !text.trim().is_empty() {
            self.last = Some(short(&visible(text.trim())));
        }
        match line.source {
            Some(Source::System) => self.hear_host(&text),
            Some(Source::Container) => self.hear_program(&text),
            None => {}
        }
    }

    fn hear_host(&mut self, text: &str) {
        let Some(found) = failure(text, &self.image) else { return };
        self.download = ImageDownload::default();
        if found.is_download() {
            self.failed_downloads += 1;
            if self.failed_downloads < FAILED_DOWNLOADS {
                return;
            }
        }
        self.failure.get_or_insert((Source::System, found));
    }

    fn hear_program(&mut self, text: &str) {
        let text = text.to_ascii_lowercase();
        let fits = |words: &[&str]| words.iter().all(|word| text.contains(word));
        if let Some((_, found)) = OF_PROGRAMS.iter().find(|(words, _)| fits(words)) {
            self.failure.get_or_insert((Source::Container, *found));
        }
    }

    /// The last line, fit to stand beside a stage; `None` before the first one.
    pub fn last(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Whether it speaks on when the program has answered: models are still being loaded, or one could not be.
    pub fn speaks_on(&self) -> bool {
        self.shut_out || self.models.has_begun() && (!self.models.is_over() || self.models.failure().is_some())
    }

    /// Whether all has been said of the models that the pod loads.
    pub fn models_are_over(&self) -> bool {
        self.models.is_over()
    }

    /// No log can be read here: that is said in the place of its last line, where it would tell of models.
    pub fn shut_out(&mut self) {
        self.shut_out = true;
        self.last = Some(models::unreadable().to_owned());
    }

    /// Whether that is what it says.
    pub fn is_shut_out(&self) -> bool {
        self.shut_out
    }

    /// Whether it is of the start of a pod that was started then (by RunPod's clock).
    pub fn is_of(&self, started: Option<Timestamp>) -> bool {
        self.started == started.unwrap_or_default()
    }

    /// What a verdict may rest on: whoever shows one looks again when it changes.
    pub fn verdict_state(&self) -> (bool, bool, Option<&'static str>) {
        (self.silence().is_some(), self.speaks_on(), self.failure.map(|(_, failure)| failure.kind))
    }

    /// From when until when the log was read and has said nothing, in the account's time.
    pub(super) fn silence(&self) -> Option<(Timestamp, Timestamp)> {
        self.opened.zip(self.silent_until).filter(|_| self.last.is_none())
    }

    /// The failure that a line told of. Whatever the host says of a start is over once the container is up.
    pub(super) fn failure(&self, container_is_up: bool) -> Option<Failure> {
        let (source, failure) = self.failure?;
        (source == Source::Container || !container_is_up).then_some(failure)
    }
}

impl DiagnosisInput<'_> {
    /// Hosts that start a pod say so within a minute; those that have not within three never did (measured in 2026).
    pub(super) fn silent_host(&self) -> Option<Diagnosis> {
        let (since, until) = self.log?.silence()?;
        let placed_for_long = self.progress.since(0).is_some_and(|start| until.since(start.at) >= NO_MACHINE);
        (until.since(since) >= ASKED_FOR && placed_for_long).then(|| {
            verdict(
                "host-silent",
                say::host_silent(),
                &self.costs(say::paid_since_made_at, say::paid_since_made),
                say::launch_again(),
            )
        })
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Account;
    use crate::pods::pod::tests::pod;
    use crate::pods::pod::{Pod, Runtime, Status};
    use crate::readiness::startup_history::StartupHistory;
    use crate::readiness::startup_progress::{FRESH_WITHIN, Observation, StartupProgress};
    use crate::readiness::{ProbeResults, Stage};
    use proptest::prelude::*;

    fn line(source: Source, text: &str) -> LogLine {
        LogLine { source: Some(source), at: None, text: text.to_owned() }
    }

    fn log(lines: &[(Source, &str)]) -> StartLog {
        let mut log = StartLog::new("runpod/pytorch:1.0", None);
        lines.iter().for_each(|(source, text)| log.hear(&line(*source, text)));
        log
    }

    fn kind(lines: &[(Source, &str)]) -> Option<&'static str> {
        log(lines).failure(false).map(|failure| failure.kind)
    }

    use Source::{Container, System};

    #[test]
    fn known_lines_are_failures() {
        for (source, text, of) in [
            (System, "error pulling image: manifest for a/b:c not found: manifest unknown", "image-missing"),
            (
                System,
                "pull access denied for a/b, repository does not exist or may require 'docker login'",
                "image-login",
            ),
            (System, "failed to register layer: write /x: no space left on device", "no-space"),
            (
                System,
                "create container: OCI runtime create failed: nvidia-container-cli: requirement error: unsatisfied \
                 condition: cuda>=12.8, please update your driver to a newer version",
                "driver-old",
            ),
            (
                Container,
                "RuntimeError: The NVIDIA driver on your system is too old (found version 12040).",
                "driver-old",
            ),
            (Container, "CUDA driver version is insufficient for CUDA runtime version", "driver-old"),
            (Container, "OSError: [Errno 28] No space left on device", "no-space"),
            (Container, "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB", "gpu-memory"),
            (Container, "\u{1b}[31mCUDA out\u{1b}[0m of memory", "gpu-memory"),
            (Container, "OSError: [Errno 12] Cannot allocate memory", "out-of-memory"),
            (Container, "terminate called after throwing an instance of 'std::bad_alloc'", "out-of-memory"),
        ] {
            assert_eq!(kind(&[(source, text)]), Some(of), "{text}");
        }
    }

    #[test]
    fn a_program_cannot_speak_for_the_host_and_the_first_cause_stays() {
        assert_eq!(kind(&[(Container, "manifest unknown: unauthorized")]), None);
        assert_eq!(kind(&[(Container, "downloading the model, 3 GB")]), None);
        let lines = [(Container, "CUDA out of memory"), (Container, "std::bad_alloc"), (Container, "bye")];
        assert_eq!(kind(&lines), Some("gpu-memory"));
        let raw = LogLine { text: "manifest unknown".into(), ..LogLine::default() };
        let mut log = StartLog::default();
        log.hear(&raw);
        assert_eq!((log.failure(false), log.last()), (None, Some("manifest unknown")));
    }

    #[test]
    fn one_failed_download_is_none_and_the_hosts_words_are_over_once_the_container_is_up() {
        let failed = (System, "error pulling image runpod/pytorch:1.0: unexpected EOF");
        assert_eq!(kind(&[failed]), None);
        assert_eq!(kind(&[failed, failed]), Some("pull-failed"));
        assert_eq!(log(&[failed, failed]).failure(true), None);
        assert!(log(&[(Container, "CUDA out of memory")]).failure(true).is_some());
    }

    #[test]
    fn the_last_line_is_short_and_harmless_and_a_download_is_one() {
        let told = |lines: &[(Source, &str)]| log(lines).last().map(str::to_owned);
        assert_eq!(told(&[]), None);
        assert_eq!(told(&[(Container, "CUDA Version 12.8.1"), (Container, "")]), Some("CUDA Version 12.8.1".into()));
        assert_eq!(told(&[(Container, "safe \u{202e}exe\u{1b}[2J")]), Some("safe ⟨U+202E⟩exe".into()));
        assert_eq!(told(&[(Container, &"é".repeat(500))]).unwrap().chars().count(), SHORT + 1);
        let layers = [(System, "4a5fc80e9d10 Pull complete"), (System, "5b5fc80e9d10 Extracting 1MB/2MB")];
        assert_eq!(told(&layers), Some("Image download: 1 layer done, 1 extracting".into()));
    }

    #[test]
    fn a_look_at_the_last_lines_counts_nothing_twice_and_tells_no_part_of_a_download_as_all_of_it() {
        let failed = line(System, "error pulling image runpod/pytorch:1.0: unexpected EOF");
        let mut log = StartLog::new("runpod/pytorch:1.0", None);
        for _ in 0..3 {
            log.begin(Reading::Look);
            log.hear(&failed);
            assert_eq!(log.failure(false), None, "it is the same line each time");
        }
        log.hear(&line(System, "4a5fc80e9d10 Pull complete"));
        assert_eq!(log.last(), Some("The image is being downloaded"));
        log.begin(Reading::Look);
        assert_eq!(log.last(), Some("The image is being downloaded"), "the line stays until there is another");
        log.hear(&failed);
        log.hear(&failed);
        log.begin(Reading::Whole);
        assert_eq!(log.failure(false).map(|failure| failure.kind), Some("pull-failed"), "a verdict stays");
        log.hear(&line(System, "4a5fc80e9d10 Pull complete"));
        assert_eq!(log.last(), Some("Image download: 1 layer done"));
    }

    #[test]
    fn an_earlier_start_says_nothing_of_this_one() {
        let started = Timestamp::parse("2026-11-29T12:00:00Z").unwrap();
        let mut log = StartLog::new("a:1", Some(started));
        log.open(started);
        log.open(started.plus(Duration::from_secs(9)));
        let quiet = started.plus(Duration::from_secs(10));
        log.quiet(quiet);
        let old = LogLine { at: Timestamp::parse("2026-11-29T11:59:00Z"), ..line(Container, "CUDA out of memory") };
        log.hear(&old);
        assert_eq!((log.failure(false), log.last(), log.silence()), (None, None, Some((started, quiet))));
        log.hear(&LogLine { at: Timestamp::parse("2026-11-29T11:59:55Z"), ..line(System, "create container a:1") });
        assert_eq!((log.last(), log.silence()), (Some("create container a:1"), None));
    }

    fn judged(log: &StartLog, pod: &Pod, seconds: u64) -> Option<Diagnosis> {
        judged_as(log, pod, seconds, &Stage::of(pod, &ProbeResults::default()))
    }

    fn judged_as(log: &StartLog, pod: &Pod, seconds: u64, stage: &Stage) -> Option<Diagnosis> {
        let at = |seconds: u64| Timestamp::from_millis(seconds * 1000);
        let mut progress = StartupProgress::default();
        for now in [1, seconds] {
            let before = Some(at(now - 1));
            let slack = FRESH_WITHIN;
            let look = Observation { now: at(now), before, slack, asked_here: false, unready: true };
            progress.look(pod, stage, look);
        }
        let (history, account) = (StartupHistory::default(), Account::default());
        let (progress, history, account) = (&progress, &history, &account);
        DiagnosisInput { pod, stage, answer: None, progress, history, account, log: Some(log), now: at(seconds) }
            .verdict()
    }

    #[test]
    fn a_known_line_is_a_verdict_at_once() {
        let failed = log(&[(System, "error pulling image: manifest unknown")]);
        let verdict = judged(&failed, &pod("a"), 5).unwrap();
        assert_eq!(
            (verdict.kind, verdict.money.as_str()),
            ("image-missing", "It is paid for while it fails: $0.697/h.")
        );
        let runtime = Runtime { up_since: Timestamp::from_millis(3_000), open_ports: vec![8188] };
        let up = Pod { runtime: Some(runtime), ..pod("a") };
        assert_eq!(judged(&failed, &up, 5), None, "it has started all the same");
        let full = log(&[(Container, "CUDA out of memory")]);
        assert_eq!(judged(&full, &up, 5).map(|verdict| verdict.kind), Some("gpu-memory"));
        assert_eq!(judged(&full, &Pod { status: Status::Stopped, ..up }, 5), None, "it does not start now");
    }

    #[test]
    fn models_are_a_step_of_their_own_and_their_failures_verdicts_even_of_a_pod_that_is_ready() {
        let said = |rest: &str| format!("launchpod-model: 1/1 sd_xl_base_1.0.safetensors {rest}");
        let at = said("at 3100000000 6938078334");
        let loading = log(&[(Container, &at), (System, "start container for x: begin"), (Container, &at)]);
        assert_eq!(loading.last(), Some("Models: SDXL base 1.0, 3.1\u{a0}GB of 6.9\u{a0}GB"));
        assert!(loading.speaks_on() && !loading.models_are_over());
        let done = log(&[(Container, &said("done 6938078334"))]);
        assert!(!done.speaks_on() && done.models_are_over());
        assert!(!log(&[(Container, "Starting server")]).speaks_on());
        assert!(!log(&[(System, &said("failed disk"))]).speaks_on(), "the host loads none");
        let runtime = Runtime { up_since: Timestamp::from_millis(3_000), open_ports: vec![8188] };
        let up = Pod { runtime: Some(runtime), ..pod("a") };
        let kinds = [
            ("token 401", "model-token"),
            ("missing", "model-missing"),
            ("disk", "model-disk"),
            ("sha256", "model-checksum"),
            ("other", "model-other"),
            ("net 6 000", "model-net"),
        ];
        for (failed, kind) in kinds {
            let log = log(&[(Container, &said(&format!("failed {failed}")))]);
            assert!(log.speaks_on() && log.models_are_over());
            let verdict = judged(&log, &up, 5).unwrap();
            assert_eq!(verdict.kind, kind);
            assert!(!verdict.money.is_empty() && !verdict.advice.is_empty());
            assert_eq!(judged_as(&log, &up, 5, &Stage::Ready).map(|verdict| verdict.kind), Some(kind));
        }
        assert_eq!(judged_as(&loading, &up, 5, &Stage::Ready), None);
        let again = log(&[(Container, &said("failed disk")), (Container, &at)]);
        assert_eq!((again.failure(true), again.speaks_on()), (None, true), "a new start of the container tries again");
        let full = log(&[(Container, "CUDA out of memory")]);
        assert_eq!(judged_as(&full, &up, 5, &Stage::Ready), None, "a log of the start speaks no more");
    }

    #[test]
    fn three_minutes_without_a_first_line_are_the_hosts_fault() {
        let mut silent = StartLog::default();
        let at = |seconds: u64| Timestamp::from_millis(seconds * 1000);
        let kind = |log: &StartLog, seconds| {
            let mut log = log.clone();
            log.quiet(at(seconds));
            judged(&log, &pod("a"), seconds).map(|verdict| verdict.kind)
        };
        assert_eq!(kind(&silent, 500), None, "a log that can't be read says nothing");
        silent.open(Timestamp::from_millis(2_000));
        assert_eq!((kind(&silent, 179), kind(&silent, 180)), (None, Some("host-silent")));
        let mut late = StartLog::default();
        late.open(Timestamp::from_millis(490_000));
        assert_eq!((kind(&late, 500), kind(&late, 520)), (None, Some("host-silent")), "it was only just asked for");
        silent.quiet(at(100));
        let unread = judged(&silent, &pod("a"), 500);
        assert_eq!(unread, None, "what was not read since may have said something");
        silent.hear(&line(System, "create container a:1"));
        assert_eq!(kind(&silent, 500), None);
    }

    proptest! {
        #[test]
        fn no_line_panics(system: bool, text in ".*", image in ".*") {
            let mut log = StartLog::new(&image, None);
            log.hear(&line(if system { System } else { Container }, &text));
            prop_assert!(log.last().is_none_or(|last| !last.chars().any(|c| c.is_control() && c != '\t')));
        }
    }
}
