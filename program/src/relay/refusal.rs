//! Why something is not passed on, in words. A page that is refused by the relay must not take it for RunPod's word: so the words
//! are plain text, but for the one refusal that is as sure as RunPod's own.

use axum::http::StatusCode;
use axum::http::header::{ALLOW, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::rules::MOST_BYTES;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such address is passed on.
    Place,
    /// Not by this method, but by those.
    Method(&'static [&'static str]),
    /// Something behind `?`.
    Query,
    /// More than RunPod takes.
    TooLarge,
    /// The request did not come whole.
    CutOff,
    /// Too many in too short a time.
    TooOften,
    /// Nobody answers there; the name.
    Unreachable(String),
    /// No answer in time; the name.
    Slow(String),
    /// The answer leads elsewhere.
    Redirect,
}

impl Refusal {
    /// The answer to a request for `path`.
    pub(super) fn answer(self, path: &str) -> Response {
        if self == Self::TooLarge {
            return too_large(path);
        }
        let mut response = (self.status(), self.words()).into_response();
        let allow = match &self {
            Self::Method(methods) => HeaderValue::try_from(methods.join(", ")).ok(),
            _ => None,
        };
        let wait = (self == Self::TooOften).then(|| HeaderValue::from_static("1"));
        for (name, value) in [(ALLOW, allow), (RETRY_AFTER, wait)] {
            if let Some(value) = value {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Place => StatusCode::NOT_FOUND,
            Self::Method(_) => StatusCode::METHOD_NOT_ALLOWED,
            Self::Query => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::CutOff => StatusCode::REQUEST_TIMEOUT,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Unreachable(_) | Self::Redirect => StatusCode::BAD_GATEWAY,
            Self::Slow(_) => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Place => "This relay passes nothing on to that address.".to_owned(),
            Self::Method(methods) => format!("This relay passes on {} there, and nothing else.", methods.join(", ")),
            Self::Query => "This relay does not pass on what follows the question mark.".to_owned(),
            Self::TooLarge => format!("The request body exceeds {MOST_BYTES} bytes."),
            Self::CutOff => "The request did not come whole, so nothing was passed on.".to_owned(),
            Self::TooOften => "Too many requests at once. This one was not passed on.".to_owned(),
            Self::Unreachable(name) => format!("This relay got no answer from {name}."),
            Self::Slow(name) => format!("This relay got no answer from {name} in time."),
            Self::Redirect => "The answer leads to another address, and this relay does not go there.".to_owned(),
        }
    }
}

/// In RunPod's own words and form, so that the page names the field that is too long: nothing of it was passed on.
fn too_large(path: &str) -> Response {
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    let detail = format!("request body exceeds {MOST_BYTES} bytes");
    if path == "/relay/graphql" {
        return (status, axum::Json(json!({ "errors": [{ "message": detail }] }))).into_response();
    }
    let problem = json!({ "title": "Payload Too Large", "status": status.as_u16(), "detail": detail });
    let mut response = (status, axum::Json(problem)).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(axum::http::header::CONTENT_TYPE, kind);
    response
}
