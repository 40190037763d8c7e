//! What REST v2's JSON means. Fillers are dropped here, floats are rounded here, and nowhere else.

use std::time::Duration;

use launchpod_words::errors;

use crate::account::NetworkVolume;
use crate::auto_stop::TimerMark;
use crate::catalog::{Cloud, CloudOffer, GpuType, Stock};
use crate::json::Json;
use crate::order::Variable;
use crate::pods::access::{PodNetwork, PortMapping};
use crate::pods::allowed::Allowed;
use crate::pods::pod::{Pod, Runtime, Status};
use crate::pods::port::Port;
use crate::pods::utilization::{IgnoredInEq, Usage};
use crate::runpod::decode::{self, average_percent, busiest_percent, instant, percent, rate};
use crate::runpod::relaunch_form::{PodSetup, SetupHardware};
use crate::types::ids::{DataCenterId, GpuTypeId, LaunchTag, NetworkVolumeId, PodId};
use crate::types::money::GpuRate;
use crate::types::shown_text::{MOST_NAME, shown};
use crate::types::time::Timestamp;
use crate::volumes::VolumeType;

/// The catalog holds an entry for machines that RunPod could not name.
const UNKNOWN_GPU: &str = "unknown";

/// A pod as told at `now` (the account's time): uptimes count back from then. `None` without an id.
pub(super) fn pod(json: Json, now: Timestamp) -> Option<Pod> {
    let id = json.text("id")?;
    let status = status(json);
    let (name, timer_mark) = TimerMark::split(json.text("name").unwrap_or_default());
    let runtime = json.get("runtime").some().filter(|_| status.bills_gpu());
    let (own, network) = (json.get("mounts").get("persistent"), json.get("mounts").entries("network").next());
    let ports: Vec<&str> = json.entries("ports").filter_map(Json::as_text).collect();
    let gpu = json.get("gpu");
    Some(Pod {
        id: PodId::new(id),
        name: decode::name(name, id),
        timer_mark,
        last_change: None,
        gpu: shown(gpu.text("id").map(short_name).unwrap_or_default(), MOST_NAME),
        gpu_count: gpu.some().map_or(0, |gpu| if gpu.get("count").some().is_some() { gpu.whole("count") } else { 1 }),
        image: json.text("image").unwrap_or_default().to_owned(),
        gpu_rate: rate(json, "cost"),
        spot: false,
        container_disk_gb: json.whole("disk"),
        volume_gb: own.whole("size"),
        mount_path: own.text("path").or(network.and_then(|mount| mount.text("path"))).map(str::to_owned),
        network_volume: network.and_then(|mount| mount.text("volumeId")).map(NetworkVolumeId::new),
        data_center: json.text("dataCenterId").map(DataCenterId::new),
        ports: Port::parse_list(&ports.join(",")),
        tag: json.get("env").text(LaunchTag::ENV).map(LaunchTag::new),
        created: instant(json, "createdAt"),
        started: instant(json, "startedAt"),
        ahead: None,
        allowed: allowed(json),
        has_machine: json.text("dataCenterId").is_some(),
        start_command: json.text("args").unwrap_or_default().to_owned(),
        usage: IgnoredInEq(runtime.map(usage).unwrap_or_default()),
        runtime: runtime.map(|json| self::runtime(json, now)),
        status,
    })
}

/// What RunPod lets be done with a pod.
pub(super) fn allowed(json: Json) -> Allowed {
    Allowed::read(json.entries("actions").filter_map(Json::as_text))
}

/// A pod's status.
pub(super) fn status(json: Json) -> Status {
    let Some(told) = json.text("status") else { return Status::Other(errors::status_not_told().to_owned()) };
    match told {
        "PROVISIONING" | "STARTING" => Status::Starting,
        "RUNNING" => Status::Running,
        "EXITED" => Status::Stopped,
        "TERMINATED" => Status::Terminated,
        // ERROR too: whether it costs is not said.
        other => Status::Other(shown(other, MOST_NAME)),
    }
}

/// `NVIDIA GeForce RTX 4090` is the `RTX 4090` of GraphQL and of people.
fn short_name(id: &str) -> &str {
    ["NVIDIA GeForce ", "NVIDIA ", "AMD "].into_iter().find_map(|maker| id.strip_prefix(maker)).unwrap_or(id)
}

fn runtime(json: Json, now: Timestamp) -> Runtime {
    let uptime = Duration::from_secs(u64::from(json.whole("uptime")));
    let ports = json.entries("ports").filter_map(|port| port.number("private"));
    Runtime { up_since: now.minus(uptime), open_ports: ports.map(|port| port.clamp(0.0, 65_535.0) as u16).collect() }
}

/// What is not told stays unknown. Of several GPUs it is the average.
fn usage(runtime: Json) -> Usage {
    let whole = |part: &str| percent(runtime.get(part), "util").map(|number| number.round() as u8);
    Usage {
        gpu: average_percent(runtime, "util"),
        busiest_gpu: busiest_percent(runtime, "util"),
        gpu_memory: average_percent(runtime, "memoryUtil"),
        cpu: whole("cpu"),
        memory: whole("memory"),
    }
}

/// The way to a pod, and its machine.
pub(super) fn network(json: Json) -> PodNetwork {
    let gpu = json.get("gpu");
    let hardware = gpu.some().unwrap_or_else(|| json.get("cpu"));
    let some = |field| Some(hardware.whole(field)).filter(|number| *number > 0);
    let proxy = json.get("ssh").get("proxy");
    PodNetwork {
        host_id: proxy.text("username").map(str::to_owned),
        wires: json.get("runtime").entries("ports").filter_map(port_mapping).collect(),
        vcpus: some("vcpuCount"),
        memory_gb: some("memory"),
        secure: json.text("cloud").map(|cloud| cloud == "SECURE"),
        spot: false,
    }
}

