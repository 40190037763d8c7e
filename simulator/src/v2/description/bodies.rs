//! What a body may be, as JSON Schema says it.

use serde_json::{Map, Value, json};

use crate::v2::contract::{Also, Contract, Key, Kind};
use crate::v2::routes::Operation;
use crate::v2::{pod_action, pod_create, pod_update, registries, secrets, ssh_keys, templates, volumes};

/// The body of an operation, if it takes one.
pub fn body(operation: Operation) -> Option<Value> {
    let contract = match operation {
        Operation::CreatePod => &pod_create::BODY,
        Operation::UpdatePod => &pod_update::BODY,
        Operation::PodAction => &pod_action::BODY,
        Operation::CreateTemplate => &templates::CREATE,
        Operation::UpdateTemplate => &templates::UPDATE,
        Operation::CreateNetworkVolume => &volumes::CREATE,
        Operation::UpdateNetworkVolume => &volumes::UPDATE,
        Operation::CreateRegistry => &registries::CREATE,
        Operation::CreateSecret => &secrets::CREATE,
        Operation::UpdateSecret => &secrets::UPDATE,
        Operation::UpdateSshKeys => &ssh_keys::UPDATE,
        _ => return None,
    };
    Some(whole(contract))
}

fn whole(Contract { keys, also }: &Contract) -> Value {
    let more = match also {
        Also::Nothing => json!({}),
        Also::NotEmpty => json!({ "minProperties": 1 }),
        Also::Unless(key, other) => json!({ "anyOf": [{ "required": [key] }, { "required": [other] }] }),
    };
    with(object(keys), more)
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), schema(&key.kind))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let told = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if required.is_empty() { told } else { with(told, json!({ "required": required })) }
}

/// What a value must be.
pub fn schema(kind: &Kind) -> Value {
    match kind {
        Kind::Text(least, most) => {
            let least = if *least > 0 { json!({ "minLength": least }) } else { json!({}) };
            with(with(json!({ "type": "string" }), least), at_most(*most))
        }
        Kind::Formed(_, form, most) => with(json!({ "type": "string", "pattern": form }), at_most(*most)),
        Kind::OneOf(words) => json!({ "type": "string", "enum": words }),
        Kind::Whole(least, most) => {
            let most = if *most == i64::MAX { json!({}) } else { json!({ "maximum": most }) };
            with(json!({ "type": "integer", "minimum": least }), most)
        }
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Time => json!({ "type": "string", "format": "date-time" }),
        Kind::MaybeText => json!({ "type": ["string", "null"] }),
        Kind::Env => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::List(kind) => json!({ "type": "array", "items": schema(kind) }),
        Kind::One(keys) => json!({ "type": "array", "maxItems": 1, "items": object(keys) }),
        Kind::Object(keys) => object(keys),
    }
}

fn at_most(most: usize) -> Value {
    if most == usize::MAX { json!({}) } else { json!({ "maxLength": most }) }
}

fn with(mut told: Value, more: Value) -> Value {
    if let (Some(told), Value::Object(more)) = (told.as_object_mut(), more) {
        told.extend(more);
    }
    told
}
