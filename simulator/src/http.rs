//! The API's HTTP side: who is let in, what is refused unread, and how answers leave.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use axum::body::Bytes;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Query, State};
use axum::http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use serde_json::{Map, Value, json};

use crate::action_v2;
use crate::admin::admin_routes;
use crate::comfy::api::MOST_BODY;
use crate::faults::{Bare, Fault, Visit, answer_or_harm, switch_on};
use crate::schema::{Caller, schema};
use crate::services;
use crate::settings::PRACTICE_KEY;
use crate::simulator::Simulator;
use crate::validation::{self, OperationKind, ValidationError};
use crate::wire::Wire;

/// A simulator and all that answering for it takes.
#[derive(Clone)]
pub struct App {
    /// The world.
    pub simulator: Arc<Simulator>,
    /// Where it listens: `http://127.0.0.1:4600`.
    pub origin: String,
}

impl App {
    /// An app for a simulator that listens at `origin`.
    #[must_use]
    pub fn new(simulator: Arc<Simulator>, origin: String) -> Self {
        Self { simulator, origin }
    }

    /// Switches a fault on, given as JSON or as `name[:operation[:times]]`.
    ///
    /// # Errors
    ///
    /// If RunPod has no such operation, or nothing is there that a fault could strike at once.
    pub fn switch_on(&self, fault: &Fault) -> Result<(), String> {
        switch_on(&self.simulator, fault.clone()).map(|_| ())
    }

    /// Where a pod's HTTP port is reached, with `{podId}` and `{port}` to fill in.
    #[must_use]
    pub fn proxy_template(&self) -> String {
        format!("{}/proxy/{{podId}}-{{port}}", self.origin)
    }
}

/// Everything that the simulator's own listener answers.
pub fn routes(app: App) -> Router {
    api_routes(app.clone()).merge(admin_routes().with_state(app))
}

/// What a page may reach.
pub fn api_routes(app: App) -> Router {
    let services = Router::new()
        .route("/proxy/{target}", any(services::root))
        .route("/proxy/{target}/", any(services::root))
        .route("/proxy/{target}/{*path}", any(services::below))
        .layer(DefaultBodyLimit::max(MOST_BODY));
    Router::new()
        .route("/", get(about))
        .route("/graphql", any(graphql))
        .route("/v2/pods/{id}/action", any(action_v2::action))
        .merge(services)
        .with_state(app)
}

async fn about(State(app): State<App>) -> Response {
    let options = &app.simulator.options;
    let is_practice = options.key == PRACTICE_KEY;
    let key = if is_practice { PRACTICE_KEY } else { "the one given with --key" };
    let about = json!({
        "what": "A RunPod that runs on this machine. Nothing here costs money.",
        "graphql": format!("{}/graphql", app.origin),
        "proxy": app.proxy_template(),
        "speed": app.simulator.clock.speed(),
        "seed": options.seed,
        "key": key,
    });
    axum::response::Json(about).into_response()
}

