//! What a pod's log holds: what the host says while it makes the container, and what the container says then. It is made up
//! from the pod's own times whenever somebody asks, and the same each time.

use crate::clock::{HOUR, Moment, SECOND};
use crate::container::models;
use crate::pod::{PULL_ROUND, Pod, is_comfy};
use crate::utilization::fingerprint;

/// Who says a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    System,
    Container,
}

impl Source {
    pub fn text(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Container => "container",
        }
    }
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub at: Moment,
    /// Which one it is since the pod was started.
    pub number: u64,
    pub source: Source,
    pub text: String,
}

/// Layers of an image, and lines about each: 1,584 with these, of 1,592 that were counted once.
const LAYERS: i64 = 22;
const DOWNLOADS: i64 = 45;
const EXTRACTS: i64 = 25;
const LINES_OF_LAYER: i64 = DOWNLOADS + EXTRACTS + 2;
/// The rest of them say that it is still going on.
const STILL: i64 = 8;
const PULL_LINES: i64 = LAYERS * LINES_OF_LAYER + STILL;

/// A pull that takes less finds its image on the host.
const SHORTEST_PULL: i64 = 50 * SECOND;
/// Rounds that are kept of a pull that starts over for ever.
const ROUNDS_KEPT: i64 = 20;

/// A log as far as it has been made up. Every line is counted; only those that are asked for are worded.
struct Lines {
    from: u64,
    end: Moment,
    lines: Vec<LogLine>,
    number: u64,
    /// The number after the last one that has been said by the end.
    said: u64,
}

impl Lines {
    fn add(&mut self, at: Moment, source: Source, text: impl FnOnce() -> String) {
        let number = self.number;
        self.number += 1;
        if at > self.end {
            return;
        }
        self.said = self.number;
        if number >= self.from {
            self.lines.push(LogLine { at, number, source, text: text() });
        }
    }
}

impl Pod {
    /// The lines of this start up to that moment, from a number on.
    pub fn log(&self, from: u64, until: Moment) -> Vec<LogLine> {
        let end = self.stopped_at.map_or(until, |stopped| stopped.min(until));
        let mut log = Lines { from, end, lines: Vec::new(), number: 0, said: 0 };
        self.say_host(&mut log, end);
        if self.boot.container_at <= end {
            self.say_container(&mut log, end);
        }
        log.number = log.said;
        if let Some(stopped) = self.stopped_at.filter(|stopped| *stopped <= until) {
            log.add(stopped, Source::System, || format!("stop container {}", self.spec.image));
        }
        log.lines
    }

    /// Nothing, if no machine ever takes it: that is how such a pod is known.
    fn say_host(&self, log: &mut Lines, end: Moment) {
        let placing = self.boot.machine_at.since(self.started_at);
        if placing > HOUR {
            return;
        }
        let begun = self.started_at.after(placing / 2);
        log.add(begun, Source::System, || format!("create container {}", self.spec.image));
        if self.boot.pull_loops {
            return self.say_failing_pulls(log, begun, end);
        }
        let took = self.boot.container_at.since(begun);
        if took > 24 * HOUR {
            return;
        }
        if self.boot.container_at.since(self.boot.machine_at) < SHORTEST_PULL {
            let text = || format!("Status: Image is up to date for {}", self.spec.image);
            log.add(begun.after(took / 2), Source::System, text);
        } else {
            for line in 0..PULL_LINES {
                let at = begun.after(took * (line + 1) / (PULL_LINES + 1));
                log.add(at, Source::System, || self.pull_line(line));
            }
        }
        log.add(self.boot.container_at, Source::System, || format!("start container for {}: begin", self.spec.image));
    }

