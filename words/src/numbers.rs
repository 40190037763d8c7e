//! How numbers, money and the time of day are written: as in English, or as the person's place does, where somebody who knows
//! that says so.

use std::cell::Cell;

/// Knows how a place writes numbers.
pub trait Numbers {
    /// Whole millionths of a dollar, with so many decimals: `$1.49`. The amount is not negative.
    fn dollars(&self, micros: u64, decimals: u8) -> String;
    /// A whole number: `1,200`.
    fn whole(&self, number: u64) -> String;
    /// Minutes past midnight: `14:57`.
    fn time_of_day(&self, minutes: u32) -> String;
}

thread_local! {
    static WRITTEN_BY: Cell<Option<&'static dyn Numbers>> = const { Cell::new(None) };
}

/// From now on, all numbers of this thread are written like this.
pub fn write_numbers_by(numbers: &'static dyn Numbers) {
    WRITTEN_BY.set(Some(numbers));
}

/// Whole millionths of a dollar, rounded half up to so many decimals, six at most: `$1.49`.
pub fn dollars(micros: u64, decimals: u8) -> String {
    match WRITTEN_BY.get() {
        Some(numbers) => numbers.dollars(micros, decimals),
        None => in_english(micros, decimals),
    }
}

/// A whole number: `1,200`.
pub fn whole(number: u64) -> String {
    WRITTEN_BY.get().map_or_else(|| grouped(number), |numbers| numbers.whole(number))
}

/// Minutes past midnight: `14:57`.
pub fn time_of_day(minutes: u32) -> String {
    let plain = || format!("{:02}:{:02}", minutes / 60, minutes % 60);
    WRITTEN_BY.get().map_or_else(plain, |numbers| numbers.time_of_day(minutes))
}

fn in_english(micros: u64, decimals: u8) -> String {
    let decimals = usize::from(decimals.min(6));
    let unit = 10u64.pow(6 - decimals as u32);
    let rounded = micros.saturating_add(unit / 2) / unit;
    let whole = 10u64.pow(decimals as u32);
    let dollars = grouped(rounded / whole);
    match decimals {
        0 => format!("${dollars}"),
        _ => format!("${dollars}.{:0decimals$}", rounded % whole),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_english() {
        let cases = [(1_490_000, 2, "$1.49"), (5_000, 2, "$0.01"), (4_999, 2, "$0.00"), (6_944, 4, "$0.0069")];
        for (micros, decimals, written) in cases {
            assert_eq!(dollars(micros, decimals), written);
        }
        assert_eq!(dollars(1_234_567_000_000, 0), "$1,234,567");
        assert_eq!(dollars(u64::MAX, 6), "$18,446,744,073,709.551615");
        assert_eq!([0, 999, 1_000, 12_345_678].map(grouped), ["0", "999", "1,000", "12,345,678"]);
        assert_eq!(time_of_day(8 * 60 + 5), "08:05");
    }

    #[test]
    fn whoever_knows_the_place_is_asked() {
        struct Elsewhere;
        impl Numbers for Elsewhere {
            fn dollars(&self, micros: u64, decimals: u8) -> String {
                format!("{micros}/{decimals} $")
            }
            fn whole(&self, number: u64) -> String {
                format!("{number} in all")
            }
            fn time_of_day(&self, minutes: u32) -> String {
                format!("{minutes} min")
            }
        }
        write_numbers_by(&Elsewhere);
        assert_eq!([dollars(1, 2), whole(3), time_of_day(4)], ["1/2 $", "3 in all", "4 min"]);
        assert_eq!(crate::units::gigabytes(1_200), "1200 in all GB");
    }
}
