//! What a program is shown, as plain objects. Prices become numbers of dollars here and nowhere else; instants are
//! milliseconds, of which JavaScript makes dates.

use launchpod_core::domain::account::{Account, NetworkVolume};
use launchpod_core::domain::catalog::{Catalog, GpuType, Shelf, Stock};
use launchpod_core::domain::connect::{Wiring, ssh_by_proxy, ssh_directly, tcp};
use launchpod_core::domain::fleet::Known;
use launchpod_core::domain::guard::InPod;
use launchpod_core::domain::money::{HourlyRate, MicroUsd};
use launchpod_core::domain::offer::{On, Pick, Step};
use launchpod_core::domain::order::{Hardware, Order};
use launchpod_core::domain::pod::{Pod, Status};
use launchpod_core::domain::readiness::Answer;
use launchpod_core::domain::service::{ProxyAddress, services};
use launchpod_core::domain::time::Timestamp;
use launchpod_core::domain::volume;
use serde_json::{Value, json};

/// A pod. `here` is whether this journal's programs launched it.
pub fn pod(known: &Known, proxy: &ProxyAddress, here: bool) -> Value {
    let Pod { id, runtime, .. } = &known.pod;
    let pod = &known.pod;
    let stage = known.stage();
    let answered = |port| known.answers.get(port).map(answer);
    let services: Vec<Value> = services(&pod.ports)
        .into_iter()
        .map(|service| {
            let (port, name) = (service.port, service.label());
            json!({ "port": port, "name": name, "url": proxy.of(id, port), "answered": answered(port) })
        })
        .collect();
    let up_since = runtime.as_ref().map(|runtime| runtime.up_since);
    let timer = InPod::read(&pod.image, &pod.start_command);
    let ends_at = timer.zip(up_since).map(|(timer, since)| timer.ends_at(since));
    json!({
        "id": id.as_str(),
        "name": pod.name,
        "stage": stage.as_str(),
        "status": status(&pod.status),
        "lastChange": pod.last_change,
        "gpu": pod.gpu,
        "gpuCount": pod.gpu_count,
        "image": pod.image,
        "perHour": pod.hourly().map(dollars_per_hour),
        "containerDiskGb": pod.container_disk_gb,
        "volumeGb": pod.volume_gb,
        "networkVolume": pod.network_volume.as_ref().map(|id| id.as_str()),
        "mountPath": pod.mount_path,
        "dataCenter": pod.data_center.as_ref().map(|id| id.as_str()),
        "createdAt": pod.created.map(Timestamp::millis),
        "startedAt": pod.started.map(Timestamp::millis),
        "upSince": up_since.map(Timestamp::millis),
        "services": services,
        "ports": pod.ports.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "timerHours": timer.map(|timer| timer.after().as_secs() as f64 / 3600.0),
        "endsAt": ends_at.map(Timestamp::millis),
        "launchedHere": here,
    })
}

fn status(status: &Status) -> &str {
    match status {
        Status::Running => "running",
        Status::Starting => "starting",
        Status::Stopped => "stopped",
        Status::Dead => "lost",
        Status::Terminated => "gone",
        Status::Other(word) => word,
    }
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Ready => "ready",
        Answer::Maybe => "maybe",
        Answer::Silent => "silent",
    }
}

/// One thing that a launch may get, and why it is not asked for.
pub fn offer(order: &Order, catalog: &Catalog, Step { pick, skip }: &Step) -> Value {
    let mut shown = picked(order, catalog, pick);
    if let Some(fields) = shown.as_object_mut() {
        fields.insert("skip".into(), skip.map(|skip| skip.words()).into());
    }
    shown
}

