//! What is answered when all is well, as JSON Schema says it. Every key that is always there is named as required.

use serde_json::{Map, Value, json};

use crate::v2::routes::Operation;

/// A good answer.
pub struct Success {
    pub code: u16,
    pub kind: &'static str,
    pub schema: Option<Value>,
}

/// In every good answer.
pub fn headers() -> Value {
    let text = json!({ "required": true, "schema": { "type": "string" } });
    json!({ "RateLimit": text, "RateLimit-Policy": text })
}

/// The parts that answers are made of.
pub fn schemas() -> Value {
    serde_json::from_str(include_str!("answers.json")).unwrap_or_default()
}

/// The good answers of an operation.
pub fn success(operation: Operation) -> Vec<Success> {
    let json = |code: u16, schema: Value| vec![Success { code, kind: "application/json", schema: Some(schema) }];
    let part = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let list = |key: &str, name: &str, more: &[(&str, Value)]| {
        let entries = json!({ "type": "array", "items": part(name) });
        let more = more.iter().map(|(key, schema)| ((*key).to_owned(), schema.clone()));
        let properties: Map<String, Value> = [(key.to_owned(), entries)].into_iter().chain(more).collect();
        let required: Vec<&String> = properties.keys().collect();
        json(200, json!({ "type": "object", "required": required, "properties": properties }))
    };
    let paged = [("pagination", part("Pagination"))];
    let bill = |records: &str| list("records", records, &[("metadata", part("BillMetadata"))]);
    let nothing = Success { code: 204, kind: "", schema: None };
    match operation {
        Operation::ListPods => list("pods", "Pod", &paged),
        Operation::CreatePod => json(201, part("Pod")),
        Operation::GetPod | Operation::UpdatePod => json(200, part("Pod")),
        Operation::PodAction => json(200, part("Pod")).into_iter().chain([nothing]).collect(),
        Operation::GetPodLogs => {
            vec![Success { code: 200, kind: "text/event-stream", schema: Some(json!({ "type": "string" })) }]
        }
        Operation::ListTemplates => list("templates", "Template", &paged),
        Operation::ListPublicTemplates => list("templates", "Template", &paged),
        Operation::CreateTemplate => json(201, part("Template")),
        Operation::GetTemplate | Operation::UpdateTemplate => json(200, part("Template")),
        Operation::ListNetworkVolumes => list("networkVolumes", "NetworkVolume", &[]),
        Operation::CreateNetworkVolume => json(201, part("NetworkVolume")),
        Operation::GetNetworkVolume | Operation::UpdateNetworkVolume => json(200, part("NetworkVolume")),
        Operation::ListRegistries => list("registries", "Registry", &[]),
        Operation::CreateRegistry => json(201, part("Registry")),
        Operation::GetRegistry => json(200, part("Registry")),
        Operation::ListSecrets => list("secrets", "Secret", &[]),
        Operation::CreateSecret => json(201, part("Secret")),
        Operation::GetSecret | Operation::UpdateSecret => json(200, part("Secret")),
        Operation::GetSshKeys | Operation::UpdateSshKeys => json(200, part("SshKeys")),
        Operation::ListGpuTypes => list("gpus", "GpuType", &[]),
        Operation::GetGpuType => json(200, part("GpuType")),
        Operation::ListCpuTypes => list("cpus", "CpuType", &[]),
        Operation::GetCpuType => json(200, part("CpuType")),
        Operation::ListDataCenters => list("dataCenters", "DataCenter", &[]),
        Operation::GetDataCenter => json(200, part("DataCenter")),
        Operation::ListPodBilling => bill("PodBill"),
        Operation::ListNetworkVolumeBilling => bill("NetworkVolumeBill"),
        Operation::ListBilling
        | Operation::ListServerlessBilling
        | Operation::ListEndpointBilling
        | Operation::ListClusterBilling => bill("Bill"),
        Operation::DeletePod
        | Operation::DeleteTemplate
        | Operation::DeleteNetworkVolume
        | Operation::DeleteRegistry
        | Operation::DeleteSecret => vec![nothing],
    }
}
