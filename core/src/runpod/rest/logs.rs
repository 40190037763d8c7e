//! A pod's log over REST v2: server-sent events that never end by themselves, read on after a break.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use crate::pods::logs::event_stream::{Event, EventParser};
use crate::pods::logs::plain_text::without_sequences;
use crate::pods::logs::{LogLine, Source};
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rate_limited::Timing;
use crate::runpod::rest::{RestClient, in_query};
use crate::runpod::transport::{ByteStream, Method, Opened, Request, StreamTransport};
use crate::types::ids::PodId;
use crate::types::time::Timestamp;

/// RunPod sends a sign of life every 15 s: a stream that is silent for so long is broken.
const SILENCE: Duration = Duration::from_secs(45);
/// The stream of a pod that is gone stays open, and says nothing: after so long without a line it is opened anew, which tells.
const QUIET: Duration = Duration::from_secs(120);
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// What may come once more is told by so many of the last events.
const KNOWN_EVENTS: usize = 5_000;
/// A longer id is no header that anybody takes.
const LONGEST_ID: usize = 256;

/// What is wanted of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Whose lines; everybody's if `None`.
    pub source: Option<Source>,
    /// With how many older lines it begins: at most 5,000.
    pub tail: u32,
}

/// What is new of a log.
#[derive(Clone, Debug, PartialEq)]
pub enum LogNews {
    /// The connection is there.
    Connected,
    /// Lines that are new.
    Lines(Vec<LogLine>),
    /// The connection broke, or could not be had; it is tried again after this time.
    Broken(ApiError, Duration),
    /// Nothing more comes: RunPod refuses, and would refuse again.
    Over(ApiError),
}

/// A log that is read.
#[derive(Debug)]
pub struct PodLogs<T: StreamTransport, C> {
    client: RestClient<T>,
    id: PodId,
    query: LogQuery,
    timing: C,
    stream: Option<T::Bytes>,
    parser: EventParser,
    place: Place,
    /// Before the next try.
    wait: Duration,
    /// Tries in a row that brought no line.
    fruitless: u32,
    /// Since when no line has come.
    quiet_since: Timestamp,
    /// It is opened anew only to see whether the pod is there: that is no news.
    looking: bool,
}

impl<T: StreamTransport> RestClient<T> {
    /// Reads a pod's log. Nothing is asked before [`PodLogs::next`].
    pub fn logs<C: Timing>(self, id: PodId, query: LogQuery, timing: C) -> PodLogs<T, C> {
        PodLogs {
            client: self,
            id,
            query,
            quiet_since: timing.now(),
            timing,
            stream: None,
            parser: EventParser::default(),
            place: Place::default(),
            wait: Duration::ZERO,
            fruitless: 0,
            looking: false,
        }
    }

    async fn open_logs(&self, path: String, last: Option<String>) -> Result<T::Bytes, ApiError> {
        let request = Request::new(format!("{}{path}", self.root), String::new(), SILENCE, Some(self.key.clone()))
            .by(Method::Get)
            .streamed_after(last);
        match self.transport.open(request).await {
            Ok(Opened::Stream(bytes)) => Ok(bytes),
            Ok(Opened::Answer(answer)) => {
                let told = self.read(answer).err();
                Err(told.unwrap_or_else(|| ApiError::new(ErrorKind::InvalidResponse, "no stream of events")))
            }
            Err(lost) => Err(self.lost(lost)),
        }
    }
}

impl<T: StreamTransport, C: Timing> PodLogs<T, C> {
    /// Waits for what is new. After [`LogNews::Over`] nothing more is.
    pub async fn next(&mut self) -> LogNews {
        loop {
            let news = match self.stream.is_some() {
                true => self.hear().await,
                false => self.connect().await,
            };
            match news {
                Ok(Some(news)) => return news,
                Ok(None) => {}
                Err(error) => return self.broken(error),
            }
        }
    }

    /// Lets go of the connection; the next question goes on where it was.
    pub fn rest(&mut self) {
        self.stream = None;
    }

    async fn connect(&mut self) -> Result<Option<LogNews>, ApiError> {
        if !self.wait.is_zero() {
            self.timing.sleep(self.wait).await;
        }
        let (more, last) = self.place.resume();
        let source = self.query.source.map_or_else(String::new, |source| format!("&source={}", source.as_str()));
        let path = format!("/pods/{}/logs?tail={}{source}{more}", in_query(self.id.as_str()), self.query.tail);
        self.stream = Some(self.client.open_logs(path, last).await?);
        self.parser = EventParser::default();
        self.place.opened();
        self.wait = Duration::ZERO;
        self.quiet_since = self.timing.now();
        let looked = std::mem::take(&mut self.looking);
        Ok((!looked).then_some(LogNews::Connected))
    }

