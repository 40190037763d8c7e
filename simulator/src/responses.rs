//! The answers that leave the API, and what every route asks of a request.

use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::app::App;

/// Marks an answer that leaves without CORS headers.
#[derive(Clone, Copy)]
pub struct Bare;

/// The one place where an answer leaves.
pub fn leave(app: &App, request: &HeaderMap, mut answer: Response) -> Response {
    if answer.extensions().get::<Bare>().is_none() {
        app.simulator.cors().mark(request, answer.headers_mut());
    }
    answer
}

pub fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json"))
}

/// Cloudflare turns away who does not say what it is, and some libraries that do.
pub fn is_stopped_at_the_edge(headers: &HeaderMap) -> bool {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    agent.is_empty() || agent.starts_with("Python-urllib/")
}

pub fn edge_refusal() -> Response {
    const PAGE: &str = "<!DOCTYPE html><html><head><title>Access denied | api.runpod.io used Cloudflare to restrict access</title></head><body>error code: 1010</body></html>";
    let html = [(CONTENT_TYPE, "text/html; charset=UTF-8")];
    (StatusCode::FORBIDDEN, html, PAGE).into_response()
}

pub fn unauthorized() -> Response {
    json_answer(StatusCode::UNAUTHORIZED, &json!({ "errors": [{ "message": "Unauthorized" }] }))
}

pub fn bad_request(message: &str) -> Response {
    let error = json!({ "message": message, "extensions": { "code": "BAD_REQUEST" } });
    json_answer(StatusCode::BAD_REQUEST, &json!({ "errors": [error] }))
}

/// JavaScript knows one kind of number, and prints a whole one without a point: 31, never 31.0. Clients in other languages
/// read some of them as integers and rely on it.
pub fn as_javascript_prints(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            number.as_f64().filter(|_| number.is_f64()).and_then(whole).unwrap_or(Value::Number(number))
        }
        Value::Array(items) => items.into_iter().map(as_javascript_prints).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, as_javascript_prints(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

/// Those that a float holds exactly.
#[allow(clippy::cast_possible_truncation, reason = "whole and within what a float holds exactly")]
fn whole(number: f64) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (number.fract() == 0.0 && number.abs() <= EXACT).then(|| Value::from(number as i64))
}

pub fn json_answer(status: StatusCode, body: &Value) -> Response {
    let body = as_javascript_prints(body.clone()).to_string();
    (status, [(CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_floats_are_printed_as_javascript_prints_them() {
        let printed = as_javascript_prints(json!({ "a": [31.0, 0.69, -0.0, 25], "b": { "c": 1e21, "d": "31.0" } }));
        assert_eq!(printed.to_string(), r#"{"a":[31,0.69,0,25],"b":{"c":1e+21,"d":"31.0"}}"#);
    }
}
