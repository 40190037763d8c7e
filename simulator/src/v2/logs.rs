//! `GET /v2/pods/{id}/logs`: a stream of server-sent events that never ends by itself.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use futures_util::stream::unfold;
use tokio::time::{Instant, sleep};

use super::asked::{Asked, Request};
use super::contract::one_of;
use super::log_frames::frame;
use super::log_harm::Harm;
use super::problem::{Answer, Problem};
use crate::clock::{Moment, SECOND};
use crate::pod::Pod;
use crate::pod_logs::{LogLine, Source};
use crate::simulator::Simulator;

/// Simulated time between two signs of life.
const KEEP_ALIVE: i64 = 15 * SECOND;
/// The least that lies between them in real time, however fast the clock runs.
const LEAST_PAUSE: Duration = Duration::from_millis(250);
/// How long a stream waits at most before it looks whether the pod has taken another course.
const LOOK_AGAIN: Duration = Duration::from_millis(500);
const BEFORE_BREAK: Duration = Duration::from_millis(50);
/// How far ahead the next line is looked for.
const AHEAD: i64 = 60 * SECOND;
const USUAL_TAIL: usize = 100;
const MOST_TAIL: usize = 5_000;

pub fn stream(request: &Request<'_>) -> Answer {
    let wish = Wish::read(request.asked)?;
    let simulator = Arc::clone(&request.app.simulator);
    let place = request.look(|world, now| world.pod(request.id).map(|pod| wish.place(pod, now)));
    let mut place = place.ok_or_else(|| Problem::no_such("pod"))?;
    let harm = Harm::draw(&simulator.faults, wish.resumes());
    place.number = place.number.saturating_sub(harm.repeats);
    let stream = LogStream {
        simulator,
        pod: request.id.to_owned(),
        source: wish.source,
        place,
        harm,
        waiting: VecDeque::new(),
        sent: 0,
        last: Instant::now(),
    };
    let events = unfold(Some(stream), |stream| async move {
        let mut stream = stream?;
        match stream.next().await {
            Some(frame) => Some((Ok(frame), Some(stream))),
            // Without a proper end: that is how a broken connection looks.
            None => Some((Err(io::Error::from(io::ErrorKind::ConnectionReset)), None)),
        }
    });
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-cache")];
    let buffering = [("x-accel-buffering", "no")];
    Ok((headers, buffering, Body::from_stream(events)).into_response())
}

/// From where on, and whose lines.
struct Wish {
    source: Option<Source>,
    tail: usize,
    since: Option<Moment>,
    /// The mark of the last line that somebody has: its second, and its number.
    last: Option<(Moment, u64)>,
}

impl Wish {
    fn read(asked: &Asked) -> Answer<Self> {
        let wrong = |text: String| Problem::invalid(vec![text]);
        let source = match asked.parameter("source") {
            None => None,
            Some("system") => Some(Source::System),
            Some("container") => Some(Source::Container),
            Some(_) => return Err(wrong(format!("source: {}", one_of(&["container", "system"])))),
        };
        let tail = asked.parameter("tail").map_or(Some(USUAL_TAIL), |tail| tail.parse().ok());
        let tail = tail.filter(|tail| *tail <= MOST_TAIL);
        let tail = tail.ok_or_else(|| wrong(format!("tail: must be a whole number from 0 to {MOST_TAIL}")))?;
        let since = asked
            .parameter("since")
            .map(|since| Moment::read(since).ok_or_else(|| wrong("since: must be a time of RFC 3339".to_owned())));
        let last = asked.headers.get("last-event-id").and_then(|id| id.to_str().ok());
        let last = last.map(|id| mark(id).ok_or_else(|| wrong("Last-Event-ID: is not one of this stream".to_owned())));
        Ok(Self { source, tail, since: since.transpose()?, last: last.transpose()? })
    }

    fn resumes(&self) -> bool {
        self.last.is_some()
    }

