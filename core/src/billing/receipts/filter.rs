//! Which receipts are looked at, and what they come to.

use launchpod_words::{receipts as say, units};

use crate::billing::cost_meter::CostEstimate;
use crate::billing::receipts::{Receipt, ReceiptBook};
use crate::types::money::MicroUsd;
use crate::types::time::{Timestamp, UtcOffset};

/// Which receipts are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptFilter {
    /// The month in which they ended, such as `2026-11`; empty for all.
    pub month: String,
    /// What is searched for in names and ids; empty for all.
    pub text: String,
}

impl ReceiptFilter {
    fn takes(&self, receipt: &Receipt, zone: UtcOffset) -> bool {
        let text = self.text.trim().to_lowercase();
        let has = |of: &str| of.to_lowercase().contains(&text);
        let named = has(&receipt.name) || has(receipt.pod.as_str());
        named && (self.month.is_empty() || self.month == month(receipt.ended, zone))
    }
}

impl ReceiptBook {
    /// The receipts that are looked at, the latest first.
    pub fn matching(&self, filter: &ReceiptFilter, zone: UtcOffset) -> Vec<&Receipt> {
        self.receipts().iter().filter(|receipt| filter.takes(receipt, zone)).collect()
    }

    /// The months in which pods have ended, the latest first.
    pub fn months(&self, zone: UtcOffset) -> Vec<String> {
        let mut months: Vec<String> = self.receipts().iter().map(|receipt| month(receipt.ended, zone)).collect();
        months.dedup();
        months
    }
}

/// The month on the person's calendar: `2026-11`.
fn month(at: Timestamp, zone: UtcOffset) -> String {
    zone.date(at).chars().take(7).collect()
}

/// What receipts come to: bills and estimates apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceiptSum {
    /// How many there are.
    pub count: usize,
    /// Those that RunPod has billed in full.
    pub billed: Option<MicroUsd>,
    /// The others.
    pub estimated: Option<CostEstimate>,
}

impl ReceiptSum {
    /// Of these.
    pub fn of(receipts: &[&Receipt]) -> Self {
        let mut sum = Self { count: receipts.len(), ..Self::default() };
        for receipt in receipts {
            match receipt.billed {
                Some(billed) => sum.billed = Some(sum.billed.unwrap_or_default() + billed),
                None => sum.estimated = Some(sum.estimated.into_iter().chain([receipt.estimate]).sum()),
            }
        }
        sum
    }

    /// In words.
    pub fn describe(&self) -> String {
        match (self.billed, self.estimated) {
            (Some(billed), None) => say::sum_billed(self.count, billed),
            (None, estimated) => say::sum_estimated(self.count, estimated.unwrap_or_default().estimate()),
            (Some(billed), Some(own)) => {
                let all = CostEstimate { amount: billed + own.amount, at_least: own.at_least };
                let all = if all.at_least { all.to_string() } else { units::about(all) };
                say::sum_of_both(self.count, all, billed, own.estimate())
            }
        }
    }
}
