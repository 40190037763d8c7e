//! All that can go wrong in a run, at random.

use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::net::{State, Weather};
use crate::world::World;

/// Each by its name in GraphQL and in REST v2.
const CREATE: [&str; 2] = ["podFindAndDeployOnDemand", "createPod"];
const TERMINATE: [&str; 2] = ["podTerminate", "podAction.terminate"];
const RESUME: [&str; 2] = ["podResume", "podAction.start"];
const ACTS: [[&str; 2]; 4] = [CREATE, TERMINATE, ["podStop", "podAction.stop"], RESUME];
const READS: [[&str; 2]; 2] = [["myself", "listPods"], ["pod", "getPod"]];

pub fn one_of<'a, T>(dice: &mut ChaCha8Rng, all: &'a [T]) -> Option<&'a T> {
    if all.is_empty() { None } else { all.get(dice.random_range(0..all.len())) }
}

/// Switches something on.
pub fn befall(world: &World, dice: &mut ChaCha8Rng) {
    let fault = match dice.random_range(0..21) {
        0..11 => in_place_of_an_answer(dice),
        11..13 => json!({ "name": "delay", "delayMs": dice.random_range(0..100_000), "chance": 0.5, "times": 3 }),
        13..17 => wrong_list(dice),
        17 => json!({ "name": one_of(dice, &["no-machine", "pull-loop"]) }),
        18 => json!({ "name": one_of(dice, &["host-gone", "outbid", "empty-balance"]) }),
        19 => json!({ "name": "retired", "times": 0 }),
        _ => json!({ "name": "cors", "mode": one_of(dice, &["none", "refused", "runpod-only"]) }),
    };
    world.fault(&fault.to_string());
    // What was cut off a browser sends again: that is how twins are made.
    if dice.random_bool(0.5) {
        world.net.change(|weather| weather.repeats = 0.5);
    }
}

fn in_place_of_an_answer(dice: &mut ChaCha8Rng) -> Value {
    let names = ["act-then-drop", "drop-then-act", "error-before", "error-after", "bad-gateway", "rate-limit"];
    let names = [&names[..], &["act-then-drop", "drop-then-act", "unauthorized", "forbidden"]].concat();
    let names = [&names[..], &["maintenance", "nonsense", "retired"]].concat();
    let name = *one_of(dice, &names).expect("there are names");
    let operation = match dice.random_range(0..10) {
        0..4 => CREATE,
        4..9 => ACTS[dice.random_range(0..ACTS.len())],
        _ => READS[dice.random_range(0..READS.len())],
    };
    // GraphQL alone can be switched off.
    let in_rest = name != "retired" && dice.random_bool(0.3);
    let operation = operation[usize::from(in_rest)];
    let mut fault = json!({ "name": name, "operation": operation, "times": dice.random_range(1..4) });
    match name {
        "drop-then-act" => fault["delayMs"] = json!(dice.random_range(0..latest(operation))),
        "act-then-drop" if dice.random_bool(0.3) => fault["delayMs"] = json!(dice.random_range(0..90_000)),
        "rate-limit" if dice.random_bool(0.5) => fault["retryAfter"] = json!(dice.random_range(1..90)),
        "bad-gateway" | "maintenance" | "nonsense" => fault["after"] = json!(dice.random_bool(0.5)),
        _ => {}
    }
    match name {
        "drop-then-act" | "act-then-drop" if dice.random_bool(0.3) => fault["afterBytes"] = json!(1),
        "error-before" | "error-after" | "bad-gateway" | "rate-limit" => fault["bare"] = json!(dice.random_bool(0.3)),
        _ => {}
    }
    fault
}

/// How late it may come in milliseconds: two minutes after its answer was lost.
fn latest(operation: &str) -> u64 {
    match operation {
        _ if RESUME.contains(&operation) => 115_000,
        _ => 119_000,
    }
}

fn wrong_list(dice: &mut ChaCha8Rng) -> Value {
    let name = one_of(dice, &["stale-list", "partial-list", "empty-list"]);
    json!({ "name": name, "times": one_of(dice, &[0, 0, 1, 3, 8]), "chance": if dice.random_bool(0.5) { 1.0 } else { 0.4 } })
}

/// The way to RunPod changes.
pub fn turn(world: &World, dice: &mut ChaCha8Rng) {
    let state = match dice.random_range(0..6) {
        0 => State::Down,
        1 => State::Silent,
        _ => State::Up,
    };
    let lag = if dice.random_bool(0.3) { dice.random_range(0..20_000) } else { dice.random_range(0..300) };
    let repeats = if dice.random_bool(0.5) { 0.4 } else { 0.0 };
    world.note(format!("{state:?}, {lag} ms, repeats {repeats}"));
    world.net.change(|weather| *weather = Weather { state, lag, repeats });
}

/// Nothing is wrong any more.
pub fn clear_up(world: &World) {
    world.no_more_faults();
    world.net.change(|weather| *weather = Weather { state: State::Up, lag: 200, repeats: 0.0 });
}
