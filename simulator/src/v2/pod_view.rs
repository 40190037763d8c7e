//! A pod as REST v2 tells it.

use serde_json::{Map, Value, json};

use crate::clock::Moment;
use crate::container::parts;
use crate::machines::Machine;
use crate::open_ports::{OpenPort, open_port, open_ports};
use crate::pod::{DesiredStatus, Pod};
use crate::ports::Port;
use crate::utilization::fingerprint;
use crate::world::World;

/// The port that RunPod's own agent in the pod listens on; nobody declared it.
const STRAY_PORT: u32 = 19_123;

pub fn pod(world: &World, pod: &Pod, now: Moment) -> Value {
    let host = world.machine(&pod.machine_id);
    let spec = &pod.spec;
    let (entrypoint, cmd) = parts(&spec.docker_args);
    let registry = spec.registry_auth.as_ref().filter(|id| world.account.registry_creds.iter().any(|it| it.id == **id));
    let mut told = json!({
        "id": pod.id,
        "name": pod.name,
        "status": status(pod.wish),
        "actions": actions(pod.wish),
        "image": spec.image,
        "args": spec.docker_args,
        "entrypoint": entrypoint,
        "cmd": cmd,
        "disk": spec.container_disk,
        "mounts": mounts(pod),
        "ports": spec.ports.iter().map(|port| port.text()).collect::<Vec<_>>(),
        "env": env(pod),
        "registry": registry,
        "cloud": if host.is_none_or(|host| host.secure) { "SECURE" } else { "COMMUNITY" },
        "dataCenterId": host.map(|host| host.place.id),
        "cudaVersion": host.filter(|_| pod.flavor.is_none()).map(|host| host.cuda),
        "ssh": ssh(pod, host, now),
        "template": spec.template,
        // Of a stopped pod too, against RunPod's own word.
        "cost": pod.compute_price().dollars(),
        "locked": pod.locked,
        "globalNetworking": global_network(pod),
        "runtime": host.and_then(|host| runtime(pod, host, now)),
        "createdAt": pod.created_at.iso(),
        "startedAt": started_at(pod.started_at),
    });
    if let Some(told) = told.as_object_mut() {
        let (kind, hardware) = hardware(pod, host);
        told.insert(kind.to_owned(), hardware);
    }
    told
}

fn status(wish: DesiredStatus) -> &'static str {
    match wish {
        DesiredStatus::Running => "RUNNING",
        DesiredStatus::Exited => "EXITED",
        DesiredStatus::Dead => "ERROR",
    }
}

/// What may be done now.
pub fn actions(wish: DesiredStatus) -> &'static [&'static str] {
    match wish {
        DesiredStatus::Running => &["stop", "restart", "terminate"],
        DesiredStatus::Exited | DesiredStatus::Dead => &["start", "terminate"],
    }
}

fn hardware(pod: &Pod, host: Option<&Machine>) -> (&'static str, Value) {
    match pod.flavor {
        Some(flavor) => ("cpu", json!({ "id": flavor, "vcpuCount": pod.vcpus, "memory": pod.memory })),
        None => {
            let model = host.and_then(Machine::model).map_or("unknown", |model| model.id);
            let gpu = json!({ "id": model, "count": pod.gpu_count, "vcpuCount": pod.vcpus, "memory": pod.memory });
            ("gpu", gpu)
        }
    }
}

fn mounts(pod: &Pod) -> Value {
    let spec = &pod.spec;
    match &spec.network_volume {
        Some(volume) => json!({ "network": [{ "volumeId": volume, "path": spec.mount }] }),
        None if spec.volume > 0 => json!({ "persistent": { "size": spec.volume, "path": spec.mount } }),
        None => json!({}),
    }
}

fn env(pod: &Pod) -> Map<String, Value> {
    let pair = |variable: &String| {
        let (name, value) = variable.split_once('=')?;
        Some((name.to_owned(), json!(value)))
    };
    pod.spec.env.iter().filter_map(pair).collect()
}

fn global_network(pod: &Pod) -> Value {
    if !pod.global_network {
        return json!({ "enabled": false });
    }
    let mix = fingerprint(&pod.id);
    let ip = format!("10.{}.{}.{}", mix >> 16 & 0xff, mix >> 8 & 0xff, mix & 0xff);
    json!({ "enabled": true, "ip": ip, "internalDns": format!("{}.runpod.internal", pod.id) })
}

/// The proxy knows a pod as soon as it has a machine; the direct way needs a public port for 22.
fn ssh(pod: &Pod, host: Option<&Machine>, now: Moment) -> Value {
    let name = pod.pod_host_id();
    let proxy = pod.is_placed(now).then(|| {
        json!({
            "host": "ssh.runpod.io", "port": 22, "username": name, "command": format!("ssh {name}@ssh.runpod.io"),
        })
    });
    let told = pod.runtime(now).filter(|_| pod.is_running());
    let open = host.zip(told).map(|(host, told)| open_ports(pod, &told, host)).unwrap_or_default();
    let direct =
        open.into_iter().find(|port| port.inside == 22 && !port.http).map(|OpenPort { ip, outside, .. }| {
            json!({
                "host": ip, "port": outside, "username": "root", "command": format!("ssh root@{ip} -p {outside}"),
            })
        });
    json!({ "proxy": proxy, "direct": direct })
}

/// Null while it starts and when it is stopped.
fn runtime(pod: &Pod, host: &Machine, now: Moment) -> Option<Value> {
    let told = pod.runtime(now).filter(|_| pod.is_running())?;
    let mut ports = open_ports(pod, &told, host);
    let stray = Port { number: STRAY_PORT, http: true };
    if told.ports_known && !pod.spec.ports.iter().any(|port| port.number == STRAY_PORT) {
        ports.push(open_port(pod, stray, host));
    }
    let shown = if told.ports_known { pod.gpu_count } else { 0 };
    let gpus = (0..shown).map(|index| {
        let used = pod.gpu_use(index, now);
        json!({ "util": used.busy, "memoryUtil": used.memory })
    });
    let used = if told.ports_known { pod.container_use(now) } else { crate::utilization::Used::default() };
    Some(json!({
        "uptime": told.uptime_seconds,
        "gpus": gpus.collect::<Vec<_>>(),
        "cpu": { "util": used.busy },
        "memory": { "util": used.memory },
        "ports": ports.iter().map(port).collect::<Vec<_>>(),
    }))
}

fn port(port: &OpenPort) -> Value {
    let kind = if port.http { "http" } else { "tcp" };
    json!({ "private": port.inside, "public": port.outside, "type": kind, "ip": port.ip })
}

/// With two digits behind the point, as recorded.
fn started_at(at: Moment) -> String {
    let iso = at.iso();
    let cut = iso.len().saturating_sub(2);
    format!("{}Z", iso.get(..cut).unwrap_or(&iso))
}
