//! Harm between a client and REST v2, and the end of GraphQL.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use common::live::Live;
use common::v2::{act, get, made, order, pod, post, told};
use common::{Answer, House};
use launchpod_simulator::{Fault, PRACTICE_KEY};
use serde_json::{Value, json};

fn fault(house: &House, text: &str) {
    house.app.switch_on(&Fault::parse(text).unwrap()).unwrap();
}

/// A create under a fault: what came, and how many pods there are then.
async fn create_under(text: &str) -> (Answer, Value) {
    let house = House::new();
    fault(&house, text);
    let answer = post(&house, "/v2/pods", order()).await;
    let creates = house.app.simulator.state()["creates"].clone();
    assert_eq!(post(&house, "/v2/pods", order()).await.status, 201, "{text} strikes once");
    (answer, creates)
}

#[tokio::test(start_paused = true)]
async fn false_answers_are_worded_as_v2_does() {
    for (text, status, creates, kind) in [
        ("error-before:createPod", 500, 0, "application/problem+json"),
        ("error-after:createPod", 500, 1, "application/problem+json"),
        ("unauthorized", 401, 0, "application/problem+json"),
        ("forbidden:createPod", 403, 0, "application/problem+json"),
        (r#"{"name":"rate-limit","retryAfter":7}"#, 429, 0, "application/problem+json"),
        ("bad-gateway", 502, 0, "text/html; charset=UTF-8"),
        (r#"{"name":"bad-gateway","after":true}"#, 502, 1, "text/html; charset=UTF-8"),
        ("maintenance", 503, 0, "text/html; charset=UTF-8"),
        ("nonsense", 200, 0, "text/html; charset=UTF-8"),
        (r#"{"name":"delay","operation":"createPod"}"#, 201, 1, "application/json"),
    ] {
        let (answer, made) = create_under(text).await;
        assert_eq!((answer.status.as_u16(), made), (status, json!(creates)), "{text}");
        assert_eq!(answer.header("content-type"), Some(kind), "{text}");
        if status == 429 {
            assert_eq!(answer.header("retry-after"), Some("7"));
            assert!(answer.header("ratelimit").unwrap().starts_with("\"minute\";r=0;t=7"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_lost_or_cut_and_the_pod_is_there() {
    let live = Live::new().await;
    let headers = format!("content-type: application/json\r\nauthorization: Bearer {PRACTICE_KEY}\r\n");
    let create = || live.send("POST", "/v2/pods", &headers, &order().to_string());
    live.fault("act-then-drop:createPod");
    assert_eq!(create().text, "");
    assert_eq!(live.count("creates"), 1);
    live.fault(r#"{"name":"act-then-drop","operation":"createPod","afterBytes":30}"#);
    assert_eq!((create().text.len(), live.count("creates")), (30, 2));
    live.fault(r#"{"name":"drop-then-act","operation":"createPod","delayMs":500}"#);
    assert_eq!((create().text, live.count("creates")), (String::new(), 2));
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert_eq!(live.count("creates"), 3);
    let list = live.send("GET", "/v2/pods", &headers, "").json();
    assert_eq!(list["pods"].as_array().unwrap().len(), 3);
    assert_eq!(live.state()["pods"][0]["tag"], "lp-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_logs_breaks_after_what_was_sent() {
    let live = Live::new().await;
    let headers = format!("content-type: application/json\r\nauthorization: Bearer {PRACTICE_KEY}\r\n");
    let id = live.send("POST", "/v2/pods", &headers, &order().to_string()).json()["id"].as_str().unwrap().to_owned();
    live.house.clock.pass(600_000);
    live.fault(r#"{"name":"log-break","afterEvents":3}"#);
    let reply = live.send("GET", &format!("/v2/pods/{id}/logs"), &headers, "");
    assert_eq!((reply.status(), reply.text.matches("\ndata: ").count()), (Some(200), 3), "{}", reply.text);
    assert!(!reply.text.ends_with("\r\n0\r\n\r\n"), "the body has no proper end");
}

#[tokio::test]
async fn a_fault_waits_for_its_operation_its_api_and_its_turn() {
    let house = House::new();
    fault(&house, r#"{"name":"error-before","operation":"podAction.stop"}"#);
    fault(&house, r#"{"name":"nonsense","api":"graphql","times":0}"#);
    fault(&house, r#"{"name":"bad-gateway","operation":"listPods","afterRequests":2}"#);
    let id = made(&house, order()).await["id"].clone();
    assert_eq!(act(&house, &id, "restart").await.status, 200);
    assert_eq!(act(&house, &id, "stop").await.status, 500);
    assert_eq!(pod(&house, &id).await["status"], "RUNNING");
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(get(&house, "/v2/pods").await.status.as_u16());
    }
    assert_eq!(statuses, [200, 200, 502, 200]);
    for text in ["delay:noSuchThing", "delay:podAction.explode", r#"{"name":"delay","api":"v1"}"#] {
        let known = Fault::parse(text).and_then(|fault| house.app.switch_on(&fault));
        assert!(known.is_err(), "{text}");
    }
}

#[tokio::test]
async fn lists_are_stale_empty_or_half() {
    let house = House::new();
    let first = made(&house, order()).await["id"].clone();
    fault(&house, "stale-list:listPods");
    house.clock.pass(1_000);
    let second = made(&house, order()).await["id"].clone();
    let ids = |list: &Value| list["pods"].as_array().unwrap().iter().map(|pod| pod["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&told(&house, "/v2/pods").await), *std::slice::from_ref(&first));
    fault(&house, "partial-list:listPods");
    let half = told(&house, "/v2/pods").await;
    assert_eq!(ids(&half), *std::slice::from_ref(&first));
    assert!(half.get("pagination").is_none(), "that is how half a list is known");
    fault(&house, "empty-list:listPods");
    assert_eq!(ids(&told(&house, "/v2/pods").await), Vec::<Value>::new());
    assert_eq!(ids(&told(&house, "/v2/pods").await), [second, first]);
}

#[tokio::test]
async fn the_world_is_struck_along_with_a_request_of_v2() {
    let house = House::new();
    let id = made(&house, order()).await["id"].clone();
    fault(&house, "host-gone:getPod");
    assert_eq!(pod(&house, &id).await["status"], "ERROR");
    fault(&house, "empty-balance:listPods");
    get(&house, "/v2/pods").await;
    assert_eq!(post(&house, "/v2/pods", order()).await.status, 402);
}

async fn graphql(house: &House, query: &str) -> (u16, Value) {
    let answer = house.post("/graphql", Some(PRACTICE_KEY), &json!({ "query": query })).await;
    (answer.status.as_u16(), answer.json())
}

#[tokio::test]
async fn graphql_ends_at_once_or_in_mid_session_and_v2_goes_on() {
    let house = House::new();
    fault(&house, r#"{"name":"retired","times":0,"afterRequests":3}"#);
    for turn in 0..6 {
        let (status, body) = graphql(&house, "{ myself { id } }").await;
        assert_eq!(status, if turn < 3 { 200 } else { 410 }, "{body}");
        assert_eq!(get(&house, "/v2/pods").await.status, 200);
    }
    assert!(Fault::parse(r#"{"name":"retired","api":"v2"}"#).is_err(), "of v2 nobody has said that it ends");
}

#[tokio::test]
async fn single_fields_of_graphql_end_as_if_they_had_never_been() {
    let house = House::new();
    fault(&house, r#"{"name":"retired-fields","fields":["User.clientBalance","pod"],"times":0,"afterRequests":1}"#);
    let balance = "{ myself { clientBalance } }";
    assert_eq!(graphql(&house, balance).await.0, 200, "the first one passes");
    let (status, body) = graphql(&house, balance).await;
    assert_eq!(status, 400);
    let real = json!({ "message": "Cannot query field \"clientBalance\" on type \"User\".", "extensions": { "code": "GRAPHQL_VALIDATION_FAILED" }, "locations": [{ "line": 1, "column": 12 }] });
    assert_eq!(body, json!({ "errors": [real] }));
    for (query, status) in [
        ("{ myself { id } }", 200),
        ("query Q { myself { ...part } } fragment part on User { id balance: clientBalance }", 400),
        ("{ myself { ... on User { clientBalance } } pod(input: { podId: \"x\" }) { id } }", 400),
        ("{ pod(input: { podId: \"x\" }) { id } }", 400),
        ("{ myself { clientLifetimeSpend } }", 200),
    ] {
        assert_eq!(graphql(&house, query).await.0, status, "{query}");
    }
    for text in [
        "retired-fields",
        r#"{"name":"retired-fields","fields":[]}"#,
        r#"{"name":"retired-fields","fields":["User.noSuchField"]}"#,
        r#"{"name":"retired","fields":["clientBalance"]}"#,
    ] {
        let known = Fault::parse(text).and_then(|fault| house.app.switch_on(&fault));
        assert!(known.is_err(), "{text}");
    }
}
