//! What a create asks for.

use serde::Serialize;

use crate::order::Order;
use crate::order::offers::{Machine, Selection};
use crate::runpod::documents;
use crate::runpod::graphql::inputs::{some, some_number};
use crate::types::ids::{DataCenterId, LaunchTag, TemplateId};
use crate::types::money::GpuRate;

/// The input of each of the three documents that make a pod; each has some of these fields.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LaunchInput<'a> {
    name: &'a str,
    image_name: &'a str,
    cloud_type: &'static str,
    container_disk_in_gb: u32,
    ports: String,
    env: Vec<EnvInput<'a>>,
    start_ssh: bool,
    start_jupyter: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_volume_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_center_id: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    volume_mount_path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    template_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_registry_auth_id: Option<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    docker_args: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu_type_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    volume_in_gb: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_vcpu_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_memory_in_gb: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_cuda_versions: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_cuda_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bid_per_gpu: Option<f64>,
}

#[derive(Serialize)]
struct EnvInput<'a> {
    key: &'a str,
    value: &'a str,
}

/// The document and its input for `order` on `pick`, marked with `tag`.
pub(super) fn launch_input<'a>(
    order: &'a Order,
    pick: &'a Selection,
    tag: &'a LaunchTag,
) -> (&'static str, LaunchInput<'a>) {
    let ports: Vec<String> = order.ports.iter().map(ToString::to_string).collect();
    let mut env = vec![EnvInput { key: LaunchTag::ENV, value: tag.as_str() }];
    env.extend(order.env.iter().map(|own| EnvInput { key: &own.key, value: &own.value }));
    let input = LaunchInput {
        name: &order.name,
        image_name: &order.image,
        cloud_type: pick.cloud.as_str(),
        container_disk_in_gb: order.container_disk_gb,
        ports: ports.join(","),
        env,
        start_ssh: order.start_ssh,
        start_jupyter: order.start_jupyter,
        network_volume_id: order.mount.as_ref().map(|mount| mount.volume.as_str()),
        data_center_id: order.scope.data_center.as_ref().map(DataCenterId::as_str),
        volume_mount_path: &order.mount_path,
        template_id: order.template.as_ref().map(TemplateId::as_str),
        container_registry_auth_id: order.registry.as_deref(),
        docker_args: order.start(),
        instance_id: None,
        gpu_type_id: None,
        gpu_count: None,
        volume_in_gb: None,
        country_code: None,
        min_vcpu_count: None,
        min_memory_in_gb: None,
        allowed_cuda_versions: None,
        min_cuda_version: None,
        bid_per_gpu: None,
    };
    match &pick.on {
        Machine::Cpu { instance } => (documents::LAUNCH_CPU, LaunchInput { instance_id: Some(instance), ..input }),
        Machine::Gpus { gpu_type, count, bid } => {
            let input = LaunchInput {
                gpu_type_id: Some(gpu_type.as_str()),
                gpu_count: Some(*count),
                volume_in_gb: Some(order.volume_gb),
                country_code: order.scope.country.as_deref(),
                min_vcpu_count: some_number(order.scope.min_vcpu),
                min_memory_in_gb: some_number(order.scope.min_memory_gb),
                allowed_cuda_versions: some(&order.cuda),
                min_cuda_version: order.min_cuda.as_deref().filter(|_| order.cuda.is_empty()),
                bid_per_gpu: bid.map(GpuRate::dollars),
                ..input
            };
            (if bid.is_some() { documents::LAUNCH_SPOT } else { documents::LAUNCH }, input)
        }
    }
}