async fn graphql(
    State(app): State<App>,
    method: Method,
    headers: HeaderMap,
    Query(parameters): Query<Vec<(String, String)>>,
    wire: Option<Extension<ConnectInfo<Wire>>>,
    body: Bytes,
) -> Response {
    if is_stopped_at_the_edge(&headers) {
        return edge_refusal();
    }
    if method == Method::OPTIONS {
        return app.simulator.cors().preflight(&headers);
    }
    if method != Method::POST {
        let answer = (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST, OPTIONS")]).into_response();
        return leave(&app, &headers, answer);
    }
    let wire = wire.map(|Extension(ConnectInfo(wire))| wire);
    let visit = Visit { headers: headers.clone(), parameters, body, wire };
    let answer = answer_or_harm(&app, visit).await;
    leave(&app, &headers, answer)
}

/// The one place where an answer leaves.
pub fn leave(app: &App, request: &HeaderMap, mut answer: Response) -> Response {
    if answer.extensions().get::<Bare>().is_none() {
        app.simulator.cors().mark(request, answer.headers_mut());
    }
    answer
}

/// What RunPod answers when nothing goes wrong on the way.
pub async fn answer(app: &App, headers: &HeaderMap, parameters: &[(String, String)], body: &[u8]) -> Response {
    let Some(caller) = caller(app, headers, parameters) else { return unauthorized() };
    let ask = match Ask::read(headers, body) {
        Ok(ask) => ask,
        Err(refused) => return refused,
    };
    match validation::check(&ask.query, &ask.variables, ask.operation_name.as_deref()) {
        Err(errors) => {
            let errors: Vec<Value> = errors.iter().map(ValidationError::as_json).collect();
            json_answer(StatusCode::BAD_REQUEST, &json!({ "errors": errors }))
        }
        Ok(OperationKind::Mutation) if caller == Caller::Nobody => unauthorized(),
        Ok(_) => execute(app, ask, caller).await,
    }
}

async fn execute(app: &App, ask: Ask, caller: Caller) -> Response {
    let variables = Variables::from_json(Value::Object(ask.variables));
    let parsed = validation::parsed(&ask.query);
    let mut request = Request::new(ask.query).variables(variables).data(caller).data(Arc::clone(&app.simulator));
    request.operation_name = ask.operation_name;
    if let Some(document) = &parsed.executable {
        request.set_parsed_query(document.clone());
    }
    let response = schema().execute(request).await;
    // An error without a path was found before execution: ours was not the stricter check after all.
    let refused = response.errors.iter().any(|error| error.path.is_empty());
    let status = if refused { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    match serde_json::to_value(&response) {
        Ok(body) => json_answer(status, &body),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What a request asks.
pub struct Ask {
    pub query: String,
    pub variables: Map<String, Value>,
    pub operation_name: Option<String>,
}

impl Ask {
    #[allow(clippy::result_large_err, reason = "the refusal is the answer itself")]
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Response> {
        if !says_json(headers) {
            return Err(bad_request(
                "This operation has been blocked as a potential Cross-Site Request Forgery (CSRF). Please either specify a 'content-type' header (with a type that is not one of application/x-www-form-urlencoded, multipart/form-data, text/plain) or provide a non-empty value for one of the following headers: x-apollo-operation-name, apollo-require-preflight\n",
            ));
        }
        let Ok(Value::Object(mut body)) = serde_json::from_slice(body) else {
            return Err(bad_request("POST body missing, invalid Content-Type, or JSON object has no keys."));
        };
        let query = body.remove("query").and_then(text).filter(|query| !query.is_empty());
        let Some(query) = query else {
            return Err(bad_request(
                "GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.",
            ));
        };
        let variables = match body.remove("variables") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(variables)) => {
                variables.into_iter().map(|(name, value)| (name, as_javascript_prints(value))).collect()
            }
            Some(_) => {
                return Err(bad_request("`variables` in a POST body must be an object if provided."));
            }
        };
        let operation_name = body.remove("operationName").and_then(text);
        Ok(Self { query, variables, operation_name })
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

pub fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("application/json"))
}

/// None if the key is wrong. The header counts before the parameter.
fn caller(app: &App, headers: &HeaderMap, parameters: &[(String, String)]) -> Option<Caller> {
    let in_header = headers.get(AUTHORIZATION).map(|value| value.to_str().unwrap_or_default());
    let in_header = in_header.map(|value| value.strip_prefix("Bearer ").unwrap_or_default().trim());
    let in_address = parameters.iter().find(|(name, _)| name == "api_key").map(|(_, key)| key.as_str());
    match in_header.or(in_address) {
        None => Some(Caller::Nobody),
        Some(key) => (key == app.simulator.options.key).then_some(Caller::Owner),
    }
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

fn bad_request(message: &str) -> Response {
    let error = json!({ "message": message, "extensions": { "code": "BAD_REQUEST" } });
    json_answer(StatusCode::BAD_REQUEST, &json!({ "errors": [error] }))
}

/// JavaScript knows one kind of number, and prints a whole one without a point: 31, never 31.0. Clients in other languages
/// read some of them as integers and rely on it.
fn as_javascript_prints(value: Value) -> Value {
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
