//! When to ask RunPod next: fast while something moves, slow while nothing does, hardly at all in a hidden tab, backing
//! off after errors and as RunPod asks.

use std::time::Duration;

const MOVING: Duration = Duration::from_secs(3);
const STILL: Duration = Duration::from_secs(15);
const HIDDEN: Duration = Duration::from_secs(60);
const HIDDEN_MOVING: Duration = Duration::from_secs(15);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(120);
/// 2 to this power times the ordinary wait is past the longest back-off anyway.
const MOST_DOUBLINGS: u32 = 6;

/// What the next wait depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PollInterval {
    /// A pod is on its way up, or something was asked and is not confirmed.
    pub moving: bool,
    /// The tab is not in sight.
    pub hidden: bool,
    /// Failed requests in a row.
    pub failures: u32,
    /// What RunPod asked us to wait after the last one.
    pub retry_after: Option<Duration>,
}

impl PollInterval {
    /// How long to wait before the next request. `chance` is a random number from 0 to 1: after failures it spreads
    /// the waits of many pages by up to a quarter.
    pub fn wait(self, chance: f64) -> Duration {
        let ordinary = match (self.hidden, self.moving) {
            (false, true) => MOVING,
            (false, false) => STILL,
            (true, true) => HIDDEN_MOVING,
            (true, false) => HIDDEN,
        };
        if self.failures == 0 {
            return ordinary;
        }
        let doubled = ordinary * 2u32.pow(self.failures.min(MOST_DOUBLINGS));
        let wait = doubled.min(LONGEST_BACK_OFF).max(self.retry_after.unwrap_or_default());
        wait.mul_f64(1.0 + chance.clamp(0.0, 1.0) / 4.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_that_watches_asks_often_and_a_hidden_one_hardly() {
        let waits = |moving, hidden| PollInterval { moving, hidden, ..PollInterval::default() }.wait(0.0).as_secs();
        assert_eq!([waits(true, false), waits(false, false), waits(true, true), waits(false, true)], [3, 15, 15, 60]);
    }

    #[test]
    fn runpods_own_wish_is_kept() {
        let wish = Some(Duration::from_secs(300));
        let pulse = PollInterval { failures: 1, retry_after: wish, moving: true, ..PollInterval::default() };
        assert_eq!(pulse.wait(0.0), Duration::from_secs(300));
    }

    proptest! {
        #[test]
        fn waits_grow_with_failures_and_stay_within_bounds(
            moving: bool, hidden: bool, failures in 0u32..1000, chance in 0f64..1.0,
        ) {
            let pulse = |failures| PollInterval { moving, hidden, failures, retry_after: None };
            prop_assert!(pulse(failures).wait(0.0) <= pulse(failures + 1).wait(0.0));
            let wait = pulse(failures).wait(chance);
            prop_assert!(wait >= MOVING && wait <= LONGEST_BACK_OFF.mul_f64(1.25));
        }
    }
}
