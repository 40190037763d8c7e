//! The price per hour over the last day, as a line of steps.

use std::time::Duration;

use launchpod_words::billing;

use crate::billing::cost_meter::CostMeter;
use crate::billing::piece::Piece;
use crate::types::money::{Accrued, HourlyRate, MicroUsd};
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// What was spent per hour over the last 24 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The left end.
    pub from: Timestamp,
    /// The right end: now.
    pub until: Timestamp,
    /// Where each step begins, in seconds from the left end, and its micro-dollars per hour. The first begins at 0.
    pub steps: Vec<(u64, i64)>,
}

impl CostMeter {
    /// The last day, in `most` steps or fewer. Where there would be more, each of `most` even ones has the average.
    pub fn chart(&self, now: Timestamp, most: u32) -> Chart {
        let from = now.minus(DAY);
        let mut pieces = self.pieces(from, now).concat();
        pieces.extend(self.earlier.pieces().filter_map(|piece| piece.within(from, now)));
        let steps = steps(&pieces, from, now);
        let steps = if steps.len() <= most as usize { steps } else { averages(&pieces, from, now, most.max(1)) };
        Chart { from, until: now, steps }
    }
}

fn steps(pieces: &[Piece], from: Timestamp, now: Timestamp) -> Vec<(u64, i64)> {
    let seconds = |at: Timestamp| at.since(from).as_secs();
    let up = pieces.iter().map(|piece| (seconds(piece.from), piece.rate.micros()));
    let down = pieces.iter().map(|piece| (seconds(piece.until), -piece.rate.micros()));
    let mut steps = vec![(0, 0)];
    for (at, by) in sort_by_rank(up.chain(down).collect(), |(at, _)| (*at, 0)) {
        let level = steps.last().map_or(0, |step| step.1);
        match steps.last_mut().filter(|step| step.0 == at) {
            Some(step) => step.1 += by,
            None => steps.push((at, level + by)),
        }
    }
    // What ends where the like begins is no step, and what ends now goes on.
    let end = seconds(now);
    steps.retain(|step| step.0 < end || step.0 == 0);
    let mut before = None;
    steps.retain(|step| before.replace(step.1) != Some(step.1));
    steps
}

fn averages(pieces: &[Piece], from: Timestamp, now: Timestamp, most: u32) -> Vec<(u64, i64)> {
    let width = (now.since(from) / most).max(Duration::from_secs(1));
    let average = |at: u32| {
        let (begin, end) = (from.plus(width * at), from.plus(width * (at + 1)));
        let cost = pieces.iter().filter_map(|piece| piece.within(begin, end)).map(Piece::cost);
        let spent = i128::from(cost.sum::<Accrued>().rounded().micros());
        let per_hour = spent * 3_600_000 / i128::from(end.since(begin).as_millis().max(1) as u64);
        ((width * at).as_secs(), i64::try_from(per_hour).unwrap_or(i64::MAX))
    };
    (0..most).map(average).collect()
}

impl Chart {
    /// The highest price.
    pub fn peak(&self) -> HourlyRate {
        HourlyRate::from_micros(self.steps.iter().map(|step| step.1).max().unwrap_or_default())
    }

    /// The upper end of the scale: a round price, not below the highest, with a round half.
    pub fn top(&self) -> HourlyRate {
        let peak = self.peak().micros();
        let decades = (0..12).map(|decade| 10_000i64.saturating_mul(10i64.pow(decade)));
        let round = decades.flat_map(|unit| [1, 2, 4, 6, 8].map(|times| unit.saturating_mul(times)));
        HourlyRate::from_micros(round.into_iter().find(|top| *top >= peak).unwrap_or(peak))
    }

    /// The lines of the scale, from the top down: all of it, half of it, nothing.
    pub fn scale(&self) -> [HourlyRate; 3] {
        let top = self.top();
        [top, HourlyRate::from_micros(top.micros() / 2), HourlyRate::ZERO]
    }

    /// Its instants: the left end, the middle, now.
    pub fn instants(&self) -> [Timestamp; 3] {
        [self.from, self.from.plus(self.until.since(self.from) / 2), self.until]
    }

    /// The line as an SVG path in a picture of `width` by `height`, in whole numbers; the upper end of the scale is at the top.
    pub fn path(&self, width: u32, height: u32) -> String {
        let all = self.until.since(self.from).as_secs().max(1);
        let top = i128::from(self.top().micros().max(1));
        let x = |seconds: u64| seconds.min(all) * u64::from(width) / all;
        let y = |micros: i64| i128::from(height) - i128::from(micros.max(0)) * i128::from(height) / top;
        let mut path = String::new();
        for (seconds, micros) in &self.steps {
            let (x, y) = (x(*seconds), y(*micros) as u64);
            path += &if path.is_empty() { format!("M{x} {y}") } else { format!("H{x}V{y}") };
        }
        path + &format!("H{width}")
    }

    /// The same, closed along the bottom, to be filled.
    pub fn area(&self, width: u32, height: u32) -> String {
        format!("{}V{height}H0Z", self.path(width, height))
    }

    /// What the picture shows, for who cannot see it. `spent` is what the day came to, `now` the present price.
    pub fn describe(&self, spent: MicroUsd, now: HourlyRate) -> String {
        let lowest = self.steps.iter().map(|step| step.1).min().unwrap_or_default();
        let (lowest, peak) = (HourlyRate::from_micros(lowest), self.peak());
        match lowest == peak {
            true => billing::chart_even(peak, now, spent),
            false => billing::chart(lowest, peak, now, spent),
        }
    }
}
