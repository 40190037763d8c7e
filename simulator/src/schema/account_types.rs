//! The types of the account. Field for field what schema/runpod.graphql says.

use async_graphql::{Json, SimpleObject};
use serde_json::Value;

use super::catalog_types::DataCenter;
use super::pod_types::{NetworkVolume, Pod, SavingsPlan};

#[derive(Clone, Default, SimpleObject)]
pub struct User {
    pub id: Option<String>,
    pub auth_id: Option<String>,
    pub email: Option<String>,
    pub pods: Option<Vec<Option<Pod>>>,
    pub network_volumes: Option<Vec<Option<NetworkVolume>>>,
    pub pod_templates: Option<Vec<Option<PodTemplate>>>,
    pub container_registry_creds: Option<Vec<Option<ContainerRegistryAuth>>>,
    pub client_balance: Option<f64>,
    pub current_spend_per_hr: Option<f64>,
    pub spend_limit: Option<f64>,
    pub under_balance: Option<bool>,
    pub min_balance: Option<f64>,
    pub client_lifetime_spend: Option<f64>,
    pub spend_details: Option<SpendDetails>,
    pub pub_key: Option<String>,
    pub signed_terms_of_service: Option<bool>,
    pub multi_factor_enabled: Option<bool>,
    pub notify_pods_stale: Option<bool>,
    pub notify_pods_general: Option<bool>,
    pub notify_low_balance: Option<bool>,
    pub credit_alert_threshold: Option<f64>,
    pub max_serverless_concurrency: Option<i32>,
    pub savings_plans: Option<Vec<Option<SavingsPlan>>>,
    pub datacenters: Option<Vec<Option<DataCenter>>>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct SpendDetails {
    pub local_storage_per_hour: Option<f64>,
    pub network_storage_per_hour: Option<f64>,
    pub gpu_compute_per_hour: Option<f64>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct ContainerRegistryAuth {
    pub id: Option<String>,
    pub name: Option<String>,
    pub user_id: Option<String>,
    pub registry_auth: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodTemplate {
    pub id: String,
    pub name: Option<String>,
    pub image_name: Option<String>,
    pub docker_args: Option<String>,
    pub container_disk_in_gb: Option<i32>,
    pub volume_in_gb: Option<i32>,
    pub volume_mount_path: Option<String>,
    pub ports: Option<String>,
    pub ports_config: Option<Vec<Option<PodTemplatePortConfig>>>,
    pub env: Option<Vec<Option<EnvironmentVariable>>>,
    pub readme: Option<String>,
    pub category: Option<String>,
    pub is_public: Option<bool>,
    pub is_runpod: Option<bool>,
    pub is_serverless: Option<bool>,
    pub start_jupyter: Option<bool>,
    pub start_ssh: Option<bool>,
    pub start_script: Option<String>,
    pub advanced_start: Option<bool>,
    pub container_registry_auth_id: Option<String>,
    pub bound_endpoint_id: Option<String>,
    pub runtime_in_min: Option<i32>,
    pub earned: Option<f64>,
    pub config: Option<Json<Value>>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct PodTemplatePortConfig {
    pub port: Option<String>,
    pub name: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct EnvironmentVariable {
    pub key: Option<String>,
    pub value: Option<String>,
}