fn port_mapping(json: Json) -> Option<PortMapping> {
    let port = |field| u16::try_from(json.whole(field)).ok().filter(|port| *port > 0);
    let is_tcp = json.text("type") == Some("tcp");
    Some(PortMapping {
        private: port("private")?,
        public: port("public").unwrap_or_default(),
        ip: json.text("ip").unwrap_or_default().to_owned(),
        // HTTP ports have the proxy's inner address; a TCP port has one only if it is public.
        is_public: is_tcp,
        is_tcp,
    })
}

/// A pod as it was set up.
pub(super) fn setup(json: Json<'_>) -> PodSetup<'_> {
    let text = |field| json.text(field).unwrap_or_default();
    let (own, network) = (json.get("mounts").get("persistent"), json.get("mounts").entries("network").next());
    let ports: Vec<&str> = json.entries("ports").filter_map(Json::as_text).collect();
    let env = json.get("env").fields().into_iter().flatten();
    PodSetup {
        name: text("name"),
        image: text("image"),
        start_command: text("args"),
        hardware: hardware(json),
        data_center: text("dataCenterId"),
        network_volume: network.and_then(|mount| mount.text("volumeId")).unwrap_or_default(),
        mount_path: own.text("path").or(network.and_then(|mount| mount.text("path"))),
        ports: ports.join(","),
        registry: text("registry"),
        container_disk_gb: json.whole("disk"),
        volume_gb: own.whole("size"),
        env: env.map(|(key, value)| (key, value.as_text())).collect(),
    }
}

fn hardware(json: Json<'_>) -> SetupHardware<'_> {
    let (gpu, cpu) = (json.get("gpu"), json.get("cpu"));
    if let Some(flavor) = cpu.text("id") {
        return SetupHardware::Cpu(format!("{flavor}-{}-{}", cpu.whole("vcpuCount"), cpu.whole("memory")));
    }
    let cloud = if json.text("cloud") == Some("COMMUNITY") { Cloud::Community } else { Cloud::Secure };
    SetupHardware::Gpus { gpu_type: gpu.text("id"), count: gpu.whole("count").max(1), cloud, spot: None }
}

/// Names and values, in RunPod's order.
pub(super) fn environment(json: Json) -> Vec<Variable> {
    let pairs = json.get("env").fields().into_iter().flatten().filter_map(|(key, value)| Some((key, value.as_text()?)));
    pairs.map(|(key, value)| Variable { key: key.to_owned(), value: value.to_owned() }).collect()
}

/// `None` for a volume whose data center is not told: no pod could be placed for it.
pub(super) fn network_volume(json: Json) -> Option<NetworkVolume> {
    let id = json.text("id")?;
    Some(NetworkVolume {
        id: NetworkVolumeId::new(id),
        name: decode::name(json.text("name").unwrap_or_default(), id),
        size_gb: json.whole("size"),
        data_center: DataCenterId::new(json.text("dataCenter")?),
        volume_type: json.text("type").and_then(VolumeType::parse),
    })
}

/// A GPU type in one data center, or anywhere. `None` for fillers, and for types that neither cloud offers.
pub(super) fn gpu_type(json: Json, place: Option<&DataCenterId>) -> Option<GpuType> {
    let id = json.text("id").filter(|id| *id != UNKNOWN_GPU)?;
    let (secure, community) = (offer(json, "secure", place), offer(json, "community", place));
    if secure.is_none() && community.is_none() {
        return None;
    }
    Some(GpuType {
        id: GpuTypeId::new(id),
        name: json.text("name").unwrap_or(id).to_owned(),
        memory_gb: json.whole("memory"),
        secure,
        community,
    })
}

/// An offer has a true flag, at least one GPU, and a price: each of the three stands there without the others, too.
fn offer(json: Json, cloud: &str, place: Option<&DataCenterId>) -> Option<CloudOffer> {
    let max_count = json.get("maxCount").whole(cloud);
    if !json.is_true(cloud) || max_count == 0 {
        return None;
    }
    let price = rate(json.get("price"), cloud).filter(|rate| rate.micros() > 0)?;
    // Only the secure cloud stands in data centers.
    let stock = match place {
        Some(_) if cloud != "secure" => Stock::Out,
        Some(place) => told_of(json, place),
        None => anywhere(json),
    };
    Some(CloudOffer { price: GpuRate::of_pod(price, 1), spot: None, stock, max_count })
}

/// What there is in all. Some types have none, and a data center that has some.
fn anywhere(json: Json) -> Stock {
    let there = json.entries("dataCenters").map(|there| Stock::parse(there.text("availability")));
    match Stock::parse(json.text("availability")) {
        Stock::Out => there.min().unwrap_or(Stock::Out),
        stock => stock,
    }
}

/// What one data center has. Some types have stock, and RunPod names no data center for it: it may be anywhere.
fn told_of(json: Json, place: &DataCenterId) -> Stock {
    let names_none = json.entries("dataCenters").next().is_none();
    let is_some = Stock::parse(json.text("availability")).is_some();
    if names_none && is_some { Stock::Other(errors::stock_not_known_here().to_owned()) } else { stock_in(json, place) }
}

/// What one data center has. One that is not listed has none.
pub(super) fn stock_in(json: Json, place: &DataCenterId) -> Stock {
    let there = json.entries("dataCenters").find(|there| there.text("id") == Some(place.as_str()));
    Stock::parse(there.and_then(|there| there.text("availability")))
}
