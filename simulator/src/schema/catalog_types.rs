//! The types of the catalogue. Field for field what schema/runpod.graphql says.

use async_graphql::SimpleObject;

use super::scalars::Compliance;

#[derive(Clone, Default, SimpleObject)]
#[graphql(complex)]
pub struct GpuType {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub manufacturer: Option<String>,
    pub memory_in_gb: Option<i32>,
    pub cuda_cores: Option<i32>,
    pub secure_cloud: Option<bool>,
    pub community_cloud: Option<bool>,
    pub max_gpu_count: Option<i32>,
    pub max_gpu_count_community_cloud: Option<i32>,
    pub max_gpu_count_secure_cloud: Option<i32>,
    pub min_pod_gpu_count: Option<i32>,
    pub secure_price: Option<f64>,
    pub community_price: Option<f64>,
    pub secure_spot_price: Option<f64>,
    pub community_spot_price: Option<f64>,
    pub cluster_price: Option<f64>,
    pub one_week_price: Option<f64>,
    pub one_month_price: Option<f64>,
    pub three_month_price: Option<f64>,
    pub six_month_price: Option<f64>,
    pub one_year_price: Option<f64>,
    pub node_group_gpu_sizes: Option<Vec<Option<i32>>>,
    pub node_group_datacenters: Option<Vec<Option<DataCenter>>>,
    pub throughput: Option<i32>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct LowestPrice {
    pub gpu_name: Option<String>,
    pub gpu_type_id: Option<String>,
    pub minimum_bid_price: Option<f64>,
    pub uninterruptable_price: Option<f64>,
    pub min_memory: Option<i32>,
    pub min_vcpu: Option<i32>,
    pub min_disk: Option<i32>,
    pub min_download: Option<i32>,
    pub min_upload: Option<i32>,
    pub rental_percentage: Option<f64>,
    pub rented_count: Option<i32>,
    pub total_count: Option<i32>,
    pub stock_status: Option<String>,
    pub max_gpu_count: Option<i32>,
    pub max_unreserved_gpu_count: Option<i32>,
    pub available_gpu_counts: Option<Vec<Option<i32>>>,
    pub country_code: Option<String>,
    pub support_public_ip: Option<bool>,
    pub compliance: Option<Vec<Option<Compliance>>>,
}

#[derive(Clone, Default, SimpleObject)]
#[graphql(complex)]
pub struct DataCenter {
    pub id: String,
    pub name: Option<String>,
    pub location: Option<String>,
    pub region: Option<String>,
    pub listed: Option<bool>,
    pub storage_support: Option<bool>,
    pub global_network: Option<bool>,
    pub compliance: Option<Vec<Option<Compliance>>>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct GpuAvailability {
    pub id: Option<String>,
    pub available: Option<bool>,
    pub stock_status: Option<String>,
    pub gpu_type_id: Option<String>,
    pub gpu_type: Option<GpuType>,
    pub gpu_type_display_name: Option<String>,
    pub display_name: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct CpuType {
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub manufacturer: Option<String>,
    pub cores: Option<i32>,
    pub threads_per_core: Option<i32>,
    pub group_id: Option<String>,
}

#[derive(Clone, Default, SimpleObject)]
#[graphql(complex)]
pub struct CpuFlavor {
    pub id: Option<String>,
    pub group_id: Option<String>,
    pub group_name: Option<String>,
    pub display_name: Option<String>,
    pub min_vcpu: Option<i32>,
    pub max_vcpu: Option<i32>,
    pub vcpu_burstable: Option<bool>,
    pub ram_multiplier: Option<f64>,
    pub disk_limit_per_vcpu: Option<i32>,
}

#[derive(Clone, Default, SimpleObject)]
pub struct Specifics {
    pub stock_status: Option<String>,
    pub secure_price: Option<f64>,
    pub sls_price: Option<f64>,
}
