//! A pod's log by REST v2, as server-sent events. Tokio's time is paused, so that a stream that waits costs none.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::sync::Arc;
use std::time::Duration;

use axum::body::BodyDataStream;
use axum::http::Request;
use common::v2::{act, get, made, order, recorded};
use common::{House, ORIGIN};
use futures_util::StreamExt;
use launchpod_simulator::{App, Clock, CorsMode, Fault, Options, PRACTICE_KEY, Simulator, routes};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A house whose clock runs by Tokio's time, as fast as told.
fn house(speed: f64) -> House {
    let options =
        Options { key: PRACTICE_KEY.to_owned(), seed: 1, cors: CorsMode::Any, balance: 25.0, cheap_spot: false };
    let clock = Clock::starting_at(1_795_435_200_000, speed);
    let app = App::new(Arc::new(Simulator::new(clock.clone(), options)), ORIGIN.to_owned());
    House { clock, router: routes(app.clone()), app }
}

/// One open stream.
struct Log(BodyDataStream);

#[derive(Debug)]
struct Event {
    id: String,
    /// What stands behind `data: `.
    raw: String,
}

impl Event {
    fn data(&self) -> Value {
        serde_json::from_str(&self.raw).unwrap()
    }

    fn line(&self) -> String {
        self.data()["line"].as_str().unwrap().to_owned()
    }
}

