//! The inputs of everything but renting.

use async_graphql::{InputObject, Json};
use serde_json::Value;

use super::deploy_inputs::EnvironmentVariableInput;
use super::scalars::{Compliance, ComputeType, Port};

#[derive(Default, InputObject)]
pub struct PodFilter {
    pub pod_id: String,
}

#[derive(Default, InputObject)]
pub struct GpuTypeFilter {
    pub id: Option<String>,
    pub ids: Option<Vec<Option<String>>>,
    pub cluster: Option<bool>,
}

#[derive(Default, InputObject)]
pub struct CpuFlavorInput {
    pub id: Option<String>,
}

#[derive(Default, InputObject)]
pub struct SpecificsInput {
    pub instance_id: Option<String>,
    pub data_center_id: Option<String>,
}

#[derive(Default, InputObject)]
pub struct PodTemplateInput {
    pub is_runpod: Option<bool>,
}

#[derive(Default, InputObject)]
pub struct ResumeBidPriceInput {
    pub gpu_count: Option<i32>,
}

#[derive(Default, InputObject)]
pub struct GpuLowestPriceInput {
    pub gpu_count: Option<i32>,
    pub min_disk: Option<i32>,
    pub min_memory_in_gb: Option<i32>,
    pub min_vcpu_count: Option<i32>,
    pub min_download: Option<i32>,
    pub min_upload: Option<i32>,
    pub total_disk: Option<i32>,
    pub secure_cloud: Option<bool>,
    pub support_public_ip: Option<bool>,
    pub include_ai_api: Option<bool>,
    pub data_center_id: Option<String>,
    pub country_code: Option<String>,
    pub min_cuda_version: Option<String>,
    pub cuda_version: Option<String>,
    pub allowed_cuda_versions: Option<Vec<Option<String>>>,
    pub compliance: Option<Vec<Option<Compliance>>>,
}

#[derive(Default, InputObject)]
pub struct GpuAvailabilityInput {
    pub gpu_count: Option<i32>,
    pub min_disk: Option<i32>,
    pub min_memory_in_gb: Option<i32>,
    pub min_vcpu_count: Option<i32>,
    pub secure_cloud: Option<bool>,
    pub include_ai_api: Option<bool>,
    pub allowed_cuda_versions: Option<Vec<Option<String>>>,
}

#[derive(Default, InputObject)]
pub struct PodStopInput {
    pub pod_id: String,
    pub increment_version: Option<bool>,
}

#[derive(Default, InputObject)]
pub struct PodResumeInput {
    pub pod_id: String,
    pub gpu_count: Option<i32>,
    pub sync_machine: Option<bool>,
    pub compute_type: Option<ComputeType>,
    pub allowed_cuda_versions: Option<Vec<Option<String>>>,
}

#[derive(Default, InputObject)]
pub struct PodBidResumeInput {
    pub pod_id: String,
    pub bid_per_gpu: f64,
    pub gpu_count: Option<i32>,
}

#[derive(Default, InputObject)]
pub struct PodTerminateInput {
    pub pod_id: String,
}

#[derive(Default, InputObject)]
pub struct PodEditJobInput {
    pub pod_id: String,
    pub image_name: Option<String>,
    pub docker_args: Option<String>,
    pub env: Option<Vec<Option<EnvironmentVariableInput>>>,
    pub port: Option<Port>,
    pub ports: Option<String>,
    pub container_disk_in_gb: Option<i32>,
    pub volume_in_gb: Option<i32>,
    pub volume_mount_path: Option<String>,
    pub container_registry_auth_id: Option<String>,
}

#[derive(Default, InputObject)]
pub struct PodResetInput {
    pub pod_id: String,
    pub hard_reset: Option<bool>,
}

#[derive(Default, InputObject)]
pub struct PodRestartInput {
    pub pod_id: String,
}

#[derive(Default, InputObject)]
pub struct CreateNetworkVolumeInput {
    pub name: Option<String>,
    pub size: Option<i32>,
    pub data_center_id: String,
}

#[derive(Default, InputObject)]
pub struct UpdateNetworkVolumeInput {
    pub id: String,
    pub name: Option<String>,
    pub size: Option<i32>,
}

#[derive(Default, InputObject)]
pub struct DeleteNetworkVolumeInput {
    pub id: String,
}

#[derive(Default, InputObject)]
pub struct SaveTemplateInput {
    pub id: Option<String>,
    pub name: String,
    pub image_name: String,
    pub container_disk_in_gb: i32,
    pub volume_in_gb: i32,
    pub docker_args: String,
    pub env: Option<Vec<Option<EnvironmentVariableInput>>>,
    pub ports: Option<String>,
    pub volume_mount_path: Option<String>,
    pub readme: Option<String>,
    pub is_public: Option<bool>,
    pub is_serverless: Option<bool>,
    pub start_jupyter: Option<bool>,
    pub start_ssh: Option<bool>,
    pub start_script: Option<String>,
    pub advanced_start: Option<bool>,
    pub container_registry_auth_id: Option<String>,
    pub category: Option<String>,
    pub config: Option<Json<Value>>,
}

#[derive(Default, InputObject)]
pub struct SaveRegistryAuthInput {
    pub name: String,
    pub username: String,
    pub password: String,
}

#[derive(Default, InputObject)]
pub struct UpdateRegistryAuthInput {
    pub id: String,
    pub username: String,
    pub password: String,
}

#[derive(Default, InputObject)]
pub struct UpdateUserSettingsInput {
    pub pub_key: Option<String>,
}