    fn say_failing_pulls(&self, log: &mut Lines, begun: Moment, end: Moment) {
        const LINES: i64 = 120;
        let rounds = end.since(begun) / PULL_ROUND;
        let first = (rounds - ROUNDS_KEPT).max(0);
        log.number = 1 + u64::try_from(first * (LINES + 1)).unwrap_or(0);
        for round in first..=rounds {
            let from = begun.after(round * PULL_ROUND);
            for line in 0..LINES {
                log.add(from.after(PULL_ROUND * (line + 1) / (LINES + 1)), Source::System, || self.pull_line(line));
            }
            let text = || format!("error pulling image {}: unexpected EOF", self.spec.image);
            log.add(from.after(PULL_ROUND), Source::System, text);
        }
    }

    fn pull_line(&self, line: i64) -> String {
        // Spread over the whole pull, so that nobody waits long for a word.
        let every = PULL_LINES / STILL;
        if line % every == every - 1 {
            return "create container: still fetching image".to_owned();
        }
        let line = line - line / every;
        let (layer, step) = (line / LINES_OF_LAYER, line % LINES_OF_LAYER);
        let name = fingerprint(&format!("{}-{layer}", self.spec.image));
        let name = format!("{name:08x}{:04x}", name >> 7 & 0xffff);
        let size = i64::from(name.bytes().map(u32::from).sum::<u32>());
        let said = match step {
            0 => "Pulling fs layer".to_owned(),
            step if step <= DOWNLOADS => format!("Downloading {}MB/{size}MB", size * step / DOWNLOADS),
            step if step <= DOWNLOADS + EXTRACTS => {
                format!("Extracting {}MB/{size}MB", size * (step - DOWNLOADS) / EXTRACTS)
            }
            _ => "Pull complete".to_owned(),
        };
        format!("{name} {said}")
    }

    /// Bytes that are free below `/workspace`. A network volume tells the room of the whole store that it is a part of.
    fn room_for_models(&self) -> i64 {
        let gb = match (&self.spec.network_volume, self.spec.mount.as_str()) {
            (Some(_), "/workspace") => return i64::MAX,
            (None, "/workspace") if self.spec.volume > 0 => self.spec.volume,
            _ => self.spec.container_disk,
        };
        i64::from(gb - COMFY_GB).max(0) * 1_000_000_000
    }

    fn say_container(&self, log: &mut Lines, end: Moment) {
        let start = self.boot.container_at;
        let mut said: Vec<(Moment, String)> = BANNER.iter().map(|line| (start, (*line).to_owned())).collect();
        if let Some(late) = self.late() {
            let begun = start.after(late);
            if is_comfy(&self.spec.image) {
                said.extend(COMFY_STARTS.iter().map(|line| (begun, (*line).to_owned())));
            }
            for (port, ready) in &self.boot.services {
                let text = match port {
                    8188 if is_comfy(&self.spec.image) => "To see the GUI go to: http://0.0.0.0:8188".to_owned(),
                    8888 => "[I ServerApp] Jupyter Server is running at: http://0.0.0.0:8888/".to_owned(),
                    port => format!("Listening on 0.0.0.0:{port}"),
                };
                said.push((ready.after(late), text));
            }
        }
        if self.start.loads_models() {
            let folder_at = start.after(COMFY_FOLDER);
            said.extend(models::lines(&self.spec.env, start, folder_at, self.room_for_models(), end));
        }
        said.extend(self.inside.iter().flat_map(|inside| inside.said().iter().cloned()));
        said.retain(|(at, _)| *at <= end);
        said.sort_by_key(|(at, _)| *at);
        for (at, text) in said {
            log.add(at, Source::Container, || text);
        }
    }
}

/// ComfyUI's own files come first; it and what it installs take so much.
const COMFY_FOLDER: i64 = 20 * SECOND;
const COMFY_GB: i32 = 15;

const BANNER: &[&str] = &[
    "",
    "==========",
    "== CUDA ==",
    "==========",
    "",
    "CUDA Version 12.8.1",
    "",
    "Container image Copyright (c) 2016-2023, NVIDIA CORPORATION & AFFILIATES. All rights reserved.",
];

const COMFY_STARTS: &[&str] = &[
    "Pod Started",
    "Setting up ComfyUI for the first run can take several minutes...",
    "\u{1b}[34m[ComfyUI]\u{1b}[0m Starting server",
];
