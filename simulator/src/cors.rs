//! Whom the browser lets in. Which of these the real API does is not known.

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use clap::ValueEnum;

/// What the API says to pages of other origins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CorsMode {
    /// Every page may call
    Any,
    /// Only RunPod's own pages may
    RunpodOnly,
    /// No CORS header at all
    None,
    /// As none, and a preflight is answered with 405
    Refused,
}

const RUNPOD_ORIGINS: [&str; 2] = ["https://www.runpod.io", "https://console.runpod.io"];

impl CorsMode {
    /// The answer to a preflight of REST v2, which has more methods, and a header by which a stream of logs goes on.
    #[must_use]
    pub fn preflight_v2(self, request: &HeaderMap) -> Response {
        let mut response = self.preflight(request);
        let headers = response.headers_mut();
        if headers.contains_key(ACCESS_CONTROL_ALLOW_METHODS) {
            let methods = HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE, OPTIONS");
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
            let allowed = HeaderValue::from_static("Authorization, Content-Type, Last-Event-ID");
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        response
    }

    /// The answer to a preflight.
    #[must_use]
    pub fn preflight(self, request: &HeaderMap) -> Response {
        if self == Self::Refused {
            let allow = [(ALLOW, "GET, POST")];
            return (StatusCode::METHOD_NOT_ALLOWED, allow).into_response();
        }
        let mut response = StatusCode::NO_CONTENT.into_response();
        self.mark(request, response.headers_mut());
        if response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
            let headers = response.headers_mut();
            let methods = HeaderValue::from_static("GET, POST, OPTIONS");
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
            let allowed = HeaderValue::from_static("Authorization, Content-Type");
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        }
        response
    }

    /// Marks an answer. Nothing is exposed: a page cannot read `Retry-After`.
    pub fn mark(self, request: &HeaderMap, answer: &mut HeaderMap) {
        match self {
            Self::Any => {
                answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            }
            Self::RunpodOnly => {
                answer.insert(VARY, HeaderValue::from_static("Origin"));
                let origin = request.get(ORIGIN).filter(|origin| is_runpods(origin));
                if let Some(origin) = origin {
                    answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
                }
            }
            Self::None | Self::Refused => {}
        }
    }
}

fn is_runpods(origin: &HeaderValue) -> bool {
    RUNPOD_ORIGINS.iter().any(|known| origin == known)
}
