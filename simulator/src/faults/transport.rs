//! Faults between the client and the API: what comes in place of the answer, or does not come at all.

use std::time::Duration;

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::fault::{Class, Fault, Name};
use super::world::strike_along;
use crate::app::App;
use crate::connection::Wire;
use crate::errors::Refusal;
use crate::graphql::{Ask, answer};
use crate::responses::{Bare, json_answer, unauthorized};
use crate::validation::{self, OperationKind};

/// One request, with a hand on the connection that it came by.
pub struct Visit {
    pub headers: HeaderMap,
    pub parameters: Vec<(String, String)>,
    pub body: Bytes,
    pub wire: Option<Wire>,
}

const DEFAULT_DELAY: u64 = 2_000;

/// The answer, unless a fault is meant for this request.
pub async fn answer_or_harm(app: &App, visit: Visit) -> Response {
    let (kind, fields) = visit.fields();
    let is_for = |fault: &Fault| fault.is_for(&fields);
    let late = app.simulator.faults.draw(Class::Delay, is_for);
    let harm = app.simulator.faults.draw(Class::Answer, is_for);
    let response = match harm {
        Some(drawn) => harmed(app, visit, &drawn.fault, kind, &fields).await,
        None => acted(app, &visit, kind, &fields).await,
    };
    if let Some(late) = late {
        wait(late.fault.delay_ms.unwrap_or(DEFAULT_DELAY)).await;
    }
    response
}

async fn harmed(app: &App, visit: Visit, fault: &Fault, kind: OperationKind, fields: &[String]) -> Response {
    if fault.name == Name::DropThenAct {
        return cut_then_act(app, visit, fault, kind, fields.to_vec());
    }
    let acts = fault.after || matches!(fault.name, Name::ActThenDrop | Name::ErrorAfter);
    let honest = if acts { Some(acted(app, &visit, kind, fields).await) } else { None };
    wait(fault.delay_ms.unwrap_or(0)).await;
    if fault.name == Name::ActThenDrop {
        return cut(visit.wire.as_ref(), fault.after_bytes, honest);
    }
    let mut response = false_answer(fault);
    if fault.bare {
        response.extensions_mut().insert(Bare);
    }
    response
}

async fn acted(app: &App, visit: &Visit, kind: OperationKind, fields: &[String]) -> Response {
    if kind == OperationKind::Query {
        strike_along(&app.simulator, fields);
    }
    let response = answer(app, &visit.headers, &visit.parameters, &visit.body).await;
    if kind == OperationKind::Mutation {
        strike_along(&app.simulator, fields);
    }
    response
}

/// The request is on its way somewhere when its sender is cut off: it arrives later all the same.
fn cut_then_act(app: &App, visit: Visit, fault: &Fault, kind: OperationKind, fields: Vec<String>) -> Response {
    let (app, wire) = (app.clone(), visit.wire.clone());
    let (delay, after_bytes) = (fault.delay_ms.unwrap_or(DEFAULT_DELAY), fault.after_bytes);
    tokio::spawn(async move {
        wait(delay).await;
        acted(&app, &visit, kind, &fields).await
    });
    cut(wire.as_ref(), after_bytes, None)
}

/// What is returned here gets out as far as the cut lets it.
fn cut(wire: Option<&Wire>, after_bytes: usize, honest: Option<Response>) -> Response {
    let Some(wire) = wire else {
        let why = "there is no connection to cut: use launchpod_simulator::serve, or bring a Wire";
        return (StatusCode::NOT_IMPLEMENTED, why).into_response();
    };
    wire.cut_after(after_bytes);
    honest.unwrap_or_default()
}

async fn wait(ms: u64) {
    if ms > 0 {
        sleep(Duration::from_millis(ms)).await;
    }
}

fn false_answer(fault: &Fault) -> Response {
    let mut response = match fault.name {
        Name::BadGateway => html(StatusCode::BAD_GATEWAY, BAD_GATEWAY),
        Name::Maintenance => html(StatusCode::SERVICE_UNAVAILABLE, MAINTENANCE),
        Name::Nonsense => html(StatusCode::OK, NONSENSE),
        Name::Unauthorized => unauthorized(),
        Name::Forbidden => refusal(StatusCode::FORBIDDEN, "Forbidden", "FORBIDDEN"),
        Name::RateLimit => refusal(StatusCode::TOO_MANY_REQUESTS, TOO_MANY, "RATE_LIMITED"),
        Name::Retired => refusal(StatusCode::GONE, RETIRED, "GONE"),
        _ => {
            let internal = Refusal::internal();
            refusal(StatusCode::INTERNAL_SERVER_ERROR, &internal.message, internal.code)
        }
    };
    if let Some(seconds) = fault.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn refusal(status: StatusCode, message: &str, code: &str) -> Response {
    let errors: Value = json!([{ "message": message, "extensions": { "code": code } }]);
    json_answer(status, &json!({ "errors": errors }))
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

impl Visit {
    /// Read before anything is refused: harm on the way comes to good requests and bad ones alike.
    fn fields(&self) -> (OperationKind, Vec<String>) {
        match Ask::read(&self.headers, &self.body) {
            Ok(ask) => validation::root_fields(&ask.query, ask.operation_name.as_deref()),
            Err(_) => (OperationKind::Query, Vec::new()),
        }
    }
}
