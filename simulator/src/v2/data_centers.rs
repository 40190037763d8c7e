//! Data centers.

use serde_json::{Value, json};

use super::answers::ok;
use super::asked::Request;
use super::catalog::{cpu_free, level, listed};
use super::problem::{Answer, Problem};
use crate::data_centers::{FLAVORS, PLACES, Place};
use crate::gpu_models::GPU_MODELS;
use crate::machines::Needs;
use crate::world::World;

pub fn list(request: &Request<'_>) -> Answer {
    let include = listed(request.asked, "include");
    let (regions, kinds) = (listed(request.asked, "regions"), listed(request.asked, "networkVolumeTypes"));
    let compliance = listed(request.asked, "compliance");
    let global = request.asked.parameter("globalNetwork");
    let wanted = |place: &&Place| {
        (regions.is_empty() || regions.iter().any(|known| known == region(place)))
            && kinds.iter().all(|kind| place.volume_kind() == Some(kind.as_str()))
            && compliance.is_empty()
            && global.is_none_or(|global| (global == "true") == has_global_network(place))
    };
    let places = request.look(|world, _| {
        PLACES.iter().filter(wanted).map(|place| data_center(world, place, &include)).collect::<Vec<_>>()
    });
    Ok(ok(json!({ "dataCenters": places })))
}

pub fn get(request: &Request<'_>) -> Answer {
    let include = listed(request.asked, "include");
    let place = PLACES.iter().find(|place| place.id == request.id).ok_or_else(Problem::not_found)?;
    Ok(ok(request.look(|world, _| data_center(world, place, &include))))
}

/// No country and no place: the name is the id.
fn data_center(world: &World, place: &Place, include: &[String]) -> Value {
    let mut told = json!({
        "id": place.id,
        "name": place.id,
        "region": region(place),
        "networkVolumeTypes": place.volume_kind().into_iter().collect::<Vec<_>>(),
        "compliance": [],
        "globalNetwork": has_global_network(place),
    });
    let Some(fields) = told.as_object_mut() else { return told };
    let asks = |what: &str| include.iter().any(|asked| asked == what);
    let mut tell = |key: &str, rows: Vec<Value>| {
        if !rows.is_empty() {
            fields.insert(key.to_owned(), json!(rows));
        }
    };
    if asks("GPU_AVAILABILITY") {
        let needs = Needs { place: Some(place.id.to_owned()), ..Needs::default() };
        let here = GPU_MODELS.iter().filter(|model| world.machines_of(model.id).any(|host| host.place.id == place.id));
        let row = |id: &str, name: &str, free| json!({ "id": id, "name": name, "availability": level(free) });
        tell("gpuAvailability", here.map(|model| row(model.id, model.name, world.free_of(model.id, &needs))).collect());
    }
    if asks("CPU_AVAILABILITY") && cpu_free(world, place.id, 1) > 0 {
        let free = level(cpu_free(world, place.id, 2));
        let rows = FLAVORS.iter().map(|flavor| json!({ "id": flavor.id, "name": flavor.group, "availability": free }));
        tell("cpuAvailability", rows.collect());
    }
    told
}

fn region(place: &Place) -> &'static str {
    match place.id.split('-').next() {
        Some("EU" | "EUR") => "EUROPE",
        Some("US" | "CA") => "NORTH_AMERICA",
        Some("AP") => "ASIA",
        Some("OC") => "OCEANIA",
        _ => "UNKNOWN",
    }
}

/// As recorded for four of them; for the rest it goes with the volumes.
fn has_global_network(place: &Place) -> bool {
    place.id == "EU-CZ-1" || (place.volumes && place.id != "EU-FR-1")
}
