//! Writes down what the last list said, in words, for public/offline.html: that page stands there where this one can't be loaded.

use std::time::Duration;

use launchpod_core::pods::fleet::{Fleet, PodEntry};
use launchpod_core::types::time::Timestamp;
use launchpod_words::{self as words, offline, pod_list};
use serde_json::json;

use crate::platform::browser;

const SEEN: &str = "launchpod.seen";
/// More are counted.
const MOST_PODS: usize = 30;
/// A list that says the same is not written down more often.
const PACE: Duration = Duration::from_secs(60);

/// What was written down last.
#[derive(Default)]
pub struct LastSeen {
    pods: Vec<String>,
    at: Timestamp,
}

impl LastSeen {
    /// A list has come.
    pub fn note(&mut self, fleet: &Fleet, now: Timestamp) {
        let pods = lines(fleet);
        if pods == self.pods && now.since(self.at) < PACE {
            return;
        }
        let words = json!({
            "title": offline::title(),
            "text": offline::text(),
            "asOf": offline::as_of("{time}"),
            "stale": offline::stale(),
            "again": offline::again(),
        });
        let seen = json!({ "at": now.millis(), "lang": words::current().tag(), "words": words, "pods": pods });
        // Where the browser keeps nothing, there is nothing to show.
        if let Some(storage) = browser::local_storage() {
            let _ = storage.set_item(SEEN, &seen.to_string());
        }
        *self = Self { pods, at: now };
    }
}

/// Whoever takes the key back takes this back, too.
pub fn forget() {
    if let Some(storage) = browser::local_storage() {
        let _ = storage.remove_item(SEEN);
    }
}

fn lines(fleet: &Fleet) -> Vec<String> {
    let line = |known: &PodEntry| {
        let cost = known.pod.hourly().map_or_else(|| pod_list::price_unknown().to_owned(), |rate| rate.to_string());
        offline::pod(&known.pod.name, known.stage().describe(), cost)
    };
    let mut lines: Vec<String> = fleet.iter().take(MOST_PODS).map(line).collect();
    let more = fleet.iter().skip(MOST_PODS).count();
    if more > 0 {
        lines.push(offline::more(more));
    }
    if lines.is_empty() {
        lines.push(offline::none().to_owned());
    }
    lines
}
