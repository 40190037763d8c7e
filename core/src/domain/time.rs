//! Instants and lengths of time, and the words for them. Nothing here reads a clock.

use std::time::Duration;

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(u64);

impl Timestamp {
    /// From milliseconds since 1970.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> u64 {
        self.0
    }

    /// From ISO 8601 text in UTC, as RunPod's `DateTime` scalar has it. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let instant = humantime::parse_rfc3339_weak(text.trim()).ok()?;
        let since_epoch = instant.duration_since(std::time::UNIX_EPOCH).ok()?;
        u64::try_from(since_epoch.as_millis()).ok().map(Self)
    }

    /// How long ago `earlier` was; zero if it lies ahead (clocks differ).
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// This instant and `time` more.
    pub fn plus(self, time: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)))
    }

    /// `time` before this instant.
    pub fn minus(self, time: Duration) -> Self {
        Self(self.0.saturating_sub(u64::try_from(time.as_millis()).unwrap_or(u64::MAX)))
    }
}

/// A length of time in whole seconds, rounded up: who comes back a moment too early waits again.
pub fn seconds_up(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// A length of time as people say it, two units at the most: `45 s`, `3 m 40 s`, `2 h 10 m`, `3 d 4 h`.
pub fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} m {} s", seconds % 60),
        (0, _, _) => format!("{hours} h {minutes} m"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runpods_times_are_read() {
        assert_eq!(Timestamp::parse("1970-01-01T00:00:01.500Z"), Some(Timestamp(1_500)));
        assert_eq!(Timestamp::parse("2026-11-20T09:00:00.000Z"), Some(Timestamp(1_795_165_200_000)));
        assert_eq!(Timestamp::parse("Thu Aug 20 2026"), None);
        assert_eq!(Timestamp::parse(""), None);
    }

    #[test]
    fn lengths_read_as_people_say_them() {
        let said = |seconds| words(Duration::from_secs(seconds));
        assert_eq!(said(45), "45 s");
        assert_eq!(said(220), "3 m 40 s");
        assert_eq!(said(7_800), "2 h 10 m");
        assert_eq!(said(273_600), "3 d 4 h");
    }
}