    /// The mark counts before the time, and the time before the tail.
    fn place(&self, pod: &Pod, now: Moment) -> Place {
        let log = pod.log(0, now);
        let after_all = log.last().map_or(0, |line| line.number + 1);
        let first = |fits: &dyn Fn(&LogLine) -> bool| log.iter().find(|line| fits(line)).map(|line| line.number);
        let second = |at: Moment| at.0.div_euclid(SECOND);
        let number = match (self.last, self.since) {
            (Some((at, number)), _) => first(&|line| (second(line.at), line.number) > (second(at), number)),
            (None, Some(since)) => first(&|line| line.at >= since),
            (None, None) => {
                let own: Vec<&LogLine> = log.iter().filter(|line| is_of(line, self.source)).collect();
                let skipped = own.len().saturating_sub(self.tail);
                own.get(skipped).map(|line| line.number)
            }
        };
        Place { run: pod.run, number: number.unwrap_or(after_all) }
    }
}

/// An id: a second and, in newer ones, a number behind it.
fn mark(id: &str) -> Option<(Moment, u64)> {
    let (at, number) = id.split_once('/').unwrap_or((id, "999999999999"));
    Some((Moment::read(at)?, number.parse().ok()?))
}

fn is_of(line: &LogLine, source: Option<Source>) -> bool {
    source.is_none_or(|source| source == line.source)
}

/// The next line: in which start of the pod, and which there.
#[derive(Clone, Copy)]
struct Place {
    run: u32,
    number: u64,
}

struct LogStream {
    simulator: Arc<Simulator>,
    pod: String,
    source: Option<Source>,
    place: Place,
    harm: Harm,
    waiting: VecDeque<LogLine>,
    sent: u64,
    /// When something was sent last.
    last: Instant,
}

impl LogStream {
    /// The next frame; none when a fault breaks the stream.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.harm.breaks_after.is_some_and(|most| self.sent >= most) {
                // What was sent must get out before the connection goes down.
                sleep(BEFORE_BREAK).await;
                return None;
            }
            if self.harm.stalls_after.is_some_and(|most| self.sent >= most) {
                std::future::pending::<()>().await;
            }
            if let Some(line) = self.waiting.pop_front() {
                self.last = Instant::now();
                self.sent += 1;
                let hostile = self.harm.hostile.then_some(self.sent);
                return Some(Bytes::from(frame(&line, hostile)));
            }
            let next_at = self.look();
            if self.waiting.is_empty() {
                let rest = self.real(KEEP_ALIVE).max(LEAST_PAUSE).saturating_sub(self.last.elapsed());
                if rest.is_zero() {
                    self.last = Instant::now();
                    return Some(Bytes::from_static(b": keep-alive\n\n"));
                }
                let until_line = next_at.map_or(LOOK_AGAIN, |ms| self.real(ms).max(Duration::from_millis(1)));
                sleep(until_line.min(rest).min(LOOK_AGAIN)).await;
            }
        }
    }

    /// Takes what has been said since, and answers how long the next line takes. Of a pod that is gone nothing more comes.
    fn look(&mut self) -> Option<i64> {
        let (place, source) = (self.place, self.source);
        let seen = self.simulator.look(|world, now| {
            let pod = world.pod(&self.pod)?;
            let from = if pod.run == place.run { place.number } else { 0 };
            let (said, later): (Vec<LogLine>, Vec<LogLine>) =
                pod.log(from, now.after(AHEAD)).into_iter().partition(|line| line.at <= now);
            let next = said.last().map_or(from, |line| (line.number + 1).max(from));
            let said: VecDeque<LogLine> = said.into_iter().filter(|line| is_of(line, source)).collect();
            Some((Place { run: pod.run, number: next }, said, later.first().map(|line| line.at.since(now))))
        });
        let (place, said, next) = seen?;
        (self.place, self.waiting) = (place, said);
        next
    }

    fn real(&self, ms: i64) -> Duration {
        let seconds = f64::from(u32::try_from(ms).unwrap_or(u32::MAX)) / 1_000.0 / self.simulator.clock.speed();
        Duration::try_from_secs_f64(seconds).unwrap_or(LOOK_AGAIN)
    }
}
