//! The relay: what comes bit by bit, what breaks off, and what is seen through.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, StatusCode};
use support::{KEY, PATIENCE, QUESTION, Recorder, Running, ask, head, named};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

/// A server that reads the head of one request, says `answer`, and then waits until the other side has gone.
async fn open_ended(answer: &'static str) -> (u16, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let left = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut read = [0; 4096];
        assert!(stream.read(&mut read).await.unwrap() > 0);
        stream.write_all(answer.as_bytes()).await.unwrap();
        while stream.read(&mut read).await.is_ok_and(|bytes| bytes > 0) {}
    });
    (port, left)
}

#[tokio::test]
async fn a_log_arrives_line_by_line_and_its_stream_ends_with_the_page() {
    let (port, left) = open_ended(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n\
         13\r\nid: 1\ndata: hello\n\n\r\n",
    )
    .await;
    let launchpod = Running::launchpod(port).await;
    let mut page = TcpStream::connect(("127.0.0.1", launchpod.port)).await.unwrap();
    let headers = named(&[("Host", &launchpod.host()), ("Accept", "text/event-stream")]);
    page.write_all(head("GET", "/relay/v2/pods/a/logs?tail=5", &headers).as_bytes()).await.unwrap();
    let mut got = String::new();
    // RunPod's side is still open: what came of it is here all the same.
    while !got.contains("data: hello\n\n") {
        let mut read = [0; 1024];
        let bytes = timeout(PATIENCE, page.read(&mut read)).await.expect("the line, before the stream ends").unwrap();
        assert!(bytes > 0, "the stream ended: {got}");
        got.push_str(std::str::from_utf8(&read[..bytes]).unwrap());
    }
    assert!(got.contains("content-type: text/event-stream"), "{got}");
    assert!(!left.is_finished());
    drop(page);
    timeout(PATIENCE, left).await.expect("RunPod's side ends, too").unwrap();
}

#[tokio::test]
async fn an_answer_that_leads_elsewhere_is_followed_by_nobody() {
    let other = Recorder::default();
    let elsewhere = Running::start(other.router()).await;
    for status in [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ] {
        let mut runpod = Recorder { status, ..Recorder::default() };
        let location = format!("http://127.0.0.1:{}/graphql", elsewhere.port);
        runpod.headers.insert("location", HeaderValue::try_from(location).unwrap());
        let upstream = Running::start(runpod.router()).await;
        let launchpod = Running::launchpod(upstream.port).await;
        let answer = ask(launchpod.port, "/relay/graphql", QUESTION).await;
        assert_eq!((answer.status, answer.header("location"), runpod.take().len()), (502, None, 1));
        assert!(answer.text.contains("does not go there"), "{}", answer.text);
    }
    assert!(other.take().is_empty());
}

