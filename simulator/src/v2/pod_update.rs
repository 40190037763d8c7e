//! `PATCH /v2/pods/{id}`: what is left out stays.

use super::answers::ok;
use super::asked::Request;
use super::contract::{ANY_TEXT, Body, Contract, Kind, SOME_TEXT, from, keys, may};
use super::pod_create::{MOUNTS, check_registry, check_size, command, mount_kinds, template};
use super::pod_view;
use super::problem::{Answer, Problem};
use crate::account::Template;
use crate::pod::PodSpec;
use crate::pod_actions::Edit;

pub const BODY: Contract = keys(&[
    may("args", ANY_TEXT),
    may("cmd", Kind::List(&ANY_TEXT)),
    may("disk", from(1)),
    may("entrypoint", Kind::List(&ANY_TEXT)),
    may("env", Kind::Env),
    may("globalNetworking", Kind::Flag),
    may("image", ANY_TEXT),
    may("locked", Kind::Flag),
    may("mounts", Kind::Object(MOUNTS)),
    may("name", SOME_TEXT),
    may("ports", Kind::List(&ANY_TEXT)),
    may("registry", Kind::MaybeText),
    may("templateId", ANY_TEXT),
]);
/// What makes the container anew.
const CONTAINER: [&str; 10] =
    ["args", "cmd", "disk", "entrypoint", "env", "image", "mounts", "ports", "registry", "templateId"];

pub fn update(request: &Request<'_>) -> Answer {
    let spec = request.look(|world, _| world.pod(request.id).map(|pod| pod.spec.clone()));
    let spec = spec.ok_or_else(|| Problem::no_such("pod"))?;
    let body = request.body(&BODY)?;
    let template = template(request, &body)?;
    check_size(request, template.as_ref())?;
    check_registry(request, body.text("registry").as_deref())?;
    let edit = edit(&body, &spec, template.as_ref())?;
    let is_new_container = CONTAINER.iter().any(|key| body.has(key));
    let told = request.act("updatePod", |world, now| {
        if is_new_container {
            world.edit(request.id, edit, now)?;
        }
        if let Some(name) = body.text("name") {
            world.rename(request.id, name, now);
        }
        if let Some(pod) = world.pod_mut(request.id) {
            pod.locked = body.flag("locked").unwrap_or(pod.locked);
            pod.global_network = body.flag("globalNetworking").unwrap_or(pod.global_network);
            if body.0.get("registry").is_some_and(serde_json::Value::is_null) {
                pod.spec.registry_auth = None;
            }
        }
        Ok(world.pod(request.id).map(|pod| pod_view::pod(world, pod, now)))
    })?;
    told.map(ok).ok_or_else(|| Problem::no_such("pod"))
}

fn edit(body: &Body, spec: &PodSpec, template: Option<&Template>) -> Answer<Edit> {
    let (volume, mount) = mounts(body, spec)?;
    let env = match (body.env(), template) {
        (None, None) => None,
        (own, template) => Some(merged(own.unwrap_or_default(), template)),
    };
    let of_template = |text: fn(&Template) -> &String| template.map(text).filter(|text| !text.is_empty()).cloned();
    Ok(Edit {
        image: body.text("image").or_else(|| of_template(|template| &template.image)),
        docker_args: command(body, &spec.docker_args)?.or_else(|| of_template(|template| &template.docker_args)),
        env,
        ports: body.texts("ports").map(|ports| ports.join(",")).or_else(|| of_template(|template| &template.ports)),
        container_disk: body.whole("disk").or(template.map(|template| template.container_disk)),
        volume,
        mount,
        registry_auth: body.text("registry").or_else(|| template.and_then(|template| template.registry_auth.clone())),
    })
}

/// Those of the body win.
fn merged(mut own: Vec<(String, String)>, template: Option<&Template>) -> Vec<String> {
    for (name, value) in template.into_iter().flat_map(|template| &template.env) {
        if !own.iter().any(|(known, _)| known == name) {
            own.push((name.clone(), value.clone()));
        }
    }
    own.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
}

/// Size and path of the mount. Which kind it is, and which volume, was settled when the pod was made.
fn mounts(body: &Body, spec: &PodSpec) -> Answer<(Option<i32>, Option<String>)> {
    let Some(mounts) = body.inner("mounts") else { return Ok((None, None)) };
    let (persistent, network) = mount_kinds(&mounts)?;
    if mounts.has("network") && network.is_none() {
        return Err(Problem::bad_request("clearing mounts is not supported"));
    }
    let fixed = || Problem::bad_request("the kind of a mount cannot be changed");
    if let Some(mount) = persistent {
        let is_so = spec.network_volume.is_none() && spec.volume > 0;
        return if is_so { Ok((mount.whole("size"), mount.text("path"))) } else { Err(fixed()) };
    }
    let Some(mount) = network else { return Ok((None, None)) };
    match &spec.network_volume {
        None => Err(fixed()),
        Some(own) if mount.text("volumeId").as_ref() != Some(own) => {
            Err(Problem::bad_request("mounts.network.volumeId is immutable"))
        }
        Some(_) => Ok((None, mount.text("path"))),
    }
}
