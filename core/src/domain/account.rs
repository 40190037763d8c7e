//! The whole account: what it holds and what it spends.

use std::time::Duration;

use super::ids::{DataCenterId, NetworkVolumeId};
use super::money::{HourlyRate, MicroUsd};

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

impl Account {
    /// How long the balance lasts with `more` spent besides what is spent now. `None` where nothing is spent or known.
    pub fn lasts(&self, more: HourlyRate) -> Option<Duration> {
        let rate = self.spend? + more;
        let balance = u128::try_from(self.balance?.micros().max(0)).ok()?;
        let per_hour = u128::try_from(rate.micros()).ok().filter(|rate| *rate > 0)?;
        let seconds = balance * 3600 / per_hour;
        Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(u64::MAX)))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn account(balance: i64, spend: i64) -> Account {
        Account {
            balance: Some(MicroUsd::from_micros(balance)),
            spend: Some(HourlyRate::from_micros(spend)),
            spend_limit: None,
        }
    }

    #[test]
    fn the_balance_lasts_until_it_is_spent() {
        let lasts = account(23_400_000, 690_000).lasts(HourlyRate::from_micros(690_000));
        assert_eq!(lasts, Some(Duration::from_secs(61_043)));
    }

    #[test]
    fn nothing_spent_lasts_for_ever_and_an_empty_account_not_at_all() {
        assert_eq!(account(1, 0).lasts(HourlyRate::ZERO), None);
        assert_eq!(account(-5, 100).lasts(HourlyRate::ZERO), Some(Duration::ZERO));
        assert_eq!(Account::default().lasts(HourlyRate::from_micros(1)), None);
    }
}
