//! The types that a pod is told in. Field for field what schema/runpod.graphql says.

use async_graphql::SimpleObject;

use super::catalog_types::{CpuFlavor, CpuType, DataCenter, GpuType};
use super::scalars::{DateTime, PodStatus, PodType};

#[derive(Clone, Default, SimpleObject)]
#[graphql(complex)]
pub struct Pod {
    pub id: String,
    pub name: Option<String>,
    pub image_name: Option<String>,
    pub desired_status: PodStatus,
    pub last_status_change: Option<String>,
    pub pod_type: Option<PodType>,
    pub cost_per_hr: Option<f64>,
    pub adjusted_cost_per_hr: Option<f64>,
    pub cost_multiplier: Option<f64>,
    pub gpu_count: Option<i32>,
    pub vcpu_count: Option<f64>,
    pub memory_in_gb: Option<f64>,
    pub container_disk_in_gb: Option<i32>,
    pub volume_in_gb: Option<f64>,
    pub volume_mount_path: Option<String>,
    pub volume_encrypted: Option<bool>,
    pub volume_key: Option<String>,
    pub network_volume_id: Option<String>,
    pub network_volume: Option<NetworkVolume>,
    pub env: Option<Vec<Option<String>>>,
    pub docker_args: Option<String>,
    pub docker_id: Option<String>,
    pub ports: Option<String>,
    pub port: Option<super::scalars::Port>,
    pub template_id: Option<String>,
    pub container_registry_auth_id: Option<String>,
    pub registry: Option<PodRegistry>,
    pub locked: Option<bool>,
    pub version: Option<i32>,
    pub sls_version: Option<i32>,
    pub ai_api_id: Option<String>,
    pub api_key: Option<String>,
    pub consumer_user_id: Option<String>,
    pub created_at: Option<DateTime>,
    pub last_started_at: Option<DateTime>,
    pub uptime_seconds: Option<i32>,
    pub gpu_power_limit_percent: Option<i32>,
    pub gpus: Option<Vec<Option<Gpu>>>,
    pub machine_id: Option<String>,
    pub machine_type: Option<String>,
    pub machine: Option<PodMachineInfo>,
    pub cpu_flavor_id: Option<String>,
    pub cpu_flavor: Option<CpuFlavor>,
    pub savings_plans: Option<Vec<Option<SavingsPlan>>>,
    pub latest_telemetry: Option<PodTelemetry>,
    pub cluster_ip: Option<String>,
    pub runtime: Option<PodRuntime>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodRegistry {
    pub auth: Option<String>,
    pub pass: Option<String>,
    pub url: Option<String>,
    pub user: Option<String>,
    pub username: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct Gpu {
    pub id: Option<String>,
    pub pod_id: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodRuntime {
    pub uptime_in_seconds: Option<i32>,
    pub container: Option<PodRuntimeContainer>,
    pub gpus: Option<Vec<Option<PodRuntimeGpus>>>,
    pub ports: Option<Vec<Option<PodRuntimePorts>>>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodRuntimeContainer {
    pub cpu_percent: Option<i32>,
    pub memory_percent: Option<i32>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodRuntimeGpus {
    pub id: Option<String>,
    pub gpu_util_percent: Option<i32>,
    pub memory_util_percent: Option<i32>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodRuntimePorts {
    pub ip: Option<String>,
    pub is_ip_public: Option<bool>,
    pub private_port: Option<i32>,
    pub public_port: Option<i32>,
    #[graphql(name = "type")]
    pub kind: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodTelemetry {
    pub state: Option<String>,
    pub time: Option<String>,
    pub cpu_utilization: Option<f64>,
    pub memory_utilization: Option<f64>,
    pub average_gpu_metrics: Option<GpuTelemetry>,
    pub individual_gpu_metrics: Option<Vec<Option<GpuTelemetry>>>,
    pub last_state_transition_timestamp: Option<f64>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct GpuTelemetry {
    pub id: Option<String>,
    pub percent_utilization: Option<f64>,
    pub temperature_celcius: Option<f64>,
    pub memory_utilization: Option<f64>,
    pub power_watts: Option<f64>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodMachineInfo {
    pub id: Option<String>,
    pub pod_host_id: Option<String>,
    pub gpu_display_name: Option<String>,
    pub gpu_type_id: Option<String>,
    pub gpu_type: Option<GpuType>,
    pub gpu_available: Option<i32>,
    pub min_pod_gpu_count: Option<i32>,
    pub cost_per_hr: Option<f64>,
    pub current_price_per_gpu: Option<f64>,
    pub location: Option<String>,
    pub data_center_id: Option<String>,
    pub secure_cloud: Option<bool>,
    pub support_public_ip: Option<bool>,
    pub listed: Option<bool>,
    pub runpod_ip: Option<String>,
    pub note: Option<String>,
    pub machine_type: Option<String>,
    pub machine_system: Option<MachineSystem>,
    pub cpu_type_id: Option<String>,
    pub cpu_type: Option<CpuType>,
    pub cpu_count: Option<i32>,
    pub vcpu_total: Option<i32>,
    pub vcpu_reserved: Option<i32>,
    pub memory_total: Option<i32>,
    pub memory_reserved: Option<i32>,
    #[graphql(name = "diskMBps")]
    pub disk_m_bps: Option<i32>,
    pub max_download_speed_mbps: Option<i32>,
    pub max_upload_speed_mbps: Option<i32>,
    pub maintenance_start: Option<DateTime>,
    pub maintenance_end: Option<DateTime>,
    pub maintenance_note: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct MachineSystem {
    pub os: Option<String>,
    pub cuda_version: Option<String>,
    pub disk_total: Option<f64>,
    pub disk_free: Option<f64>,
    pub docker_version: Option<String>,
    pub kernel_version: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct NetworkVolume {
    pub id: String,
    pub name: Option<String>,
    pub size: Option<i32>,
    pub data_center_id: Option<String>,
    pub data_center: Option<DataCenter>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct SavingsPlan {
    pub start_time: Option<DateTime>,
    pub end_time: Option<DateTime>,
    pub gpu_type: Option<GpuType>,
    pub gpu_type_id: Option<String>,
    pub pod_id: Option<String>,
    pub pod: Option<Pod>,
    pub savings_plan_type: Option<String>,
    pub cost_per_hr: Option<f64>,
    pub upfront_cost: Option<f64>,
    pub plan_length: Option<String>,
}
