//! Times as texts, in both directions.

use crate::clock::{HOUR, MINUTE, Moment, SECOND};

impl Moment {
    /// To the second: `2026-11-20T09:00:00Z`.
    #[must_use]
    pub fn seconds_iso(self) -> String {
        let iso = self.iso();
        format!("{}Z", iso.get(..19).unwrap_or(&iso))
    }

    /// Reads RFC 3339, with any offset and any fraction of a second.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let mark = |at: usize, wanted: &str| text.get(at..=at).filter(|mark| wanted.contains(*mark));
        mark(4, "-").and(mark(7, "-")).and(mark(10, "Tt ")).and(mark(13, ":")).and(mark(16, ":"))?;
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let fits = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61;
        let rest = text.get(19..).filter(|_| fits)?;
        let zone_at = rest.find(['Z', 'z', '+', '-'])?;
        let (fraction, zone) = rest.split_at(zone_at);
        let ms = milliseconds(fraction)?;
        let days = days_before(year, month, day);
        let time = hour * HOUR + minute * MINUTE + second * SECOND + ms;
        Some(Self(days * 24 * HOUR + time - offset(zone)?))
    }

    /// Midnight of the first of that month; months below 1 and above 12 are those of other years.
    #[must_use]
    pub fn first_of(year: i64, month: i64) -> Self {
        let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
        Self(days_before(year, month, 1) * 24 * HOUR)
    }

    /// Its year and its month.
    #[must_use]
    pub fn year_and_month(self) -> (i64, i64) {
        let iso = self.iso();
        let part = |from: usize, to: usize| iso.get(from..to).and_then(|part| part.parse().ok()).unwrap_or(1);
        (part(0, 4), part(5, 7))
    }
}

fn milliseconds(fraction: &str) -> Option<i64> {
    if fraction.is_empty() {
        return Some(0);
    }
    let digits = fraction.strip_prefix('.').filter(|digits| !digits.is_empty())?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{digits:0<3}").get(..3)?.parse().ok()
}

fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, time) = if let Some(time) = zone.strip_prefix('+') { (1, time) } else { (-1, zone.strip_prefix('-')?) };
    let (hours, minutes) = time.split_once(':')?;
    Some(sign * (hours.parse::<i64>().ok()? * HOUR + minutes.parse::<i64>().ok()? * MINUTE))
}

/// Days since 1970, after Howard Hinnant's `days_from_civil`.
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let shifted_month = (month + 9) % 12;
    let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read() {
        for ms in [0, 951_782_400_000, 1_787_196_552_123, 1_795_435_200_000] {
            assert_eq!(Moment::read(&Moment(ms).iso()), Some(Moment(ms)));
            assert_eq!(Moment::read(&Moment(ms).seconds_iso()), Some(Moment(ms / 1_000 * 1_000)));
        }
        let at = Moment::read("2026-08-20T05:29:12.5+02:00");
        assert_eq!(at, Some(Moment(1_787_196_552_500)));
        for text in
            ["", "2026-08-20", "2026-08-20T05:29:12", "2026-13-20T05:29:12Z", "yesterday", "2026-08-20T05:29:12.Z"]
        {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }

    #[test]
    fn months_go_on_into_other_years() {
        assert_eq!(Moment::first_of(2026, 13).iso(), "2027-01-01T00:00:00.000Z");
        assert_eq!(Moment::first_of(2026, 0).iso(), "2025-12-01T00:00:00.000Z");
        assert_eq!(Moment(1_787_196_552_000).year_and_month(), (2026, 8));
    }
}
