//! The good answers.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::responses::as_javascript_prints;

pub fn ok(body: Value) -> Response {
    json(StatusCode::OK, body)
}

pub fn created(body: Value) -> Response {
    json(StatusCode::CREATED, body)
}

pub fn no_content() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

fn json(status: StatusCode, body: Value) -> Response {
    let body = as_javascript_prints(body).to_string();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}
