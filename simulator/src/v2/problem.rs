//! Refusals as REST v2 tells them: `application/problem+json`, after RFC 9457.

use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::errors::Refusal;

/// A refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    /// What is wrong with the request, one text for each place.
    errors: Vec<String>,
    header: Option<(HeaderName, String)>,
}

/// What a request comes to.
pub type Answer<T = Response> = Result<T, Problem>;

impl Problem {
    pub fn new(status: StatusCode, detail: &str) -> Self {
        Self { status, detail: detail.to_owned(), errors: Vec::new(), header: None }
    }

    pub fn missing_key() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "missing bearer token")
    }

    /// Text assumed.
    pub fn wrong_key() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid bearer token")
    }

    pub fn access_denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, "access denied")
    }

    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "resource not found")
    }

    /// Recorded for a pod; assumed for all others.
    pub fn no_such(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, &format!("{what} not found"))
    }

    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "request body exceeds 102400 bytes")
    }

    /// The body fits the contract and is refused all the same.
    pub fn bad_request(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub fn conflict(detail: &str) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    pub fn invalid(errors: Vec<String>) -> Self {
        Self { errors, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "Request validation failed.") }
    }

    pub fn method_not_allowed(allowed: &str) -> Self {
        let detail = "The requested method is not allowed for this path.";
        Self { header: Some((ALLOW, allowed.to_owned())), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail) }
    }

    pub fn too_many(window: &str, wait_seconds: u64) -> Self {
        let detail = format!("rate limit exceeded for the {window} window");
        let header = Some((RETRY_AFTER, wait_seconds.to_string()));
        Self { header, ..Self::new(StatusCode::TOO_MANY_REQUESTS, &detail) }
    }

    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, &Refusal::internal().message)
    }

    fn as_json(&self) -> Value {
        let title = match self.status {
            StatusCode::PAYLOAD_TOO_LARGE => "Content Too Large",
            status => status.canonical_reason().unwrap_or_default(),
        };
        let mut body = Map::new();
        body.insert("title".to_owned(), json!(title));
        body.insert("status".to_owned(), json!(self.status.as_u16()));
        body.insert("detail".to_owned(), json!(self.detail));
        if !self.errors.is_empty() {
            body.insert("errors".to_owned(), json!(self.errors));
        }
        Value::Object(body)
    }
}

/// What the world refuses has one sentence in both APIs, and a status of its own in this one.
impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.code {
            "INSUFFICIENT_BALANCE" => StatusCode::PAYMENT_REQUIRED,
            "POD_NOT_FOUND" => return Self::no_such("pod"),
            "INTERNAL_SERVER_ERROR" => StatusCode::INTERNAL_SERVER_ERROR,
            _ if refusal.message.ends_with("not found") => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::new(status, &refusal.message)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = [(CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, kind, self.as_json().to_string()).into_response();
        if let Some((name, value)) = self.header
            && let Ok(value) = HeaderValue::from_str(&value)
        {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
