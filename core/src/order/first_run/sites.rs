//! Where an app can run, and the best of that.

use launchpod_words::first_run as say;

use crate::catalog::apps::App;
use crate::catalog::availability::{AvailabilityGrid, Cell, DataCenter, Row};
use crate::catalog::{Cloud, Stock};
use crate::order::Choice;
use crate::order::first_run::{Obstacle, Question};
use crate::order::offers::{Offer, Quote};
use crate::types::money::HourlyRate;
use crate::types::sort::sort_by_rank;

/// One GPU type in one data center, that suits the app.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    pub(super) row: &'a Row,
    pub(super) place: &'a DataCenter,
    cell: &'a Cell,
    /// Of the pod with its disk.
    pub(super) quote: Quote,
}

/// All that suit, in any data center.
pub(super) fn sites<'a>(app: &App, grid: &'a AvailabilityGrid) -> Vec<Site<'a>> {
    let choice = Choice::Any { memory_gb: app.least_memory_gb, at_most: None };
    let site = |row: &'a Row, place: &'a DataCenter, cell: &'a Cell| {
        let offer = Offer {
            gpu_type: row.gpu_type.clone(),
            name: row.name.clone(),
            memory_gb: row.memory_gb,
            cloud: Cloud::Secure,
            price: cell.price,
            stock: cell.stock.clone(),
            max_count: 1,
        };
        let quote = Quote::new(cell.price.for_gpus(1), app.container_disk_gb, 0);
        offer.is_of(&choice, app.image).then_some(Site { row, place, cell, quote })
    };
    let of_row = |row: &'a Row| {
        let cells = grid.places.iter().zip(&row.cells);
        cells.filter_map(move |(place, cell)| site(row, place, cell.as_ref()?)).collect::<Vec<_>>()
    };
    grid.rows.iter().flat_map(of_row).collect()
}

/// The cheapest. Of equal price that of which the most is left, then the one in the data center that has the most others.
fn best<'a>(sites: &[Site<'a>]) -> Option<Site<'a>> {
    let others = |at: &Site| sites.iter().filter(|site| site.place.id == at.place.id).count() as u64;
    let ranked = sort_by_rank(sites.to_vec(), |site| (u64::MAX - others(site), 0));
    let ranked = sort_by_rank(ranked, |site| (site.quote.total().micros().unsigned_abs(), scarcity(&site.cell.stock)));
    ranked.first().copied()
}

const fn scarcity(stock: &Stock) -> u64 {
    match stock {
        Stock::High => 0,
        Stock::Medium => 1,
        Stock::Low | Stock::Other(_) => 2,
        Stock::Out => 3,
    }
}

/// The best of `sites` that costs at most this.
pub(super) fn affordable<'a>(sites: &[Site<'a>], at_most: HourlyRate) -> Result<Site<'a>, Vec<Obstacle>> {
    let within: Vec<Site> = sites.iter().copied().filter(|site| site.quote.total() <= at_most).collect();
    best(&within).ok_or_else(|| {
        let least = sites.iter().map(|site| site.quote.total()).min().unwrap_or(HourlyRate::ZERO);
        vec![(Question::AtMost, say::at_most_too_low(shown_above(least)))]
    })
}

/// The price as it is shown, rounded up to the cent: whoever types what is told gets a plan.
fn shown_above(rate: HourlyRate) -> HourlyRate {
    const CENT: i64 = 10_000;
    HourlyRate::from_micros(rate.micros().saturating_add(CENT - 1) / CENT * CENT)
}
