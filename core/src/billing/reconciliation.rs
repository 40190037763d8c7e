//! Our own reckoning beside what RunPod took from the balance.

use std::time::Duration;

use launchpod_words::{billing, sentences};

use crate::account::Account;
use crate::billing::cost_meter::CostMeter;
use crate::billing::current_cost::CurrentCost;
use crate::billing::readings::{Reading, Readings};
use crate::types::money::{Accrued, MicroUsd};
use crate::types::time::Timestamp;

/// RunPod bills every five minutes, so a balance may be this old.
const BILLED_EVERY: Duration = Duration::from_secs(300);
/// Network volumes are billed by the hour.
const VOLUMES_EVERY: Duration = Duration::from_secs(3600);
/// Less says nothing.
const SHORTEST: Duration = Duration::from_secs(900);
/// After that it begins anew.
const LONGEST: Duration = Duration::from_secs(24 * 3600);
/// A cent.
const TOLERANCE: MicroUsd = MicroUsd::from_micros(10_000);

/// What a comparison with RunPod says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reconciliation {
    /// The balance fell by as much as the meter says, as far as RunPod's rhythm of billing lets one tell.
    Agrees,
    /// RunPod took this much in the same time: more or less than the meter says.
    RunPodSays(MicroUsd),
}

impl CostMeter {
    /// Takes in a balance as it was asked for at `asked`. Nothing happens where RunPod does not tell it.
    pub fn observe_account(&mut self, account: &Account, asked: Timestamp) {
        let Some(balance) = account.balance else { return };
        let last = Reading { at: asked, balance };
        let Some(readings) = &mut self.readings else {
            self.readings = Some(Readings { first: last, last });
            return;
        };
        if asked <= readings.last.at {
            return;
        }
        // Money came in: how much was spent meanwhile cannot be told.
        let anew = balance > readings.last.balance || asked.since(readings.first.at) > LONGEST;
        *readings = Readings { first: if anew { last } else { readings.first }, last };
    }

    /// The meter beside the balance. `None` until there is a quarter of an hour to compare.
    pub fn check(&self) -> Option<Reconciliation> {
        let Readings { first, last } = self.readings.filter(|found| found.last.at.since(found.first.at) >= SHORTEST)?;
        let fall = first.balance - last.balance;
        let earlier = self.earlier.spent(first.at, Timestamp::from_millis(0));
        let of = |which: usize, from: Timestamp, until: Timestamp| -> MicroUsd {
            let pieces = self.pieces(from, until);
            pieces.get(which).into_iter().flatten().map(|piece| piece.cost()).sum::<Accrued>().rounded()
        };
        let most = of(0, first.at.minus(BILLED_EVERY), last.at) + of(1, first.at.minus(VOLUMES_EVERY), last.at);
        let least = of(0, first.at, last.at.minus(BILLED_EVERY)) + of(1, first.at, last.at.minus(VOLUMES_EVERY));
        let agrees = fall <= most + earlier + TOLERANCE && fall + TOLERANCE >= least + earlier;
        Some(if agrees { Reconciliation::Agrees } else { Reconciliation::RunPodSays(fall) })
    }

    /// What is spent now and what was spent, beside what RunPod reports, in words: one sentence where all of it matches.
    pub fn figures(&self, spending: &CurrentCost, account: &Account) -> Vec<String> {
        let both = spending.matches(account) == Some(true) && self.check() == Some(Reconciliation::Agrees);
        match self.readings.filter(|_| both) {
            Some(readings) => vec![billing::matches_with_balance(readings.length())],
            None => spending.beside(account).into_iter().chain(self.check_text()).collect(),
        }
    }

    /// The same in words, with what the meter says and for which time. `None` where there is nothing to compare.
    pub fn check_text(&self) -> Option<String> {
        let readings = self.readings?;
        let time = readings.length();
        Some(match self.check()? {
            Reconciliation::Agrees => billing::matches_balance(time),
            Reconciliation::RunPodSays(fall) => {
                let ours = self.total(readings.first.at, readings.last.at);
                let told = billing::fell_by_other(time, fall, ours);
                sentences(&[told.as_str(), billing::runpods_number_counts()])
            }
        })
    }
}
