//! `POST /v2/pods`: from the body to the same order that GraphQL's mutations make.

use super::answers::created;
use super::asked::{MOST_BODY, Request};
use super::contract::{ANY_TEXT, Also, Body, CUDA, Contract, Key, Kind, SOME_TEXT, from, may, must};
use super::pod_view;
use super::problem::{Answer, Problem};
use crate::account::Template;
use crate::clock::Moment;
use crate::container::parts;
use crate::deploy::Order;
use crate::errors::{Outcome, Refusal};
use crate::machines::Needs;
use crate::world::World;

const GPU: &[Key] = &[
    must("id", ANY_TEXT),
    may("count", from(1)),
    may("allowedCudaVersions", Kind::List(&CUDA)),
    may("minCudaVersion", CUDA),
    may("minRamPerGpu", from(1)),
    may("minVcpuCountPerGpu", from(1)),
];
const CPU: &[Key] = &[must("id", SOME_TEXT), must("vcpuCount", from(2))];
pub const PERSISTENT: &[Key] = &[must("size", from(10)), must("path", ANY_TEXT)];
const NETWORK: &[Key] = &[must("volumeId", ANY_TEXT), must("path", ANY_TEXT)];
pub const MOUNTS: &[Key] = &[may("persistent", Kind::Object(PERSISTENT)), may("network", Kind::One(NETWORK))];

pub const BODY: Contract = Contract { keys: KEYS, also: Also::Unless("image", "templateId") };
const KEYS: &[Key] = &[
    must("name", SOME_TEXT),
    may("args", ANY_TEXT),
    may("cloud", Kind::OneOf(&["SECURE", "COMMUNITY"])),
    may("cmd", Kind::List(&ANY_TEXT)),
    may("cpu", Kind::Object(CPU)),
    may("dataCenterIds", Kind::List(&ANY_TEXT)),
    may("disk", from(1)),
    may("entrypoint", Kind::List(&ANY_TEXT)),
    may("env", Kind::Env),
    may("globalNetworking", Kind::Flag),
    may("gpu", Kind::Object(GPU)),
    may("image", ANY_TEXT),
    may("mounts", Kind::Object(MOUNTS)),
    may("ports", Kind::List(&ANY_TEXT)),
    may("registry", Kind::MaybeText),
    may("startJupyter", Kind::Flag),
    may("startSsh", Kind::Flag),
    may("templateId", SOME_TEXT),
];

pub fn create(request: &Request<'_>) -> Answer {
    let body = request.body(&BODY)?;
    let template = template(request, &body)?;
    check_size(request, template.as_ref())?;
    let order = order(&body, template.as_ref())?;
    check_registry(request, order.registry_auth.as_deref())?;
    let places = body.texts("dataCenterIds").unwrap_or_default();
    let made = request.act("createPod", |world, now| {
        let id = deploy(world, &order, &places, now)?;
        // The template was a source of settings, and no more.
        if let Some(pod) = world.pod_mut(&id) {
            pod.spec.template = None;
        }
        Ok(world.pod(&id).map(|pod| pod_view::pod(world, pod, now)))
    })?;
    made.map(created).ok_or_else(Problem::internal)
}

