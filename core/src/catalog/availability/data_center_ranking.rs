//! Where to make a volume: it ties all pods that use it to one data center, so it should be one that has the GPUs wanted.

use launchpod_words::{availability, list_plain};

use crate::catalog::Stock;
use crate::catalog::availability::{AvailabilityGrid, Cell, DataCenter, Row, letters};
use crate::types::ids::GpuTypeId;
use crate::types::sort::sort_by_rank;

/// The most GPU types that one sentence names.
const MOST_NAMED: usize = 4;

/// A data center that can hold a volume, and what it has of the GPUs wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedDataCenter {
    /// Which.
    pub place: DataCenter,
    /// What it has of the GPUs wanted: the name and what is left, in the order of the wish.
    pub has: Vec<(String, Stock)>,
    /// How many are wanted.
    pub wanted: usize,
}

impl RankedDataCenter {
    /// What is there, in words: `RTX 4090 in stock, L40S few left (may fail); 2 of 3`.
    pub fn describe(&self) -> String {
        if self.has.is_empty() {
            return availability::none_available().into();
        }
        let named = list_plain(&self.has.iter().take(MOST_NAMED).map(there).collect::<Vec<_>>());
        if self.wanted == 1 {
            return named;
        }
        let named = match self.has.len().saturating_sub(MOST_NAMED) {
            0 => named,
            more => availability::gpus_and_more(named, more),
        };
        availability::some_of_wanted(named, self.has.len(), self.wanted)
    }
}

fn there((gpu, stock): &(String, Stock)) -> String {
    match stock {
        Stock::High => availability::gpu_in_stock(gpu),
        Stock::Medium => availability::gpu_some_left(gpu),
        Stock::Low => availability::gpu_few_left(gpu),
        Stock::Other(word) => availability::gpu_other_stock(gpu, word),
        Stock::Out => availability::gpu_out_of_stock(gpu),
    }
}

/// The data centers that can hold volumes, the best for `wanted` first: most in stock (plenty counts three, some two, few
/// one, added up), then the cheapest of it, then by name.
pub fn rank_data_centers(grid: &AvailabilityGrid, wanted: &[GpuTypeId]) -> Vec<RankedDataCenter> {
    let rows: Vec<&Row> = wanted.iter().filter_map(|id| grid.rows.iter().find(|row| row.gpu_type == *id)).collect();
    let places = grid.places.iter().enumerate().filter(|(_, place)| place.volumes).collect();
    let places: Vec<(usize, &DataCenter)> = sort_by_rank(places, |(_, place)| letters(place.id.as_str()));
    let cells = |at: usize| rows.iter().filter_map(move |row| Some((row, row.cells.get(at)?.as_ref()?)));
    let places = sort_by_rank(places, |(at, _)| {
        let stock: u64 = cells(*at).map(|(_, cell)| weight(cell)).sum();
        let price = cells(*at).map(|(_, cell)| cell.price.micros().unsigned_abs()).min();
        (u64::MAX - stock, price.unwrap_or(u64::MAX))
    });
    let site = |(at, place): (usize, &DataCenter)| RankedDataCenter {
        place: place.clone(),
        has: cells(at).map(|(row, cell)| (row.name.clone(), cell.stock.clone())).collect(),
        wanted: wanted.len(),
    };
    places.into_iter().map(site).collect()
}

fn weight(cell: &Cell) -> u64 {
    match cell.stock {
        Stock::High => 3,
        Stock::Medium => 2,
        Stock::Low | Stock::Other(_) => 1,
        Stock::Out => 0,
    }
}
