//! The whole account: what it holds and what it spends.

use std::time::Duration;

use launchpod_words::account as say;

use crate::types::ids::{DataCenterId, NetworkVolumeId};
use crate::types::money::{HourlyRate, MicroUsd};
use crate::types::time::duration_text;
use crate::volumes::VolumeType;

/// What RunPod says of the account's money. Each part is `None` where RunPod did not say it (a restricted key).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What is left to spend.
    pub balance: Option<MicroUsd>,
    /// What everything together costs now: pods, disks, network volumes.
    pub spend: Option<HourlyRate>,
    /// The most that RunPod lets the account spend per hour.
    pub spend_limit: Option<HourlyRate>,
    /// Whether RunPod tells the balance no more, to nobody: its API has dropped it, or is switched off.
    pub retired: bool,
}

impl Account {
    /// The balance in words, with how long it lasts.
    pub fn balance_text(&self, lasts: Option<Duration>) -> String {
        match (self.balance, lasts) {
            (Some(balance), Some(lasts)) => say::balance_lasts(balance, duration_text(lasts)),
            (Some(balance), None) => say::balance(balance),
            (None, _) if self.retired => say::balance_retired().to_owned(),
            (None, _) => say::balance_not_told().to_owned(),
        }
    }

    /// How long the balance would last, in words: `lasts` is `None` where what is spent is not known, and `None` inside where
    /// the timers end the spending before it is used up.
    pub fn lasts_text(&self, lasts: Option<Option<Duration>>) -> String {
        match lasts {
            Some(Some(lasts)) => duration_text(lasts),
            Some(None) if self.balance.is_some() => say::outlasts_timers().to_owned(),
            _ if self.retired => say::balance_retired().to_owned(),
            _ => say::lasts_not_known().to_owned(),
        }
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
    /// Its kind; `None` where it is not told.
    pub volume_type: Option<VolumeType>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_balance_that_is_not_told_is_said_not_to_be_and_never_shown_as_nothing() {
        let told = Account { balance: Some(MicroUsd::from_micros(23_460_000)), ..Account::default() };
        let hour = Some(Duration::from_secs(3_600));
        assert_eq!(told.balance_text(hour), "balance $23.46, enough for 1\u{a0}h\u{a0}0\u{a0}m");
        assert_eq!(
            (told.balance_text(None), told.lasts_text(Some(None))),
            ("balance $23.46".into(), "longer than the timers run".into())
        );
        let (hidden, retired) = (Account::default(), Account { retired: true, ..Account::default() });
        assert_eq!(
            (hidden.balance_text(None), hidden.lasts_text(Some(None))),
            ("balance not told".into(), "not known".into())
        );
        let no_balance = "RunPod no longer publishes the balance";
        assert_eq!((retired.balance_text(hour).as_str(), retired.lasts_text(None).as_str()), (no_balance, no_balance));
    }
}
