//! What requests are asked with. Keys that RunPod does not know make every create fail, even as null: what is not meant is
//! left out.

use serde::{Serialize, Serializer};

use crate::catalog::AvailabilityQuery;
use crate::types::ids::{DataCenterId, PodId};

/// No variables.
#[derive(Serialize)]
pub(in crate::runpod) struct Nothing {}

/// As most documents call what they are asked with.
#[derive(Serialize)]
pub(in crate::runpod) struct Input<T> {
    pub(in crate::runpod) input: T,
}

/// A pod.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::runpod) struct PodInput<'a> {
    pod_id: &'a str,
}

impl<'a> PodInput<'a> {
    pub(in crate::runpod) fn of(pod: &'a PodId) -> Input<Self> {
        Input { input: Self { pod_id: pod.as_str() } }
    }
}

/// A pod and with how many GPUs it shall start.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResumeInput<'a> {
    pub(super) pod_id: &'a str,
    pub(super) gpu_count: u32,
}

/// Where, and with what beside it, a GPU is looked for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ShelfInput<'a> {
    gpu_count: u32,
    secure_cloud: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_center_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_cuda_versions: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_vcpu_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_memory_in_gb: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_disk: Option<u32>,
}

impl<'a> ShelfInput<'a> {
    /// All that the scope names.
    pub(super) fn of(scope: &'a AvailabilityQuery, secure_cloud: bool) -> Self {
        Self {
            gpu_count: scope.gpu_count,
            secure_cloud,
            data_center_id: scope.data_center.as_ref().map(DataCenterId::as_str),
            country_code: scope.country.as_deref(),
            allowed_cuda_versions: some(&scope.cuda),
            min_vcpu_count: some_number(scope.min_vcpu),
            min_memory_in_gb: some_number(scope.min_memory_gb),
            min_disk: some_number(scope.min_disk_gb),
        }
    }

    /// Of the scope, the count and the CUDA versions alone, in the secure cloud of one data center.
    pub(super) fn at(place: &'a DataCenterId, scope: &'a AvailabilityQuery) -> Self {
        Self {
            gpu_count: scope.gpu_count,
            secure_cloud: true,
            data_center_id: Some(place.as_str()),
            country_code: None,
            allowed_cuda_versions: some(&scope.cuda),
            min_vcpu_count: None,
            min_memory_in_gb: None,
            min_disk: None,
        }
    }
}

/// Variables of which there are as many as there are things to ask for.
pub(in crate::runpod) struct Variables<V>(pub(in crate::runpod) Vec<(String, V)>);

impl<V: Serialize> Serialize for Variables<V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

pub(super) fn some_number(number: u32) -> Option<u32> {
    Some(number).filter(|number| *number > 0)
}

pub(super) fn some(texts: &[String]) -> Option<&[String]> {
    Some(texts).filter(|texts| !texts.is_empty())
}
