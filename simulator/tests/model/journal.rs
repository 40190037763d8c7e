//! What was said and done in a run, in its order: to be compared, and to be read when a seed fails.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use launchpod_core::runpod::transport::{Request, Response, TransportError};
use launchpod_core::types::time::Timestamp;
use launchpod_simulator::{Clock, Moment};
use serde_json::Value;

use crate::tab::path;

/// One thing that was said or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A client sent this; the number tells requests apart.
    Sent(u64, String),
    /// It reached RunPod. More than once, if the browser repeated it.
    Arrived(u64),
    /// What the client got for it. Nothing ever, if its tab was closed.
    Came(u64, Result<Response, TransportError>),
    /// Anything else.
    Note(String),
}

/// All of it. Clones write into the same one.
#[derive(Clone)]
pub struct Journal {
    clock: Clock,
    lines: Arc<Mutex<Vec<Line>>>,
}

/// When, who, what.
pub type Line = (Moment, String, Entry);

impl Journal {
    pub fn new(clock: Clock) -> Self {
        Self { clock, lines: Arc::default() }
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.clock.now().0.unsigned_abs())
    }

    pub fn add(&self, who: &str, entry: Entry) {
        self.lines().push((self.clock.now(), who.to_owned(), entry));
    }

    /// Begins a request, and answers with its number.
    pub fn sent(&self, who: &str, request: &Request) -> u64 {
        let number = u64::try_from(self.lines().len()).unwrap_or(u64::MAX);
        let what = match path(request) {
            "/graphql" => in_short(&request.body),
            path => format!("{} {path} {}", request.method.as_str(), request.body),
        };
        self.add(who, Entry::Sent(number, what));
        number
    }

    /// How often a request got to RunPod that had been there before.
    pub fn repeats(&self) -> u64 {
        let (mut seen, lines) = (BTreeSet::new(), self.lines());
        let mut is_again = |entry: &Entry| matches!(entry, Entry::Arrived(number) if !seen.insert(*number));
        let again = lines.iter().map(|(_, _, entry)| entry).filter(|entry| is_again(entry));
        u64::try_from(again.count()).unwrap_or(u64::MAX)
    }

    /// Whether anything was asked over REST v2.
    pub fn has_rest(&self) -> bool {
        self.lines().iter().any(|(_, _, entry)| matches!(entry, Entry::Sent(_, what) if what.contains(" /v2/")))
    }

    /// As it stands, to be compared.
    pub fn copy(&self) -> Vec<Line> {
        self.lines().clone()
    }

    fn lines(&self) -> MutexGuard<'_, Vec<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Display for Journal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines().iter().try_for_each(|(at, who, entry)| writeln!(out, "{} {who}: {entry}", at.iso()))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent(number, what) => write!(out, "#{number} asks {what}"),
            Self::Arrived(number) => write!(out, "#{number} has arrived"),
            Self::Came(number, Ok(response)) => write!(out, "#{number} got {} {}", response.status, response.body),
            Self::Came(number, Err(lost)) => write!(out, "#{number} got nothing: {lost:?}"),
            Self::Note(text) => out.write_str(text),
        }
    }
}

/// The document's first line, and the variables.
fn in_short(body: &str) -> String {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let first = body["query"].as_str().and_then(|query| query.lines().find(|line| !line.starts_with('#')));
    format!("{} {}", first.unwrap_or("what is no GraphQL"), body["variables"])
}
