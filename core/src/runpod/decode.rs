//! What RunPod's JSON means. Fillers are dropped here, floats are rounded here, and nowhere else.

use std::collections::HashMap;
use std::time::Duration;

use launchpod_words::errors;

use crate::account::{Account, NetworkVolume};
use crate::auto_stop::TimerMark;
use crate::catalog::availability::{Cell, DataCenter, Row};
use crate::catalog::{CloudOffer, GpuType, Stock};
use crate::json::Json;
use crate::order::Variable;
use crate::pods::access::{PodNetwork, PortMapping};
use crate::pods::allowed::Allowed;
use crate::pods::pod::{Pod, Runtime, Status};
use crate::pods::port::Port;
use crate::pods::utilization::{IgnoredInEq, Usage};
use crate::types::ids::{DataCenterId, GpuTypeId, LaunchTag, NetworkVolumeId, PodId};
use crate::types::money::{GpuRate, HourlyRate, MicroUsd};
use crate::types::shown_text::{MOST_NAME, MOST_SENTENCE, shown};
use crate::types::time::Timestamp;

const YEAR_2000: Timestamp = Timestamp::from_millis(946_684_800_000);
/// The catalog holds an entry for machines that RunPod could not name.
const UNKNOWN_GPU: &str = "unknown";

pub(super) fn account(json: Json) -> Account {
    Account {
        balance: json.number("clientBalance").and_then(MicroUsd::from_dollars),
        spend: rate(json, "currentSpendPerHr"),
        spend_limit: rate(json, "spendLimit"),
        // What RunPod hides from a key is null; what it has dropped is not asked for any more.
        retired: json.get("clientBalance").some().is_none() && !json.is_null("clientBalance"),
    }
}

/// `None` for a volume whose data center is not told: no pod could be placed for it.
pub(super) fn network_volume(json: Json) -> Option<NetworkVolume> {
    let id = json.text("id")?;
    Some(NetworkVolume {
        id: NetworkVolumeId::new(id),
        name: name(json.text("name").unwrap_or_default(), id),
        size_gb: json.whole("size"),
        data_center: DataCenterId::new(json.text("dataCenterId")?),
        volume_type: None,
    })
}

/// A pod as told at `now` (the account's time): uptimes count back from then. `None` without an id.
pub(crate) fn pod(json: Json, now: Timestamp) -> Option<Pod> {
    let id = json.text("id")?;
    let (machine, volume) = (json.get("machine"), json.get("networkVolume"));
    let not_told = || Status::Other(errors::status_not_told().to_owned());
    let status = json.text("desiredStatus").map_or_else(not_told, |told| Status::parse(&shown(told, MOST_NAME)));
    let (name, timer_mark) = TimerMark::split(json.text("name").unwrap_or_default());
    // A stopped pod keeps the runtime of its last hour.
    let runtime = json.get("runtime").some().filter(|_| status.bills_gpu());
    Some(Pod {
        id: PodId::new(id),
        name: self::name(name, id),
        timer_mark,
        last_change: json.text("lastStatusChange").map(|told| shown(told, MOST_SENTENCE)),
        gpu: shown(machine.text("gpuDisplayName").unwrap_or_default(), MOST_NAME),
        gpu_count: json.whole("gpuCount"),
        image: json.text("imageName").unwrap_or_default().to_owned(),
        gpu_rate: rate(json, "costPerHr"),
        spot: is_spot(json),
        container_disk_gb: json.whole("containerDiskInGb"),
        volume_gb: json.whole("volumeInGb"),
        mount_path: json.text("volumeMountPath").map(str::to_owned),
        network_volume: json.text("networkVolumeId").or(volume.text("id")).map(NetworkVolumeId::new),
        data_center: machine.text("dataCenterId").or(volume.text("dataCenterId")).map(DataCenterId::new),
        ports: Port::parse_list(json.text("ports").unwrap_or_default()),
        tag: json.entries("env").find_map(|variable| tag(variable.as_text()?)),
        created: instant(json, "createdAt"),
        started: instant(json, "lastStartedAt"),
        ahead: None,
        allowed: Allowed::default(),
        // The machine's id is there at once; what is known of it comes when RunPod has really placed the pod.
        has_machine: machine.text("gpuDisplayName").or(machine.text("dataCenterId")).is_some(),
        start_command: json.text("dockerArgs").unwrap_or_default().to_owned(),
        usage: IgnoredInEq(runtime.map(usage).unwrap_or_default()),
        runtime: runtime.map(|json| self::runtime(json, now)),
        status,
    })
}

