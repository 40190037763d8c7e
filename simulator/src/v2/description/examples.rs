//! What leads a program that knows nothing of RunPod to answers that are more than a refusal.

use serde_json::{Map, Value, json};

use crate::v2::routes::Operation;

/// Something that can be had.
pub fn example_body(operation: Operation) -> Option<Value> {
    match operation {
        Operation::CreatePod => Some(json!({
            "name": "example",
            "image": "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
            "gpu": { "id": "NVIDIA GeForce RTX 4090" },
            "ports": ["8888/http"],
        })),
        Operation::CreateNetworkVolume => Some(json!({ "name": "example", "size": 10, "dataCenter": "EU-RO-1" })),
        _ => None,
    }
}

/// Something that is always there.
pub fn example_id(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::GetGpuType => Some("NVIDIA GeForce RTX 4090"),
        Operation::GetCpuType => Some("cpu5c"),
        Operation::GetDataCenter => Some("EU-RO-1"),
        _ => None,
    }
}

/// What can be asked of a thing that was just made, by the id that the answer tells.
pub fn links(operation: Operation) -> Map<String, Value> {
    let made =
        operation.route().filter(|_| operation.name().starts_with("create")).map(|(_, path)| format!("{path}/{{}}"));
    let Some(made) = made else { return Map::new() };
    let is_of_it = |other: &&Operation| other.route().is_some_and(|(_, path)| path.starts_with(&made));
    let link = |other: &Operation| {
        let name = other.name();
        (name.to_owned(), json!({ "operationId": name, "parameters": { "id": "$response.body#/id" } }))
    };
    // Logs never end, and so are asked for by nobody here.
    let others = Operation::ALL.iter().filter(|other| **other != Operation::GetPodLogs);
    others.filter(is_of_it).map(link).collect()
}
