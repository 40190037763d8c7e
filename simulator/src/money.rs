//! Money as whole micro-dollars, and rates that can be summed without rounding.

use std::iter::Sum;
use std::ops::Add;

/// An amount in millionths of a dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct MicroUsd(pub i64);

impl MicroUsd {
    /// The nearest amount to a number of dollars.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "a float beyond i64 saturates")]
    pub fn from_dollars(dollars: f64) -> Self {
        Self((dollars * 1e6).round() as i64)
    }

    /// As the API says it: a float of dollars.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "exact up to nine billion dollars")]
    pub fn dollars(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

/// Hours in a month of storage. RunPod does not publish its own figure.
pub const HOURS_PER_MONTH: i64 = 720;

/// What something costs as long as it goes on, in micro-dollars per month. Storage is priced by
/// the month and GPUs by the hour; a month of hours is whole, so nothing is lost to rounding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(i64);

impl Rate {
    /// So much per hour.
    #[must_use]
    pub fn per_hour(amount: MicroUsd) -> Self {
        Self(amount.0 * HOURS_PER_MONTH)
    }

    /// So much per month.
    #[must_use]
    pub fn per_month(amount: MicroUsd) -> Self {
        Self(amount.0)
    }

    /// What one hour costs, rounded up: whoever must be able to pay must be able to pay it all.
    #[must_use]
    pub fn hourly(self) -> MicroUsd {
        MicroUsd(self.0.div_euclid(HOURS_PER_MONTH) + i64::from(self.0 % HOURS_PER_MONTH != 0))
    }

    /// For a float field: dollars per hour.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "exact for any rate on earth")]
    pub fn dollars_per_hour(self) -> f64 {
        self.0 as f64 / (HOURS_PER_MONTH as f64) / 1e6
    }

    /// What `ms` of it come to, in the meter's unit.
    #[must_use]
    pub fn over(self, ms: i64) -> Metered {
        Metered(i128::from(self.0) * i128::from(ms))
    }
}

impl Add for Rate {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sum for Rate {
    fn sum<I: Iterator<Item = Self>>(rates: I) -> Self {
        rates.fold(Self::default(), Add::add)
    }
}

/// Cost so far, exactly: micro-dollar-milliseconds per month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Metered(i128);

const MS_PER_MONTH: i128 = HOURS_PER_MONTH as i128 * 3_600_000;

impl Metered {
    /// Whole micro-dollars; the fraction stays on the meter.
    #[must_use]
    pub fn amount(self) -> MicroUsd {
        MicroUsd(i64::try_from(self.0 / MS_PER_MONTH).unwrap_or(i64::MAX))
    }

    /// Milliseconds until `rate` brings this meter to `limit`; none if it never will.
    #[must_use]
    pub fn time_until(self, limit: MicroUsd, rate: Rate) -> Option<i64> {
        if rate.0 <= 0 {
            return None;
        }
        let left = (i128::from(limit.0) * MS_PER_MONTH - self.0).max(0);
        let step = i128::from(rate.0);
        i64::try_from((left + step - 1) / step).ok()
    }
}

impl Add for Metered {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
