//! Logins to image registries. Only their names are told.

use serde_json::{Value, json};

use super::answers::{created, no_content, ok};
use super::asked::Request;
use super::contract::{Contract, Kind, keys, must};
use super::problem::{Answer, Problem};
use crate::account::RegistryCred;
use crate::errors::Refusal;

pub const CREATE: Contract = keys(&[
    must("name", Kind::Text(1, 191)),
    must("username", Kind::Text(1, 191)),
    must("password", Kind::Text(1, 16_384)),
]);

pub fn list(request: &Request<'_>) -> Answer {
    let registries = request.look(|world, _| world.account.registry_creds.iter().map(registry).collect::<Vec<_>>());
    Ok(ok(json!({ "registries": registries })))
}

pub fn get(request: &Request<'_>) -> Answer {
    let told =
        request.look(|world, _| world.account.registry_creds.iter().find(|cred| cred.id == request.id).map(registry));
    told.map(ok).ok_or_else(|| Problem::no_such("registry"))
}

pub fn create(request: &Request<'_>) -> Answer {
    let body = request.body(&CREATE)?;
    let text = |key: &str| body.text(key).unwrap_or_default();
    let made = request
        .act("createRegistry", |world, _| world.save_registry_auth(text("name"), text("username"), text("password")))?;
    Ok(created(registry(&made)))
}

/// Templates that name it do not keep it; pods do.
pub fn delete(request: &Request<'_>) -> Answer {
    if request.look(|world, _| !world.account.registry_creds.iter().any(|cred| cred.id == request.id)) {
        return Err(Problem::no_such("registry"));
    }
    request.act("deleteRegistry", |world, _| {
        if world.pods.iter().any(|pod| pod.spec.registry_auth.as_deref() == Some(request.id)) {
            return Err(Refusal::in_our_words("Registry credential is in use by one or more pods"));
        }
        world.delete_registry_auth(request.id)
    })?;
    Ok(no_content())
}

fn registry(cred: &RegistryCred) -> Value {
    json!({ "id": cred.id, "name": cred.name })
}
