//! What everything costs per hour now.

use launchpod_words::{billing, units};

use crate::account::{Account, NetworkVolume};
use crate::pods::pod::{Pod, Status};
use crate::types::money::{GbMonthRate, HourlyRate, MicroUsd};
use crate::volumes;

/// Prices per hour that differ by less are the same.
const CENT: i64 = 10_000;

/// What is spent per hour, from prices and sizes: an estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CurrentCost {
    /// GPUs and CPUs of pods that run.
    pub gpus: HourlyRate,
    /// Disks of pods, running or stopped.
    pub pod_disks: HourlyRate,
    /// Network volumes, used or not.
    pub network_volumes: HourlyRate,
    /// Running pods for which RunPod gives no price: they count nothing but their disks, so say "at least".
    pub unpriced: usize,
}

impl CurrentCost {
    /// Of everything that is there.
    pub fn of(pods: &[&Pod], volumes: &[NetworkVolume]) -> Self {
        let mut spending = Self {
            network_volumes: volumes.iter().map(|volume| volumes::hourly(volume.size_gb)).sum(),
            ..Self::default()
        };
        for pod in pods.iter().filter(|pod| pod.status != Status::Terminated) {
            let disks = if pod.status.bills_gpu() {
                spending.gpus = spending.gpus + pod.gpu_rate.unwrap_or_default();
                spending.unpriced += usize::from(pod.gpu_rate.is_none());
                GbMonthRate::CONTAINER_DISK.hourly(pod.container_disk_gb)
                    + GbMonthRate::VOLUME_RUNNING.hourly(pod.volume_gb)
            } else {
                GbMonthRate::VOLUME_STOPPED.hourly(pod.volume_gb)
            };
            spending.pod_disks = spending.pod_disks + disks;
        }
        spending
    }

    /// Disks and network volumes.
    pub fn storage(&self) -> HourlyRate {
        self.pod_disks + self.network_volumes
    }

    /// Everything.
    pub fn total(&self) -> HourlyRate {
        self.gpus + self.storage()
    }

    /// Whether it is what RunPod itself reports; `None` where RunPod does not tell this key.
    pub fn matches(&self, account: &Account) -> Option<bool> {
        Some(self.short_of(account.spend?).abs() <= CENT)
    }

    /// So many millionths of a dollar less than this.
    fn short_of(&self, told: HourlyRate) -> i64 {
        told.micros().saturating_sub(self.total().micros())
    }

    /// How it compares with what RunPod itself reports, in words; `None` where RunPod does not tell this key.
    pub fn beside(&self, account: &Account) -> Option<String> {
        if self.matches(account)? {
            return Some(billing::matches().into());
        }
        let told = account.spend?;
        let more = self.short_of(told);
        let by = HourlyRate::from_micros(more.saturating_abs());
        Some(match more > 0 {
            true => billing::runpod_reports_more(told, by),
            false => billing::runpod_reports_less(told, by),
        })
    }

    /// GPUs and storage apart, in words.
    pub fn describe(&self) -> String {
        let total = match self.unpriced {
            0 => self.total().to_string(),
            _ => units::at_least(self.total()),
        };
        billing::now(total, self.gpus, self.storage())
    }

    /// What storage comes to in a month of 30 days.
    pub fn storage_per_month(&self) -> MicroUsd {
        self.storage().per_month()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pods::pod::tests::pod;
    use crate::types::ids::{DataCenterId, NetworkVolumeId};

    const fn rate(micros: i64) -> HourlyRate {
        HourlyRate::from_micros(micros)
    }

    fn spending() -> CurrentCost {
        let volume = NetworkVolume {
            id: NetworkVolumeId::new("vol1"),
            name: "models".into(),
            size_gb: 1200,
            data_center: DataCenterId::new("EU-RO-1"),
            volume_type: None,
        };
        let stopped = Pod { status: Status::Stopped, volume_gb: 40, ..pod("b") };
        let gone = Pod { status: Status::Terminated, volume_gb: 40, ..pod("c") };
        let odd = Pod { gpu_rate: None, ..pod("d") };
        CurrentCost::of(&[&pod("a"), &stopped, &gone, &odd], &[volume])
    }

    #[test]
    fn gpus_and_storage_stand_apart() {
        let expected = CurrentCost {
            gpus: rate(690_000),
            pod_disks: rate(6_944 + 11_111 + 6_944),
            network_volumes: rate(111_111),
            unpriced: 1,
        };
        assert_eq!(spending(), expected);
        assert_eq!(spending().total(), rate(826_110));
        assert_eq!(spending().describe(), "at least $0.826/h now: GPUs $0.69/h, storage $0.136/h");
    }

    #[test]
    fn within_a_cent_runpod_reports_the_same() {
        let beside = |micros| spending().beside(&Account { spend: Some(rate(micros)), ..Account::default() }).unwrap();
        assert_eq!(beside(836_110), "Matches RunPod's figures.");
        assert_eq!(beside(816_110), "Matches RunPod's figures.");
        assert_eq!(beside(1_826_110), "RunPod reports $1.826/h: $1.00/h more than the pods and volumes seen here.");
        assert!(beside(0).contains("$0.826/h less"));
        assert_eq!(spending().beside(&Account::default()), None);
    }
}
