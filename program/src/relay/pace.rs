//! How often the relay may be asked. All who ask are on this computer, so they are one.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// So many at once. A page with a thousand pods asks for a few in ten seconds.
const AT_ONCE: f64 = 200.0;
/// And from then on so many a second.
const A_SECOND: f64 = 20.0;

/// How many may still come now.
#[derive(Debug, Default)]
pub struct Pace(Mutex<Option<(f64, Instant)>>);

impl Pace {
    /// Whether one more may pass now.
    pub fn takes_one(&self, now: Instant) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let left = state.map_or(AT_ONCE, |(left, at)| {
            let since = now.saturating_duration_since(at).as_secs_f64();
            (left + since * A_SECOND).min(AT_ONCE)
        });
        let takes = left >= 1.0;
        *state = Some((if takes { left - 1.0 } else { left }, now));
        takes
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn passed(pace: &Pace, now: Instant) -> usize {
        (0..1000).filter(|_| pace.takes_one(now)).count()
    }

    #[test]
    fn many_may_come_at_once_and_then_a_few_a_second() {
        let (pace, start) = (Pace::default(), Instant::now());
        assert_eq!(passed(&pace, start), 200);
        assert_eq!(passed(&pace, start + Duration::from_millis(500)), 10);
        assert_eq!(passed(&pace, start + Duration::from_millis(540)), 0);
        assert_eq!(passed(&pace, start + Duration::from_secs(3600)), 200, "no more are kept for later");
    }
}
