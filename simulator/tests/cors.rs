//! The four ways the API may treat pages of other origins.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, missing_docs)]

mod common;

use axum::body::Body;
use axum::http::{Method, Request};
use common::{Answer, House, send};
use launchpod_simulator::CorsMode;
use serde_json::json;

async fn preflight(house: &House, origin: &str) -> Answer {
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri("/graphql")
        .header("origin", origin)
        .header("user-agent", "Mozilla/5.0")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,content-type");
    send(&house.router, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn each_mode_answers_preflights_and_requests_as_it_should() {
    let (foreign, own) = ("https://example.org", "https://console.runpod.io");
    let rows = [
        (CorsMode::Any, foreign, 204, Some("*")),
        (CorsMode::RunpodOnly, foreign, 204, None),
        (CorsMode::RunpodOnly, own, 204, Some(own)),
        (CorsMode::None, foreign, 204, None),
        (CorsMode::Refused, own, 405, None),
    ];
    for (mode, origin, status, allowed) in rows {
        let answer = preflight(&House::with(mode, 25.0, 1), origin).await;
        assert_eq!(answer.status.as_u16(), status, "{mode:?} {origin}");
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{mode:?} {origin}");
        let headers = answer.header("access-control-allow-headers");
        assert_eq!(headers, allowed.map(|_| "Authorization, Content-Type"));
    }
}

#[tokio::test]
async fn errors_carry_the_header_too_and_nothing_is_exposed() {
    let body = json!({ "query": "{ nonsense }" });
    let open = House::new().post("/graphql", Some("wrong"), &body).await;
    assert_eq!((open.status.as_u16(), open.header("access-control-allow-origin")), (401, Some("*")));
    assert_eq!(open.header("access-control-expose-headers"), None);
    let closed = House::with(CorsMode::None, 25.0, 1).post("/graphql", None, &body).await;
    assert_eq!((closed.status.as_u16(), closed.header("access-control-allow-origin")), (400, None));
}
