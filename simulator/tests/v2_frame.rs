//! What every request to REST v2 meets: the key, the size, the limits, the words of a refusal.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use axum::http::Method;
use common::v2::{call, get, made, order, order_with, post, recorded, request};
use common::{Answer, House, send};
use launchpod_simulator::PRACTICE_KEY;
use serde_json::{Value, json};

fn problem(answer: &Answer) -> (u16, Value) {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["status"], answer.status.as_u16());
    (answer.status.as_u16(), body["detail"].clone())
}

#[tokio::test]
async fn only_the_key_in_the_header_opens() {
    let house = House::new();
    for (path, key, detail) in [
        ("/v2/pods", None, "missing bearer token"),
        ("/v2/pods?api_key=x", None, "missing bearer token"),
        ("/v2/pods", Some("rpa_WRONG"), "invalid bearer token"),
    ] {
        let answer = send(&house.router, request("GET", path, key, None)).await;
        assert_eq!(problem(&answer), (401, json!(detail)), "{path}");
        assert_eq!(answer.json()["title"], "Unauthorized");
        assert_eq!(answer.header("ratelimit"), None, "nobody is counted before the key is known");
    }
    assert_eq!(get(&house, "/v2/pods").await.status, 200);
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_the_key_is_looked_at() {
    let house = House::new();
    for (bytes, status) in [(102_400, 401), (102_401, 413)] {
        let answer = send(&house.router, request("POST", "/v2/pods", Some("rpa_WRONG"), Some("x".repeat(bytes)))).await;
        assert_eq!(problem(&answer).0, status, "{bytes}");
    }
    // Within the limit by itself, and beyond it with what the template adds.
    let template = json!({ "templateId": "0wnc0mfyt00ls0", "name": "x", "gpu": { "id": "x" }, "env": { "A": "" } });
    let room = 102_400 - template.to_string().len();
    for (length, status) in [(room - 200, 400), (room, 413)] {
        let mut body = template.clone();
        body["env"]["A"] = json!("a".repeat(length));
        assert_eq!(problem(&post(&house, "/v2/pods", body).await).0, status, "{length}");
    }
}

#[tokio::test]
async fn the_quota_is_told_and_kept() {
    let house = House::new();
    let first = get(&house, "/v2/pods").await;
    let policy = "\"minute\";q=180;w=60, \"hour\";q=7200;w=3600, \"day\";q=86400;w=86400";
    assert_eq!(first.header("ratelimit-policy"), Some(policy));
    let left = first.header("ratelimit").unwrap();
    assert!(left.starts_with("\"minute\";r=179;t=60, \"hour\";r=7199;t=3600, \"day\";r=86399;t="), "{left}");
    for _ in 0..179 {
        assert_eq!(get(&house, "/v2/pods").await.status, 200);
    }
    house.clock.pass(48_000);
    let refused = get(&house, "/v2/pods").await;
    assert_eq!(problem(&refused), (429, json!("rate limit exceeded for the minute window")));
    assert_eq!(
        (refused.header("retry-after"), refused.json()["title"].as_str()),
        (Some("12"), Some("Too Many Requests"))
    );
    assert!(refused.header("ratelimit").unwrap().starts_with("\"minute\";r=0;t=12, "));
    let wrong = send(&house.router, request("GET", "/v2/pods", Some("rpa_WRONG"), None)).await;
    assert_eq!(wrong.status, 401, "a wrong key has no quota to use up");
    house.clock.pass(12_000);
    assert_eq!(get(&house, "/v2/pods").await.status, 200);
}

#[tokio::test]
async fn paths_methods_and_queries() {
    let house = House::new();
    for path in ["account", "account/balance", "credits", "user", "me", "pods/a/b", "pods/"] {
        assert_eq!(get(&house, &format!("/v2/{path}")).await.status, 404, "{path}");
    }
    let wrong = call(&house, "PUT", "/v2/pods", None).await;
    assert_eq!(problem(&wrong), (405, json!("The requested method is not allowed for this path.")));
    assert_eq!(wrong.header("allow"), Some("GET, POST"));
    made(&house, order()).await;
    let all = get(&house, "/v2/pods?desiredStatus=EXITED&nonsense=1").await;
    assert_eq!(all.json()["pods"].as_array().unwrap().len(), 1, "an unknown query parameter is ignored");
    let anonymous = axum::http::Request::get("/v2/pods").body(axum::body::Body::empty()).unwrap();
    assert_eq!(send(&house.router, anonymous).await.status, 403, "the edge wants a User-Agent");
}

#[tokio::test]
async fn refusals_of_bodies_are_worded_as_recorded() {
    let house = House::new();
    let unknown = post(&house, "/v2/pods", order_with(json!({ "supportPublicIp": true }))).await;
    assert_eq!((unknown.status.as_u16(), unknown.json()), (422, recorded("error_422_unknown_key_live")));
    let id = made(&house, order()).await["id"].clone();
    let action =
        post(&house, &format!("/v2/pods/{}/action", id.as_str().unwrap()), json!({ "action": "explode" })).await;
    assert_eq!((action.status.as_u16(), action.json()), (422, recorded("error_422_live")));
    let gone = get(&house, "/v2/pods/does-not-exist").await;
    assert_eq!((gone.status.as_u16(), gone.json()), (404, recorded("error_404_pod_and_unknown_route_live")));
    for (body, errors) in [
        (json!({}), json!(["$: missing property 'name'"])),
        (json!({ "name": "x" }), json!(["$: missing property 'image'"])),
        (json!([]), json!(["$: got array, want object"])),
        (order_with(json!({ "disk": 0 })), json!(["$.disk: minimum: got 0, want 1"])),
        (order_with(json!({ "disk": "30" })), json!(["$.disk: got string, want integer"])),
        (order_with(json!({ "name": "" })), json!(["$.name: minLength: got 0, want 1"])),
        (order_with(json!({ "env": { "A": 1 } })), json!(["$.env.A: got number, want string"])),
        (
            order_with(json!({ "gpu": { "id": "x", "cuda": "1" } })),
            json!(["$.gpu: additional properties 'cuda' not allowed"]),
        ),
        (
            order_with(json!({ "gpu": { "id": "x", "minCudaVersion": "12" } })),
            json!(["$.gpu.minCudaVersion: '12' does not match pattern '^\\d+\\.\\d+$'"]),
        ),
        (
            order_with(json!({ "mounts": { "persistent": { "size": 20 } } })),
            json!(["$.mounts.persistent: missing property 'path'"]),
        ),
    ] {
        let answer = post(&house, "/v2/pods", body.clone()).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errors"]), (422, &errors), "{body}");
    }
    assert_eq!(house.app.simulator.state()["creates"], 1);
}

#[tokio::test]
async fn a_page_may_ask_with_all_methods() {
    let house = House::new();
    let ask = axum::http::Request::builder()
        .method(Method::OPTIONS)
        .uri("/v2/pods/x")
        .header("origin", "https://example.org")
        .header("user-agent", "Mozilla/5.0");
    let answer = send(&house.router, ask.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (204, Some("*")));
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET, POST, PUT, PATCH, DELETE, OPTIONS"));
    let refused = send(&house.router, request("GET", "/v2/pods", Some("rpa_WRONG"), None)).await;
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    assert!(send(&house.router, request("GET", "/v2/pods", Some(PRACTICE_KEY), None)).await.status.is_success());
}
