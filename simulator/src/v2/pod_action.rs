//! `POST /v2/pods/{id}/action`

use super::answers::ok;
use super::asked::Request;
use super::caller::Caller;
use super::contract::{Contract, Kind, keys, must};
use super::pod_view;
use super::pods::{asked_from_inside, terminate};
use super::problem::{Answer, Problem};
use super::routes::ACTIONS;
use crate::clock::Moment;
use crate::container::Call;
use crate::errors::Outcome;
use crate::world::World;

pub const BODY: Contract = keys(&[must("action", Kind::OneOf(&ACTIONS))]);

pub fn act(request: &Request<'_>) -> Answer {
    let action = request.body(&BODY)?.text("action").unwrap_or_default();
    let is_inside = request.caller != Caller::Owner;
    if is_inside && matches!(action.as_str(), "start" | "restart") {
        // Nobody has seen whether the pod's key may; it can hardly start what it runs in.
        return Err(Problem::access_denied());
    }
    let (allowed, locked) = request
        .look(|world, _| world.pod(request.id).map(|pod| (pod_view::actions(pod.wish), pod.locked)))
        .ok_or_else(|| Problem::no_such("pod"))?;
    if !allowed.contains(&action.as_str()) {
        return Err(Problem::conflict("action not valid for current pod status"));
    }
    let operation = format!("podAction.{action}");
    match action.as_str() {
        "terminate" => return terminate(request, &operation),
        "stop" | "restart" if locked => return Err(Problem::conflict("pod is locked")),
        "stop" if is_inside => asked_from_inside(request, Call::Stop)?,
        "stop" => request.act(&operation, |world, now| world.stop(request.id, now))?,
        "restart" => request.act(&operation, |world, now| world.restart(request.id, now))?,
        _ => start(request, &operation)?,
    }
    let told = request.look(|world, now| world.pod(request.id).map(|pod| pod_view::pod(world, pod, now)));
    told.map(ok).ok_or_else(|| Problem::no_such("pod"))
}

/// Why it failed is not told, but for the balance.
fn start(request: &Request<'_>, operation: &str) -> Answer<()> {
    let resume = |world: &mut World, now: Moment| -> Outcome<()> { world.resume(request.id, None, None, now) };
    request.app.simulator.act(operation, resume).map_err(|refusal| match refusal.code {
        "INSUFFICIENT_BALANCE" => refusal.into(),
        _ => Problem::bad_request("Failed to resume pod."),
    })
}
