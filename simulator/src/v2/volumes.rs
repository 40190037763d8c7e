//! Network volumes. This list has no pages.

use serde_json::{Value, json};

use super::answers::{created, no_content, ok};
use super::asked::Request;
use super::contract::{Also, Contract, Kind, SOME_TEXT, keys, may, must};
use super::problem::{Answer, Problem};
use crate::account::Volume;
use crate::data_centers::{Place, place_of};

const SIZE: Kind = Kind::Whole(10, 4_096);
pub const CREATE: Contract = keys(&[
    must("name", SOME_TEXT),
    must("size", SIZE),
    must("dataCenter", SOME_TEXT),
    may("type", Kind::OneOf(&["STANDARD", "HIGH_PERFORMANCE"])),
]);
pub const UPDATE: Contract = Contract { keys: &[may("name", SOME_TEXT), may("size", SIZE)], also: Also::NotEmpty };

pub fn list(request: &Request<'_>) -> Answer {
    let volumes = request.look(|world, _| world.account.volumes.iter().map(volume).collect::<Vec<_>>());
    Ok(ok(json!({ "networkVolumes": volumes })))
}

pub fn get(request: &Request<'_>) -> Answer {
    let told = request.look(|world, _| world.account.volume(request.id).map(volume));
    told.map(ok).ok_or_else(|| Problem::no_such("network volume"))
}

pub fn create(request: &Request<'_>) -> Answer {
    let body = request.body(&CREATE)?;
    let place = body.text("dataCenter").unwrap_or_default();
    let kind = place_of(&place).and_then(Place::volume_kind);
    if kind.is_some() && body.text("type").is_some_and(|wanted| Some(wanted.as_str()) != kind) {
        return Err(Problem::bad_request("This data center does not support network volumes of that type"));
    }
    let name = body.text("name").unwrap_or_default();
    let size = body.whole("size").unwrap_or_default();
    let made = request.act("createNetworkVolume", |world, _| world.create_volume(name, size, &place))?;
    Ok(created(volume(&made)))
}

pub fn update(request: &Request<'_>) -> Answer {
    if request.look(|world, _| world.account.volume(request.id).is_none()) {
        return Err(Problem::no_such("network volume"));
    }
    let body = request.body(&UPDATE)?;
    let (name, size) = (body.text("name"), body.whole("size"));
    let changed = request.act("updateNetworkVolume", |world, _| world.update_volume(request.id, name, size))?;
    Ok(ok(volume(&changed)))
}

pub fn delete(request: &Request<'_>) -> Answer {
    if request.look(|world, _| world.account.volume(request.id).is_none()) {
        return Err(Problem::no_such("network volume"));
    }
    request.act("deleteNetworkVolume", |world, _| world.delete_volume(request.id))?;
    Ok(no_content())
}

/// One that stands where no new ones are made is of the usual kind.
fn volume(volume: &Volume) -> Value {
    let kind = place_of(volume.place).and_then(Place::volume_kind).unwrap_or("STANDARD");
    json!({ "id": volume.id, "name": volume.name, "size": volume.size, "dataCenter": volume.place, "type": kind })
}
