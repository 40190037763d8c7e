//! What was spent, per pod and volume and in all, since midnight, since this session began, or since any instant of the last
//! two days. Estimates: from prices and times that RunPod tells, marked where more may have been spent.
//!
//! How the bill is worked out between two lists:
//! - A pod in the first list counts since RunPod says it was last started (or made), at its present price. A network volume,
//!   of which RunPod tells no age, is taken to have been there always; one that comes later counts since it was seen.
//! - The same pod with the same start, before and after a gap of any length: billed throughout.
//! - Started in between: since the start that RunPod tells. A pod that ran before was billed until then if that is no more
//!   than five minutes (a restart); else it was stopped since it was last seen.
//! - Any other change (a stop, a price, a size) counts from the earlier of the two lists.
//! - Gone: billed until it was last seen.
//! - A list that comes late is put where it belongs, however many come between.
//! - Where a change that is not told in time falls into a gap of more than five minutes, the sum is "at least".

use std::iter::Sum;

use launchpod_words::{billing, units};

use crate::account::NetworkVolume;
use crate::billing::archive::HourlyTotals;
use crate::billing::budget::Budget;
use crate::billing::observations::{AGELESS, Line, Observation, Observations, State, horizon};
use crate::billing::piece::Piece;
use crate::billing::readings::Readings;
use crate::pods::pod::{Pod, Status};
use crate::types::ids::{NetworkVolumeId, PodId};
use crate::types::money::{Accrued, GbMonthRate, HourlyRate, MicroUsd};
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;
use crate::volumes;

/// An amount, and whether more may have been spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostEstimate {
    /// The estimate.
    pub amount: MicroUsd,
    /// Whether some of it was not seen, or has no price.
    pub at_least: bool,
}

impl CostEstimate {
    /// Marked as what it is: `≈ $1.20`, `at least $1.20`; the line does not break in it.
    pub fn estimate(&self) -> String {
        if self.at_least { self.to_string() } else { units::about(self) }
    }

    /// As what today has cost: `≈ $1.20 today`, `$1.20+ today`.
    pub fn today(&self) -> String {
        if self.at_least { billing::today_at_least(self.amount) } else { billing::today(units::about(self.amount)) }
    }
}

impl Sum for CostEstimate {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            amount: sum.amount + one.amount,
            at_least: sum.at_least || one.at_least,
        })
    }
}

impl std::fmt::Display for CostEstimate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.at_least {
            true => f.write_str(&units::at_least(self.amount)),
            false => self.amount.fmt(f),
        }
    }
}

/// What a part of a bill is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// One pod.
    Pod(PodId),
    /// One network volume.
    Volume(NetworkVolumeId),
    /// Things that are long gone, together.
    Earlier,
}

/// A part of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillLine {
    /// What it is for.
    pub item: Item,
    /// Its name.
    pub name: String,
    /// What it came to.
    pub spent: CostEstimate,
    /// Whether the newest list lacks it.
    pub ended: bool,
}

/// What was spent in a stretch of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
    /// The dearest first; what cost nothing is left out.
    pub parts: Vec<BillLine>,
    /// Their sum.
    pub total: CostEstimate,
}

/// What was spent, from all lists that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostMeter {
    pub(super) session: Timestamp,
    pub(super) pods: Observations,
    pub(super) volumes: Observations,
    pub(super) earlier: HourlyTotals,
    pub(super) readings: Option<Readings>,
    /// The person's limit for this session.
    pub budget: Option<Budget>,
}

impl CostMeter {
    /// An empty one, of a session that begins now.
    pub fn new(now: Timestamp) -> Self {
        let volumes = Observations { ageless: true, ..Observations::default() };
        Self {
            session: now,
            pods: Observations::default(),
            volumes,
            earlier: HourlyTotals::default(),
            readings: None,
            budget: None,
        }
    }

    /// When this session began.
    pub fn session(&self) -> Timestamp {
        self.session
    }

    /// Begins a new session, without a budget.
    pub fn begin_session(&mut self, now: Timestamp) {
        self.session = now;
        self.earlier.before = MicroUsd::ZERO;
        self.budget = None;
    }

    /// Takes in a whole list of pods, asked for at `asked`. Pods that the list lacked but that may be there yet belong to it.
    pub fn observe_pods(&mut self, pods: &[&Pod], asked: Timestamp) {
        let alive = pods.iter().filter(|pod| pod.status != Status::Terminated);
        self.pods.observe(alive.map(|pod| sighting(pod)).collect(), asked, &mut self.earlier);
        self.sum_up();
    }

