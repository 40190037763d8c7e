//! Every GPU type in every data center: what is available where, and for how much.

use launchpod_words::{availability, catalog, list_plain};

use crate::account::NetworkVolume;
use crate::catalog::{AvailabilityQuery, Stock, country};
use crate::types::ids::{DataCenterId, GpuTypeId};
use crate::types::money::GpuRate;
use crate::types::sort::sort_by_rank;
use crate::types::time::Timestamp;

mod data_center_ranking;
mod row_order;
pub use data_center_ranking::{RankedDataCenter, rank_data_centers};
pub use row_order::{Column, RowOrder};

/// A data center.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataCenter {
    /// What `dataCenterId` takes.
    pub id: DataCenterId,
    /// RunPod's word for where it stands, in English; empty where it does not say.
    pub country: String,
    /// Whether network volumes can be made there.
    pub volumes: bool,
}

impl DataCenter {
    /// Whether its id is one as RunPod gives them: capitals, digits and hyphens alone. Others are not asked for.
    pub fn is_plain(&self) -> bool {
        let id = self.id.as_str();
        (1..=32).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-')
    }

    /// Its id and its country: `EU-RO-1, Romania`.
    pub fn describe(&self) -> String {
        match self.country.is_empty() {
            true => self.id.to_string(),
            false => list_plain(&[self.id.as_str(), self.country_name()]),
        }
    }

    /// The country where it stands, for people; empty where RunPod does not say.
    pub fn country_name(&self) -> &str {
        country::said(&self.country)
    }
}

/// `places` in the order of their names, those with a volume of the account first, and those that RunPod does not list
/// although such a volume lies there.
pub fn with_volumes(places: Vec<DataCenter>, volumes: &[NetworkVolume]) -> Vec<DataCenter> {
    let mut places = places;
    for volume in volumes {
        if places.iter().all(|place| place.id != volume.data_center) {
            places.push(DataCenter { id: volume.data_center.clone(), country: String::new(), volumes: false });
        }
    }
    let has = |place: &DataCenter| volumes.iter().any(|volume| volume.data_center == place.id);
    sort_by_rank(sort_by_rank(places, |place| letters(place.id.as_str())), |place| (u64::from(!has(place)), 0))
}

/// Where a name stands among names: its first 16 letters.
fn letters(name: &str) -> (u64, u64) {
    let at = |from: usize| name.bytes().chain([0; 16]).skip(from).take(8).fold(0, |sum, b| sum << 8 | u64::from(b));
    (at(0), at(8))
}

/// One GPU type in one data center, where it is available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Price per GPU and hour.
    pub price: GpuRate,
    /// What is left; never [`Stock::Out`].
    pub stock: Stock,
}

/// One GPU type in all data centers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What `gpuTypeId` takes.
    pub gpu_type: GpuTypeId,
    /// The GPU's name for people.
    pub name: String,
    /// Gigabytes of GPU memory; 0 where RunPod does not say.
    pub memory_gb: u32,
    /// One for each place, in their order; `None` where nothing is available.
    pub cells: Vec<Option<Cell>>,
}

impl Row {
    /// Its name with its memory: `RTX 4090, 24 GB`.
    pub fn describe(&self) -> String {
        match self.memory_gb {
            0 => self.name.clone(),
            gb => catalog::gpu_with_memory(&self.name, gb),
        }
    }

    /// The best price of all places; `None` where nothing is available.
    pub fn cheapest(&self) -> Option<GpuRate> {
        self.cells.iter().flatten().map(|cell| cell.price).min()
    }
}

/// Which cell the keyboard goes to next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The same data center, the GPU type above.
    Up,
    /// The same data center, the GPU type below.
    Down,
    /// The same GPU type, the data center before.
    Left,
    /// The same GPU type, the data center after.
    Right,
}

/// All GPU types in all data centers, as of an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AvailabilityGrid {
    /// The columns.
    pub places: Vec<DataCenter>,
    /// The GPU types.
    pub rows: Vec<Row>,
    /// When RunPod said so.
    pub as_of: Timestamp,
    /// What was asked for: the number of GPUs, the CUDA versions.
    pub scope: AvailabilityQuery,
}

/// What the person wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// GB of GPU memory, at least; as chosen.
    pub memory: String,
    /// Dollars per GPU and hour, at most; as typed. What is no price filters nothing.
    pub price: String,
    /// Only data centers where a volume of the account lies.
    pub with_volume: bool,
    /// Data centers that have none of what is left, too.
    pub with_empty: bool,
    /// Which row comes first.
    pub order: RowOrder,
}

/// A price as people type it: `0.5`, `$0.50`, `0,50`. `None` for anything else, and for nothing.
pub fn typed_rate(text: &str) -> Option<GpuRate> {
    let text = text.trim().trim_start_matches('$').trim_end_matches("/h").trim();
    let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let empty = whole.is_empty() && rest.is_empty();
    if empty || whole.len() > 6 || rest.len() > 6 || !digits(whole) || !digits(rest) {
        return None;
    }
    let number = |text: &str| text.bytes().fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
    let scale = (rest.len()..6).fold(1, |scale, _| scale * 10);
    Some(GpuRate::from_micros(number(whole) * 1_000_000 + number(rest) * scale))
}

