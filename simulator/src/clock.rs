//! The one clock. Everything that RunPod would date or bill is dated and billed in its time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

/// A moment of simulated time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

/// One second, as moments count.
pub const SECOND: i64 = 1_000;
/// One minute, as moments count.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour, as moments count.
pub const HOUR: i64 = 60 * MINUTE;

/// Simulated time: starts at the real time, or where a test says, and runs `speed` times as fast.
#[derive(Clone)]
pub struct Clock {
    started_at_ms: i64,
    speed: f64,
    /// When it began to run, by Tokio's time: the real one, unless a test has paused it. `None` if it stands still.
    running: Option<Instant>,
    /// What [`Clock::pass`] has added.
    passed: Arc<AtomicI64>,
}

impl Clock {
    /// A clock that starts now.
    #[must_use]
    pub fn starting_now(speed: f64) -> Self {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::starting_at(i64::try_from(since_1970.as_millis()).unwrap_or_default(), speed)
    }

    /// A clock that runs from a given time on, so that a run can be repeated.
    #[must_use]
    pub fn starting_at(started_at_ms: i64, speed: f64) -> Self {
        Self { started_at_ms, speed, running: Some(Instant::now()), passed: Arc::default() }
    }

    /// A clock that stands still until a test moves it with [`Clock::pass`].
    #[must_use]
    pub fn standing_at(started_at_ms: i64) -> Self {
        Self { started_at_ms, speed: 1.0, running: None, passed: Arc::default() }
    }

    /// Moves it on.
    pub fn pass(&self, ms: i64) {
        self.passed.fetch_add(ms, Ordering::SeqCst);
    }

    /// The simulated time.
    #[must_use]
    pub fn now(&self) -> Moment {
        let run = self.running.map_or(0, |start| scaled(start.elapsed().as_secs_f64(), self.speed));
        Moment(self.started_at_ms + run + self.passed.load(Ordering::SeqCst))
    }

    /// The time of the start: the simulated one, and of a clock that started now the real one too.
    #[must_use]
    pub fn started_at_ms(&self) -> i64 {
        self.started_at_ms
    }

    /// How many simulated seconds pass in a real one.
    #[must_use]
    pub fn speed(&self) -> f64 {
        self.speed
    }
}

#[allow(clippy::cast_possible_truncation, reason = "saturates, after some 290 million years")]
fn scaled(seconds: f64, speed: f64) -> i64 {
    (seconds * speed * 1_000.0) as i64
}

impl Moment {
    /// This moment and `ms` more.
    #[must_use]
    pub fn after(self, ms: i64) -> Self {
        Self(self.0 + ms)
    }

    /// Milliseconds since `earlier`, never below zero.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).max(0)
    }

    /// As the API's DateTime: `2026-11-20T09:00:00.000Z`.
    #[must_use]
    pub fn iso(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time_of_day();
        let ms = self.0.rem_euclid(SECOND);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}Z")
    }

    /// As JavaScript prints a date, which is how `lastStatusChange` has it.
    #[must_use]
    pub fn js_text(self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time_of_day();
        let weekday = named(&DAYS, self.0.div_euclid(24 * HOUR).rem_euclid(7));
        let month = named(&MONTHS, month - 1);
        format!(
            "{weekday} {month} {day:02} {year} {hour:02}:{minute:02}:{second:02} GMT+0000 (Coordinated Universal Time)"
        )
    }

    fn time_of_day(self) -> (i64, i64, i64) {
        let ms = self.0.rem_euclid(24 * HOUR);
        (ms / HOUR, ms / MINUTE % 60, ms / SECOND % 60)
    }

    /// Days to a civil date, after Howard Hinnant's `civil_from_days`.
    fn date(self) -> (i64, i64, i64) {
        let days = self.0.div_euclid(24 * HOUR) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day)
    }
}

fn named(names: &[&'static str], index: i64) -> &'static str {
    usize::try_from(index).ok().and_then(|index| names.get(index).copied()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_reads_as_the_real_samples_do() {
        let moment = Moment(1_787_196_552_000);
        assert_eq!(moment.iso(), "2026-08-20T03:29:12.000Z");
        assert_eq!(moment.js_text(), "Thu Aug 20 2026 03:29:12 GMT+0000 (Coordinated Universal Time)");
    }

    #[test]
    fn a_standing_clock_moves_when_told() {
        let clock = Clock::standing_at(1_000);
        clock.pass(MINUTE);
        assert_eq!(clock.now(), Moment(61_000));
    }

    #[test]
    fn a_running_clock_moves_when_told_and_runs_on() {
        let clock = Clock::starting_at(1_000, 1_000.0);
        clock.pass(HOUR);
        let then = clock.now();
        assert!(then >= Moment(1_000 + HOUR));
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(clock.now() > then);
    }
}
