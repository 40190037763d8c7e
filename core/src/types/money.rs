//! Money, never as a float: whole millionths of a US dollar.
//!
//! RunPod sends JSON floats; they are rounded once, at the edge ([`MicroUsd::from_dollars`]). Amounts and rates are types
//! of their own, so that a price per hour cannot be added to a sum.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};
use std::time::Duration;

use launchpod_words::{dollars, units};

use crate::types::number_input::plain_digits;

const MICROS_PER_DOLLAR: i64 = 1_000_000;
const MILLIS_PER_HOUR: i128 = 3_600_000;
/// RunPod prices storage per month and bills it per second; it does not say how long its month is. 30 days.
const HOURS_PER_MONTH: i64 = 720;

/// An amount in millionths of a US dollar. Shows as dollars and cents: `$1.49`.
///
/// ```
/// use std::time::Duration;
///
/// use launchpod_core::types::money::{GpuRate, HourlyRate, MicroUsd};
///
/// let per_gpu = GpuRate::from_micros(690_000);
/// let pod: HourlyRate = per_gpu.for_gpus(2);
/// assert_eq!(pod.to_string(), "$1.38/h");
/// assert_eq!(pod.over(Duration::from_secs(1800)), MicroUsd::from_micros(690_000));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MicroUsd(i64);

impl MicroUsd {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From whole millionths of a dollar.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From dollars as JSON carries them, rounded to the nearest millionth. `None` for NaN, infinities and sums that no
    /// account holds (a billion dollars and more).
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        let sane = dollars.is_finite() && dollars.abs() < 1e9;
        sane.then(|| Self((dollars * MICROS_PER_DOLLAR as f64).round() as i64))
    }

    /// Whole millionths of a dollar.
    pub const fn micros(self) -> i64 {
        self.0
    }
}

impl Add for MicroUsd {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for MicroUsd {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for MicroUsd {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for MicroUsd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let amount = self.0.unsigned_abs();
        f.write_str(if self.0 < 0 && amount >= 5_000 { "−" } else { "" })?;
        f.write_str(&dollars(amount, 2))
    }
}

/// A price in millionths of a US dollar per hour. Shows with as many decimals as matter: `$0.69/h`, `$0.697/h`, `$0.0069/h`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourlyRate(i64);

impl HourlyRate {
    /// Free of charge.
    pub const ZERO: Self = Self(0);

    /// From whole millionths of a dollar per hour.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// From dollars per hour as JSON carries them; see [`MicroUsd::from_dollars`].
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        MicroUsd::from_dollars(dollars).map(|amount| Self(amount.micros()))
    }

    /// From a price as a person types it: `0.5`, `$0.50`, `0,50`; at most six decimals, below a million dollars. `None` for
    /// any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain_digits(text);
        let text = text.trim();
        let text = text.strip_prefix('$').unwrap_or(text).trim_start();
        let (whole, rest) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let sane = !(whole.is_empty() && rest.is_empty()) && whole.len() <= 6 && rest.len() <= 6;
        if !sane || !digits(whole) || !digits(rest) {
            return None;
        }
        let number = |part: &str| part.bytes().fold(0, |sum, byte| sum * 10 + i64::from(byte - b'0'));
        let decimals = number(rest) * 10i64.pow(6 - rest.len() as u32);
        Some(Self(number(whole) * MICROS_PER_DOLLAR + decimals))
    }

    /// As a person would type it: what [`HourlyRate::parse`] reads.
    pub fn typed(self) -> String {
        let micros = self.0.unsigned_abs();
        let (dollars, rest) = (micros / 1_000_000, micros % 1_000_000);
        format!("{dollars}.{rest:06}").trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// Whole millionths of a dollar per hour.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// As dollars per hour, for JSON alone: the nearest float.
    pub fn dollars(self) -> f64 {
        self.0 as f64 / MICROS_PER_DOLLAR as f64
    }

    /// Whether nothing is charged.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// This price for `count` of the thing.
    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }

    /// What this price comes to over `time`, rounded to the nearest millionth.
    pub fn over(self, time: Duration) -> MicroUsd {
        self.accrued(time).rounded()
    }

    /// What this price comes to over `time`, not rounded yet.
    pub fn accrued(self, time: Duration) -> Accrued {
        Accrued(i128::from(self.0) * i128::from(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)))
    }

    /// What a month of 30 days comes to: [`GbMonthRate`] the other way round.
    pub fn per_month(self) -> MicroUsd {
        MicroUsd(self.0.saturating_mul(HOURS_PER_MONTH))
    }

    /// What `monthly` comes to per hour. An estimate: RunPod does not publish the length of its month.
    pub fn of_monthly(monthly: MicroUsd) -> Self {
        Self(monthly.0.saturating_add(HOURS_PER_MONTH / 2) / HOURS_PER_MONTH)
    }

    /// What a day of 24 hours comes to.
    pub fn per_day(self) -> MicroUsd {
        self.over(Duration::from_secs(24 * 3600))
    }
}