    async fn hear(&mut self) -> Result<Option<LogNews>, ApiError> {
        let Some(stream) = &mut self.stream else { return Ok(None) };
        let came = stream.next().await.map_err(|lost| self.client.lost(lost)).and_then(|bytes| {
            bytes.ok_or_else(|| ApiError::new(ErrorKind::ServerTrouble, "the stream of the log ended"))
        });
        let bytes = came.inspect_err(|_| self.stream = None)?;
        let events = self.parser.feed(&bytes);
        let lines: Vec<LogLine> = events.into_iter().filter_map(|event| self.line(event)).collect();
        let now = self.timing.now();
        if !lines.is_empty() {
            (self.fruitless, self.quiet_since) = (0, now);
            return Ok(Some(LogNews::Lines(lines)));
        }
        if now.since(self.quiet_since) >= QUIET {
            (self.stream, self.looking) = (None, true);
        }
        Ok(None)
    }

    /// A line that was not known. The key is taken out of what it says, however that was written.
    fn line(&mut self, event: Event) -> Option<LogLine> {
        let is_line = matches!(event.name.as_str(), "" | "message" | "log");
        if !is_line || !self.place.is_new(&event) {
            return None;
        }
        let line = LogLine::read(event.data);
        self.place.at = line.at.or(self.place.at);
        // Sequences for terminals may stand between its letters.
        Some(LogLine { text: self.client.key.redact(without_sequences(&line.text)), ..line })
    }

    fn broken(&mut self, error: ApiError) -> LogNews {
        self.looking = false;
        let unread = matches!(error.kind, ErrorKind::SchemaMismatch | ErrorKind::Refused | ErrorKind::NoAccess);
        let by_mark = unread && self.place.distrust_mark(error.kind == ErrorKind::NoAccess);
        if error.is_lasting() && !by_mark {
            return LogNews::Over(error);
        }
        let back_off = (FIRST_WAIT * 2u32.pow(self.fruitless.min(5))).min(LONGEST_WAIT);
        self.fruitless = self.fruitless.saturating_add(1);
        let wait = error.retry_after.unwrap_or(back_off);
        self.wait = wait.mul_f64(1.0 + self.timing.chance().clamp(0.0, 1.0) / 4.0);
        LogNews::Broken(error, self.wait)
    }
}

/// How far a log was read. What comes once more after a break is known by id and data: an id can stand for a whole second.
#[derive(Debug, Default)]
struct Place {
    /// The last id.
    mark: Option<String>,
    /// When the last line was written.
    at: Option<Timestamp>,
    /// The last events, the oldest first.
    events: VecDeque<u64>,
    /// Those that may come once more, and how often.
    repeats: HashMap<u64, u32>,
    /// The mark was sent with the last question.
    sent_mark: bool,
    /// Questions with the mark that came to nothing in a row.
    failed_marks: u32,
    /// RunPod does not take its own mark, or the browser does not send it: the time takes its place.
    without_mark: bool,
}

impl Place {
    /// Where to go on: more for the query, and the mark.
    fn resume(&mut self) -> (String, Option<String>) {
        self.repeats.clear();
        for event in &self.events {
            *self.repeats.entry(*event).or_default() += 1;
        }
        let mark = self.mark.clone().filter(|_| !self.without_mark);
        self.sent_mark = mark.is_some();
        let since = self.at.filter(|_| mark.is_none()).map(Timestamp::iso_seconds);
        let since = since.map_or_else(String::new, |since| format!("&since={}", in_query(&since)));
        (since, mark)
    }

    /// The question was answered.
    fn opened(&mut self) {
        (self.sent_mark, self.failed_marks) = (false, 0);
    }

    fn is_new(&mut self, event: &Event) -> bool {
        let sendable = |id: &&String| id.len() <= LONGEST_ID && id.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        self.mark = event.id.as_ref().filter(sendable).cloned();
        let mut hasher = DefaultHasher::new();
        (&event.id, &event.data).hash(&mut hasher);
        let hash = hasher.finish();
        if let Some(left) = self.repeats.get_mut(&hash).filter(|left| **left > 0) {
            *left -= 1;
            return false;
        }
        if self.events.len() >= KNOWN_EVENTS {
            self.events.pop_front();
        }
        self.events.push_back(hash);
        true
    }

    /// A question failed that may have failed for its mark. Whether the next one goes without it. A network that is away fails
    /// each question: that takes two.
    fn distrust_mark(&mut self, may_pass: bool) -> bool {
        if !std::mem::take(&mut self.sent_mark) {
            return false;
        }
        self.failed_marks += 1;
        self.without_mark |= !may_pass || self.failed_marks >= 2;
        self.without_mark
    }
}

#[cfg(test)]
mod tests;
