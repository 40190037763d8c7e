//! Which GPU type stands first.

use crate::catalog::availability::Row;
use crate::types::sort::{by_text, sort_by_rank};

/// A column that rows can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// The GPU's name.
    Name,
    /// Its memory.
    Memory,
    /// The best price of all data centers that are shown.
    #[default]
    Price,
}

impl Column {
    /// All of them, from left to right.
    pub const ALL: [Self; 3] = [Self::Name, Self::Memory, Self::Price];
}

/// The order of the rows: the cheapest first, unless somebody wants another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowOrder {
    /// By what.
    pub by: Column,
    /// The greatest first.
    pub descending: bool,
}

impl RowOrder {
    /// What a click on the head of `column` makes of it: the other way round where it is sorted by that already.
    pub fn clicked(self, column: Column) -> Self {
        Self { by: column, descending: self.by == column && !self.descending }
    }

    /// `rows` in this order. Those that are alike in it stand as they do by price: the cheapest first, and of those the one
    /// with the most memory.
    pub fn sorted(self, rows: Vec<Row>) -> Vec<Row> {
        let way = |rank: u64| if self.descending { u64::MAX - rank } else { rank };
        let by_price = |rows: Vec<Row>, way: &dyn Fn(u64) -> u64| {
            let price = |row: &Row| row.cheapest().map_or(u64::MAX, |rate| rate.micros().unsigned_abs());
            sort_by_rank(rows, |row| (way(price(row)), u64::MAX - u64::from(row.memory_gb)))
        };
        match self.by {
            Column::Price => by_price(rows, &way),
            Column::Memory => sort_by_rank(by_price(rows, &|rank| rank), |row| (way(row.memory_gb.into()), 0)),
            Column::Name => {
                let mut rows = by_text(by_price(rows, &|rank| rank), &|row: &Row| natural(&row.name));
                if self.descending {
                    rows.reverse();
                }
                rows
            }
        }
    }
}

/// A name as people sort it: without case, and numbers by what they are, so that A40 comes before A100.
fn natural(name: &str) -> String {
    let mut text = String::new();
    let mut number = String::new();
    for letter in name.chars().flat_map(char::to_lowercase).chain(['\0']) {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        if !number.is_empty() {
            text.push_str(&format!("{number:0>8}"));
            number.clear();
        }
        text.push(letter);
    }
    text
}
