//! JSON as RunPod sends and takes it. Everything but ids is optional: what is missing must not take a pod from sight.

use serde::{Deserialize, Serialize};

#[derive(Serialize)]
pub struct Body<'a, V> {
    pub query: &'a str,
    pub variables: V,
}

#[derive(Deserialize)]
pub struct Envelope<D> {
    pub data: Option<D>,
    #[serde(default)]
    pub errors: Vec<Error>,
}

#[derive(Deserialize)]
pub struct Error {
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub path: Vec<PathPart>,
    pub extensions: Option<Extensions>,
}

#[derive(Deserialize, PartialEq)]
#[serde(untagged)]
pub enum PathPart {
    Name(String),
    #[allow(dead_code, reason = "read so that a path with list positions decodes")]
    Position(u64),
}

#[derive(Deserialize)]
pub struct Extensions {
    pub code: Option<String>,
}

#[derive(Serialize)]
pub struct NoVariables {}

#[derive(Serialize)]
pub struct Input<I> {
    pub input: I,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PodId<'a> {
    pub pod_id: &'a str,
}

#[derive(Deserialize)]
pub struct Myself<D> {
    pub myself: Option<D>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    pub id: Option<String>,
    pub client_balance: Option<f64>,
    pub current_spend_per_hr: Option<f64>,
    pub spend_limit: Option<f64>,
    #[serde(default)]
    pub network_volumes: Option<Vec<Option<NetworkVolume>>>,
    #[serde(default)]
    pub pods: Option<Vec<Option<Pod>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkVolume {
    pub id: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub size: Option<f64>,
    pub data_center_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pod {
    pub id: String,
    pub name: Option<String>,
    pub desired_status: Option<String>,
    pub last_status_change: Option<String>,
    pub cost_per_hr: Option<f64>,
    pub gpu_count: Option<f64>,
    pub image_name: Option<String>,
    pub container_disk_in_gb: Option<f64>,
    pub volume_in_gb: Option<f64>,
    pub volume_mount_path: Option<String>,
    pub network_volume_id: Option<String>,
    pub ports: Option<String>,
    pub env: Option<Vec<Option<String>>>,
    pub created_at: Option<String>,
    pub last_started_at: Option<String>,
    pub machine: Option<Machine>,
    pub network_volume: Option<NetworkVolume>,
    pub runtime: Option<Runtime>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
    pub gpu_display_name: Option<String>,
    pub data_center_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Runtime {
    pub uptime_in_seconds: Option<f64>,
    pub ports: Option<Vec<Option<RuntimePort>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuntimePort {
    pub private_port: Option<f64>,
}

#[derive(Deserialize)]
pub struct OnePod {
    pub pod: Option<Pod>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Launched {
    pub pod_find_and_deploy_on_demand: Option<Pod>,
}

#[derive(Deserialize)]
pub struct Terminated {}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Catalog {
    pub gpu_types: Option<Vec<Option<GpuType>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GpuType {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub memory_in_gb: Option<f64>,
    pub secure_cloud: Option<bool>,
    pub community_cloud: Option<bool>,
    pub secure_price: Option<f64>,
    pub community_price: Option<f64>,
    pub max_gpu_count: Option<f64>,
    pub max_gpu_count_secure_cloud: Option<f64>,
    pub max_gpu_count_community_cloud: Option<f64>,
    pub secure: Option<LowestPrice>,
    pub community: Option<LowestPrice>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LowestPrice {
    pub uninterruptable_price: Option<f64>,
    pub stock_status: Option<String>,
}

#[derive(Serialize)]
pub struct CatalogVariables<'a> {
    pub secure: LowestPriceInput<'a>,
    pub community: LowestPriceInput<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LowestPriceInput<'a> {
    pub gpu_count: u32,
    pub secure_cloud: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_center_id: Option<&'a str>,
}

/// Keys that RunPod does not know make every create fail, even as null: what is not meant is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LaunchInput<'a> {
    pub name: &'a str,
    pub image_name: &'a str,
    pub gpu_type_id: &'a str,
    pub gpu_count: u32,
    pub cloud_type: &'static str,
    pub container_disk_in_gb: u32,
    pub volume_in_gb: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_volume_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_center_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_mount_path: Option<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ports: String,
    pub env: [Variable<'a>; 1],
    pub start_ssh: bool,
    pub start_jupyter: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_cuda_version: Option<&'a str>,
}

#[derive(Serialize)]
pub struct Variable<'a> {
    pub key: &'static str,
    pub value: &'a str,
}
