//! What was seen of each thing that costs, and what follows for its bill.
//!
//! Only what the lists said is kept, as runs of sightings alike; the bill is worked out from them whenever it is asked for.
//! So it does not matter how often one looks, in which order lists come in, or whether one comes in twice.

use std::time::Duration;

use crate::billing::archive::HourlyTotals;
use crate::billing::piece::Piece;
use crate::types::money::HourlyRate;
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;

/// Stands for the birth of a thing that may be older than is known.
pub(super) const AGELESS: Timestamp = Timestamp::from_millis(0);
/// Lists closer together than this count as watching all the while. RunPod bills every five minutes.
pub(super) const GAP: Duration = Duration::from_secs(300);
/// What lies further back is kept as a sum.
pub(super) const KEPT: Duration = Duration::from_secs(48 * 3600);
/// Things that are gone and told one by one.
pub(super) const MOST_ENDED: usize = 100;
/// Turns of one thing that are told one by one.
pub(super) const MOST_RUNS: usize = 32;
const HOUR: u64 = 3_600_000;

/// What makes two sightings alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    /// `None`: RunPod gives no price.
    pub rate: Option<HourlyRate>,
    /// The price while it is stopped.
    pub idle: HourlyRate,
    pub started: Option<Timestamp>,
    pub running: bool,
}

/// Sightings alike, with none between them that is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub first: Timestamp,
    pub last: Timestamp,
    pub state: State,
    /// Since when the price runs, as told.
    pub since: Option<Timestamp>,
}

/// One pod or network volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub id: String,
    pub name: String,
    pub born: Option<Timestamp>,
    /// What was before stands in [`HourlyTotals`].
    pub floor: Timestamp,
    pub runs: Vec<Run>,
}

/// A thing as one list told of it.
pub(super) struct Observation<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub born: Option<Timestamp>,
    pub since: Option<Timestamp>,
    pub state: State,
}

/// Everything of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Observations {
    /// When the first list of all was read.
    pub began: Option<Timestamp>,
    /// From when until when lists came in, without a gap.
    pub watched: Vec<(Timestamp, Timestamp)>,
    /// Sorted by id.
    pub lines: Vec<Line>,
    /// Whether a thing of unknown age in the first list is taken to have been there always.
    pub ageless: bool,
}

impl Observations {
    /// Takes in a list.
    pub fn observe(&mut self, seen: Vec<Observation>, at: Timestamp, earlier: &mut HourlyTotals) {
        if at < earlier.horizon {
            return;
        }
        for sighting in seen {
            match self.lines.binary_search_by(|line| line.id.as_str().cmp(sighting.id)) {
                Ok(place) => {
                    if let Some(line) = self.lines.get_mut(place) {
                        line.see(&sighting, at);
                    }
                }
                Err(place) => self.lines.insert(place, Line::new(&sighting, at)),
            }
        }
        self.watch(at);
        self.began = Some(self.began.map_or(at, |began| began.min(at)));
    }

    fn watch(&mut self, at: Timestamp) {
        let near = |(from, until): &(Timestamp, Timestamp)| at.plus(GAP) >= *from && at <= until.plus(GAP);
        let mut whole = (at, at);
        for part in self.watched.iter().filter(|part| near(part)) {
            whole = (whole.0.min(part.0), whole.1.max(part.1));
        }
        self.watched.retain(|part| !near(part));
        let place = self.watched.partition_point(|part| part.0 < whole.0);
        self.watched.insert(place, whole);
    }

    /// When the newest list was read.
    pub fn newest(&self) -> Option<Timestamp> {
        self.watched.last().map(|part| part.1)
    }

    /// The last list before `at`; `at` itself if there was one shortly before. `None` if `at` is the first of all.
    fn seen_before(&self, at: Timestamp) -> Option<Timestamp> {
        let part = self.watched.iter().rfind(|part| part.0 < at);
        part.map(|part| part.1.min(at)).or(self.began.filter(|began| *began < at))
    }

    /// The next list after `at`; `at` itself if there was one shortly after. `None` if `at` is the newest.
    fn seen_after(&self, at: Timestamp) -> Option<Timestamp> {
        self.watched.iter().find(|part| part.1 > at).map(|part| part.0.max(at))
    }

    /// Whether the newest list lacks it.
    pub fn is_over(&self, line: &Line) -> bool {
        line.last().is_none_or(|last| self.seen_after(last).is_some())
    }

