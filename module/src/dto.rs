//! What a program is shown, as plain objects. Prices become numbers of dollars here and nowhere else; instants are
//! milliseconds, of which JavaScript makes dates.

use launchpod_core::account::NetworkVolume;
use launchpod_core::auto_stop::PodTimer;
use launchpod_core::catalog::{Catalog, CloudOffer, GpuType, Stock};
use launchpod_core::order::offers::{Candidate, Machine, Selection};
use launchpod_core::order::{Hardware, Order};
use launchpod_core::pods::fleet::PodEntry;
use launchpod_core::pods::pod::Status;
use launchpod_core::pods::services::{ProxyAddress, services};
use launchpod_core::readiness::ProbeResult;
use launchpod_core::types::money::{GpuRate, HourlyRate, MicroUsd};
use launchpod_core::types::time::Timestamp;
use launchpod_core::volumes;
use serde::Serialize;

pub mod access;
pub mod listed;

/// A pod as a program sees it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PodDto<'a> {
    id: &'a str,
    name: &'a str,
    stage: &'static str,
    status: &'a str,
    last_change: Option<&'a str>,
    gpu: &'a str,
    gpu_count: u32,
    image: &'a str,
    per_hour: Option<f64>,
    container_disk_gb: u32,
    volume_gb: u32,
    network_volume: Option<&'a str>,
    mount_path: Option<&'a str>,
    data_center: Option<&'a str>,
    created_at: Option<f64>,
    started_at: Option<f64>,
    up_since: Option<f64>,
    services: Vec<ServiceDto>,
    ports: Vec<String>,
    timer_hours: Option<f64>,
    ends_at: Option<f64>,
    launched_here: bool,
}

/// A program on a pod.
#[derive(Serialize)]
struct ServiceDto {
    port: u16,
    name: String,
    url: Option<String>,
    answered: Option<&'static str>,
}

/// A pod. `here` is whether this journal's programs launched it.
pub fn pod<'a>(known: &'a PodEntry, proxy: &ProxyAddress, here: bool) -> PodDto<'a> {
    let pod = &known.pod;
    let up_since = pod.runtime.as_ref().map(|runtime| runtime.up_since);
    let timer = PodTimer::of(pod);
    PodDto {
        id: pod.id.as_str(),
        name: &pod.name,
        stage: known.stage().as_str(),
        status: status(&pod.status),
        last_change: pod.last_change.as_deref(),
        gpu: &pod.gpu,
        gpu_count: pod.gpu_count,
        image: &pod.image,
        per_hour: pod.hourly().map(HourlyRate::dollars),
        container_disk_gb: pod.container_disk_gb,
        volume_gb: pod.volume_gb,
        network_volume: pod.network_volume.as_ref().map(|id| id.as_str()),
        mount_path: pod.mount_path.as_deref(),
        data_center: pod.data_center.as_ref().map(|id| id.as_str()),
        created_at: pod.created.map(instant),
        started_at: pod.started.map(instant),
        up_since: up_since.map(instant),
        services: services(pod)
            .map(|service| ServiceDto {
                port: service.port,
                name: service.label(),
                url: proxy.of(&pod.id, service.port),
                answered: known.answers.get(service.port).map(answer),
            })
            .collect(),
        ports: pod.ports.iter().map(ToString::to_string).collect(),
        timer_hours: timer.map(|timer| timer.after().as_secs() as f64 / 3600.0),
        ends_at: timer.zip(up_since).map(|(timer, since)| instant(timer.ends_at(since))),
        launched_here: here,
    }
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

fn answer(answer: ProbeResult) -> &'static str {
    match answer {
        ProbeResult::Ready => "ready",
        ProbeResult::Maybe => "maybe",
        ProbeResult::Unreadable => "unreadable",
        ProbeResult::Silent => "silent",
    }
}

/// One thing that a launch may get.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferDto<'a> {
    name: &'a str,
    gpu_type: Option<&'a str>,
    cpu: Option<&'a str>,
    count: u32,
    memory_gb: u32,
    cloud: &'static str,
    per_hour: f64,
    gpus_per_hour: f64,
    disk_per_hour: f64,
    stopped_per_hour: f64,
    stock: &'static str,
    skip: Option<String>,
}

