//! What RunPod's JSON means. Fillers are dropped here, floats are rounded here, and nowhere else.

use std::time::Duration;

use crate::domain::account::{Account, NetworkVolume};
use crate::domain::catalog::{GpuType, Shelf, Stock};
use crate::domain::ids::{DataCenterId, GpuTypeId, LaunchTag, NetworkVolumeId, PodId};
use crate::domain::money::{HourlyRate, MicroUsd};
use crate::domain::pod::{Pod, Runtime, Status};
use crate::domain::service::Port;
use crate::domain::time::Timestamp;
use crate::json::Json;

/// The catalog holds an entry for machines that RunPod could not name.
const UNKNOWN_GPU: &str = "unknown";

pub(super) fn account(json: Json) -> Account {
    Account {
        balance: json.number("clientBalance").and_then(MicroUsd::from_dollars),
        spend: json.number("currentSpendPerHr").and_then(HourlyRate::from_dollars),
        spend_limit: json.number("spendLimit").and_then(HourlyRate::from_dollars),
    }
}

/// `None` for a volume whose data center is not told: no pod could be placed for it.
pub(super) fn network_volume(json: Json) -> Option<NetworkVolume> {
    let id = json.text("id")?;
    Some(NetworkVolume {
        id: NetworkVolumeId::new(id),
        name: json.text("name").unwrap_or(id).to_owned(),
        size_gb: json.whole("size"),
        data_center: DataCenterId::new(json.text("dataCenterId")?),
    })
}

/// A pod as told at `now` (the account's time): uptimes count back from then. `None` without an id.
pub(super) fn pod(json: Json, now: Timestamp) -> Option<Pod> {
    let id = json.text("id")?;
    let (machine, volume) = (json.get("machine"), json.get("networkVolume"));
    let status = Status::parse(json.text("desiredStatus").unwrap_or("not told"));
    let name = json.text("name").filter(|name| !name.trim().is_empty());
    // A stopped pod keeps the runtime of its last hour.
    let runtime = json.get("runtime").some().filter(|_| status.bills_gpu());
    Some(Pod {
        id: PodId::new(id),
        name: name.unwrap_or(id).to_owned(),
        last_change: json.text("lastStatusChange").map(str::to_owned),
        gpu: machine.text("gpuDisplayName").unwrap_or_default().to_owned(),
        gpu_count: json.whole("gpuCount"),
        image: json.text("imageName").unwrap_or_default().to_owned(),
        gpu_rate: json.number("costPerHr").and_then(HourlyRate::from_dollars),
        container_disk_gb: json.whole("containerDiskInGb"),
        volume_gb: json.whole("volumeInGb"),
        mount_path: json.text("volumeMountPath").map(str::to_owned),
        network_volume: json.text("networkVolumeId").or(volume.text("id")).map(NetworkVolumeId::new),
        data_center: machine.text("dataCenterId").or(volume.text("dataCenterId")).map(DataCenterId::new),
        ports: Port::parse_list(json.text("ports").unwrap_or_default()),
        tag: json.entries("env").find_map(|variable| tag(variable.as_text()?)),
        created: json.text("createdAt").and_then(Timestamp::parse),
        started: json.text("lastStartedAt").and_then(Timestamp::parse),
        // The machine's id is there at once; what is known of it comes when RunPod has really placed the pod.
        has_machine: machine.text("gpuDisplayName").or(machine.text("dataCenterId")).is_some(),
        runtime: runtime.map(|json| self::runtime(json, now)),
        status,
    })
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

/// `None` for fillers, and for types that neither cloud carries.
pub(super) fn gpu_type(json: Json) -> Option<GpuType> {
    let id = json.text("id").filter(|id| *id != UNKNOWN_GPU)?;
    let secure = shelf(json, "secureCloud", "securePrice", "secure", "maxGpuCountSecureCloud");
    let community = shelf(json, "communityCloud", "communityPrice", "community", "maxGpuCountCommunityCloud");
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
fn shelf(json: Json, flag: &str, list_price: &str, lowest: &str, max: &str) -> Option<Shelf> {
    if !json.is_true(flag) {
        return None;
    }
    let lowest = json.get(lowest);
    let now = price(lowest, "uninterruptablePrice");
    let stock = match now {
        Some(_) => Stock::parse(lowest.text("stockStatus")),
        None => Stock::Out,
    };
    let max = [max, "maxGpuCount"].into_iter().map(|field| json.whole(field)).find(|max| *max > 0);
    let spot = price(lowest, "minimumBidPrice");
    Some(Shelf { price: now.or(price(json, list_price))?, spot, stock, max_count: max.unwrap_or(1) })
}

/// 0 is no price.
pub(super) fn price(json: Json, field: &str) -> Option<HourlyRate> {
    json.number(field).and_then(HourlyRate::from_dollars).filter(|rate| rate.micros() > 0)
}
