//! The whole account: what it holds and what it spends.

use crate::types::ids::{DataCenterId, NetworkVolumeId};
use crate::types::money::{HourlyRate, MicroUsd};

/// What RunPod says of the account's money. Each part is `None` where RunPod did not say it (a restricted key).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What is left to spend.
    pub balance: Option<MicroUsd>,
    /// What everything together costs now: pods, disks, network volumes.
    pub spend: Option<HourlyRate>,
    /// The most that RunPod lets the account spend per hour.
    pub spend_limit: Option<HourlyRate>,
}

/// Storage that outlives pods. It lies in one data center, in the secure cloud, and is attached when a pod is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkVolume {
    /// RunPod's id.
    pub id: NetworkVolumeId,
    /// The person's name for it; need not be unique.
    pub name: String,
    /// Gigabytes.
    pub size_gb: u32,
    /// Where it lies. A pod that uses it must run there.
    pub data_center: DataCenterId,
}