impl Add for HourlyRate {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for HourlyRate {
    fn sum<I: Iterator<Item = Self>>(rates: I) -> Self {
        rates.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for HourlyRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "−" } else { "" };
        let micros = self.0.unsigned_abs();
        // From ten cents up a tenth of a cent is the smallest step that anybody minds.
        let (step, mut decimals) = if micros >= 100_000 { (1_000, 3) } else { (100, 4) };
        let mut steps = (micros + step / 2) / step;
        let rounded = steps * step;
        while decimals > 2 && steps.is_multiple_of(10) {
            (steps, decimals) = (steps / 10, decimals - 1);
        }
        f.write_str(&units::per_hour(format_args!("{sign}{}", dollars(rounded, decimals))))
    }
}

/// A price for one GPU, per hour. What a pod with several GPUs costs is an [`HourlyRate`]: only [`GpuRate::for_gpus`] and
/// [`GpuRate::of_pod`] lead from one to the other, so the two are never taken for each other. Shows like an [`HourlyRate`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GpuRate(HourlyRate);

impl GpuRate {
    /// From whole millionths of a dollar per GPU and hour.
    pub const fn from_micros(micros: i64) -> Self {
        Self(HourlyRate::from_micros(micros))
    }

    /// From dollars per GPU and hour as JSON carries them; see [`MicroUsd::from_dollars`].
    pub fn from_dollars(dollars: f64) -> Option<Self> {
        HourlyRate::from_dollars(dollars).map(Self)
    }

    /// From a price per GPU and hour as a person types it; see [`HourlyRate::parse`].
    pub fn parse(text: &str) -> Option<Self> {
        HourlyRate::parse(text).map(Self)
    }

    /// What each of a pod's `gpus` costs, where all of them together cost `pod`. Rounded up to the millionth, so that the
    /// way back never promises less than `pod`. No GPU counts as one.
    pub fn of_pod(pod: HourlyRate, gpus: u32) -> Self {
        let gpus = i64::from(gpus.max(1));
        let (whole, rest) = (pod.0.div_euclid(gpus), pod.0.rem_euclid(gpus));
        Self(HourlyRate(whole.saturating_add(i64::from(rest > 0))))
    }

    /// What a pod with so many GPUs costs, without its disks.
    pub fn for_gpus(self, gpus: u32) -> HourlyRate {
        self.0.times(gpus)
    }

    /// As a person would type it: what [`GpuRate::parse`] reads.
    pub fn typed(self) -> String {
        self.0.typed()
    }

    /// Whole millionths of a dollar per GPU and hour.
    pub const fn micros(self) -> i64 {
        self.0.micros()
    }

    /// As dollars per GPU and hour, for JSON alone: the nearest float.
    pub fn dollars(self) -> f64 {
        self.0.dollars()
    }

    /// Whether nothing is charged.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }
}

impl fmt::Display for GpuRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A sum of prices over stretches of time, exact: rounded once, at the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accrued(i128);

impl Accrued {
    /// To the nearest millionth of a dollar.
    pub fn rounded(self) -> MicroUsd {
        let half = if self.0 < 0 { -MILLIS_PER_HOUR / 2 } else { MILLIS_PER_HOUR / 2 };
        MicroUsd(i64::try_from(self.0.saturating_add(half) / MILLIS_PER_HOUR).unwrap_or(i64::MAX))
    }
}

impl Sum for Accrued {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        Self(parts.fold(0, |sum, part| sum.saturating_add(part.0)))
    }
}

/// A storage price in millionths of a US dollar per GB and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GbMonthRate(i64);

impl GbMonthRate {
    /// Container disk while the pod runs: 0.10 USD per GB and month; nothing when stopped (RunPod's docs, 2026-08).
    pub const CONTAINER_DISK: Self = Self(100_000);
    /// A pod's own volume while the pod runs: 0.10 USD (the same source).
    pub const VOLUME_RUNNING: Self = Self(100_000);
    /// A pod's own volume while the pod is stopped: 0.20 USD (the same source).
    pub const VOLUME_STOPPED: Self = Self(200_000);

    /// The first terabyte of a network volume, always: 0.07 USD (RunPod's docs, 2026-08).
    pub const NETWORK_FIRST: Self = Self(70_000);
    /// What a network volume has beyond the first terabyte: 0.05 USD (the same source).
    pub const NETWORK_BEYOND: Self = Self(50_000);

    /// What `gb` gigabytes cost a month.
    pub fn monthly(self, gb: u32) -> MicroUsd {
        MicroUsd(self.0.saturating_mul(i64::from(gb)))
    }

