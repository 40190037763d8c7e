//! Pods' logs as the page reads them. Tokio's time is paused, so that a stream that waits costs none.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use common::direct::Direct;
use common::v2::{act, made, order};
use common::{House, ORIGIN};
use launchpod_core::pods::logs::book::LogBook;
use launchpod_core::pods::logs::{LogLine, Source};
use launchpod_core::readiness::diagnosis::start_log::StartLog;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::error::ErrorKind;
use launchpod_core::runpod::rate_limited::Timing;
use launchpod_core::runpod::rest::RestClient;
use launchpod_core::runpod::rest::logs::{LogNews, LogQuery, PodLogs};
use launchpod_core::types::ids::PodId;
use launchpod_core::types::time::Timestamp;
use launchpod_simulator::{App, Clock, CorsMode, Fault, Options, PRACTICE_KEY, Simulator, routes};
use serde_json::Value;

/// Tokio's time.
#[derive(Clone)]
struct TokioTime(tokio::time::Instant);

impl Timing for TokioTime {
    fn now(&self) -> Timestamp {
        Timestamp::default().plus(self.0.elapsed())
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn chance(&self) -> f64 {
        0.5
    }

    fn is_out_of_sight(&self) -> bool {
        false
    }
}

fn house() -> Rc<House> {
    let options =
        Options { key: PRACTICE_KEY.to_owned(), seed: 1, cors: CorsMode::Any, balance: 25.0, cheap_spot: false };
    let clock = Clock::starting_at(1_795_435_200_000, 1.0);
    let app = App::new(Arc::new(Simulator::new(clock.clone(), options)), ORIGIN.to_owned());
    Rc::new(House { clock, router: routes(app.clone()), app })
}

fn fault(house: &House, text: &str) {
    house.app.switch_on(&Fault::parse(text).unwrap()).unwrap();
}

fn logs(house: &Rc<House>, id: &Value, query: LogQuery) -> PodLogs<Direct, TokioTime> {
    let client =
        RestClient::new(Direct(house.clone()), RestClient::<Direct>::RUNPOD, ApiKey::read(PRACTICE_KEY).unwrap());
    client.logs(PodId::new(id.as_str().unwrap()), query, TokioTime(tokio::time::Instant::now()))
}

const ALL: LogQuery = LogQuery { source: None, tail: 5_000 };

/// Reads until a line has this text, and how often the connection broke meanwhile.
async fn read_until(logs: &mut PodLogs<Direct, TokioTime>, last: &str) -> (Vec<LogLine>, u32) {
    let (mut lines, mut breaks) = (vec![], 0);
    loop {
        match logs.next().await {
            LogNews::Connected => {}
            LogNews::Lines(new) => lines.extend(new),
            LogNews::Broken(..) => breaks += 1,
            LogNews::Over(error) => panic!("{error:?}"),
        }
        if lines.iter().any(|line| line.text.contains(last)) {
            return (lines, breaks);
        }
    }
}

const LAST: &str = "Jupyter Server is running";

#[tokio::test(start_paused = true)]
async fn a_whole_start_is_a_handful_of_lines() {
    let house = house();
    let id = made(&house, order()).await["id"].clone();
    let (lines, breaks) = read_until(&mut logs(&house, &id, ALL), LAST).await;
    assert_eq!(breaks, 0);
    assert!(lines.len() > 1_600);
    let (mut book, mut start) = (LogBook::default(), StartLog::new("runpod/pytorch", None));
    for line in lines {
        start.hear(&line);
        book.take(line);
    }
    let texts: Vec<&str> = book.entries().map(|entry| entry.text.as_str()).collect();
    assert!(texts.len() < 20, "{texts:?}");
    assert!(texts[0].starts_with("create container runpod/pytorch:"));
    assert_eq!(texts[1], "Image download: 22 layers done");
    assert_eq!(book.entries().nth(1).unwrap().lines, 1_592);
    assert!(start.last().unwrap().contains(LAST));
    assert_eq!(start.verdict_state(), (false, false, None));
}

#[tokio::test(start_paused = true)]
async fn breaks_stalls_and_repeats_change_no_line() {
    let house = house();
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(900_000);
    let (whole, _) = read_until(&mut logs(&house, &id, ALL), LAST).await;
    fault(&house, r#"{"name":"log-break","afterEvents":300,"times":3}"#);
    fault(&house, r#"{"name":"log-stall","afterEvents":100,"times":2}"#);
    fault(&house, r#"{"name":"log-repeat","repeat":40,"times":0}"#);
    let (broken, breaks) = read_until(&mut logs(&house, &id, ALL), LAST).await;
    assert!(breaks >= 3, "{breaks}");
    assert_eq!(broken, whole);
    let own = LogQuery { source: Some(Source::Container), tail: 5_000 };
    let (own, _) = read_until(&mut logs(&house, &id, own), LAST).await;
    assert!(own.iter().all(|line| line.source == Some(Source::Container)) && own.len() > 8);
}

#[tokio::test(start_paused = true)]
async fn hostile_lines_are_shown_harmless() {
    let house = house();
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(900_000);
    fault(&house, r#"{"name":"log-hostile","times":0}"#);
    let mut logs = logs(&house, &id, LogQuery { source: None, tail: 200 });
    let mut book = LogBook::default();
    while book.entries().map(|entry| entry.lines).sum::<u64>() < 200 {
        if let LogNews::Lines(lines) = logs.next().await {
            lines.into_iter().for_each(|line| book.take(line));
        }
    }
    let text = book.text("");
    let harm = |c: char| (c.is_control() && !"\n\t".contains(c)) || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(harm));
    assert!(text.contains("<script>alert(1)</script>") && text.contains("more letters)"));
}

#[tokio::test(start_paused = true)]
async fn a_pod_that_goes_ends_its_log() {
    let house = house();
    let id = made(&house, order()).await["id"].clone();
    house.clock.pass(900_000);
    let mut reading = logs(&house, &id, ALL);
    read_until(&mut reading, LAST).await;
    act(&house, &id, "terminate").await;
    let LogNews::Over(error) = reading.next().await else { panic!("it is over") };
    assert_eq!(error.kind, ErrorKind::PodNotFound);
    let LogNews::Over(error) = logs(&house, &Value::from("nobody"), ALL).next().await else { panic!("no pod") };
    assert_eq!(error.kind, ErrorKind::PodNotFound);
}
