//! The one route of REST v2 that is there: `POST /v2/pods/{id}/action`, for the key that RunPod gives a pod.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::app::App;
use crate::container::{By, Call, Reply};
use crate::responses::{edge_refusal, is_stopped_at_the_edge, leave, says_json};

/// Bytes of a body; above that it is refused unread.
const MOST_BODY: usize = 102_400;

/// Whose key it is that comes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Nobody,
    ThePod,
    AnotherPod,
    Owner,
}

/// A refusal: status, title and what is wrong.
pub type Refused = (u16, &'static str, &'static str);

const UNAUTHORIZED: Refused = (401, "Unauthorized", "The API key is missing or wrong.");
const FORBIDDEN: Refused = (403, "Forbidden", "This API key may not do that.");
const NOT_FOUND: Refused = (404, "Not Found", "pod not found");
const CONFLICT: Refused = (409, "Conflict", "This action is not valid for the pod's current status.");

/// What is asked for, if it may be.
pub fn judge(holder: Holder, is_json: bool, body: &str) -> Result<Call, Refused> {
    if body.len() > MOST_BODY {
        return Err((413, "Content Too Large", "The body is larger than 102400 bytes."));
    }
    match holder {
        Holder::Nobody => return Err(UNAUTHORIZED),
        // It is not told what other pods there are.
        Holder::AnotherPod => return Err(NOT_FOUND),
        Holder::ThePod | Holder::Owner => {}
    }
    if !is_json {
        return Err((415, "Unsupported Media Type", "The body must be application/json."));
    }
    let wrong = (422, "Unprocessable Entity", "The body must be {\"action\": \"start|stop|restart|terminate\"}.");
    let body: Value = serde_json::from_str(body).map_err(|_| (400, "Bad Request", "The body is no JSON."))?;
    let fields = body.as_object().filter(|fields| fields.len() == 1).ok_or(wrong)?;
    match fields.get("action").and_then(Value::as_str).ok_or(wrong)? {
        "terminate" => Ok(Call::Terminate),
        "stop" => Ok(Call::Stop),
        // Nobody has seen whether the pod's key may; it can hardly start what it runs in.
        "start" | "restart" => Err(FORBIDDEN),
        _ => Err(wrong),
    }
}

/// Status and body of what came of it.
pub fn outcome(call: Call, pod: &str, reply: Reply) -> (u16, String) {
    match (reply, call) {
        (Reply::Done, Call::Terminate) => (204, String::new()),
        (Reply::Done, Call::Stop) => (200, json!({ "id": pod, "status": "EXITED" }).to_string()),
        _ => refusal(FORBIDDEN),
    }
}

/// As RFC 9457 has it.
pub fn refusal((status, title, detail): Refused) -> (u16, String) {
    (status, json!({ "title": title, "status": status, "detail": detail }).to_string())
}

pub async fn action(
    State(app): State<App>,
    Path(id): Path<String>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if is_stopped_at_the_edge(&headers) {
        return edge_refusal();
    }
    if method == Method::OPTIONS {
        return app.simulator.cors().preflight(&headers);
    }
    let answer = if method == Method::POST {
        answer(&app, &id, &headers, &body)
    } else {
        (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST, OPTIONS")]).into_response()
    };
    leave(&app, &headers, answer)
}

fn answer(app: &App, id: &str, headers: &HeaderMap, body: &[u8]) -> Response {
    let key =
        headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|it| it.strip_prefix("Bearer "));
    let holder = holder(app, id, key.unwrap_or_default().trim());
    let (status, body) = match judge(holder, says_json(headers), &String::from_utf8_lossy(body)) {
        Ok(call) => act(app, id, call, holder),
        Err(refused) => refusal(refused),
    };
    let kind = if status < 300 { "application/json" } else { "application/problem+json" };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if body.is_empty() { status.into_response() } else { (status, [(CONTENT_TYPE, kind)], body).into_response() }
}

fn holder(app: &App, id: &str, key: &str) -> Holder {
    if key == app.simulator.options.key {
        return Holder::Owner;
    }
    app.simulator.look(|world, _| match world.pods.iter().find(|pod| pod.own_key() == key) {
        Some(pod) if pod.id == id => Holder::ThePod,
        Some(_) => Holder::AnotherPod,
        None => Holder::Nobody,
    })
}

fn act(app: &App, id: &str, call: Call, holder: Holder) -> (u16, String) {
    let runs = app.simulator.look(|world, _| world.pod(id).map(crate::pod::Pod::is_running));
    match (runs, call) {
        (None, _) => return refusal(NOT_FOUND),
        (Some(false), Call::Stop) => return refusal(CONFLICT),
        _ => {}
    }
    if holder == Holder::ThePod {
        let reply = app.simulator.harm(|world, now| world.ask_from_inside(id, call, By::V2, now));
        return outcome(call, id, reply);
    }
    let done = match call {
        Call::Terminate => app.simulator.act("podTerminate", |world, _| world.terminate(id)),
        Call::Stop => app.simulator.act("podStop", |world, now| world.stop(id, now)),
    };
    outcome(call, id, if done.is_ok() { Reply::Done } else { Reply::Refused })
}
