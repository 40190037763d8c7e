//! A workflow that is asked for.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::api::{Answer, Place};
use super::{Ask, python_format as python};

impl Place<'_> {
    /// Queues it, or says what is wrong with it.
    pub(super) fn prompt(&self, mut body: Map<String, Value>) -> Answer {
        let number = body.get("number").map(python::number);
        let front = body.get("front").is_some_and(python::is_true);
        let (number, told) = match number {
            Some(Some(number)) => (number, json!(number)),
            None => {
                let Some(next) = self.visit(|comfy, _, _| comfy.next_number(front)) else { return Answer::trouble() };
                (to_float(next), json!(next))
            }
            Some(None) => return Answer::trouble(),
        };
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
        let mut extra = body.remove("extra_data").unwrap_or_else(|| json!({}));
        let (Value::Object(prompt), Some(known)) = (prompt, extra.as_object_mut()) else {
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
            Some(comfy.ask(Ask { id, number, told, prompt, extra }, disk, now))
        });
        match asked.flatten() {
            Some(Ok(told)) => Answer::json(told),
            Some(Err(why)) => refused(&why.error, &why.node_errors),
            None => Answer::trouble(),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "nobody asks that often")]
fn to_float(number: i64) -> f64 {
    number as f64
}

fn refused(error: &Value, node_errors: &Value) -> Answer {
    let body = json!({ "error": error, "node_errors": node_errors });
    Answer::json_of(StatusCode::BAD_REQUEST, &body)
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