/// What something is called, or its id where it has no name.
pub(super) fn name(told: &str, id: &str) -> String {
    shown(if told.trim().is_empty() { id } else { told }, MOST_NAME)
}

fn is_spot(json: Json) -> bool {
    json.text("podType") == Some("INTERRUPTABLE")
}

/// Times before RunPod was there are fillers for one that it does not know.
pub(super) fn instant(json: Json, field: &str) -> Option<Timestamp> {
    let told = json.text(field).and_then(Timestamp::parse);
    told.or_else(|| json.number(field).and_then(Timestamp::from_epoch)).filter(|told| *told >= YEAR_2000)
}

fn tag(variable: &str) -> Option<LaunchTag> {
    let value = variable.strip_prefix(LaunchTag::ENV)?.strip_prefix('=')?;
    Some(LaunchTag::new(value))
}

fn runtime(json: Json, now: Timestamp) -> Runtime {
    let uptime = Duration::from_secs(u64::from(json.whole("uptimeInSeconds")));
    let ports = json.entries("ports").filter_map(|port| port.number("privatePort"));
    Runtime { up_since: now.minus(uptime), open_ports: ports.map(|port| port.clamp(0.0, 65_535.0) as u16).collect() }
}

/// What is not told stays unknown. Of several GPUs it is the average.
fn usage(runtime: Json) -> Usage {
    let container = runtime.get("container");
    let whole = |field| percent(container, field).map(|number| number.round() as u8);
    Usage {
        gpu: average_percent(runtime, "gpuUtilPercent"),
        busiest_gpu: busiest_percent(runtime, "gpuUtilPercent"),
        gpu_memory: average_percent(runtime, "memoryUtilPercent"),
        cpu: whole("cpuPercent"),
        memory: whole("memoryPercent"),
    }
}

pub(super) fn percent(json: Json, field: &str) -> Option<f64> {
    json.number(field).map(|number| number.clamp(0.0, 100.0))
}

/// Of those GPUs that are told.
pub(super) fn average_percent(runtime: Json, field: &str) -> Option<u8> {
    let told: Vec<f64> = runtime.entries("gpus").filter_map(|gpu| percent(gpu, field)).collect();
    (!told.is_empty()).then(|| (told.iter().sum::<f64>() / told.len() as f64).round() as u8)
}

/// Unknown where one GPU is not told: that one may be the busy one.
pub(super) fn busiest_percent(runtime: Json, field: &str) -> Option<u8> {
    let mut most = None;
    for gpu in runtime.list("gpus")? {
        most = most.max(Some(percent(gpu, field)?.round() as u8));
    }
    most
}

/// As answered for pods with `gpus` GPUs. `None` for fillers, and for types that neither cloud carries.
pub(super) fn gpu_type(json: Json, gpus: u32) -> Option<GpuType> {
    let id = json.text("id").filter(|id| *id != UNKNOWN_GPU)?;
    let secure = shelf(json, gpus, "secureCloud", "securePrice", "secure", "maxGpuCountSecureCloud");
    let community = shelf(json, gpus, "communityCloud", "communityPrice", "community", "maxGpuCountCommunityCloud");
    if secure.is_none() && community.is_none() {
        return None;
    }
    Some(GpuType {
        id: GpuTypeId::new(id),
        name: json.text("displayName").unwrap_or(id).to_owned(),
        memory_gb: json.whole("memoryInGb"),
        secure,
        community,
    })
}

/// A price counts only where the cloud's flag is true: elsewhere RunPod puts 0 or 0.5.
fn shelf(json: Json, gpus: u32, flag: &str, list_price: &str, lowest: &str, max: &str) -> Option<CloudOffer> {
    // A cloud that says itself that a pod may have none there has none to offer.
    if !json.is_true(flag) || json.number(max).is_some_and(|most| most < 1.0) {
        return None;
    }
    let lowest = json.get(lowest);
    let now = of_pod(lowest, "uninterruptablePrice", gpus);
    let stock = match now {
        Some(_) => Stock::parse(lowest.text("stockStatus")),
        None => Stock::Out,
    };
    let max = [max, "maxGpuCount"].into_iter().map(|field| json.whole(field)).find(|max| *max > 0);
    let spot = of_pod(lowest, "minimumBidPrice", gpus);
    let listed = price(json, list_price).map(|each| GpuRate::of_pod(each, 1));
    Some(CloudOffer { price: now.or(listed)?, spot, stock, max_count: max.unwrap_or(1) })
}

