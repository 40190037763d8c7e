//! The Retry-After header: seconds, or the date after which to come back.

use std::time::Duration;

use crate::types::time::Timestamp;

/// Nobody is made to wait longer for a number in a header.
const LONGEST: Duration = Duration::from_secs(3600);

/// The header in seconds; `None` for a date, which needs the present time.
pub(super) fn seconds(header: &str) -> Option<Duration> {
    header.trim().parse().ok().map(|seconds| Duration::from_secs(seconds).min(LONGEST))
}

/// How long the header asks to wait from `now` (the wall's time), in either form.
pub(super) fn from(now: Timestamp, header: &str) -> Option<Duration> {
    seconds(header).or_else(|| Some(date(header)?.since(now).min(LONGEST)))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`; the older forms, which no server may send, are none.
pub(super) fn date(header: &str) -> Option<Timestamp> {
    let mut parts = header.split_whitespace().skip(1);
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Timestamp::of_parts(day, month, year, time)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn wait(now: &str, header: &str) -> Option<u64> {
        from(Timestamp::parse(now).unwrap(), header).map(|wait| wait.as_secs())
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(wait("1994-11-06T08:49:00Z", " 12 "), Some(12));
        assert_eq!(wait("1994-11-06T08:49:00Z", HEADER), Some(37));
        assert_eq!(wait("1994-11-06T09:00:00Z", HEADER), Some(0), "over already");
        assert_eq!(seconds(HEADER), None);
    }

    #[test]
    fn nobody_waits_for_hours_and_nonsense_is_none() {
        assert_eq!(wait("1994-11-05T08:00:00Z", HEADER), Some(3600));
        assert_eq!(wait("1994-11-05T08:00:00Z", "999999999"), Some(3600));
        for nonsense in
            ["", "soon", "-5", "1.5", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, é6 Nov 1994 08:49:37 GMT", "a, b c"]
        {
            assert_eq!(wait("1994-11-06T08:49:00Z", nonsense), None, "{nonsense}");
        }
    }
}
