//! The way in for tests: faults on and off, and what has really happened. No web page gets in here.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::clock::HOUR;
use crate::faults::{Fault, switch_on};

/// `/admin/…`, for the simulator's own listener only.
pub fn admin_routes() -> Router<App> {
    Router::new()
        .route("/admin/faults", get(list).post(add).delete(clear))
        .route("/admin/state", get(state))
        .route("/admin/shell", post(shell))
        .route("/admin/load", post(load))
        .route("/admin/time", post(pass))
        .layer(from_fn(keep_pages_out))
}

/// A browser says where a request comes from; other clients have nothing to say.
async fn keep_pages_out(request: Request, next: Next) -> Response {
    if is_from_a_page(request.headers()) {
        return json_of(StatusCode::FORBIDDEN, json!({ "error": "not for web pages" }));
    }
    next.run(request).await
}

fn is_from_a_page(headers: &HeaderMap) -> bool {
    // A plain GET carries no Origin, but says so here; "none" is somebody at the address bar.
    let fetched = headers.get("sec-fetch-site").is_some_and(|site| site != "none");
    fetched || headers.contains_key(ORIGIN)
}

async fn list(State(app): State<App>) -> Response {
    json_of(StatusCode::OK, json!({ "faults": app.simulator.faults.as_json() }))
}

async fn add(State(app): State<App>, text: String) -> Response {
    let told = Fault::parse(&text).and_then(|fault| {
        let json = fault.as_json();
        let id = switch_on(&app.simulator, fault)?;
        Ok(json!({ "id": id, "fault": json }))
    });
    match told {
        Ok(told) => json_of(StatusCode::OK, told),
        Err(why) => json_of(StatusCode::BAD_REQUEST, json!({ "error": why })),
    }
}

async fn clear(State(app): State<App>) -> Response {
    app.simulator.calm();
    list(State(app)).await
}

async fn state(State(app): State<App>) -> Response {
    json_of(StatusCode::OK, app.simulator.state())
}

/// `{"pod": …, "line": …}`: as if somebody entered it in a terminal of the pod.
async fn shell(State(app): State<App>, text: String) -> Response {
    let Some(asked) = object(&text, &["pod", "line"]) else { return refused("expected pod and line") };
    let word = |key: &str| asked.get(key).and_then(Value::as_str);
    let (Some(pod), Some(line)) = (word("pod"), word("line")) else { return refused("expected pod and line") };
    answer(app.simulator.enter(pod, line))
}

/// `{"pod": …, "gpu": 0 to 100, "until": milliseconds since 1970}`
async fn load(State(app): State<App>, text: String) -> Response {
    const WHAT: &str = "expected pod, gpu from 0 to 100 and perhaps until, in milliseconds since 1970";
    let Some(asked) = object(&text, &["pod", "gpu", "until"]) else { return refused(WHAT) };
    let pod = asked.get("pod").and_then(Value::as_str);
    let gpu = asked.get("gpu").and_then(Value::as_u64).and_then(|gpu| u8::try_from(gpu).ok()).filter(|gpu| *gpu <= 100);
    let until = asked.get("until").filter(|until| !until.is_null());
    let (Some(pod), Some(gpu), true) = (pod, gpu, until.is_none_or(Value::is_i64)) else { return refused(WHAT) };
    answer(app.simulator.load(pod, gpu, until.and_then(Value::as_i64)).map(|()| json!({})))
}

/// `{"passMs": 1 to 1 year of milliseconds}`: so much simulated time passes at once.
async fn pass(State(app): State<App>, text: String) -> Response {
    const WHAT: &str = "expected passMs, from 1 to a year's milliseconds";
    let asked = object(&text, &["passMs"]);
    let ms = asked.and_then(|asked| asked.get("passMs").and_then(Value::as_i64));
    let Some(ms) = ms.filter(|ms| (1..=365 * 24 * HOUR).contains(ms)) else { return refused(WHAT) };
    app.simulator.clock.pass(ms);
    json_of(StatusCode::OK, json!({ "now": app.simulator.clock.now().iso() }))
}

fn object(text: &str, known: &[&str]) -> Option<Map<String, Value>> {
    let Ok(Value::Object(asked)) = serde_json::from_str(text) else { return None };
    asked.keys().all(|key| known.contains(&key.as_str())).then_some(asked)
}

fn answer(told: Result<Value, String>) -> Response {
    match told {
        Ok(told) => json_of(StatusCode::OK, told),
        Err(why) => refused(&why),
    }
}

fn refused(why: &str) -> Response {
    json_of(StatusCode::BAD_REQUEST, json!({ "error": why }))
}

fn json_of(status: StatusCode, body: Value) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}
