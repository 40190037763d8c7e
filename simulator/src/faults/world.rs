//! Faults of the world itself, and of what a list of it shows.

use async_graphql::{Context, PathSegment, ServerError};

use super::active::{PodList, Remembered};
use super::fault::{Api, Class, Fault, Name};
use crate::app::App;
use crate::clock::Moment;
use crate::comfy::Door;
use crate::errors::Refusal;
use crate::money::MicroUsd;
use crate::schema::account_view::user as user_view;
use crate::schema::pod_types::Pod as PodView;
use crate::simulator::Simulator;
use crate::v2::{self, Operation};
use crate::validation;
use crate::world::World;

impl App {
    /// Switches a fault on, given as JSON or as `name[:operation[:times]]`.
    ///
    /// # Errors
    ///
    /// If RunPod has no such operation, or nothing is there that a fault could strike at once.
    pub fn switch_on(&self, fault: &Fault) -> Result<(), String> {
        switch_on(&self.simulator, fault.clone()).map(|_| ())
    }
}

/// Switches a fault on, or strikes at once with one that waits for nothing. Answers with its id, if it stays.
pub fn switch_on(simulator: &Simulator, fault: Fault) -> Result<Option<u64>, String> {
    if let Some(unknown) =
        fault.operations.iter().find(|name| !(validation::has_operation(name) || Operation::has_name(name)))
    {
        return Err(format!("RunPod has no operation \"{unknown}\""));
    }
    if let Some(unknown) = fault.fields.iter().find(|name| !validation::has_field(name)) {
        return Err(format!("RunPod has no field \"{unknown}\""));
    }
    if fault.is_for_good() && fault.name == Name::Retired {
        // For pods too, and `runpodctl` in images speaks GraphQL.
        simulator.harm(|world, _| {
            (world.pod_key.by_graphql, world.pod_key.by_runpodctl) = (false, false);
            Ok::<(), String>(())
        })?;
    }
    if fault.is_immediate() {
        return strike(simulator, &fault).map(|()| None);
    }
    let remembered = match fault.name {
        Name::StaleList => Remembered { graphql: simulator.look(user_view).pods, v2: simulator.look(v2::all_pods) },
        _ => Remembered::default(),
    };
    Ok(Some(simulator.faults.add(fault, remembered)))
}

/// Strikes along with a request: before a question, so that the answer shows it, and after an act, so that a
/// pod just made can be hit.
pub fn strike_along(simulator: &Simulator, fits: impl Fn(&Fault) -> bool) {
    if let Some(drawn) = simulator.faults.draw(Class::World, fits) {
        // Nothing there to be hit is no failure of the request.
        let _ = strike(simulator, &drawn.fault);
    }
}

/// Does its harm to the world as it is.
pub fn strike(simulator: &Simulator, fault: &Fault) -> Result<(), String> {
    match fault.name {
        Name::Outbid => simulator.harm(|world, now| world.outbid_now(fault.pod.as_deref(), now)),
        Name::HostGone => simulator.harm(|world, now| world.lose_host(fault.pod.as_deref(), now)),
        Name::EmptyBalance => simulator.harm(|world, _| world.set_balance(MicroUsd(0))),
        Name::SetBalance => {
            let balance = MicroUsd::from_dollars(fault.balance.unwrap_or_default());
            simulator.harm(|world, _| world.set_balance(balance))
        }
        Name::PodMayNotTerminate => simulator.harm(|world, _| {
            world.pod_key.may_terminate = false;
            Ok(())
        }),
        Name::PodMayNothing => simulator.harm(|world, _| {
            (world.pod_key.may_terminate, world.pod_key.may_stop) = (false, false);
            Ok(())
        }),
        Name::PodMayNotRead => simulator.harm(|world, _| {
            world.pod_key.may_read = false;
            Ok(())
        }),
        Name::NoRunpodctl => simulator.harm(|world, _| {
            world.pod_key.has_runpodctl = false;
            Ok(())
        }),
        Name::PodNotByV2 => simulator.harm(|world, _| {
            world.pod_key.by_v2 = false;
            Ok(())
        }),
        Name::PodNotByGraphql => simulator.harm(|world, _| {
            world.pod_key.by_graphql = false;
            Ok(())
        }),
        Name::PodNotByRunpodctl => simulator.harm(|world, _| {
            world.pod_key.by_runpodctl = false;
            Ok(())
        }),
        Name::ComfyWithoutCors => simulator.harm(|world, _| {
            world.comfy_door = Door::Unmarked;
            Ok(())
        }),
        Name::ComfyRefusesSites => simulator.harm(|world, _| {
            world.comfy_door = Door::Shut;
            Ok(())
        }),
        Name::Cors => {
            simulator.switch_cors(fault.mode.unwrap_or(simulator.options.cors));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Makes the list of pods wrong, if a fault says so and the list is asked for.
pub fn spoil_list(context: &Context<'_>, simulator: &Simulator, pods: &mut PodList) -> Option<ServerError> {
    if !context.look_ahead().field("pods").exists() {
        return None;
    }
    let is_empty = pods.as_ref().is_none_or(Vec::is_empty);
    let fits = |fault: &Fault| {
        fault.is_for(&["myself".to_owned()])
            && fault.is_of(Api::Graphql)
            && !(fault.name == Name::PartialList && is_empty)
    };
    let drawn = simulator.faults.draw(Class::List, fits)?;
    match drawn.fault.name {
        Name::StaleList => *pods = drawn.remembered.graphql,
        Name::PartialList => return lose_newest(pods).map(|index| broken_entry(context, index)),
        _ => *pods = Some(Vec::new()),
    }
    None
}

/// The newest is the one that a client may not know of yet.
fn lose_newest(pods: &mut PodList) -> Option<usize> {
    let pods = pods.as_mut()?;
    let created = |pod: &Option<PodView>| pod.as_ref().and_then(|pod| pod.created_at.clone()).map(|at| at.0);
    let (index, newest) = pods.iter_mut().enumerate().max_by_key(|(_, pod)| created(pod))?;
    *newest = None;
    Some(index)
}

fn broken_entry(context: &Context<'_>, index: usize) -> ServerError {
    let refusal = Refusal::internal();
    let ahead = context.look_ahead().field("pods");
    let name = |alias: Option<&str>, name: &str| PathSegment::Field(alias.unwrap_or(name).to_owned());
    let pods = ahead.selection_fields().first().and_then(async_graphql::SelectionField::alias);
    let path = vec![name(context.field().alias(), "myself"), name(pods, "pods"), PathSegment::Index(index)];
    let mut error = ServerError::new(refusal.message, None).with_path(path);
    error.extensions.get_or_insert_default().set("code", refusal.code);
    error
}

impl Name {
    /// What becomes of the pod just made.
    pub fn spoil(self, world: &mut World, id: &str) {
        world.forget_boot(id);
        let Some(pod) = world.pod_mut(id) else { return };
        pod.boot.container_at = NEVER;
        pod.boot.ports_at = NEVER;
        pod.boot.services.iter_mut().for_each(|(_, at)| *at = NEVER);
        match self {
            Self::PullLoop => pod.boot.pull_loops = true,
            _ => pod.boot.machine_at = NEVER,
        }
    }
}

/// Far beyond any run, and far from overflowing.
const NEVER: Moment = Moment(i64::MAX / 4);