#[tokio::test]
async fn the_question_without_a_key_is_answered_as_runpod_does() {
    let recorder = Recorder::default();
    let runpod = Running::start(recorder.router()).await;
    let launchpod = Running::launchpod(runpod.port).await;
    let headers = named(&[("Host", &launchpod.host()), ("Content-Type", "application/json"), ("Content-Length", "2")]);
    let request = format!("{}{{}}", head("POST", "/relay/graphql", &headers));
    let answer = support::send(launchpod.port, request.as_bytes()).await;
    assert_eq!((answer.status, answer.text.as_str()), (200, r#"{"data":{"__typename":"Query"}}"#));
    let seen = recorder.take().remove(0);
    assert!(!seen.headers.contains_key("authorization"));
    assert!(seen.headers["user-agent"].to_str().unwrap().starts_with("launchpod/"), "Cloudflare refuses those without");
}

#[tokio::test]
async fn runpods_own_refusals_come_back_as_they_are() {
    for status in [400, 401, 403, 404, 410, 429, 500, 503] {
        let recorder = Recorder { status: StatusCode::from_u16(status).unwrap(), ..Recorder::default() };
        let runpod = Running::start(recorder.router()).await;
        let launchpod = Running::launchpod(runpod.port).await;
        assert_eq!(ask(launchpod.port, "/relay/graphql", QUESTION).await.status, status);
    }
}

#[tokio::test]
async fn where_nobody_answers_that_is_said_and_not_the_key() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let launchpod = Running::launchpod(free).await;
    for path in ["/relay/graphql", "/relay/v2/pods"] {
        let answer = ask(launchpod.port, path, QUESTION).await;
        assert_eq!((answer.status, answer.text.as_str()), (502, "This relay got no answer from 127.0.0.1."));
        assert!(!format!("{:?}", answer.headers).contains(KEY));
    }
}

#[tokio::test]
async fn an_answer_that_breaks_off_breaks_off_here_too() {
    let (port, _left) =
        open_ended("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\n{\"data\":").await;
    let launchpod = Running::launchpod(port).await;
    let mut page = TcpStream::connect(("127.0.0.1", launchpod.port)).await.unwrap();
    let headers = named(&[("Host", &launchpod.host())]);
    page.write_all(head("GET", "/relay/v2/pods", &headers).as_bytes()).await.unwrap();
    let mut read = [0; 1024];
    let bytes = timeout(PATIENCE, page.read(&mut read)).await.unwrap().unwrap();
    let got = String::from_utf8_lossy(&read[..bytes]).into_owned();
    assert!(got.contains("content-length: 100"), "the browser can tell that it is not whole: {got}");
}

#[tokio::test]
async fn an_order_is_seen_through_though_the_page_has_gone() {
    let done = Arc::new(AtomicUsize::new(0));
    let begun = Arc::new(AtomicUsize::new(0));
    let (counted, started) = (done.clone(), begun.clone());
    let slow = Router::new().fallback(move || async move {
        started.fetch_add(1, Ordering::SeqCst);
        sleep(Duration::from_millis(400)).await;
        counted.fetch_add(1, Ordering::SeqCst);
        "{}"
    });
    let runpod = Running::start(slow).await;
    let relay = support::relay(runpod.port);
    let router = launchpod_program::routes::routes(Arc::new(support::SmallPage), None, relay.clone());
    let launchpod = Running::start(router).await;
    let mut page = TcpStream::connect(("127.0.0.1", launchpod.port)).await.unwrap();
    let headers = named(&[("Host", &launchpod.host()), ("Content-Length", "2")]);
    page.write_all(format!("{}{{}}", head("POST", "/relay/graphql", &headers)).as_bytes()).await.unwrap();
    let begins = async {
        while begun.load(Ordering::SeqCst) == 0 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, begins).await.expect("RunPod is asked");
    drop(page);
    relay.acts_done(PATIENCE).await;
    assert_eq!(done.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn half_an_order_never_leaves() {
    let recorder = Recorder::default();
    let runpod = Running::start(recorder.router()).await;
    let launchpod = Running::launchpod(runpod.port).await;
    let mut page = TcpStream::connect(("127.0.0.1", launchpod.port)).await.unwrap();
    let headers = named(&[("Host", &launchpod.host()), ("Content-Length", "100")]);
    page.write_all(format!("{}{{\"half\":", head("POST", "/relay/graphql", &headers)).as_bytes()).await.unwrap();
    page.shutdown().await.unwrap();
    let mut rest = vec![];
    let _ = timeout(PATIENCE, page.read_to_end(&mut rest)).await.unwrap();
    assert!(recorder.take().is_empty());
}

#[tokio::test]
async fn who_asks_far_too_often_is_told_to_wait() {
    let recorder = Recorder::default();
    let runpod = Running::start(recorder.router()).await;
    let launchpod = Running::launchpod(runpod.port).await;
    let mut refused = None;
    let mut passed = 0;
    for _ in 0..2000 {
        let answer = ask(launchpod.port, "/relay/graphql", QUESTION).await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
        passed += 1;
    }
    let refused = refused.expect("somebody asks 2,000 times and is never told to wait");
    assert!(passed >= 200, "{passed}");
    assert_eq!((refused.header("retry-after"), recorder.take().len()), (Some("1"), passed));
    assert!(refused.text.contains("was not passed on"), "{}", refused.text);
}
