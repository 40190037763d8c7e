//! What the three mutations that rent take.

use async_graphql::InputObject;

use super::scalars::{CloudTypeEnum, Compliance, ComputeType, DateTime, Port};

#[derive(Default, InputObject)]
pub struct EnvironmentVariableInput {
    pub key: String,
    pub value: String,
}

#[derive(Default, InputObject)]
pub struct SavingsPlanInput {
    pub plan_length: String,
    pub upfront_cost: f64,
}

#[derive(Default, InputObject)]
pub struct PodFindAndDeployOnDemandInput {
    pub name: Option<String>,
    pub image_name: Option<String>,
    pub gpu_type_id: Option<String>,
    pub gpu_type_id_list: Option<Vec<Option<String>>>,
    pub gpu_count: Option<i32>,
    pub cloud_type: Option<CloudTypeEnum>,
    pub compute_type: Option<ComputeType>,
    pub instance_ids: Option<Vec<Option<String>>>,
    pub data_center_id: Option<String>,
    pub country_code: Option<String>,
    pub container_disk_in_gb: Option<i32>,
    pub volume_in_gb: Option<i32>,
    pub volume_mount_path: Option<String>,
    pub volume_key: Option<String>,
    pub network_volume_id: Option<String>,
    pub template_id: Option<String>,
    pub container_registry_auth_id: Option<String>,
    pub env: Option<Vec<Option<EnvironmentVariableInput>>>,
    pub docker_args: Option<String>,
    pub ports: Option<String>,
    pub port: Option<Port>,
    pub min_disk: Option<i32>,
    pub min_download: Option<i32>,
    pub min_upload: Option<i32>,
    pub min_memory_in_gb: Option<i32>,
    pub min_vcpu_count: Option<i32>,
    pub min_cuda_version: Option<String>,
    pub cuda_version: Option<String>,
    pub allowed_cuda_versions: Option<Vec<Option<String>>>,
    pub compliance: Option<Vec<Option<Compliance>>>,
    pub support_public_ip: Option<bool>,
    pub start_jupyter: Option<bool>,
    pub start_ssh: Option<bool>,
    pub stop_after: Option<DateTime>,
    pub terminate_after: Option<DateTime>,
    pub savings_plan: Option<SavingsPlanInput>,
    pub deploy_cost: Option<f64>,
    pub ai_api_id: Option<String>,
}

#[derive(Default, InputObject)]
pub struct PodRentInterruptableInput {
    pub bid_per_gpu: f64,
    pub name: Option<String>,
    pub image_name: Option<String>,
    pub gpu_type_id: Option<String>,
    pub gpu_count: Option<i32>,
    pub cloud_type: Option<CloudTypeEnum>,
    pub data_center_id: Option<String>,
    pub country_code: Option<String>,
    pub container_disk_in_gb: Option<i32>,
    pub volume_in_gb: Option<i32>,
    pub volume_mount_path: Option<String>,
    pub volume_key: Option<String>,
    pub network_volume_id: Option<String>,
    pub template_id: Option<String>,
    pub container_registry_auth_id: Option<String>,
    pub env: Option<Vec<Option<EnvironmentVariableInput>>>,
    pub docker_args: Option<String>,
    pub ports: Option<String>,
    pub port: Option<Port>,
    pub min_disk: Option<i32>,
    pub min_download: Option<i32>,
    pub min_upload: Option<i32>,
    pub min_memory_in_gb: Option<i32>,
    pub min_vcpu_count: Option<i32>,
    pub min_cuda_version: Option<String>,
    pub cuda_version: Option<String>,
    pub allowed_cuda_versions: Option<Vec<Option<String>>>,
    pub support_public_ip: Option<bool>,
    pub start_jupyter: Option<bool>,
    pub start_ssh: Option<bool>,
    pub stop_after: Option<DateTime>,
    pub terminate_after: Option<DateTime>,
}

#[derive(Default, InputObject)]
#[graphql(name = "deployCpuPodInput")]
pub struct DeployCpuPodInput {
    pub instance_id: String,
    pub name: Option<String>,
    pub image_name: Option<String>,
    pub cloud_type: Option<CloudTypeEnum>,
    pub data_center_id: Option<String>,
    pub country_code: Option<String>,
    pub container_disk_in_gb: Option<i32>,
    pub volume_mount_path: Option<String>,
    pub volume_key: Option<String>,
    pub network_volume_id: Option<String>,
    pub template_id: Option<String>,
    pub container_registry_auth_id: Option<String>,
    pub env: Option<Vec<Option<EnvironmentVariableInput>>>,
    pub docker_args: Option<String>,
    pub ports: Option<String>,
    pub start_jupyter: Option<bool>,
    pub start_ssh: Option<bool>,
    pub stop_after: Option<DateTime>,
    pub terminate_after: Option<DateTime>,
    pub deploy_cost: Option<f64>,
}
