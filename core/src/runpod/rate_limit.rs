//! How often RunPod may be asked. Its quota for REST v2 is 60 requests a minute, 3000 an hour and 50 000 a day; GraphQL has
//! no published one. One request in 2 s and at most 24 in a row is under all three: 54 a minute, 1824 an hour, 43 224 a day.

use std::time::Duration;

use crate::types::time::Timestamp;

/// One request in this time, for as long as it goes on.
const EACH: Duration = Duration::from_secs(2);
/// After a pause this many may go in a row.
const BURST: u32 = 24;
/// As many of them are no reads', so that an act never waits for reads.
const KEPT_FOR_ACTS: u32 = 8;
const FIRST_BACK_OFF: Duration = Duration::from_secs(5);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(120);

/// How much waiting a request bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// It only reads: it can wait.
    Read,
    /// It changes something: it goes before all reads.
    Act,
    /// It goes now or never, as the page is being left: it is counted, and not held.
    AtOnce,
}

/// What may be sent, kept as two instants.
#[derive(Clone, Copy, Debug, Default)]
pub struct RateLimiter {
    /// When all that was sent would have been sent at one request in [`EACH`].
    caught_up: Timestamp,
    /// RunPod asked for silence until then.
    silent_until: Timestamp,
    /// Times in a row that it asked for fewer requests.
    refusals: u32,
    /// The last time that was told, by which a clock that is set back is known.
    seen: Timestamp,
}

impl RateLimiter {
    /// Whether a request may go now; then it is counted. Else how long to wait before asking here again.
    ///
    /// # Errors
    /// The wait, never zero.
    pub fn ask(&mut self, now: Timestamp, urgency: Urgency) -> Result<(), Duration> {
        self.follow(now);
        let wait = self.wait(now, urgency);
        if !wait.is_zero() {
            return Err(wait);
        }
        self.caught_up = self.caught_up.max(now).plus(EACH);
        Ok(())
    }

    /// RunPod asked for fewer requests: nothing goes for as long as it says, or for a back-off that doubles. `chance` is
    /// a random number from 0 to 1: it adds up to a quarter, so that many pages do not come back at once.
    pub fn refused(&mut self, now: Timestamp, retry_after: Option<Duration>, chance: f64) {
        self.follow(now);
        // Of several requests under way together each is refused: that is one refusal.
        if retry_after.is_none() && now < self.silent_until {
            return;
        }
        let wait = retry_after.unwrap_or_else(|| back_off(self.refusals));
        let wait = wait.mul_f64(1.0 + chance.clamp(0.0, 1.0) / 4.0);
        self.refusals = self.refusals.saturating_add(1);
        self.silent_until = self.silent_until.max(now.plus(wait));
        // Afterwards the reads begin one by one; acts need not.
        self.caught_up = self.caught_up.max(now.plus(EACH * (BURST - KEPT_FOR_ACTS)));
    }

    /// RunPod answered as it should.
    pub fn accepted(&mut self, now: Timestamp) {
        if now >= self.silent_until {
            self.refusals = 0;
        }
    }

    fn wait(&self, now: Timestamp, urgency: Urgency) -> Duration {
        let in_a_row = match urgency {
            Urgency::Read => BURST - KEPT_FOR_ACTS,
            Urgency::Act => BURST,
            Urgency::AtOnce => return Duration::ZERO,
        };
        let for_the_rate = self.caught_up.since(now.plus(EACH * (in_a_row - 1)));
        for_the_rate.max(self.silent_until.since(now))
    }

    /// A clock that is set back takes both instants with it: else nothing would go until it is as late again.
    fn follow(&mut self, now: Timestamp) {
        let back = self.seen.since(now);
        self.caught_up = self.caught_up.minus(back);
        self.silent_until = self.silent_until.minus(back);
        self.seen = now;
    }
}

fn back_off(refusals: u32) -> Duration {
    // 2 to the fifth is past the longest already.
    (FIRST_BACK_OFF * 2u32.pow(refusals.min(5))).min(LONGEST_BACK_OFF)
}

#[cfg(test)]
mod tests;
