//! What RunPod's JSON means. Fillers are dropped here, floats are rounded here, and nowhere else.

use std::time::Duration;

use super::wire;
use crate::domain::account::{Account, NetworkVolume};
use crate::domain::catalog::{GpuType, Shelf, Stock};
use crate::domain::ids::{DataCenterId, GpuTypeId, LaunchTag, NetworkVolumeId, PodId};
use crate::domain::money::{HourlyRate, MicroUsd};
use crate::domain::pod::{Pod, Runtime, Status};
use crate::domain::service::Port;
use crate::domain::time::Timestamp;

/// The catalog holds an entry for machines that RunPod could not name.
const UNKNOWN_GPU: &str = "unknown";

pub(super) fn account(wire: &wire::Account) -> Account {
    Account {
        balance: wire.client_balance.and_then(MicroUsd::from_dollars),
        spend: wire.current_spend_per_hr.and_then(HourlyRate::from_dollars),
        spend_limit: wire.spend_limit.and_then(HourlyRate::from_dollars),
    }
}

/// `None` for a volume whose data center is not told: no pod could be placed for it.
pub(super) fn network_volume(wire: wire::NetworkVolume) -> Option<NetworkVolume> {
    let data_center = wire.data_center_id.filter(|id| !id.is_empty())?;
    Some(NetworkVolume {
        name: wire.name.filter(|name| !name.is_empty()).unwrap_or_else(|| wire.id.clone()),
        id: NetworkVolumeId::new(wire.id),
        size_gb: whole(wire.size),
        data_center: DataCenterId::new(data_center),
    })
}

/// A pod as told at `now` (the account's time): uptimes count back from then.
pub(super) fn pod(wire: wire::Pod, now: Timestamp) -> Pod {
    let status = Status::parse(&wire.desired_status.unwrap_or_else(|| "not told".into()));
    let volume = wire.network_volume.as_ref();
    let machine = wire.machine.as_ref();
    let data_center = machine
        .and_then(|machine| machine.data_center_id.clone())
        .or_else(|| volume.and_then(|volume| volume.data_center_id.clone()));
    let network_volume = wire.network_volume_id.clone().or_else(|| volume.map(|volume| volume.id.clone()));
    let running = status.bills_gpu();
    Pod {
        name: wire.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| wire.id.clone()),
        id: PodId::new(wire.id),
        last_change: wire.last_status_change.filter(|text| !text.is_empty()),
        gpu: machine.and_then(|machine| machine.gpu_display_name.clone()).unwrap_or_default(),
        gpu_count: whole(wire.gpu_count),
        image: wire.image_name.unwrap_or_default(),
        gpu_rate: wire.cost_per_hr.and_then(HourlyRate::from_dollars),
        container_disk_gb: whole(wire.container_disk_in_gb),
        volume_gb: whole(wire.volume_in_gb),
        mount_path: wire.volume_mount_path.filter(|path| !path.is_empty()),
        network_volume: network_volume.filter(|id| !id.is_empty()).map(NetworkVolumeId::new),
        data_center: data_center.filter(|id| !id.is_empty()).map(DataCenterId::new),
        ports: Port::parse_list(&wire.ports.unwrap_or_default()),
        tag: wire.env.unwrap_or_default().into_iter().flatten().find_map(|variable| tag(&variable)),
        created: wire.created_at.as_deref().and_then(Timestamp::parse),
        started: wire.last_started_at.as_deref().and_then(Timestamp::parse),
        // The machine's id is there at once; what is known of it comes when RunPod has really placed the pod.
        has_machine: machine
            .is_some_and(|machine| machine.gpu_display_name.is_some() || machine.data_center_id.is_some()),
        // A stopped pod keeps the runtime of its last hour.
        runtime: wire.runtime.filter(|_| running).map(|wire| runtime(wire, now)),
        status,
    }
}

fn tag(variable: &str) -> Option<LaunchTag> {
    let value = variable.strip_prefix(LaunchTag::ENV)?.strip_prefix('=')?;
    Some(LaunchTag::new(value))
}

fn runtime(wire: wire::Runtime, now: Timestamp) -> Runtime {
    let uptime = Duration::from_secs(wire.uptime_in_seconds.map_or(0, |seconds| seconds.clamp(0.0, 1e10) as u64));
    let ports = wire.ports.unwrap_or_default().into_iter().flatten().filter_map(|port| port.private_port);
    Runtime { up_since: now.minus(uptime), open_ports: ports.map(|port| port.clamp(0.0, 65_535.0) as u16).collect() }
}

/// `None` for fillers, and for types that neither cloud carries.
pub(super) fn gpu_type(wire: wire::GpuType) -> Option<GpuType> {
    let id = wire.id.filter(|id| !id.is_empty() && id != UNKNOWN_GPU)?;
    let any = wire.max_gpu_count;
    let secure = shelf(wire.secure_cloud, wire.secure_price, wire.secure, wire.max_gpu_count_secure_cloud.or(any));
    let community =
        shelf(wire.community_cloud, wire.community_price, wire.community, wire.max_gpu_count_community_cloud.or(any));
    if secure.is_none() && community.is_none() {
        return None;
    }
    Some(GpuType {
        name: wire.display_name.filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone()),
        id: GpuTypeId::new(id),
        memory_gb: whole(wire.memory_in_gb),
        secure,
        community,
    })
}

/// A price counts only where the cloud's flag is true: elsewhere RunPod puts 0 or 0.5.
fn shelf(
    carried: Option<bool>,
    list_price: Option<f64>,
    lowest: Option<wire::LowestPrice>,
    max: Option<f64>,
) -> Option<Shelf> {
    carried.filter(|carried| *carried)?;
    let real = |price: Option<f64>| price.and_then(HourlyRate::from_dollars).filter(|rate| rate.micros() > 0);
    let now = real(lowest.as_ref().and_then(|lowest| lowest.uninterruptable_price));
    let stock = match now {
        Some(_) => Stock::parse(lowest.and_then(|lowest| lowest.stock_status).as_deref()),
        None => Stock::Out,
    };
    Some(Shelf { price: now.or(real(list_price))?, stock, max_count: whole(max).max(1) })
}

/// JSON numbers that mean whole, small, positive things.
fn whole(number: Option<f64>) -> u32 {
    number.map_or(0, |number| number.clamp(0.0, f64::from(u32::MAX)).round() as u32)
}
