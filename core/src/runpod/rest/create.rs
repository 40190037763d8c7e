//! What a create asks for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::order::Order;
use crate::order::offers::{Machine, Selection};
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::transport::json_body;
use crate::types::ids::LaunchTag;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreatePod<'a> {
    name: &'a str,
    image: &'a str,
    cloud: &'static str,
    disk: u32,
    ports: Vec<String>,
    env: BTreeMap<&'a str, &'a str>,
    start_ssh: bool,
    start_jupyter: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    data_center_ids: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mounts: Option<Mounts<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registry: Option<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    args: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu: Option<CreateGpu<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<CreateCpu<'a>>,
}

/// A pod has one kind of volume or the other.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Mounts<'a> {
    Network([NetworkMount<'a>; 1]),
    Persistent { size: u32, path: &'a str },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NetworkMount<'a> {
    volume_id: &'a str,
    path: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateGpu<'a> {
    id: &'a str,
    count: u32,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    allowed_cuda_versions: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    min_cuda_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_ram_per_gpu: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_vcpu_count_per_gpu: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreateCpu<'a> {
    id: &'a str,
    vcpu_count: u32,
}

/// The body that asks for `order` on `pick`, marked with `tag`. Refused for spot and for a country: REST v2 has neither.
pub(super) fn create_pod(order: &Order, pick: &Selection, tag: &LaunchTag) -> Result<String, ApiError> {
    let refused = |why: &str| ApiError::new(ErrorKind::Refused, why);
    if order.scope.country.is_some() && order.scope.data_center.is_none() {
        return Err(refused("RunPod's REST API takes no country: choose a data center in it"));
    }
    let mut env: BTreeMap<&str, &str> = order.env.iter().map(|own| (own.key.as_str(), own.value.as_str())).collect();
    env.insert(LaunchTag::ENV, tag.as_str());
    let (gpu, cpu) = match &pick.on {
        Machine::Gpus { bid: Some(_), .. } => return Err(refused("RunPod's REST API rents no spot pods")),
        Machine::Gpus { gpu_type, count, bid: None } => (Some(gpu_of(order, gpu_type.as_str(), *count)), None),
        Machine::Cpu { instance } => {
            (None, Some(cpu_of(instance).ok_or_else(|| refused("this CPU type has no number of vCPUs in its name"))?))
        }
    };
    let body = CreatePod {
        name: &order.name,
        image: &order.image,
        cloud: pick.cloud.as_str(),
        disk: order.container_disk_gb,
        ports: order.ports.iter().map(ToString::to_string).collect(),
        env,
        start_ssh: order.start_ssh,
        start_jupyter: order.start_jupyter,
        data_center_ids: order.scope.data_center.iter().map(|place| place.as_str()).collect(),
        mounts: mounts(order),
        template_id: order.template.as_ref().map(|template| template.as_str()),
        registry: order.registry.as_deref(),
        args: order.start(),
        gpu,
        cpu,
    };
    json_body(&body)
}

fn mounts(order: &Order) -> Option<Mounts<'_>> {
    let path = if order.mount_path.is_empty() { "/workspace" } else { &order.mount_path };
    match &order.mount {
        Some(mount) => Some(Mounts::Network([NetworkMount { volume_id: mount.volume.as_str(), path }])),
        None => (order.volume_gb > 0).then_some(Mounts::Persistent { size: order.volume_gb, path }),
    }
}

/// GraphQL asks for vCPUs and memory of the whole pod, REST v2 for those beside each GPU.
fn gpu_of<'a>(order: &'a Order, id: &'a str, count: u32) -> CreateGpu<'a> {
    let each = |whole: u32| (whole > 0).then(|| whole.div_ceil(count.max(1)));
    CreateGpu {
        id,
        count,
        allowed_cuda_versions: &order.cuda,
        min_cuda_version: order.min_cuda.as_deref().filter(|_| order.cuda.is_empty()),
        min_ram_per_gpu: each(order.scope.min_memory_gb),
        min_vcpu_count_per_gpu: each(order.scope.min_vcpu),
    }
}

/// `cpu3g-4-16` is four vCPUs of the flavor `cpu3g`.
fn cpu_of(instance: &str) -> Option<CreateCpu<'_>> {
    let mut parts = instance.split('-');
    Some(CreateCpu { id: parts.next()?, vcpu_count: parts.next()?.parse().ok()? })
}