/// The price of one GPU out of `lowestPrice`, which tells that of the whole pod with its `gpus` GPUs.
fn of_pod(lowest: Json, field: &str, gpus: u32) -> Option<GpuRate> {
    price(lowest, field).map(|pod| GpuRate::of_pod(pod, gpus))
}

/// 0 is no price.
pub(super) fn price(json: Json, field: &str) -> Option<HourlyRate> {
    rate(json, field).filter(|rate| rate.micros() > 0)
}

/// Below 0 is no rate.
pub(super) fn rate(json: Json, field: &str) -> Option<HourlyRate> {
    json.number(field).and_then(HourlyRate::from_dollars).filter(|rate| rate.micros() >= 0)
}

/// Each pod once, in RunPod's order. Of two readings of one pod the costlier counts: it must not look stopped while it
/// may run.
pub(super) fn each_once(pods: Vec<Pod>) -> Vec<Pod> {
    let mut places: HashMap<PodId, usize> = HashMap::with_capacity(pods.len());
    let mut once: Vec<Pod> = Vec::with_capacity(pods.len());
    for pod in pods {
        let cost = |pod: &Pod| (pod.status.bills_gpu(), pod.gpu_rate);
        match places.get(&pod.id).and_then(|at| once.get_mut(*at)) {
            Some(told) if cost(told) < cost(&pod) => *told = pod,
            Some(_) => {}
            None => {
                places.insert(pod.id.clone(), once.len());
                once.push(pod);
            }
        }
    }
    once
}

/// `None` for a data center that RunPod does not list, and for one whose id is none.
pub(super) fn place(json: Json) -> Option<DataCenter> {
    let id = DataCenterId::new(json.text("id")?);
    let listed = json.is_true("listed") || json.get("listed").some().is_none();
    let country = json.text("location").unwrap_or_default().to_owned();
    let place = DataCenter { id, country, volumes: json.is_true("storageSupport") };
    (listed && place.is_plain()).then_some(place)
}

/// A GPU type in so many data centers. `None` for fillers, and for types that the secure cloud does not carry.
pub(super) fn row(json: Json, places: usize, gpus: u32) -> Option<Row> {
    let id = json.text("id").filter(|id| *id != UNKNOWN_GPU && json.is_true("secureCloud"))?;
    Some(Row {
        gpu_type: GpuTypeId::new(id),
        name: json.text("displayName").unwrap_or(id).to_owned(),
        memory_gb: json.whole("memoryInGb"),
        cells: (0..places).map(|at| cell(json.get(&format!("d{at}")), gpus)).collect(),
    })
}

fn cell(json: Json, gpus: u32) -> Option<Cell> {
    let price = of_pod(json, "uninterruptablePrice", gpus)?;
    let stock = Stock::parse(json.text("stockStatus"));
    stock.is_some().then_some(Cell { price, stock })
}

/// The way to a pod, and its machine.
pub(super) fn wiring(json: Json) -> PodNetwork {
    let machine = json.get("machine");
    let some = |field| Some(json.whole(field)).filter(|number| *number > 0);
    PodNetwork {
        host_id: machine.text("podHostId").map(str::to_owned),
        wires: json.get("runtime").entries("ports").filter_map(wire).collect(),
        vcpus: some("vcpuCount"),
        memory_gb: some("memoryInGb"),
        secure: machine.get("secureCloud").some().map(|_| machine.is_true("secureCloud")),
        spot: is_spot(json),
    }
}

fn wire(json: Json) -> Option<PortMapping> {
    let port = |field| Some(json.whole(field)).and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
    Some(PortMapping {
        private: port("privatePort")?,
        public: port("publicPort").unwrap_or_default(),
        ip: json.text("ip").unwrap_or_default().to_owned(),
        is_public: json.is_true("isIpPublic"),
        is_tcp: json.text("type") == Some("tcp"),
    })
}

/// Names and values, in RunPod's order.
pub(super) fn environment(json: Json) -> Vec<Variable> {
    let told = json.entries("env").filter_map(Json::as_text);
    let pairs = told.map(|variable| variable.split_once('=').unwrap_or((variable, "")));
    pairs.map(|(key, value)| Variable { key: key.to_owned(), value: value.to_owned() }).collect()
}
