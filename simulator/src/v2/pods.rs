//! Pods: listed, looked at, ended.

use std::cmp::Reverse;

use axum::response::Response;
use serde_json::{Value, json};

use super::answers::{no_content, ok};
use super::asked::Request;
use super::caller::Caller;
use super::paging::{Place, page};
use super::pod_view;
use super::problem::{Answer, Problem};
use crate::clock::Moment;
use crate::container::{By, Call, Reply};
use crate::faults::fault::{Api, Class, Fault, Name};
use crate::pod::Pod;
use crate::world::World;

pub fn list(request: &Request<'_>) -> Answer {
    let (mut pods, pagination) = request.look(|world, now| {
        let pods: Vec<&Pod> = world.pods.iter().collect();
        let (pods, pagination) = page(request.asked, "pods", pods, place)?;
        Ok::<_, Problem>((pods.into_iter().map(|pod| pod_view::pod(world, pod, now)).collect::<Vec<_>>(), pagination))
    })?;
    let is_empty = pods.is_empty();
    let name = [request.operation.name().to_owned()];
    let fits =
        |fault: &Fault| fault.is_for(&name) && fault.is_of(Api::V2) && !(fault.name == Name::PartialList && is_empty);
    let last = json!({ "nextCursor": null, "hasNextPage": false });
    let told = match request.app.simulator.faults.draw(Class::List, fits) {
        None => json!({ "pods": pods, "pagination": pagination }),
        Some(drawn) if drawn.fault.name == Name::StaleList => {
            json!({ "pods": drawn.remembered.v2, "pagination": last })
        }
        // The newest, which a client may not know of, is not there, and whether there is more is not said.
        Some(drawn) if drawn.fault.name == Name::PartialList => json!({ "pods": pods.split_off(1) }),
        Some(_) => json!({ "pods": [], "pagination": last }),
    };
    Ok(ok(told))
}

/// Every pod there is, the newest first.
pub fn all_pods(world: &World, now: Moment) -> Vec<Value> {
    let mut pods: Vec<&Pod> = world.pods.iter().collect();
    pods.sort_by_key(|pod| Reverse(place(pod)));
    pods.into_iter().map(|pod| pod_view::pod(world, pod, now)).collect()
}

fn place(pod: &&Pod) -> Place {
    (pod.created_at.0, pod.id.clone())
}

pub fn get(request: &Request<'_>) -> Answer {
    let told = request.look(|world, now| world.pod(request.id).map(|pod| pod_view::pod(world, pod, now)));
    told.map(ok).ok_or_else(|| Problem::no_such("pod"))
}

pub fn delete(request: &Request<'_>) -> Answer {
    terminate(request, "deletePod")
}

/// Gone at once: the next look is a 404.
pub fn terminate(request: &Request<'_>, operation: &str) -> Answer<Response> {
    if let Caller::Pod(_) = request.caller {
        return asked_from_inside(request, Call::Terminate).map(|()| no_content());
    }
    request.act(operation, |world, _| world.terminate(request.id))?;
    Ok(no_content())
}

/// What a pod's own key may do, a fault may take away.
pub fn asked_from_inside(request: &Request<'_>, call: Call) -> Answer<()> {
    match request.app.simulator.harm(|world, now| world.ask_from_inside(request.id, call, By::V2, now)) {
        Reply::Done => Ok(()),
        Reply::Refused | Reply::Missing => Err(Problem::access_denied()),
    }
}