/// One step of a launch, and why it is not asked for.
pub fn offer<'a>(order: &'a Order, catalog: &Catalog, Candidate { pick, skip }: &'a Candidate) -> OfferDto<'a> {
    OfferDto { skip: skip.map(|skip| skip.describe()), ..picked(order, catalog, pick) }
}

/// One thing that a launch asks for.
pub fn picked<'a>(order: &'a Order, catalog: &Catalog, pick: &'a Selection) -> OfferDto<'a> {
    let quote = order.quote(pick.rate);
    let (gpu_type, cpu, count) = match &pick.on {
        Machine::Gpus { gpu_type, count, .. } => (Some(gpu_type), None, *count),
        Machine::Cpu { instance } => (None, Some(instance), 0),
    };
    let stock = match (&order.hardware, gpu_type) {
        (Hardware::Cpu(cpu), _) => Some(&cpu.stock),
        (_, Some(id)) => catalog.gpu_type(id).and_then(|gpu| gpu.shelf(pick.cloud)).map(|shelf| &shelf.stock),
        _ => None,
    };
    OfferDto {
        name: &pick.name,
        gpu_type: gpu_type.map(|id| id.as_str()),
        cpu: cpu.map(String::as_str),
        count,
        memory_gb: pick.memory_gb,
        cloud: pick.cloud.as_str(),
        per_hour: quote.total().dollars(),
        gpus_per_hour: quote.gpus.dollars(),
        disk_per_hour: quote.disk.dollars(),
        stopped_per_hour: quote.stopped.dollars(),
        stock: stock.map_or("unknown", stock_word),
        skip: None,
    }
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
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GpuTypeDto<'a> {
    id: &'a str,
    name: &'a str,
    memory_gb: u32,
    secure: Option<ShelfDto>,
    community: Option<ShelfDto>,
}

/// What one GPU costs in one cloud.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShelfDto {
    per_hour: f64,
    spot_per_hour: Option<f64>,
    stock: &'static str,
    max_count: u32,
}

/// A GPU type.
pub fn gpu_type(gpu: &GpuType) -> GpuTypeDto<'_> {
    GpuTypeDto {
        id: gpu.id.as_str(),
        name: &gpu.name,
        memory_gb: gpu.memory_gb,
        secure: gpu.secure.as_ref().map(shelf),
        community: gpu.community.as_ref().map(shelf),
    }
}

fn shelf(shelf: &CloudOffer) -> ShelfDto {
    ShelfDto {
        per_hour: shelf.price.dollars(),
        spot_per_hour: shelf.spot.map(GpuRate::dollars),
        stock: stock_word(&shelf.stock),
        max_count: shelf.max_count,
    }
}

/// A network volume and what it costs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VolumeDto<'a> {
    id: &'a str,
    name: &'a str,
    size_gb: u32,
    data_center: &'a str,
    per_hour: Option<f64>,
    per_month: Option<f64>,
}

/// A network volume.
pub fn network_volume(volume: &NetworkVolume) -> VolumeDto<'_> {
    let month = volumes::price(volume.size_gb, volume.volume_type);
    VolumeDto {
        id: volume.id.as_str(),
        name: &volume.name,
        size_gb: volume.size_gb,
        data_center: volume.data_center.as_str(),
        per_hour: month.map(|month| HourlyRate::of_monthly(month).dollars()),
        per_month: month.map(dollars),
    }
}

/// Dollars, as JavaScript has numbers.
pub fn dollars(amount: MicroUsd) -> f64 {
    HourlyRate::from_micros(amount.micros()).dollars()
}

/// Milliseconds, of which JavaScript makes a date.
pub fn instant(at: Timestamp) -> f64 {
    at.millis() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_the_nearest_number() {
        assert_eq!(dollars(MicroUsd::from_micros(23_456_700)), 23.4567);
    }
}
