//! Pods that have ended: how long each was there, what it cost, why it ended, and the form that would launch it once more.
//!
//! The page writes down what it sees of each pod, list by list, and makes a receipt of it when the pod is gone. What a pod cost
//! is the meter's estimate until RunPod's own bills cover the pod's whole time. No secret is in it.

mod book;
mod csv;
mod filter;
mod reason;
mod serialization;

use std::time::Duration;

use launchpod_words::{receipts as say, units};

use crate::billing::cost_meter::CostEstimate;
use crate::types::ids::PodId;
use crate::types::money::MicroUsd;
use crate::types::time::{Timestamp, UtcOffset, duration_text};

pub use book::{ReceiptBook, ReceiptList, SeenPod};
pub use csv::csv as receipts_csv;
pub use filter::{ReceiptFilter, ReceiptSum};
pub use reason::EndReason;
pub use serialization::WrittenByNewer;

/// Receipts that are kept; of more, the oldest go. As many pods that are there yet are written down.
pub const MOST_RECEIPTS: usize = 200;

/// A pod that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// RunPod's id.
    pub pod: PodId,
    /// Its last name.
    pub name: String,
    /// The GPU's name for people; empty where RunPod never told it, and without a GPU.
    pub gpu: String,
    /// The most GPUs that it was seen with.
    pub gpus: u32,
    /// The data center; empty where RunPod did not tell it.
    pub place: String,
    /// When it was made; when it was first seen where that is not known.
    pub started: Timestamp,
    /// When it was last seen.
    pub ended: Timestamp,
    /// Whether it was there for longer: its start was not told, or nobody looked when it went.
    pub longer: bool,
    /// What it cost by this page's reckoning, its network volume apart.
    pub estimate: CostEstimate,
    /// What RunPod billed for all of it, where that is known.
    pub billed: Option<MicroUsd>,
    /// Why it ended.
    pub reason: EndReason,
    /// The form that would launch it once more; `None` where that is too much to be kept.
    pub form: Option<String>,
    /// Whether that holds all that its launch asked for.
    pub whole: bool,
    /// When a list first lacked it.
    pub(super) noticed: Timestamp,
}

impl Receipt {
    /// How long it was there.
    pub fn duration(&self) -> Duration {
        self.ended.since(self.started)
    }

    /// The same in words.
    pub fn duration_text(&self) -> String {
        let time = duration_text(self.duration());
        if self.longer { units::at_least(time) } else { time }
    }

    /// What it cost, in words that tell a bill from an estimate.
    pub fn cost_text(&self) -> String {
        self.billed.map_or_else(|| self.estimate.estimate(), say::billed)
    }

    /// What it ran on: `RTX 4090 ×2`.
    pub fn machine(&self) -> String {
        match (self.gpu.as_str(), self.gpus) {
            ("", 0) => say::no_gpu().to_owned(),
            ("", gpus) => say::unknown_gpu(gpus),
            (gpu, gpus) => format!("{gpu} ×{}", gpus.max(1)),
        }
    }

    /// From when until when, in the person's time.
    pub fn times(&self, zone: UtcOffset) -> String {
        let at = |at| format!("{} {}", zone.date(at), zone.clock(at));
        let until = if zone.is_same_day(self.started, self.ended) { zone.clock(self.ended) } else { at(self.ended) };
        say::from_until(at(self.started), until)
    }
}

#[cfg(test)]
mod tests;
