//! What a create asks for.

use serde_json::{Value, json};

use super::{put, some_number, some_texts};
use crate::domain::ids::LaunchTag;
use crate::domain::offer::{On, Pick};
use crate::domain::order::Order;
use crate::runpod::documents;

/// The document and its input for `order` on `pick`, marked with `tag`.
pub(super) fn launch_input(order: &Order, pick: &Pick, tag: &LaunchTag) -> (&'static str, Value) {
    let ports: Vec<String> = order.ports.iter().map(ToString::to_string).collect();
    let variable = |key: &str, value: &str| json!({ "key": key, "value": value });
    let mut env = vec![variable(LaunchTag::ENV, tag.as_str())];
    env.extend(order.env.iter().map(|own| variable(&own.key, &own.value)));
    let mut input = json!({
        "name": order.name,
        "imageName": order.image,
        "cloudType": pick.cloud.as_str(),
        "containerDiskInGb": order.container_disk_gb,
        "ports": ports.join(","),
        "env": env,
        "startSsh": order.start_ssh,
        "startJupyter": order.start_jupyter,
    });
    let place = order.scope.data_center.as_ref();
    put(&mut input, "networkVolumeId", order.mount.as_ref().map(|mount| mount.volume.as_str().into()));
    put(&mut input, "dataCenterId", place.map(|place| place.as_str().into()));
    put(&mut input, "volumeMountPath", some_text(&order.mount_path));
    put(&mut input, "templateId", order.template.as_ref().map(|template| template.as_str().into()));
    put(&mut input, "containerRegistryAuthId", order.registry.as_deref().map(Value::from));
    put(&mut input, "dockerArgs", some_text(&order.start()));
    let (gpu_type, count, bid) = match &pick.on {
        On::Gpus { gpu_type, count, bid } => (gpu_type, *count, *bid),
        On::Cpu { instance } => {
            put(&mut input, "instanceId", some_text(instance));
            return (documents::LAUNCH_CPU, input);
        }
    };
    put(&mut input, "gpuTypeId", some_text(gpu_type.as_str()));
    put(&mut input, "gpuCount", Some(count.into()));
    put(&mut input, "volumeInGb", Some(order.volume_gb.into()));
    put(&mut input, "countryCode", order.scope.country.as_deref().map(Value::from));
    put(&mut input, "minVcpuCount", some_number(order.scope.min_vcpu));
    put(&mut input, "minMemoryInGb", some_number(order.scope.min_memory_gb));
    put(&mut input, "allowedCudaVersions", some_texts(&order.cuda));
    let min_cuda = order.min_cuda.as_deref().filter(|_| order.cuda.is_empty());
    put(&mut input, "minCudaVersion", min_cuda.map(Value::from));
    match bid {
        None => (documents::LAUNCH, input),
        Some(bid) => {
            put(&mut input, "bidPerGpu", Some(bid.dollars().into()));
            (documents::LAUNCH_SPOT, input)
        }
    }
}

fn some_text(text: &str) -> Option<Value> {
    Some(text.into()).filter(|_| !text.is_empty())
}
