//! Secrets: written, and never told again.

use serde_json::{Value, json};

use super::answers::{created, no_content, ok};
use super::asked::Request;
use super::contract::{Also, Contract, Kind, keys, may, must};
use super::problem::{Answer, Problem};
use crate::account::Secret;
use crate::errors::{Outcome, Refusal};
use crate::world::World;

const NAME: &str = "^[a-zA-Z_][a-zA-Z0-9_.\\-/]*$";
const VALUE: Kind = Kind::Text(1, 16_777_216);
const DESCRIPTION: Kind = Kind::Text(0, 65_535);
pub const CREATE: Contract =
    keys(&[must("name", Kind::Formed(is_name, NAME, 191)), must("value", VALUE), may("description", DESCRIPTION)]);
pub const UPDATE: Contract =
    Contract { keys: &[may("value", VALUE), may("description", DESCRIPTION)], also: Also::NotEmpty };

fn is_name(name: &str) -> bool {
    let is_first = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    let is_later = |letter: char| letter.is_ascii_alphanumeric() || "_.-/".contains(letter);
    name.starts_with(is_first) && name.chars().all(is_later)
}

pub fn list(request: &Request<'_>) -> Answer {
    let secrets = request.look(|world, _| world.account.secrets.iter().map(secret).collect::<Vec<_>>());
    Ok(ok(json!({ "secrets": secrets })))
}

pub fn get(request: &Request<'_>) -> Answer {
    let told = request.look(|world, _| world.account.secrets.iter().find(|known| known.id == request.id).map(secret));
    told.map(ok).ok_or_else(|| Problem::no_such("secret"))
}

pub fn create(request: &Request<'_>) -> Answer {
    let body = request.body(&CREATE)?;
    let name = body.text("name").unwrap_or_default();
    if name.to_ascii_uppercase().starts_with("RUNPOD") {
        return Err(Problem::bad_request("secret names must not start with RUNPOD"));
    }
    if request.look(|world, _| world.account.secrets.iter().any(|known| known.name == name)) {
        return Err(Problem::conflict("a secret with this name already exists"));
    }
    let made = request.act("createSecret", |world, now| {
        let made = Secret {
            id: world.rng.id(25),
            name,
            value: body.text("value").unwrap_or_default(),
            description: body.text("description"),
            created_at: now,
            written_at: now,
        };
        world.account.secrets.push(made.clone());
        Ok(made)
    })?;
    Ok(created(secret(&made)))
}

pub fn update(request: &Request<'_>) -> Answer {
    known(request)?;
    let body = request.body(&UPDATE)?;
    let changed = request.act("updateSecret", |world, now| {
        let changed = found(world, request.id)?;
        if let Some(value) = body.text("value") {
            (changed.value, changed.written_at) = (value, now);
        }
        changed.description = body.text("description").or(changed.description.take());
        Ok(secret(changed))
    })?;
    Ok(ok(changed))
}

pub fn delete(request: &Request<'_>) -> Answer {
    known(request)?;
    request.act("deleteSecret", |world, _| {
        world.account.secrets.retain(|known| known.id != request.id);
        Ok(())
    })?;
    Ok(no_content())
}

fn known(request: &Request<'_>) -> Answer<()> {
    let is_known = request.look(|world, _| world.account.secrets.iter().any(|known| known.id == request.id));
    if is_known { Ok(()) } else { Err(Problem::no_such("secret")) }
}

fn found<'a>(world: &'a mut World, id: &str) -> Outcome<&'a mut Secret> {
    let known = world.account.secrets.iter_mut().find(|known| known.id == id);
    known.ok_or_else(|| Refusal::in_our_words("secret not found"))
}

fn secret(secret: &Secret) -> Value {
    let seconds = |at: crate::clock::Moment| at.seconds_iso();
    json!({
        "id": secret.id,
        "name": secret.name,
        "description": secret.description,
        "createdAt": seconds(secret.created_at),
        "valueLastUpdatedAt": seconds(secret.written_at),
    })
}
