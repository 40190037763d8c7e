//! A workflow that is asked for.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

use super::super::{Ask, python};
use super::{Answer, Place};

impl Place<'_> {
    /// Queues it, or says what is wrong with it.
    pub(super) fn prompt(&self, mut body: Map<String, Value>) -> Answer {
        let Some(prompt) = body.remove("prompt") else {
            let text = "No prompt provided";
            let error = json!({ "type": "no_prompt", "message": text, "details": text, "extra_info": {} });
            return refused(&error, &json!({}));
        };
        let id = match body.remove("prompt_id") {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) if is_uuid(&id) => Some(id),
            Some(_) => return refused(&wrong_id(), &json!({})),
        };
        let number = body.get("number").map(python::number).transpose();
        let front = body.get("front").and_then(Value::as_bool).unwrap_or_default();
        let mut extra = body.remove("extra_data").unwrap_or_else(|| json!({}));
        let (Value::Object(prompt), Ok(number), Some(known)) = (prompt, number, extra.as_object_mut()) else {
            return Answer::trouble();
        };
        if !prompt.values().all(Value::is_object) {
            return Answer::trouble();
        }
        if let Some(client) = body.remove("client_id") {
            known.insert("client_id".to_owned(), client);
        }
        let asked = self.visit(|comfy, disk, now| {
            if comfy.is_full() {
                return None;
            }
            if let Some(extra) = extra.as_object_mut() {
                extra.insert("create_time".to_owned(), json!(now.0));
            }
            Some(comfy.ask(Ask { id, number, front, prompt, extra }, disk, now))
        });
        match asked.flatten() {
            Some(Ok(told)) => Answer::json(told),
            Some(Err(why)) => refused(&why.error, &why.node_errors),
            None => Answer::trouble(),
        }
    }
}

fn refused(error: &Value, node_errors: &Value) -> Answer {
    let body = json!({ "error": error, "node_errors": node_errors });
    Answer::Own((StatusCode::BAD_REQUEST, axum::Json(body)).into_response())
}

fn wrong_id() -> Value {
    json!({
        "type": "invalid_prompt_id",
        "message": "prompt_id must be a valid UUID",
        "details": "prompt_id must be a UUID in lower case with hyphens; without one, the server makes it",
        "extra_info": {}
    })
}

/// `8-4-4-4-12` hex digits in lower case.
fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let is_digit = |letter: char| letter.is_ascii_digit() || ('a'..='f').contains(&letter) || letter == '-';
    lengths == [8, 4, 4, 4, 12] && text.chars().all(is_digit)
}