/// One place after the other, as RunPod takes them: called a preference, and kept to.
fn deploy(world: &mut World, order: &Order, places: &[String], now: Moment) -> Outcome<String> {
    if places.is_empty() {
        return world.deploy(order.clone(), now);
    }
    let mut outcome = Err(Refusal::no_capacity());
    for place in places {
        let needs = Needs { place: Some(place.clone()), ..order.needs.clone() };
        outcome = world.deploy(Order { needs, ..order.clone() }, now);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

/// The template, if it is one of ours or a public one, and for pods.
pub fn template(request: &Request<'_>, body: &Body) -> Answer<Option<Template>> {
    let Some(id) = body.text("templateId") else { return Ok(None) };
    let found = request.look(|world, _| world.account.template(&id).cloned());
    let found = found.filter(|found| found.mine || found.is_public).ok_or_else(|| Problem::no_such("template"))?;
    if found.is_serverless {
        return Err(Problem::invalid(vec!["$.templateId: is a serverless template".to_owned()]));
    }
    Ok(Some(found))
}

/// The body is measured again with what the template adds.
pub fn check_size(request: &Request<'_>, template: Option<&Template>) -> Answer<()> {
    let added = template.map_or(0, |template| {
        let env: usize = template.env.iter().map(|(name, value)| name.len() + value.len()).sum();
        env + template.docker_args.len() + template.ports.len() + template.image.len()
    });
    if request.asked.body.len() + added > MOST_BODY { Err(Problem::too_large()) } else { Ok(()) }
}

pub fn check_registry(request: &Request<'_>, id: Option<&str>) -> Answer<()> {
    let Some(id) = id else { return Ok(()) };
    let is_known = request.look(|world, _| world.account.registry_creds.iter().any(|cred| cred.id == id));
    if is_known { Ok(()) } else { Err(Problem::no_such("registry")) }
}

fn order(body: &Body, template: Option<&Template>) -> Answer<Order> {
    let (gpu, cpu) = (body.inner("gpu"), body.inner("cpu"));
    let mounts = body.inner("mounts");
    let (persistent, network) = mounts.as_ref().map(mount_kinds).transpose()?.unwrap_or_default();
    if cpu.is_some() && persistent.is_some() {
        return Err(Problem::bad_request("mounts.persistent is not supported on CPU pods"));
    }
    let (gpu_types, instance_ids, mut needs) = match (gpu, cpu) {
        (Some(gpu), None) => (gpu.text("id").into_iter().collect(), Vec::new(), gpu_needs(&gpu)?),
        (None, Some(cpu)) => (Vec::new(), vec![instance(&cpu)?], Needs { count: 1, ..Needs::default() }),
        _ => return Err(Problem::bad_request("exactly one of gpu or cpu must be set")),
    };
    needs.secure = Some(body.text("cloud").as_deref() != Some("COMMUNITY"));
    let is_cpu = gpu_types.is_empty();
    let mount = persistent.as_ref().or(network.as_ref()).and_then(|mount| mount.text("path"));
    Ok(Order {
        name: body.text("name"),
        image: body.text("image"),
        gpu_types,
        instance_ids,
        needs,
        container_disk: body.whole("disk"),
        volume: persistent.and_then(|mount| mount.whole("size")).or((is_cpu || template.is_none()).then_some(0)),
        mount,
        network_volume: network.and_then(|mount| mount.text("volumeId")),
        template: template.map(|template| template.id.clone()),
        registry_auth: body.text("registry").or_else(|| template.and_then(|found| found.registry_auth.clone())),
        env: body.env().unwrap_or_default(),
        docker_args: command(body, "")?,
        ports: body.texts("ports").map(|ports| ports.join(",")),
        start_jupyter: body.flag("startJupyter").unwrap_or(false),
        start_ssh: body.flag("startSsh").unwrap_or(false),
        global_network: body.flag("globalNetworking").unwrap_or(false),
        ..Order::default()
    })
}

fn gpu_needs(gpu: &Body) -> Answer<Needs> {
    let count = gpu.whole("count").unwrap_or(1);
    let (allowed_cuda, min_cuda) = (gpu.texts("allowedCudaVersions").unwrap_or_default(), gpu.text("minCudaVersion"));
    if min_cuda.is_some() && !allowed_cuda.is_empty() {
        return Err(Problem::bad_request("gpu.allowedCudaVersions and gpu.minCudaVersion are mutually exclusive"));
    }
    let of_all = |key: &str| gpu.whole(key).unwrap_or(0).saturating_mul(count);
    Ok(Needs {
        count,
        memory: of_all("minRamPerGpu"),
        vcpus: of_all("minVcpuCountPerGpu"),
        allowed_cuda,
        min_cuda,
        ..Needs::default()
    })
}

/// A flavor that is not there has no instances, and so no capacity.
fn instance(cpu: &Body) -> Answer<String> {
    let (id, vcpus) = (cpu.text("id").unwrap_or_default(), cpu.whole("vcpuCount").unwrap_or_default());
    if u32::try_from(vcpus).is_ok_and(|vcpus| !vcpus.is_power_of_two()) {
        return Err(Problem::bad_request("cpu.vcpuCount must be a power of two"));
    }
    let flavor = crate::data_centers::FLAVORS.iter().find(|flavor| flavor.id == id);
    let ram = flavor.map_or(0, |flavor| flavor.ram_per_vcpu.saturating_mul(vcpus));
    Ok(format!("{id}-{vcpus}-{ram}"))
}

/// The mount on the host and the one of a network volume, of which there may be one.
pub fn mount_kinds(mounts: &Body) -> Answer<(Option<Body>, Option<Body>)> {
    let persistent = mounts.inner("persistent");
    let network = mounts.0.get("network").and_then(|list| list.get(0)).map(|mount| Body(mount.clone()));
    if persistent.is_some() && network.is_some() {
        return Err(Problem::bad_request("mounts.persistent and mounts.network are mutually exclusive"));
    }
    Ok((persistent, network))
}

/// `args`, or `entrypoint` and `cmd` in their place. What is left out of these two stays as it is `stored`.
pub fn command(body: &Body, stored: &str) -> Answer<Option<String>> {
    let (args, entrypoint, cmd) = (body.text("args"), body.texts("entrypoint"), body.texts("cmd"));
    if entrypoint.is_none() && cmd.is_none() {
        return Ok(args);
    }
    let base = parts(args.as_deref().unwrap_or(stored));
    let told = (entrypoint.unwrap_or_else(|| base.0.clone()), cmd.unwrap_or_else(|| base.1.clone()));
    match args {
        Some(args) if base == told => Ok(Some(args)),
        Some(_) => Err(Problem::bad_request("args describes another command than entrypoint and cmd")),
        None => Ok(Some(stored_form(&told.0, &told.1))),
    }
}

fn stored_form(entrypoint: &[String], cmd: &[String]) -> String {
    let mut form = serde_json::Map::new();
    for (key, words) in [("entrypoint", entrypoint), ("cmd", cmd)] {
        if !words.is_empty() {
            form.insert(key.to_owned(), serde_json::json!(words));
        }
    }
    if form.is_empty() { String::new() } else { serde_json::Value::Object(form).to_string() }
}
