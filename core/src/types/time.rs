//! Instants and lengths of time, and the words for them. Nothing here reads a clock.

use std::time::Duration;

use launchpod_words::{time_of_day, units};

/// The end of the year 9999, after which ISO 8601 has no more digits.
const LAST_MILLIS: u64 = 253_402_300_799_999;

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

    /// From the parts of a date in UTC as HTTP headers and JavaScript write it: `25`, `Nov`, `2026`, `21:16:20`.
    pub fn of_parts(day: &str, month: &str, year: &str, clock: &str) -> Option<Self> {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = MONTHS.iter().position(|name| *name == month)? + 1;
        Self::parse(&format!("{year}-{month:02}-{day}T{clock}Z"))
    }

    /// From ISO 8601 text in UTC, as RunPod's `DateTime` scalar has it, the same as Go writes it
    /// (`2026-11-25 14:33:18.843 +0000 UTC`), or the digits of what [`Timestamp::from_epoch`] reads. `None` for anything
    /// else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Self::from_epoch(text.parse::<u64>().ok()? as f64);
        }
        let text = [" +0000 UTC", " UTC", "+00:00"].iter().find_map(|zone| text.strip_suffix(zone)).unwrap_or(text);
        let instant = humantime::parse_rfc3339_weak(text).ok()?;
        let since_epoch = instant.duration_since(std::time::UNIX_EPOCH).ok()?;
        u64::try_from(since_epoch.as_millis()).ok().map(Self)
    }

    /// As ISO 8601 in UTC, to the second: `2026-11-25T14:33:18Z`.
    pub fn iso_seconds(self) -> String {
        let instant = std::time::UNIX_EPOCH.checked_add(Duration::from_millis(self.0.min(LAST_MILLIS)));
        instant.map(|instant| humantime::format_rfc3339_seconds(instant).to_string()).unwrap_or_default()
    }

    /// From seconds or milliseconds since 1970, where there is no doubt which they are: from 2001 to 2286.
    pub fn from_epoch(number: f64) -> Option<Self> {
        match number {
            1e9..1e10 => Some(Self((number * 1000.0).round() as u64)),
            1e12..1e13 => Some(Self(number as u64)),
            _ => None,
        }
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

/// How the account's time runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClockSpeed {
    /// The instant at which both times were equal.
    pub since: Timestamp,
    /// Account seconds in one second.
    pub speed: f64,
}

impl ClockSpeed {
    /// RunPod's: both times are one.
    pub const REAL: Self = Self { since: Timestamp::from_millis(0), speed: 1.0 };

    /// The account's time at this instant of the wall's.
    pub fn account_time(self, wall: Timestamp) -> Timestamp {
        if self.speed == 1.0 {
            return wall;
        }
        self.since.plus(self.account_length(wall.since(self.since)))
    }

    /// So much of the account's time passes in `time` of the wall's.
    pub fn account_length(self, time: Duration) -> Duration {
        time.mul_f64(self.speed.clamp(0.0, 1e6))
    }
}

const DAY: u64 = 86_400_000;

/// A person's time zone, as it is now: minutes ahead of UTC. On the two days a year when the clocks change, the day's start
/// may be an hour off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UtcOffset(i64);

impl UtcOffset {
    /// So many minutes ahead of UTC (JavaScript's `getTimezoneOffset` says it the other way round). Beyond a day is UTC.
    pub fn ahead(minutes: i32) -> Self {
        Self(if minutes.unsigned_abs() < 24 * 60 { i64::from(minutes) * 60_000 } else { 0 })
    }

    /// Milliseconds on the person's own clocks.
    fn local(self, at: Timestamp) -> u64 {
        at.0.saturating_add_signed(self.0)
    }

    /// The last midnight, `at` included.
    pub fn midnight(self, at: Timestamp) -> Timestamp {
        let local = self.local(at);
        Timestamp((local - local % DAY).saturating_add_signed(-self.0))
    }

    /// The next time that it is `hour` o'clock after `at`.
    pub fn next(self, hour: u8, at: Timestamp) -> Timestamp {
        self.next_at(u32::from(hour.min(23)) * 60, at)
    }

    /// The next time that it is so many minutes past midnight after `at`.
    pub fn next_at(self, minutes: u32, at: Timestamp) -> Timestamp {
        let today = Timestamp(self.midnight(at).0.saturating_add(u64::from(minutes.min(24 * 60 - 1)) * 60_000));
        if today > at { today } else { Timestamp(today.0.saturating_add(DAY)) }
    }

    /// The time of day: `08:05`.
    pub fn clock(self, at: Timestamp) -> String {
        time_of_day((self.local(at) % DAY / 60_000) as u32)
    }

    /// The day on the person's calendar: `2026-11-25`.
    pub fn date(self, at: Timestamp) -> String {
        Timestamp(self.local(at)).iso_seconds().chars().take(10).collect()
    }

    /// An instant, as people say it: `at 18:05`, `tomorrow at 03:10`, `in 5 d 3 h`, `yesterday at 23:00`, `3 d 2 h ago`.
    pub fn when(self, at: Timestamp, now: Timestamp) -> String {
        let clock = || self.clock(at);
        match (self.day(at).saturating_sub(self.day(now)), self.day(now).saturating_sub(self.day(at))) {
            (0, 0) => units::today_at(clock()),
            (1, _) => units::tomorrow_at(clock()),
            (_, 1) => units::yesterday_at(clock()),
            (0, _) => units::ago(duration_text(now.since(at))),
            _ => units::from_now(duration_text(at.since(now))),
        }
    }

