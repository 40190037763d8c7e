//! A workflow in the queue.

use serde_json::{Value, json};

use super::validate::Prompt;

/// A workflow that was asked for.
pub struct Job {
    /// Its place in the queue: the lowest is next.
    pub number: f64,
    /// The number as it is told: a whole one, or what was given.
    pub told: Value,
    pub id: String,
    pub prompt: Prompt,
    pub extra: Value,
    pub outputs: Vec<String>,
}

impl Job {
    /// As queue and history show it.
    pub fn shown(&self) -> Value {
        json!([self.told, self.id, self.prompt, self.extra, self.outputs])
    }

    /// Who is told how it goes.
    pub fn client(&self) -> Option<String> {
        self.extra.get("client_id").and_then(Value::as_str).map(str::to_owned)
    }
}
