//! What comes in place of the honest answer, in the words of the API that was asked.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::fault::{Api, Fault, Name};
use crate::clock::Moment;
use crate::errors::Refusal;
use crate::responses::{json_answer, unauthorized};
use crate::v2::Problem;
use crate::v2::limits::Quota;

pub fn false_answer(fault: &Fault, api: Api, now: Moment) -> Response {
    let mut response = match fault.name {
        Name::BadGateway => html(StatusCode::BAD_GATEWAY, BAD_GATEWAY),
        Name::Maintenance => html(StatusCode::SERVICE_UNAVAILABLE, MAINTENANCE),
        Name::Nonsense => html(StatusCode::OK, NONSENSE),
        _ if api == Api::V2 => problem(fault).into_response(),
        Name::Unauthorized => unauthorized(),
        Name::Forbidden => refusal(StatusCode::FORBIDDEN, "Forbidden", "FORBIDDEN"),
        Name::RateLimit => refusal(StatusCode::TOO_MANY_REQUESTS, TOO_MANY, "RATE_LIMITED"),
        Name::Retired => refusal(StatusCode::GONE, RETIRED, "GONE"),
        _ => {
            let internal = Refusal::internal();
            refusal(StatusCode::INTERNAL_SERVER_ERROR, &internal.message, internal.code)
        }
    };
    if fault.name == Name::RateLimit && api == Api::V2 {
        Quota::full_for(fault.retry_after.unwrap_or(60), now).mark(response.headers_mut());
    }
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn problem(fault: &Fault) -> Problem {
    match fault.name {
        Name::Unauthorized => Problem::wrong_key(),
        Name::Forbidden => Problem::access_denied(),
        Name::RateLimit => Problem::new(StatusCode::TOO_MANY_REQUESTS, TOO_MANY),
        _ => Problem::internal(),
    }
}

fn refusal(status: StatusCode, message: &str, code: &str) -> Response {
    let errors: Value = json!([{ "message": message, "extensions": { "code": code } }]);
    json_answer(status, &json!({ "errors": errors }))
}

/// As a gateway says it that lost its own connection: with 200, in words that are no refusal.
pub fn unclear_error(operations: &[String]) -> Response {
    const MESSAGE: &str = "request to the pods service failed, reason: read ECONNRESET";
    let errors = operations.iter().map(
        |name| json!({ "message": MESSAGE, "path": [name], "extensions": { "code": "DOWNSTREAM_SERVICE_ERROR" } }),
    );
    let errors: Vec<Value> = errors.collect();
    let data: Map<String, Value> = operations.iter().map(|name| (name.clone(), Value::Null)).collect();
    json_answer(StatusCode::OK, &json!({ "errors": errors, "data": data }))
}

fn html(status: StatusCode, page: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=UTF-8")], page).into_response()
}

const TOO_MANY: &str = "rate limit exceeded for the minute window";
const RETIRED: &str = "The GraphQL API is retired. Please use REST v2.";
const BAD_GATEWAY: &str = "<!DOCTYPE html>\n<html lang=\"en-US\"><head><title>api.runpod.io | 502: Bad gateway</title></head><body><h1>Bad gateway <span>Error code 502</span></h1><p>Visit <a href=\"https://www.cloudflare.com/5xx-error-landing\">cloudflare.com</a> for more information.</p></body></html>";
const MAINTENANCE: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Scheduled maintenance</title></head><body><h1>We&rsquo;ll be back soon</h1><p>Runpod is undergoing scheduled maintenance.</p></body></html>";
/// As a hotel's network answers before one has signed in to it.
const NONSENSE: &str = "<html><head><title>Welcome</title></head><body>Sign in to use this network.</body></html>";