    /// Takes in a whole list of network volumes, asked for at `asked`.
    pub fn observe_volumes(&mut self, volumes: &[NetworkVolume], asked: Timestamp) {
        let seen = volumes.iter().map(|volume| {
            let rate = volumes::hourly(volume.size_gb);
            let state = State { rate: Some(rate), idle: rate, started: None, running: true };
            Observation { id: volume.id.as_str(), name: &volume.name, born: None, since: None, state }
        });
        self.volumes.observe(seen.collect(), asked, &mut self.earlier);
        self.sum_up();
    }

    fn sum_up(&mut self) {
        let Some(newest) = self.pods.newest().max(self.volumes.newest()) else { return };
        self.earlier.advance(horizon(newest), self.session);
        self.pods.sum_up(self.session, &mut self.earlier);
        self.volumes.sum_up(self.session, &mut self.earlier);
    }

    /// What one pod cost from `since` until `now`. Its turns beyond the newest 32 stand in [`Item::Earlier`].
    pub fn pod(&self, id: &PodId, since: Timestamp, now: Timestamp) -> CostEstimate {
        let line = self.pods.lines.binary_search_by(|line| line.id.as_str().cmp(id.as_str()));
        let line = line.ok().and_then(|at| self.pods.lines.get(at));
        line.map(|line| spent(self.pods.pieces(line, now), since)).unwrap_or_default()
    }

    /// What everything together cost from `since` until `now`. `since` may lie two days back, or be this session's start.
    pub fn total(&self, since: Timestamp, now: Timestamp) -> CostEstimate {
        let of = |book: &Observations| book.lines.iter().map(|line| spent(book.pieces(line, now), since)).sum();
        [self.spent_earlier(since), of(&self.pods), of(&self.volumes)].into_iter().sum()
    }

    /// The same, part by part.
    pub fn bill(&self, since: Timestamp, now: Timestamp) -> Bill {
        let spent = self.spent_earlier(since);
        let mut parts =
            vec![BillLine { item: Item::Earlier, name: billing::earlier_ones().into(), spent, ended: true }];
        let pod = |id: &str| Item::Pod(PodId::new(id));
        parts.extend(self.pods.lines.iter().map(|line| part(&self.pods, line, &pod, since, now)));
        let volume = |id: &str| Item::Volume(NetworkVolumeId::new(id));
        parts.extend(self.volumes.lines.iter().map(|line| part(&self.volumes, line, &volume, since, now)));
        parts.retain(|part| part.spent != CostEstimate::default());
        let total = parts.iter().map(|part| part.spent).sum();
        let parts = sort_by_rank(parts, |part| (u64::MAX - part.spent.amount.micros().unsigned_abs(), 0));
        Bill { parts, total }
    }

    /// What is no longer told one by one.
    fn spent_earlier(&self, since: Timestamp) -> CostEstimate {
        let amount = self.earlier.spent(since, self.session);
        CostEstimate { amount, at_least: self.earlier.unsure_until > since }
    }

    /// What costs money between the two, in pieces: network volumes apart.
    pub(super) fn pieces(&self, from: Timestamp, until: Timestamp) -> [Vec<Piece>; 2] {
        [&self.pods, &self.volumes].map(|book| {
            let all = book.lines.iter().flat_map(|line| book.pieces(line, until));
            all.filter_map(|piece| piece.within(from, until)).collect()
        })
    }
}

fn part(book: &Observations, line: &Line, item: &dyn Fn(&str) -> Item, since: Timestamp, now: Timestamp) -> BillLine {
    let spent = spent(book.pieces(line, now), since);
    BillLine { item: item(&line.id), name: line.name.clone(), spent, ended: book.is_over(line) }
}

fn spent(pieces: Vec<Piece>, since: Timestamp) -> CostEstimate {
    let pieces = pieces.into_iter().filter_map(|piece| piece.within(since, Timestamp::from_millis(u64::MAX)));
    let mut at_least = false;
    let amount = pieces.inspect(|piece| at_least |= piece.unsure).map(Piece::cost).sum::<Accrued>().rounded();
    CostEstimate { amount, at_least }
}

fn sighting(pod: &Pod) -> Observation<'_> {
    let state = State {
        rate: pod.hourly().map(|rate| rate.max(HourlyRate::ZERO)),
        idle: GbMonthRate::VOLUME_STOPPED.hourly(pod.volume_gb),
        started: pod.started,
        running: pod.status.bills_gpu(),
    };
    let (since, unsure) = pod.billed_since().unzip();
    // What is known of when it was made is on another clock: it may have cost before.
    let born = if unsure == Some(true) { Some(AGELESS) } else { pod.here(pod.created) };
    Observation { id: pod.id.as_str(), name: &pod.name, born, since, state }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
