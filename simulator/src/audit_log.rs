//! What has been done so far, for tests that compare it with what a client believes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::container::{By, Call};
use crate::pod::Pod;
use crate::pod_key::Asked;
use crate::world::World;

/// The variable by which a launch finds its pod again.
const TAG: &str = "LAUNCHPOD_TAG=";

/// Acts that took place, whatever was answered.
#[derive(Default)]
pub struct Record {
    acted: BTreeMap<String, u64>,
    created: Vec<Value>,
    terminated: Vec<String>,
    from_inside: Vec<Value>,
}

impl Record {
    /// Notes an act that was not refused, and answers with the pod it made.
    pub fn note(&mut self, operation: &str, before: &[String], world: &World) -> Option<String> {
        *self.acted.entry(operation.to_owned()).or_default() += 1;
        let gone = before.iter().filter(|id| world.pod(id).is_none());
        self.terminated.extend(gone.cloned());
        let made = world.pods.iter().find(|pod| !before.contains(&pod.id))?;
        self.created.push(json!({ "id": made.id, "tag": tag(made), "createdAt": made.created_at.iso() }));
        Some(made.id.clone())
    }

    /// Notes what pods asked for by themselves. It is no act of the owner's, so `acted` does not count it.
    pub fn note_inside(&mut self, asked: Vec<Asked>) {
        for Asked { pod, call, by, at, done } in asked {
            let operation = match call {
                Call::Terminate => "podTerminate",
                Call::Stop => "podStop",
            };
            let by = match by {
                By::V2 => "v2",
                By::GraphQl => "graphql",
                By::Runpodctl => "runpodctl",
            };
            let asked = json!({ "pod": pod, "operation": operation, "by": by, "at": at.iso(), "done": done });
            self.from_inside.push(asked);
            if done && call == Call::Terminate {
                self.terminated.push(pod);
            }
        }
    }

    /// All of it, beside the pods and the money that are there now.
    pub fn as_json(&self, world: &World) -> Value {
        json!({
            "pods": world.pods.iter().map(pod).collect::<Vec<Value>>(),
            "creates": self.created.len(),
            "terminates": self.terminated.len(),
            "acted": self.acted,
            "created": self.created,
            "terminated": self.terminated,
            "fromInside": self.from_inside,
            "balance": world.balance().dollars(),
            "now": world.seen.iso(),
        })
    }
}

fn pod(pod: &Pod) -> Value {
    json!({
        "id": pod.id,
        "name": pod.name,
        "tag": tag(pod),
        "desiredStatus": pod.wish.text(),
        "spot": pod.bid.is_some(),
        "createdAt": pod.created_at.iso(),
    })
}

fn tag(pod: &Pod) -> Option<&str> {
    pod.spec.env.iter().find_map(|variable| variable.strip_prefix(TAG))
}