/// One thing that a launch asks for.
pub fn picked(order: &Order, catalog: &Catalog, pick: &Pick) -> Value {
    let quote = order.quote(pick.rate);
    let (gpu_type, cpu, count) = match &pick.on {
        On::Gpus { gpu_type, count, .. } => (Some(gpu_type), None, *count),
        On::Cpu { instance } => (None, Some(instance), 0),
    };
    let stock = match (&order.hardware, gpu_type) {
        (Hardware::Cpu(cpu), _) => Some(&cpu.stock),
        (_, Some(id)) => catalog.gpu_type(id).and_then(|gpu| gpu.shelf(pick.cloud)).map(|shelf| &shelf.stock),
        _ => None,
    };
    json!({
        "name": pick.name,
        "gpuType": gpu_type.map(|id| id.as_str()),
        "cpu": cpu,
        "count": count,
        "memoryGb": pick.memory_gb,
        "cloud": pick.cloud.as_str(),
        "perHour": dollars_per_hour(quote.total()),
        "gpusPerHour": dollars_per_hour(quote.gpus),
        "diskPerHour": dollars_per_hour(quote.disk),
        "stoppedPerHour": dollars_per_hour(quote.stopped),
        "stock": stock.map_or("unknown", stock_word),
        "skip": null,
    })
}

fn stock_word(stock: &Stock) -> &'static str {
    match stock {
        Stock::High => "high",
        Stock::Medium => "medium",
        Stock::Low => "low",
        Stock::Out => "out",
        Stock::Other(_) => "unknown",
    }
}

/// A GPU type with its price in each cloud.
pub fn gpu_type(gpu: &GpuType) -> Value {
    json!({
        "id": gpu.id.as_str(),
        "name": gpu.name,
        "memoryGb": gpu.memory_gb,
        "secure": gpu.secure.as_ref().map(shelf),
        "community": gpu.community.as_ref().map(shelf),
    })
}

fn shelf(shelf: &Shelf) -> Value {
    json!({
        "perHour": dollars_per_hour(shelf.price),
        "spotPerHour": shelf.spot.map(dollars_per_hour),
        "stock": stock_word(&shelf.stock),
        "maxCount": shelf.max_count,
    })
}

/// A network volume.
pub fn network_volume(volume: &NetworkVolume) -> Value {
    json!({
        "id": volume.id.as_str(),
        "name": volume.name,
        "sizeGb": volume.size_gb,
        "dataCenter": volume.data_center.as_str(),
        "perHour": dollars_per_hour(volume::hourly(volume.size_gb)),
        "perMonth": dollars(volume::monthly(volume.size_gb)),
    })
}

/// All pods, and the account's money.
pub fn fleet(pods: Vec<Value>, account: &Account, checked: Option<Timestamp>, trouble: Option<Value>) -> Value {
    json!({
        "pods": pods,
        "balance": account.balance.map(dollars),
        "perHour": account.spend.map(dollars_per_hour),
        "checkedAt": checked.map(Timestamp::millis),
        "trouble": trouble,
    })
}

/// How one gets into a pod.
pub fn access(pod: &Pod, wiring: &Wiring, password: Option<&str>) -> Value {
    let (direct, proxied) = (ssh_directly(pod, wiring), ssh_by_proxy(pod, wiring));
    let addresses: Vec<Value> = tcp(pod, wiring)
        .into_iter()
        .filter_map(|(port, way)| {
            let way = way.ok()?;
            let (host, public) = way.split_once(':')?;
            Some(json!({ "port": port, "host": host, "publicPort": public.parse::<u16>().ok()? }))
        })
        .collect();
    let ssh = addresses.iter().find(|address| address.get("port").and_then(Value::as_u64) == Some(22));
    let direct_ssh = direct.as_ref().ok().zip(ssh).map(|(command, address)| {
        json!({ "host": address.get("host"), "port": address.get("publicPort"), "user": "root", "command": command })
    });
    let proxied_ssh = proxied
        .as_ref()
        .ok()
        .map(|command| json!({ "host": "ssh.runpod.io", "user": wiring.host_id, "command": command }));
    json!({
        "direct": direct_ssh,
        "proxied": proxied_ssh,
        "why": { "direct": direct.err(), "proxied": proxied.err() },
        "tcp": addresses,
        "jupyterPassword": password,
    })
}

/// Dollars, as JavaScript has numbers.
fn dollars(amount: MicroUsd) -> f64 {
    HourlyRate::from_micros(amount.micros()).dollars()
}

fn dollars_per_hour(rate: HourlyRate) -> f64 {
    rate.dollars()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_the_nearest_number() {
        assert_eq!(dollars(MicroUsd::from_micros(23_456_700)), 23.4567);
        assert_eq!(dollars_per_hour(HourlyRate::from_micros(696_944)), 0.696_944);
    }
}
