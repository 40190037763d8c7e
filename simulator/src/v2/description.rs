//! `GET /v2/openapi.json`: what this REST v2 takes and answers, as OpenAPI 3.1. RunPod serves one of its own at that address; this one
//! is made from what the simulator itself goes by, and needs no key.

mod answers;
mod bodies;
mod examples;

use serde_json::{Map, Value, json};

use super::contract::Kind;
use super::parameters::{Parameter, parameters};
use super::routes::Operation;
use answers::{Success, success};
use bodies::{body, schema};
use examples::{example_body, example_id, links};

/// Below `/v2/`.
pub const PATH: &str = "openapi.json";

/// Refused to everybody alike.
const ALWAYS: [u16; 3] = [401, 403, 429];
/// What a body may be refused with; 402 is the balance, 409 what cannot be done now.
const WITH_BODY: [u16; 6] = [400, 402, 409, 413, 415, 422];

/// The whole description, of a simulator that listens at `origin`.
pub fn document(origin: &str) -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in Operation::ALL {
        let Some((method, path)) = operation.route() else { continue };
        let item = paths.entry(format!("/v2/{}", path.replace("{}", "{id}"))).or_insert_with(|| json!({}));
        if let Some(item) = item.as_object_mut() {
            item.insert(method.as_str().to_lowercase(), described(*operation, path.contains("{}")));
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "REST v2, as the simulator plays it", "version": env!("CARGO_PKG_VERSION") },
        "servers": [{ "url": origin }],
        "security": [{ "key": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },
            "schemas": answers::schemas(),
        },
    })
}

fn described(operation: Operation, has_id: bool) -> Value {
    let id = has_id.then(|| {
        let mut id = json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } });
        if let (Some(example), Some(id)) = (example_id(operation), id.as_object_mut()) {
            id.insert("example".to_owned(), json!(example));
        }
        id
    });
    let query = parameters(operation).iter().map(parameter);
    let mut told = json!({
        "operationId": operation.name(),
        "parameters": id.into_iter().chain(query).collect::<Vec<_>>(),
        "responses": responses(operation, has_id),
    });
    if let (Some(schema), Some(told)) = (body(operation), told.as_object_mut()) {
        let mut json = json!({ "schema": schema });
        if let (Some(example), Some(json)) = (example_body(operation), json.as_object_mut()) {
            json.insert("example".to_owned(), example);
        }
        let body = json!({ "required": true, "content": { "application/json": json } });
        told.insert("requestBody".to_owned(), body);
    }
    told
}

fn parameter(Parameter { name, kind }: &Parameter) -> Value {
    let mut told = json!({ "name": name, "in": "query", "required": false, "schema": schema(kind) });
    if let (Kind::List(_), Some(told)) = (kind, told.as_object_mut()) {
        told.insert("style".to_owned(), json!("form"));
        told.insert("explode".to_owned(), json!(false));
    }
    told
}

fn responses(operation: Operation, has_id: bool) -> Map<String, Value> {
    let mut codes = ALWAYS.to_vec();
    if has_id || operation == Operation::CreatePod {
        codes.push(404);
    }
    if body(operation).is_some() {
        codes.extend(WITH_BODY);
    }
    // Of the parameters, some do not go together.
    if !parameters(operation).is_empty() {
        codes.extend([400, 422]);
    }
    // What is in use, or locked.
    if operation.name().starts_with("delete") {
        codes.extend([400, 409]);
    }
    let problem = json!({
        "description": "Refused.",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    let refused = codes.into_iter().map(|code| (code.to_string(), problem.clone()));
    let done = success(operation).into_iter().map(|Success { code, kind, schema }| {
        let mut told = json!({ "description": "Done.", "headers": answers::headers(), "links": links(operation) });
        if let (Some(schema), Some(told)) = (schema, told.as_object_mut()) {
            told.insert("content".to_owned(), json!({ kind: { "schema": schema } }));
        }
        (code.to_string(), told)
    });
    refused.chain(done).collect()
}
