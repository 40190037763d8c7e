//! A pod as the API tells it.

use async_graphql::{ComplexObject, Context, Result};

use super::catalog_view::{data_center, flavor_named, gpu_type};
use super::inputs::ResumeBidPriceInput;
use super::pod_types::{
    Gpu, MachineSystem, NetworkVolume, Pod, PodMachineInfo, PodRuntime, PodRuntimeContainer, PodRuntimeGpus,
    PodRuntimePorts,
};
use super::scalars::{DateTime, PodStatus, PodType};
use super::{list, simulator};
use crate::account::Volume;
use crate::clock::Moment;
use crate::data_centers::place_of;
use crate::machines::Machine;
use crate::money::MicroUsd;
use crate::open_ports::{OpenPort, open_ports};
use crate::pod::{DesiredStatus, Pod as RealPod, Runtime};
use crate::ports;
use crate::utilization::{Used, fingerprint};
use crate::world::World;

pub fn pod(world: &World, pod: &RealPod, now: Moment) -> Pod {
    let spec = &pod.spec;
    let machine = world.machine(&pod.machine_id);
    let kept = spec.network_volume.as_deref().and_then(|id| world.account.volume(id));
    let price = pod.compute_price().dollars();
    Pod {
        id: pod.id.clone(),
        name: Some(pod.name.clone()),
        image_name: Some(spec.image.clone()),
        desired_status: status(pod.wish),
        last_status_change: Some(pod.last_change(now)),
        pod_type: Some(if pod.bid.is_some() { PodType::Interruptable } else { PodType::Reserved }),
        cost_per_hr: Some(price),
        adjusted_cost_per_hr: Some(price),
        cost_multiplier: Some(1.0),
        gpu_count: Some(pod.gpu_count),
        vcpu_count: Some(f64::from(pod.vcpus)),
        memory_in_gb: Some(f64::from(pod.memory)),
        container_disk_in_gb: Some(spec.container_disk),
        volume_in_gb: Some(f64::from(spec.volume)),
        volume_mount_path: Some(spec.mount.clone()),
        volume_encrypted: Some(false),
        network_volume_id: spec.network_volume.clone(),
        network_volume: kept.map(volume),
        env: list(spec.env.iter().cloned()),
        docker_args: Some(spec.docker_args.clone()),
        ports: Some(ports::text(&spec.ports)),
        template_id: spec.template.clone(),
        container_registry_auth_id: spec.registry_auth.clone(),
        locked: Some(pod.locked),
        version: i32::try_from(pod.run).ok(),
        created_at: Some(DateTime(pod.created_at.iso())),
        last_started_at: Some(DateTime(pod.started_at.iso())),
        uptime_seconds: Some(0),
        gpus: list((0..pod.gpu_count).map(|index| gpu(pod, index))),
        machine_id: Some(pod.machine_id.clone()),
        machine: machine.filter(|_| pod.is_placed(now)).map(|host| machine_info(pod, host)),
        cpu_flavor_id: pod.flavor.map(str::to_owned),
        cpu_flavor: pod.flavor.and_then(flavor_named),
        savings_plans: Some(Vec::new()),
        runtime: pod.runtime(now).map(|told| runtime(pod, &told, machine, now)),
        ..Pod::default()
    }
}

fn status(wish: DesiredStatus) -> PodStatus {
    match wish {
        DesiredStatus::Running => PodStatus::Running,
        DesiredStatus::Exited => PodStatus::Exited,
        DesiredStatus::Dead => PodStatus::Dead,
    }
}

#[ComplexObject]
impl Pod {
    async fn lowest_bid_price_to_resume(
        &self,
        context: &Context<'_>,
        input: Option<ResumeBidPriceInput>,
    ) -> Result<Option<f64>> {
        let count = input.and_then(|input| input.gpu_count).unwrap_or(1);
        let enough = |world: &World| {
            let pod = world.pod(&self.id)?;
            world.machine(&pod.machine_id).filter(|host| host.free >= count)?.spot_price()
        };
        Ok(simulator(context)?.look(|world, _| enough(world)).map(MicroUsd::dollars))
    }
}

