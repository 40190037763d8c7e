//! Each fault between client and API, through a real socket. Those of the world are in `faults_of_the_world.rs`.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::time::{Duration, Instant};

use common::live::{Live, Reply};
use serde_json::json;

/// One fault in place of a create's answer: what comes, and how many pods there are afterwards.
async fn harmed_rent(fault: &str, status: Option<u16>, creates: u64) -> Reply {
    let live = Live::new().await;
    live.fault(fault);
    let reply = live.rent();
    assert_eq!(reply.status(), status, "{fault}: {}", reply.text);
    assert_eq!(live.count("creates"), creates, "{fault}");
    assert_eq!(live.rent().status(), Some(200), "{fault} strikes once");
    assert_eq!(live.count("creates"), creates + 1, "{fault}");
    reply
}

fn is_html(reply: &Reply) -> bool {
    reply.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) && reply.body().contains("<html")
}

#[tokio::test(flavor = "multi_thread")]
async fn act_then_drop_acts_and_sends_not_one_byte() {
    let reply = harmed_rent("act-then-drop:podFindAndDeployOnDemand", None, 1).await;
    assert_eq!(reply.text, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn act_then_drop_can_cut_in_the_middle_of_the_answer() {
    let reply = harmed_rent(r#"{"name":"act-then-drop","afterBytes":30}"#, Some(200), 1).await;
    assert_eq!(reply.text.len(), 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminate_can_act_and_be_dropped() {
    let live = Live::new().await;
    let id = live.rented();
    live.fault("act-then-drop:podTerminate");
    assert_eq!(live.terminate(&id).text, "");
    assert_eq!(live.listed(), json!([]));
    assert_eq!(live.state()["terminated"], json!([id]));
    let again = live.terminate(&id).json();
    assert_eq!(again["errors"][0]["message"], "pod not found to terminate");
    assert_eq!(live.count("terminates"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn drop_then_act_acts_later() {
    let live = Live::new().await;
    live.fault(r#"{"name":"drop-then-act","operation":"podFindAndDeployOnDemand","delayMs":700}"#);
    assert_eq!(live.rent().text, "");
    assert_eq!(live.count("creates"), 0);
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(live.count("creates"), 1);
    assert_eq!(live.state()["pods"][0]["tag"], "lp-1");
    live.fault(r#"{"name":"drop-then-act","delayMs":0,"afterBytes":1}"#);
    assert_eq!(live.rent().text, "H");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_takes_down_one_connection_and_not_the_server() {
    let live = Live::new().await;
    live.fault(r#"{"name":"act-then-drop","operation":"myself","times":3}"#);
    for _ in 0..3 {
        assert_eq!(live.list().status(), None);
        assert_eq!(live.ask("{ countryCodes }").status(), Some(200));
    }
    assert_eq!(live.list().status(), Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn delay_acts_at_once_and_answers_late() {
    let live = Live::new().await;
    live.fault(r#"{"name":"delay","delayMs":800}"#);
    let started = Instant::now();
    std::thread::scope(|threads| {
        let late = threads.spawn(|| live.rent());
        std::thread::sleep(Duration::from_millis(400));
        assert_eq!(live.count("creates"), 1, "done while the answer is still to come");
        assert_eq!(late.join().unwrap().status(), Some(200));
    });
    assert!(started.elapsed() >= Duration::from_millis(800));
}

#[tokio::test(flavor = "multi_thread")]
async fn error_before_does_nothing() {
    let reply = harmed_rent("error-before", Some(500), 0).await;
    assert_eq!(reply.json()["errors"][0]["extensions"]["code"], "INTERNAL_SERVER_ERROR");
}

#[tokio::test(flavor = "multi_thread")]
async fn error_after_acts() {
    harmed_rent("error-after", Some(500), 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_gateway_is_html_and_acts_only_if_told_to() {
    assert!(is_html(&harmed_rent("bad-gateway", Some(502), 0).await));
    assert!(is_html(&harmed_rent(r#"{"name":"bad-gateway","after":true}"#, Some(502), 1).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_before_the_api_knows_no_cors() {
    let marked = harmed_rent("bad-gateway", Some(502), 0).await;
    assert_eq!(marked.header("access-control-allow-origin").as_deref(), Some("*"));
    let bare = harmed_rent(r#"{"name":"bad-gateway","bare":true}"#, Some(502), 0).await;
    assert_eq!(bare.header("access-control-allow-origin"), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn rate_limit_says_when_to_come_back_or_does_not() {
    assert_eq!(harmed_rent("rate-limit", Some(429), 0).await.header("retry-after"), None);
    let reply = harmed_rent(r#"{"name":"rate-limit","retryAfter":7}"#, Some(429), 0).await;
    assert_eq!(reply.header("retry-after").as_deref(), Some("7"));
}

#[tokio::test(flavor = "multi_thread")]
async fn unauthorized_is_what_a_wrong_key_gets() {
    let reply = harmed_rent("unauthorized", Some(401), 0).await;
    assert_eq!(reply.json(), json!({ "errors": [{ "message": "Unauthorized" }] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn forbidden_is_json() {
    let reply = harmed_rent("forbidden", Some(403), 0).await;
    assert_eq!(reply.json()["errors"][0]["message"], "Forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn retired_is_410_until_cleared() {
    let live = Live::new().await;
    live.fault(r#"{"name":"retired","times":0}"#);
    for _ in 0..3 {
        assert_eq!(live.list().status(), Some(410));
    }
    assert_eq!(live.send("DELETE", "/admin/faults", "", "").json(), json!({ "faults": [] }));
    assert_eq!(live.list().status(), Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn maintenance_is_html_and_can_say_how_long() {
    let reply = harmed_rent(r#"{"name":"maintenance","retryAfter":120}"#, Some(503), 0).await;
    assert!(is_html(&reply) && reply.header("retry-after").as_deref() == Some("120"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_says_200_and_is_not_json() {
    assert!(is_html(&harmed_rent("nonsense", Some(200), 0).await));
    assert!(is_html(&harmed_rent(r#"{"name":"nonsense","after":true}"#, Some(200), 1).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_waits_for_its_operation_and_counts() {
    let live = Live::new().await;
    live.fault(r#"{"name":"error-before","operation":["podTerminate","myself"],"times":2}"#);
    let id = live.rented();
    assert_eq!((live.list().status(), live.terminate(&id).status()), (Some(500), Some(500)));
    assert_eq!((live.list().status(), live.terminate(&id).status()), (Some(200), Some(200)));
    let told = live.send("GET", "/admin/faults", "", "").json();
    assert_eq!((&told["faults"][0]["struck"], &told["faults"][0]["left"]), (&json!(2), &json!(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn chance_is_rolled_from_the_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let live = Live::new().await;
        live.fault(r#"{"name":"error-before","times":0,"chance":0.5}"#);
        runs.push((0..40).map(|_| live.list().status().unwrap()).collect::<Vec<_>>());
    }
    assert_eq!(runs[0], runs[1]);
    assert!(runs[0].contains(&200) && runs[0].contains(&500));
}

#[tokio::test(flavor = "multi_thread")]
async fn no_web_page_gets_in() {
    let live = Live::new().await;
    for header in ["origin: https://example.org\r\n", "origin: null\r\n", "sec-fetch-site: same-origin\r\n"] {
        for (method, path) in [
            ("POST", "/admin/faults"),
            ("GET", "/admin/faults"),
            ("DELETE", "/admin/faults"),
            ("OPTIONS", "/admin/faults"),
            ("GET", "/admin/state"),
            ("POST", "/admin/time"),
        ] {
            let reply = live.send(method, path, header, "error-before");
            assert_eq!(reply.status(), Some(403), "{method} {path} {header}");
            assert_eq!(reply.header("access-control-allow-origin"), None);
        }
    }
    assert_eq!(live.send("GET", "/admin/faults", "", "").json(), json!({ "faults": [] }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_is_refused() {
    let live = Live::new().await;
    for text in [
        "",
        "no-such-fault",
        "delay:noSuchOperation",
        "delay:myself:often",
        "delay:myself:1:2",
        "{",
        "{}",
        r#"{"name":"delay","tiems":2}"#,
        r#"{"name":"delay","retryAfter":2}"#,
        r#"{"name":"delay","delayMs":-1}"#,
        r#"{"name":"delay","delayMs":99999999999}"#,
        r#"{"name":"delay","chance":1.5}"#,
        r#"{"name":"delay","operation":[1]}"#,
        r#"{"name":"set-balance"}"#,
        r#"{"name":"cors"}"#,
        r#"{"name":"cors","mode":"open"}"#,
        r#"{"name":"cors","mode":"none","chance":0.5}"#,
        "outbid",
        "host-gone",
    ] {
        let reply = live.send("POST", "/admin/faults", "", text);
        assert_eq!(reply.status(), Some(400), "{text}: {}", reply.text);
        assert!(reply.json()["error"].is_string(), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn time_passes_when_told() {
    let live = Live::new().await;
    let state = || live.send("GET", "/admin/state", "", "").json();
    let id = live.rented();
    let before = state()["now"].as_str().unwrap().to_owned();
    assert_eq!(live.send("POST", "/admin/time", "", r#"{"passMs":3600000}"#).status(), Some(200));
    let after = state()["now"].as_str().unwrap().to_owned();
    assert!(after > before && after[..14] != before[..14], "{before} to {after}");
    assert!(live.list().text.contains(&id), "the pod of before is there");
    for text in ["", "{}", r#"{"passMs":0}"#, r#"{"passMs":-1}"#, r#"{"passMs":1.5}"#, r#"{"passMs":1,"speed":2}"#] {
        assert_eq!(live.send("POST", "/admin/time", "", text).status(), Some(400), "{text}");
    }
}
