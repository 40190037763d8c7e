//! The GraphQL API: who is let in, what is refused unread, and what is executed.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::responses::{as_javascript_prints, bad_request, json_answer, says_json, unauthorized};
use crate::schema::{Caller, schema};
use crate::validation::{self, OperationKind, ValidationError};

/// What RunPod answers when nothing goes wrong on the way.
pub async fn answer(app: &App, headers: &HeaderMap, parameters: &[(String, String)], body: &[u8]) -> Response {
    let Some(caller) = caller(app, headers, parameters) else { return unauthorized() };
    let ask = match Ask::read(headers, body) {
        Ok(ask) => ask,
        Err(refused) => return refused,
    };
    match validation::check(&ask.query, &ask.variables, ask.operation_name.as_deref()) {
        Err(errors) => invalid(&errors),
        Ok(OperationKind::Mutation) if caller == Caller::Nobody => unauthorized(),
        Ok(_) => execute(app, ask, caller).await,
    }
}

/// A request that is wrong in itself.
pub fn invalid(errors: &[ValidationError]) -> Response {
    let errors: Vec<Value> = errors.iter().map(ValidationError::as_json).collect();
    json_answer(StatusCode::BAD_REQUEST, &json!({ "errors": errors }))
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