    /// The bill of one line until `now`, in pieces.
    pub fn pieces(&self, line: &Line, now: Timestamp) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut put = |from, until, rate: Option<HourlyRate>, unsure: bool| {
            let piece = Piece { from, until, rate: rate.unwrap_or_default(), unsure: unsure || rate.is_none() };
            pieces.extend(piece.within(line.floor, now));
        };
        let free = Some(HourlyRate::ZERO);
        let (Some(first), Some(last)) = (line.runs.first(), line.runs.last()) else { return pieces };
        match (first.since, self.seen_before(first.first)) {
            (Some(since), _) => {
                // Of a stopped pod nobody knows how long it ran before.
                put(since, first.first, first.state.rate, !first.state.running && is_gap(since, first.first));
                let born = line.born.unwrap_or(since);
                put(born, since, free, is_gap(born, since));
            }
            (None, None) if self.ageless => put(Timestamp::default(), first.first, first.state.rate, false),
            (None, before) => {
                let before = before.unwrap_or_default();
                put(before, first.first, free, is_gap(before, first.first));
            }
        }
        for (run, next) in line.runs.iter().zip(line.runs.iter().skip(1)) {
            put(run.first, run.last, run.state.rate, false);
            let turn = turn(run, next);
            // Started anew without a stop in sight: shortly after, it was restarted; else it was stopped, since when nobody
            // knows.
            let unseen_stop = run.state.running && is_gap(run.last, turn);
            put(run.last, turn, if unseen_stop { Some(run.state.idle) } else { run.state.rate }, unseen_stop);
            put(turn, next.first, next.state.rate, turn == run.last && is_gap(turn, next.first));
        }
        put(last.first, last.last, last.state.rate, false);
        match self.seen_after(last.last) {
            // What it costs goes on for a while without a list.
            None => put(last.last, now.min(last.last.plus(GAP)), last.state.rate, false),
            Some(after) => put(last.last, after, free, is_gap(last.last, after)),
        }
        pieces
    }

    /// Sums up what is old and what is too much.
    pub fn sum_up(&mut self, session: Timestamp, earlier: &mut HourlyTotals) {
        let Some(newest) = self.newest() else { return };
        for at in 0..self.lines.len() {
            while let Some(line) = self.lines.get(at).filter(|line| line.runs.len() > MOST_RUNS) {
                let [run, next, ..] = line.runs.as_slice() else { break };
                let cut = turn(run, next);
                let pieces = self.pieces(line, newest);
                for piece in pieces.into_iter().filter_map(|piece| piece.within(Timestamp::default(), cut)) {
                    earlier.add(piece, session);
                }
                if let Some(line) = self.lines.get_mut(at) {
                    line.floor = cut.max(line.floor);
                    line.runs.remove(0);
                }
            }
        }
        let ended = self.lines.iter().filter(|line| self.is_over(line)).filter_map(Line::last).collect();
        let ended = sort_by_rank(ended, |last: &Timestamp| (u64::MAX - last.millis(), 0));
        let too_old = ended.get(MOST_ENDED).copied().unwrap_or_default();
        let goes = |line: &Line| {
            self.is_over(line) && line.last().is_none_or(|last| last < earlier.horizon || last <= too_old)
        };
        let gone: Vec<bool> = self.lines.iter().map(goes).collect();
        for (line, _) in self.lines.iter().zip(&gone).filter(|(_, gone)| **gone) {
            self.pieces(line, newest).into_iter().for_each(|piece| earlier.add(piece, session));
        }
        let mut gone = gone.into_iter();
        self.lines.retain(|_| gone.next() != Some(true));
        let horizon = earlier.horizon;
        self.watched.retain(|part| part.1 >= horizon);
    }
}

impl Line {
    fn new(sighting: &Observation, at: Timestamp) -> Self {
        let mut line =
            Self { id: sighting.id.into(), name: String::new(), born: None, floor: Timestamp::default(), runs: vec![] };
        line.see(sighting, at);
        line
    }

    /// When it was last seen.
    pub fn last(&self) -> Option<Timestamp> {
        self.runs.last().map(|run| run.last)
    }

    fn see(&mut self, sighting: &Observation, at: Timestamp) {
        if at < self.floor {
            return;
        }
        if self.last().is_none_or(|last| last <= at) && self.name != sighting.name {
            sighting.name.clone_into(&mut self.name);
        }
        self.born = born_of(self.born, sighting.born);
        let new = Run { first: at, last: at, state: sighting.state, since: sighting.since };
        let place = self.runs.partition_point(|run| run.first <= at);
        let before = place.checked_sub(1).and_then(|place| self.runs.get(place));
        // Seen to be the same before and after: it was the same between.
        let inside = before.is_some_and(|run| at <= run.last);
        let like = |run: Option<&Run>| run.is_some_and(|run| run.state == new.state);
        let (like_before, like_after) = (like(before), !inside && like(self.runs.get(place)));
        if like_after && let Some(run) = self.runs.get_mut(place) {
            run.widen(&new);
        } else if like_before && let Some(run) = place.checked_sub(1).and_then(|place| self.runs.get_mut(place)) {
            run.widen(&new);
        } else if !inside {
            self.runs.insert(place, new);
        }
    }
}

impl Run {
    fn widen(&mut self, by: &Self) {
        (self.first, self.last) = (self.first.min(by.first), self.last.max(by.last));
        self.since = earlier_of(self.since, by.since);
    }
}

/// The hour in which `newest` less [`KEPT`] lies.
pub(super) fn horizon(newest: Timestamp) -> Timestamp {
    let back = newest.minus(KEPT).millis();
    Timestamp::from_millis(back - back % HOUR)
}

/// When one run gave way to the next: at the start that RunPod told, if it lies between; else when the first was last seen.
fn turn(run: &Run, next: &Run) -> Timestamp {
    let told = next.since.filter(|_| next.state.running && next.state.started.is_some());
    told.filter(|started| (run.last..=next.first).contains(started)).unwrap_or(run.last)
}

fn is_gap(from: Timestamp, until: Timestamp) -> bool {
    until.since(from) > GAP
}

/// What is known of a birth counts more than that nothing was known.
fn born_of(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(AGELESS), Some(_)) => other,
        (Some(_), Some(AGELESS)) => one,
        _ => earlier_of(one, other),
    }
}

fn earlier_of(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
