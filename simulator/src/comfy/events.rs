//! What ComfyUI tells its clients over their WebSockets.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::clock::Moment;

/// Messages that are kept for a client that reads slowly.
const KEPT: usize = 500;

/// The messages, each for one client or for all of them.
#[derive(Default)]
pub struct Events {
    told: VecDeque<(Option<String>, Value)>,
    /// How many there were before those that are kept.
    dropped: usize,
}

impl Events {
    /// How many messages there have been.
    pub fn count(&self) -> usize {
        self.dropped + self.told.len()
    }

    /// What this client has not been told yet, who has been told `known` messages.
    pub fn since(&self, known: usize, client: &str) -> Vec<Value> {
        let new = self.told.iter().skip(known.saturating_sub(self.dropped));
        new.filter(|(to, _)| to.as_deref().is_none_or(|to| to == client)).map(|(_, message)| message.clone()).collect()
    }

    /// The length of the queue has changed.
    pub fn status(&mut self, remaining: usize) {
        self.tell(&None, "status", json!({ "status": queue(remaining) }));
    }

    /// A workflow begins.
    pub fn began(&mut self, client: Option<String>, prompt: &str, at: Moment) {
        if client.is_none() {
            return;
        }
        self.tell(&client, "execution_start", json!({ "prompt_id": prompt, "timestamp": at.0 }));
        self.tell(&client, "execution_cached", json!({ "nodes": [], "prompt_id": prompt, "timestamp": at.0 }));
    }

    /// A workflow has ended: what each of its nodes did, and how it ended.
    pub fn ended(&mut self, client: Option<String>, prompt: &str, nodes: &[String], outputs: &Value, status: &Value) {
        if client.is_none() {
            return;
        }
        let last = status.get("messages").and_then(Value::as_array).and_then(|messages| messages.last());
        let (kind, how) = (last.and_then(|last| last.get(0)?.as_str()), last.and_then(|last| last.get(1)));
        let executed = how.and_then(|how| how.get("executed")).and_then(Value::as_array);
        let failed = how.and_then(|how| how.get("node_id")?.as_str());
        for node in nodes {
            let done = executed.is_none_or(|executed| executed.iter().any(|id| id == node));
            if !done && failed != Some(node) {
                continue;
            }
            self.tell(&client, "executing", json!({ "node": node, "display_node": node, "prompt_id": prompt }));
            if let Some(output) = outputs.get(node) {
                let told = json!({ "node": node, "display_node": node, "output": output, "prompt_id": prompt });
                self.tell(&client, "executed", told);
            }
        }
        if let (Some(kind), Some(how)) = (kind, how) {
            self.tell(&client, kind, how.clone());
        }
        self.tell(&client, "executing", json!({ "node": null, "prompt_id": prompt }));
    }

    fn tell(&mut self, client: &Option<String>, kind: &str, data: Value) {
        self.told.push_back((client.clone(), json!({ "type": kind, "data": data })));
        if self.told.len() > KEPT {
            self.told.pop_front();
            self.dropped += 1;
        }
    }
}

/// How a status tells of the queue.
pub fn queue(remaining: usize) -> Value {
    json!({ "exec_info": { "queue_remaining": remaining } })
}