impl Filter {
    /// What is wrong with the price as typed; empty if nothing is.
    pub fn problem(&self) -> &'static str {
        match self.price.trim().is_empty() || typed_rate(&self.price).is_some() {
            true => "",
            false => availability::price_problem(),
        }
    }
}

impl AvailabilityGrid {
    /// What `filter` leaves, in its order: no GPU types of which nothing is left, and, unless it wants them, no data centers
    /// that have none of them. `volumes` are the account's.
    pub fn shown(&self, filter: &Filter, volumes: &[NetworkVolume]) -> Self {
        let (rows, wanted) = self.fitting(filter, volumes);
        let full = full(&rows, self.places.len());
        let kept: Vec<bool> =
            full.iter().zip(&wanted).map(|(full, wanted)| *full || filter.with_empty && *wanted).collect();
        Self {
            places: only(&self.places, &kept),
            rows: filter
                .order
                .sorted(rows)
                .into_iter()
                .map(|row| Row { cells: only(&row.cells, &kept), ..row })
                .collect(),
            as_of: self.as_of,
            scope: self.scope.clone(),
        }
    }

    /// How many data centers have none of what `filter` leaves, of those that it is about.
    pub fn empty_places(&self, filter: &Filter, volumes: &[NetworkVolume]) -> usize {
        let (rows, wanted) = self.fitting(filter, volumes);
        full(&rows, self.places.len()).iter().zip(wanted).filter(|(full, wanted)| *wanted && !**full).count()
    }

    /// The rows with what fits in them, and which places are wanted.
    fn fitting(&self, filter: &Filter, volumes: &[NetworkVolume]) -> (Vec<Row>, Vec<bool>) {
        let memory = filter.memory.parse().unwrap_or(0);
        let most = typed_rate(&filter.price);
        let has = |place: &DataCenter| volumes.iter().any(|volume| volume.data_center == place.id);
        let wanted: Vec<bool> = self.places.iter().map(|place| !filter.with_volume || has(place)).collect();
        let fits = |cell: &Cell| most.is_none_or(|most| cell.price <= most);
        let rows = self.rows.iter().filter(|row| row.memory_gb >= memory).map(|row| {
            let cells = row.cells.iter().zip(&wanted);
            let cells = cells.map(|(cell, wanted)| cell.clone().filter(|cell| *wanted && fits(cell)));
            Row { cells: cells.collect(), ..row.clone() }
        });
        (rows.filter(|row| row.cheapest().is_some()).collect(), wanted)
    }

    /// The GPU types with at least so much memory of which no data center has any: `self` unfiltered.
    pub fn sold_out(&self, filter: &Filter) -> Vec<&str> {
        let memory = filter.memory.parse().unwrap_or(0);
        let rows = self.rows.iter().filter(|row| row.memory_gb >= memory && row.cheapest().is_none());
        rows.map(|row| row.name.as_str()).collect()
    }

    /// The cell of a GPU type and a data center.
    pub fn cell(&self, row: usize, place: usize) -> Option<&Cell> {
        self.rows.get(row)?.cells.get(place)?.as_ref()
    }

    /// The cell that one comes to from this one, over those where nothing is available.
    pub fn next(&self, (row, place): (usize, usize), way: Direction) -> Option<(usize, usize)> {
        let is_there = |&(row, place): &(usize, usize)| self.cell(row, place).is_some();
        match way {
            Direction::Up => (0..row).rev().map(|row| (row, place)).find(is_there),
            Direction::Down => (row + 1..self.rows.len()).map(|row| (row, place)).find(is_there),
            Direction::Left => (0..place).rev().map(|place| (row, place)).find(is_there),
            Direction::Right => (place + 1..self.places.len()).map(|place| (row, place)).find(is_there),
        }
    }

    /// The first cell in which something is available, in this data center if it is said.
    pub fn first(&self, place: Option<usize>) -> Option<(usize, usize)> {
        let places = || place.map_or(0..self.places.len(), |place| place..place + 1);
        (0..self.rows.len())
            .flat_map(|row| places().map(move |place| (row, place)))
            .find(|&(row, place)| self.cell(row, place).is_some())
    }
}

/// In which of so many places there is anything.
fn full(rows: &[Row], places: usize) -> Vec<bool> {
    let full = |at: usize| rows.iter().any(|row| row.cells.get(at).is_some_and(Option::is_some));
    (0..places).map(full).collect()
}

fn only<T: Clone>(entries: &[T], kept: &[bool]) -> Vec<T> {
    entries.iter().zip(kept).filter(|(_, kept)| **kept).map(|(entry, _)| entry.clone()).collect()
}

#[cfg(test)]
pub(crate) mod tests;