    /// Whether both lie on the same day of the person's.
    pub fn is_same_day(self, one: Timestamp, other: Timestamp) -> bool {
        self.day(one) == self.day(other)
    }

    fn day(self, at: Timestamp) -> u64 {
        self.local(at) / DAY
    }
}

/// A length of time in whole seconds, rounded up: who comes back a moment too early waits again.
pub fn seconds_up(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// A length of time as people say it, two units at the most: `45 s`, `3 m 40 s`, `2 h 10 m`, `3 d 4 h`. Its spaces are those
/// at which no line breaks.
pub fn duration_text(time: Duration) -> String {
    match split(time) {
        [0, 0, 0, seconds] => units::seconds(seconds),
        [0, 0, minutes, seconds] => units::minutes_seconds(minutes, seconds),
        [0, hours, minutes, _] => units::hours_minutes(hours, minutes),
        [days, hours, ..] => units::days_hours(days, hours),
    }
}

/// As [`duration_text()`], without parts that are nothing: `4 h`, not `4 h 0 m`.
pub fn length(time: Duration) -> String {
    match split(time) {
        [0, 0, minutes, 0] if minutes > 0 => units::minutes(minutes),
        [0, hours, 0, _] if hours > 0 => units::hours(hours),
        [days, 0, ..] if days > 0 => units::days(days),
        _ => duration_text(time),
    }
}

/// Days, hours, minutes and seconds.
fn split(time: Duration) -> [u64; 4] {
    let seconds = time.as_secs();
    [seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60]
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
    fn times_are_read_in_other_forms_where_there_is_no_doubt() {
        let nine = Some(Timestamp(1_795_165_200_000));
        for text in ["2026-11-20 09:00:00 +0000 UTC", "2026-11-20T09:00:00+00:00", "1795165200", "1795165200000"] {
            assert_eq!(Timestamp::parse(text), nine, "{text}");
        }
        assert_eq!(Timestamp::parse("2026-11-20 09:00:00.843 +0000 UTC"), Some(Timestamp(1_795_165_200_843)));
        assert_eq!(Timestamp::from_epoch(1_795_165_200.5), Some(Timestamp(1_795_165_200_500)));
        assert_eq!(Timestamp(1_795_165_200_500).iso_seconds(), "2026-11-20T09:00:00Z");
        assert_eq!(Timestamp(u64::MAX).iso_seconds(), "9999-12-31T23:59:59Z");
        let odd = ["0", "7", "20261120", "2026-11-20", "2026-11-20 09:00:00 +0200 CEST", "99999999999999999999", "-1"];
        assert_eq!(odd.map(Timestamp::parse), [None; 7]);
        assert_eq!([0.0, -1.5, f64::NAN, f64::INFINITY, 1e11].map(Timestamp::from_epoch), [None; 5]);
    }

    #[test]
    fn a_day_begins_at_the_persons_midnight() {
        let at = |text| Timestamp::parse(text).unwrap();
        let (berlin, new_york, kathmandu) = (UtcOffset::ahead(60), UtcOffset::ahead(-300), UtcOffset::ahead(345));
        let now = at("2026-11-20T23:30:00Z");
        assert_eq!(berlin.midnight(now), at("2026-11-20T23:00:00Z"));
        assert_eq!(new_york.midnight(now), at("2026-11-20T05:00:00Z"));
        assert_eq!(kathmandu.midnight(now), at("2026-11-20T18:15:00Z"));
        assert_eq!(berlin.midnight(at("2026-11-20T23:00:00Z")), at("2026-11-20T23:00:00Z"));
        assert_eq!(UtcOffset::ahead(-600).midnight(Timestamp(0)), Timestamp(600 * 60_000));
        assert_eq!(berlin.clock(now), "00:30");
        assert_eq!([berlin, new_york].map(|zone| zone.date(now)), ["2026-11-21", "2026-11-20"]);
        assert_eq!(berlin.when(at("2026-11-21T02:12:00Z"), now), "at 03:12");
        assert_eq!(new_york.when(at("2026-11-21T05:12:00Z"), now), "tomorrow at 00:12");
        assert_eq!(berlin.when(at("2026-11-25T02:30:00Z"), now), "in 4\u{a0}d\u{a0}3\u{a0}h");
    }

    #[test]
    fn the_next_morning_at_two_is_today() {
        let at = |text| Timestamp::parse(text).unwrap();
        let berlin = UtcOffset::ahead(60);
        assert_eq!(berlin.next(8, at("2026-11-21T01:00:00Z")), at("2026-11-21T07:00:00Z"));
        assert_eq!(berlin.next(8, at("2026-11-21T07:00:00Z")), at("2026-11-22T07:00:00Z"));
        assert_eq!(berlin.next(8, at("2026-11-20T22:30:00Z")), at("2026-11-21T07:00:00Z"));
    }

    #[test]
    fn lengths_read_as_people_say_them() {
        let said = |seconds| duration_text(Duration::from_secs(seconds));
        assert_eq!(said(45), "45\u{a0}s");
        assert_eq!(said(220), "3\u{a0}m\u{a0}40\u{a0}s");
        assert_eq!(said(7_800), "2\u{a0}h\u{a0}10\u{a0}m");
        assert_eq!(said(273_600), "3\u{a0}d\u{a0}4\u{a0}h");
        assert_eq!(
            [220, 14_400, 60].map(Duration::from_secs).map(length),
            ["3\u{a0}m\u{a0}40\u{a0}s", "4\u{a0}h", "1\u{a0}m"]
        );
    }
}
