//! How often one key may ask: so many times a minute, an hour and a day.

use std::collections::HashMap;
use std::fmt::Write;

use axum::http::{HeaderMap, HeaderValue};

use super::problem::Problem;
use crate::clock::{HOUR, MINUTE, Moment, SECOND};

/// One window: its name, its length and how many requests it takes.
struct Window {
    name: &'static str,
    length: i64,
    quota: u32,
}

/// As the headers of the real one told in August 2026.
const WINDOWS: [Window; 3] = [
    Window { name: "minute", length: MINUTE, quota: 180 },
    Window { name: "hour", length: HOUR, quota: 7_200 },
    Window { name: "day", length: 24 * HOUR, quota: 86_400 },
];

/// Requests in the current window of each kind.
#[derive(Clone, Copy, Default)]
struct Used {
    /// Which window of its kind that is, counted from 1970.
    window: i64,
    requests: u32,
}

/// What each key has asked for so far.
#[derive(Default)]
pub struct RateLimits(HashMap<String, [Used; 3]>);

/// What is left to a key.
pub struct Quota {
    used: [Used; 3],
    now: Moment,
}

impl RateLimits {
    /// Counts a request of that key. What is refused counts as well.
    pub fn count(&mut self, key: &str, now: Moment) -> Quota {
        let used = self.0.entry(key.to_owned()).or_default();
        for (used, window) in used.iter_mut().zip(&WINDOWS) {
            let current = now.0.div_euclid(window.length);
            if used.window != current {
                *used = Used { window: current, requests: 0 };
            }
            used.requests = used.requests.saturating_add(1);
        }
        Quota { used: *used, now }
    }
}

impl Quota {
    /// Whether one of the windows is full, and until when.
    pub fn check(&self) -> Result<(), Problem> {
        let full = self.each().find(|(window, used)| used.requests > window.quota);
        match full {
            Some((window, _)) => Err(Problem::too_many(window.name, self.seconds_left(window))),
            None => Ok(()),
        }
    }

    /// As if the minute were full, for so many seconds.
    pub fn full_for(seconds: u64, now: Moment) -> Self {
        let into = MINUTE - i64::try_from(seconds).unwrap_or(0).clamp(1, MINUTE / SECOND) * SECOND;
        let now = Moment(now.0.div_euclid(MINUTE) * MINUTE + into);
        let mut used = [Used::default(); 3];
        for (used, window) in used.iter_mut().zip(&WINDOWS) {
            used.requests = if window.length == MINUTE { window.quota + 1 } else { window.quota / 2 };
        }
        Self { used, now }
    }

    pub fn mark(&self, headers: &mut HeaderMap) {
        let (mut left, mut policy) = (String::new(), String::new());
        for (window, used) in self.each() {
            let comma = if left.is_empty() { "" } else { ", " };
            let rest = window.quota.saturating_sub(used.requests);
            // Writing to a text does not fail.
            let _ = write!(left, "{comma}\"{}\";r={rest};t={}", window.name, self.seconds_left(window));
            let _ = write!(policy, "{comma}\"{}\";q={};w={}", window.name, window.quota, window.length / SECOND);
        }
        for (name, value) in [("ratelimit", left), ("ratelimit-policy", policy)] {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        }
    }

    fn each(&self) -> impl Iterator<Item = (&'static Window, &Used)> {
        WINDOWS.iter().zip(&self.used)
    }

    fn seconds_left(&self, window: &Window) -> u64 {
        let ms = window.length - self.now.0.rem_euclid(window.length);
        u64::try_from((ms + SECOND - 1) / SECOND).unwrap_or(1)
    }
}