impl Log {
    async fn open(house: &House, id: &Value, query: &str, last: Option<&str>) -> Self {
        let mut request = Request::get(format!("/v2/pods/{}/logs{query}", id.as_str().unwrap()))
            .header("user-agent", "Mozilla/5.0")
            .header("accept", "text/event-stream")
            .header("authorization", format!("Bearer {PRACTICE_KEY}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let answer = house.router.clone().oneshot(request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200);
        for (name, value) in
            [("content-type", "text/event-stream"), ("cache-control", "no-cache"), ("x-accel-buffering", "no")]
        {
            assert_eq!(answer.headers()[name], value);
        }
        Self(answer.into_body().into_data_stream())
    }

    /// The next frame, if one comes within that real time. An error is a connection that broke.
    async fn frame(&mut self, within: Duration) -> Option<Result<String, ()>> {
        let next = tokio::time::timeout(within, self.0.next()).await.ok()?;
        let bytes = next.expect("a stream never ends by itself");
        Some(bytes.map(|bytes| String::from_utf8(bytes.to_vec()).unwrap()).map_err(|_| ()))
    }

    /// The next event, if one comes within that real time; keep-alive frames are none.
    async fn event(&mut self, within: Duration) -> Option<Event> {
        let end = tokio::time::Instant::now() + within;
        loop {
            let left = end.saturating_duration_since(tokio::time::Instant::now());
            let frame = self.frame(left).await?.expect("no break");
            if frame != ": keep-alive\n\n" {
                return Some(event(&frame));
            }
        }
    }

    async fn events(&mut self, count: usize) -> Vec<Event> {
        let mut events = Vec::new();
        while events.len() < count {
            events.push(self.event(Duration::from_secs(900)).await.expect("an event"));
        }
        events
    }
}

fn event(frame: &str) -> Event {
    let body = frame.strip_suffix("\n\n").expect("an event ends with an empty line");
    let field = |name: &str| body.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
    if let Some(event) = field("event: ") {
        assert_eq!(event, "log");
    }
    Event { id: field("id: ").unwrap(), raw: field("data: ").unwrap() }
}

const LONG: Duration = Duration::from_secs(900);

#[tokio::test(start_paused = true)]
async fn the_host_speaks_first_then_the_pull_then_the_container() {
    let house = house(1.0);
    let id = made(&house, order()).await["id"].clone();
    let begun = tokio::time::Instant::now();
    let mut log = Log::open(&house, &id, "?tail=0", None).await;
    let first = log.event(LONG).await.unwrap();
    let after = begun.elapsed().as_secs();
    assert!((1..=42).contains(&after), "the first line after {after} s");
    assert!(first.line().starts_with("create container runpod/pytorch:"), "{first:?}");
    let (mut pull, mut longest, mut last) = (0, Duration::ZERO, tokio::time::Instant::now());
    let container = loop {
        let next = log.event(LONG).await.unwrap();
        longest = longest.max(last.elapsed());
        last = tokio::time::Instant::now();
        match next.data()["source"].as_str().unwrap() {
            "system" => pull += 1,
            _ => break next,
        }
    };
    // And one line that the container is started.
    assert_eq!(pull, 1_592 + 1);
    assert!(longest <= Duration::from_secs(11), "{longest:?}");
    assert!(begun.elapsed() > Duration::from_secs(90), "the pull takes its time");
    let sample = recorded("logs_stream").as_str().unwrap().to_owned();
    let real = event(&format!("{}\n\n", sample.split("\n\n").next().unwrap()));
    assert_eq!(common::v2::keys(&container.data()), common::v2::keys(&real.data()));
    assert!(container.id.starts_with(container.data()["ts"].as_str().unwrap()) && container.id.contains('/'));
    let runtime = || async { common::v2::pod(&house, &id).await["runtime"].is_object() };
    assert!(runtime().await, "the first container line comes with the runtime");
}

#[tokio::test(start_paused = true)]
async fn a_fast_clock_makes_a_fast_log_and_silence_is_kept_alive() {
    let house = house(60.0);
    let id = made(&house, order()).await["id"].clone();
    let begun = tokio::time::Instant::now();
    let mut log = Log::open(&house, &id, "?source=container", None).await;
    let first = log.event(LONG).await.unwrap();
    assert_eq!(first.data()["source"], "container");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let mut frames = Vec::new();
    while let Some(frame) = log.frame(Duration::from_secs(3)).await {
        frames.push(frame.unwrap());
        if frames.iter().filter(|frame| *frame == ": keep-alive\n\n").count() > 20 {
            break;
        }
    }
    assert!(frames.iter().any(|frame| frame.contains("Jupyter Server is running")));
}

#[tokio::test(start_paused = true)]
async fn a_stream_goes_on_where_it_was_left() {
    let house = house(1.0);
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(600_000);
    let all = Log::open(&house, &id, "?tail=5000", None).await.events(1_594).await;
    assert!(all[0].line().starts_with("create container "));
    let ids = |events: &[Event]| events.iter().map(|event| event.id.clone()).collect::<Vec<_>>();
    let mut sorted = ids(&all);
    sorted.dedup();
    assert_eq!(sorted.len(), all.len(), "no id twice");
    let usual = Log::open(&house, &id, "", None).await.events(100).await;
    let none_after = |mut log: Log| async move { log.event(Duration::from_secs(60)).await.is_none() };
    assert!(none_after(Log::open(&house, &id, "?tail=0", None).await).await);
    assert!(ids(&usual).ends_with(&ids(&usual)[99..]));
    let (from, rest) = (&all[700].id, ids(&all[701..760]));
    let again = Log::open(&house, &id, "", Some(from)).await.events(59).await;
    assert_eq!(ids(&again), rest);
    let both = Log::open(&house, &id, "?since=2026-01-01T00:00:00Z&tail=1", Some(from)).await.events(59).await;
    assert_eq!(ids(&both), rest, "the mark wins over the time");
    let since = Log::open(&house, &id, "?since=2026-01-01T00:00:00Z&tail=1", None).await.events(3).await;
    assert_eq!(ids(&since), ids(&all[..3]), "and the time over the tail");
    let system = Log::open(&house, &id, "?source=system&tail=1", None).await.events(1).await;
    assert!(system[0].line().ends_with(": begin"), "{system:?}");
    for query in ["tail=5001", "tail=-1", "tail=all", "source=kernel", "since=yesterday"] {
        let answer = get(&house, &format!("/v2/pods/{}/logs?{query}", id.as_str().unwrap())).await;
        assert_eq!(answer.status.as_u16(), 422, "{query}");
    }
}

#[tokio::test(start_paused = true)]
async fn stops_starts_and_ends() {
    let house = house(1.0);
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(600_000);
    let mut log = Log::open(&house, &id, "?tail=0", None).await;
    act(&house, &id, "stop").await;
    assert!(log.event(LONG).await.unwrap().line().starts_with("stop container "));
    act(&house, &id, "start").await;
    assert!(log.event(LONG).await.unwrap().line().starts_with("create container "), "a new start, a new log");
    act(&house, &id, "terminate").await;
    assert_eq!(log.frame(LONG).await, Some(Ok(": keep-alive\n\n".to_owned())));
    let gone = get(&house, &format!("/v2/pods/{}/logs", id.as_str().unwrap())).await;
    assert_eq!((gone.status.as_u16(), gone.json()), (404, recorded("error_404_pod_and_unknown_route_live")));
}

#[tokio::test(start_paused = true)]
async fn a_host_that_never_starts_says_nothing_and_a_failing_pull_says_a_lot() {
    let house = house(1.0);
    for (fault, says) in [("no-machine:createPod", false), ("pull-loop:createPod", true)] {
        house.app.switch_on(&Fault::parse(fault).unwrap()).unwrap();
        let id = made(&house, order()).await["id"].clone();
        house.clock.pass(1_200_000);
        let mut log = Log::open(&house, &id, "?tail=5000", None).await;
        let said = log.event(Duration::from_secs(60)).await;
        assert_eq!(said.is_some(), says, "{fault}: {said:?}");
        if says {
            let lines = log.events(600).await;
            assert!(lines.iter().filter(|event| event.line().starts_with("error pulling image")).count() > 3);
        }
    }
}

fn fault(house: &House, text: &str) {
    house.app.switch_on(&Fault::parse(text).unwrap()).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stream_breaks_once_and_repeats_when_it_is_resumed() {
    let house = house(1.0);
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(600_000);
    fault(&house, r#"{"name":"log-break","afterEvents":7}"#);
    fault(&house, r#"{"name":"log-repeat","repeat":3}"#);
    let mut log = Log::open(&house, &id, "?tail=50", None).await;
    let before = log.events(7).await;
    assert_eq!(log.frame(LONG).await, Some(Err(())));
    let after = Log::open(&house, &id, "", Some(&before[6].id)).await.events(20).await;
    assert_eq!(after[2].id, before[6].id, "three that are known already");
    let third = Log::open(&house, &id, "", Some(&before[6].id)).await.events(20).await;
    assert_eq!(third[0].id, after[3].id, "and then no more");
}

#[tokio::test(start_paused = true)]
async fn a_stream_stalls_without_a_sign_of_life() {
    let house = house(1.0);
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(600_000);
    fault(&house, r#"{"name":"log-stall","afterEvents":4,"times":0}"#);
    let mut log = Log::open(&house, &id, "?tail=50", None).await;
    log.events(4).await;
    assert_eq!(log.frame(Duration::from_secs(3_600)).await, None);
}

#[tokio::test(start_paused = true)]
async fn hostile_lines_stay_in_their_events() {
    let house = house(1.0);
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(600_000);
    fault(&house, "log-hostile");
    let events = Log::open(&house, &id, "?tail=60", None).await.events(48).await;
    let said = |what: &str| events.iter().filter(|event| event.raw.contains(what)).count();
    for what in ["<script>", "javascript:", "\\u001b[2J", "\u{202e}", "no JSON at all"] {
        assert!(said(what) > 0, "{what:?}");
    }
    let broken = events.iter().filter(|event| serde_json::from_str::<Value>(&event.raw).is_err()).count();
    assert!((4..40).contains(&broken), "{broken}");
    let honest = Log::open(&house, &id, "?tail=60", None).await.events(48).await;
    assert!(honest.iter().all(|event| event.data()["ts"].is_string()));
    let ids = |events: &[Event]| json!(events.iter().map(|event| &event.id).collect::<Vec<_>>());
    assert_eq!(ids(&events), ids(&honest), "the marks are good ones");
}