fn gpu(pod: &RealPod, index: i32) -> Gpu {
    Gpu { id: Some(gpu_uuid(pod, index)), pod_id: Some(pod.id.clone()) }
}

/// Made from the pod's id, so that it stays the same from look to look.
fn gpu_uuid(pod: &RealPod, index: i32) -> String {
    let (high, low) = (fingerprint(&pod.machine_id), fingerprint(&pod.id));
    format!("GPU-{high:08x}-{:04x}-5a9e-{:04x}-45dec4df{index:04x}", low >> 16, low & 0xffff)
}

fn machine_info(pod: &RealPod, host: &Machine) -> PodMachineInfo {
    let model = host.model();
    PodMachineInfo {
        id: Some(host.id.clone()),
        pod_host_id: Some(pod.pod_host_id()),
        gpu_display_name: Some(model.map_or("unknown", |model| model.name).to_owned()),
        gpu_type_id: model.map(|model| model.id.to_owned()),
        gpu_type: model.map(gpu_type),
        gpu_available: Some(if model.is_some() { host.free } else { 0 }),
        min_pod_gpu_count: Some(1),
        cost_per_hr: Some(host.price().dollars()),
        current_price_per_gpu: Some(pod.price.dollars()),
        location: Some(host.place.code.to_owned()),
        data_center_id: Some(host.place.id.to_owned()),
        secure_cloud: Some(host.secure),
        support_public_ip: Some(host.public_ip),
        listed: Some(true),
        runpod_ip: Some(host.ip.clone()),
        machine_system: Some(MachineSystem {
            os: Some("Ubuntu 22.04".to_owned()),
            cuda_version: Some(host.cuda.to_owned()),
            disk_total: Some(f64::from(host.disk)),
            ..MachineSystem::default()
        }),
        vcpu_total: Some(host.vcpus_per_unit * host.total),
        memory_total: Some(host.memory_per_unit * host.total),
        max_download_speed_mbps: Some(host.download),
        max_upload_speed_mbps: Some(host.upload),
        ..PodMachineInfo::default()
    }
}

fn runtime(pod: &RealPod, told: &Runtime, host: Option<&Machine>, now: Moment) -> PodRuntime {
    let shown = if told.ports_known { pod.gpu_count } else { 0 };
    let gpus = (0..shown).map(|index| {
        let used = pod.gpu_use(index, now);
        PodRuntimeGpus {
            id: Some(gpu_uuid(pod, index)),
            gpu_util_percent: Some(used.busy),
            memory_util_percent: Some(used.memory),
        }
    });
    let used = if told.ports_known { pod.container_use(now) } else { Used::default() };
    PodRuntime {
        uptime_in_seconds: i32::try_from(told.uptime_seconds).ok(),
        container: Some(PodRuntimeContainer { cpu_percent: Some(used.busy), memory_percent: Some(used.memory) }),
        gpus: list(gpus),
        ports: Some(host.into_iter().flat_map(|host| open_ports(pod, told, host)).map(port).collect()),
    }
}

fn port(open: OpenPort) -> Option<PodRuntimePorts> {
    Some(PodRuntimePorts {
        ip: Some(open.ip),
        is_ip_public: Some(!open.http),
        private_port: Some(open.inside.into()),
        public_port: Some(open.outside.into()),
        kind: Some(if open.http { "http" } else { "tcp" }.to_owned()),
    })
}

pub fn volume(volume: &Volume) -> NetworkVolume {
    NetworkVolume {
        id: volume.id.clone(),
        name: Some(volume.name.clone()),
        size: Some(volume.size),
        data_center_id: Some(volume.place.to_owned()),
        data_center: place_of(volume.place).map(data_center),
    }
}