    /// The hourly price of `gb` gigabytes. An estimate: RunPod does not publish the length of its month.
    pub fn hourly(self, gb: u32) -> HourlyRate {
        HourlyRate::of_monthly(self.monthly(gb))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_price_is_read_as_people_type_it() {
        for (text, micros) in [
            ("0.5", 500_000),
            ("$0.50", 500_000),
            ("0,69", 690_000),
            (" 12 ", 12_000_000),
            (".000001", 1),
            ("3.", 3_000_000),
        ] {
            assert_eq!(HourlyRate::parse(text), Some(HourlyRate(micros)), "{text}");
        }
        for micros in [1, 350_000, 12_000_000, 0] {
            assert_eq!(HourlyRate::parse(&HourlyRate(micros).typed()), Some(HourlyRate(micros)));
        }
        for text in ["", "$", ".", "-1", "1e3", "0.1234567", "1234567", "1.2.3", "one", "+1", "0.5/h"] {
            assert_eq!(HourlyRate::parse(text), None, "{text}");
        }
    }

    #[test]
    fn dollars_are_rounded_once_at_the_edge() {
        assert_eq!(MicroUsd::from_dollars(0.1 + 0.2), Some(MicroUsd(300_000)));
        assert_eq!(MicroUsd::from_dollars(23.4567), Some(MicroUsd(23_456_700)));
        assert_eq!(MicroUsd::from_dollars(f64::NAN), None);
        assert_eq!(MicroUsd::from_dollars(1e12), None);
    }

    #[test]
    fn amounts_read_as_dollars_and_cents() {
        assert_eq!(MicroUsd(1_494_999).to_string(), "$1.49");
        assert_eq!(MicroUsd(1_495_000).to_string(), "$1.50");
        assert_eq!(MicroUsd(-70_000).to_string(), "−$0.07");
        assert_eq!(MicroUsd(-4_999).to_string(), "$0.00");
    }

    #[test]
    fn rates_show_the_decimals_that_matter() {
        assert_eq!(HourlyRate(690_000).to_string(), "$0.69/h");
        assert_eq!(HourlyRate(2_000_000).to_string(), "$2.00/h");
        assert_eq!(HourlyRate(695_000).to_string(), "$0.695/h");
        assert_eq!(HourlyRate(6_944).to_string(), "$0.0069/h");
        assert_eq!(HourlyRate(696_944).to_string(), "$0.697/h");
        assert_eq!(HourlyRate(999_999).to_string(), "$1.00/h");
        assert_eq!(HourlyRate::ZERO.to_string(), "$0.00/h");
    }

    #[test]
    fn ninety_minutes_of_a_4090() {
        assert_eq!(HourlyRate(690_000).over(Duration::from_secs(5_400)), MicroUsd(1_035_000));
        assert_eq!(HourlyRate(690_000).per_day(), MicroUsd(16_560_000));
    }

    #[test]
    fn fifty_gigabytes_of_container_disk() {
        assert_eq!(GbMonthRate::CONTAINER_DISK.hourly(50), HourlyRate(6_944));
    }

    #[test]
    fn each_gpu_of_a_pod_costs_its_part_and_never_less() {
        let of = |pod, gpus| GpuRate::of_pod(HourlyRate(pod), gpus);
        for gpus in [1, 2, 4, 8] {
            assert_eq!(of(690_000 * i64::from(gpus), gpus), GpuRate::from_micros(690_000), "{gpus}");
        }
        assert_eq!(of(1_000_000, 3), GpuRate::from_micros(333_334));
        assert_eq!(of(1_000_000, 0), GpuRate::from_micros(1_000_000));
    }

    proptest! {
        #[test]
        fn a_pod_never_costs_more_than_its_gpus_were_said_to_cost(pod in 0i64..1_000_000_000, gpus in 1u32..64) {
            let again = GpuRate::of_pod(HourlyRate(pod), gpus).for_gpus(gpus).micros();
            prop_assert!((pod..pod + i64::from(gpus)).contains(&again));
        }

        #[test]
        fn splitting_a_stretch_of_time_changes_the_sum_by_at_most_a_millionth(
            rate in 0i64..100_000_000, first in 0u64..10_000_000, second in 0u64..10_000_000,
        ) {
            let rate = HourlyRate(rate);
            let whole = rate.over(Duration::from_millis(first + second)).micros();
            let parts = (rate.over(Duration::from_millis(first)) + rate.over(Duration::from_millis(second))).micros();
            prop_assert!((whole - parts).abs() <= 1);
        }

        #[test]
        fn no_amount_panics_when_shown(micros: i64) {
            let _ = (MicroUsd(micros).to_string(), HourlyRate(micros).to_string());
            let _ = HourlyRate(micros).over(Duration::MAX);
        }
    }
}
