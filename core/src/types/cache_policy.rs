//! When something that grows old is asked for: not while it is fresh, once at a time, and not again at once after a failure.

use std::time::Duration;

use crate::types::time::Timestamp;

/// What is known of the last answers. `K` is what can be asked for: an answer for another one is none for this.
#[derive(Clone, Debug)]
pub struct CachePolicy<K> {
    lasts: Option<Duration>,
    patience: Duration,
    came: Option<(K, Timestamp)>,
    failed: Option<(K, Timestamp)>,
    asking: Option<K>,
}

impl<K: Clone + PartialEq> CachePolicy<K> {
    /// An answer is fresh for as long as `lasts`, or for ever; after a failure nobody asks for as long as `patience`: no
    /// storm of requests while RunPod is down.
    pub const fn new(lasts: Option<Duration>, patience: Duration) -> Self {
        Self { lasts, patience, came: None, failed: None, asking: None }
    }

    /// Whether `key` is to be asked for now. Then it counts as asked for, and what was asked for before as overtaken.
    pub fn ask(&mut self, key: &K, now: Timestamp) -> bool {
        let younger = |than: Option<Duration>, of: &Option<(K, Timestamp)>| {
            of.as_ref().is_some_and(|(of, at)| of == key && than.is_none_or(|than| now.since(*at) < than))
        };
        let rests = younger(self.lasts, &self.came) || younger(Some(self.patience), &self.failed);
        let due = !rests && self.asking.as_ref() != Some(key);
        if due {
            self.asking = Some(key.clone());
        }
        due
    }

    /// The answer for `key` has come, well or not. Whether it still counts.
    pub fn answered(&mut self, key: &K, well: bool, now: Timestamp) -> bool {
        if self.asking.as_ref() != Some(key) {
            return false;
        }
        self.asking = None;
        let at = Some((key.clone(), now));
        match well {
            true => (self.came, self.failed) = (at, None),
            false => self.failed = at,
        }
        true
    }

    /// Whether the last answer that came well is one for `key`.
    pub fn is_of(&self, key: &K) -> bool {
        self.came.as_ref().is_some_and(|(of, _)| of == key)
    }

    /// Whether something is being asked for.
    pub fn is_asking(&self) -> bool {
        self.asking.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn prices() -> CachePolicy<char> {
        CachePolicy::new(Some(Duration::from_secs(60)), Duration::from_secs(10))
    }

    #[test]
    fn it_is_asked_for_once_and_again_when_it_is_old() {
        let mut prices = prices();
        assert!(prices.ask(&'a', at(0)));
        assert!(!prices.ask(&'a', at(500)), "it is on its way");
        assert!(prices.answered(&'a', true, at(501)));
        assert!(prices.is_of(&'a') && !prices.is_of(&'b') && !prices.is_asking());
        assert!(!prices.ask(&'a', at(560)));
        assert!(prices.ask(&'a', at(561)));
    }

    #[test]
    fn what_is_wanted_now_overtakes_what_was_wanted_before() {
        let mut prices = prices();
        assert!(prices.ask(&'a', at(0)) && prices.ask(&'b', at(1)));
        assert!(!prices.answered(&'a', true, at(2)) && !prices.is_of(&'a'));
        assert!(prices.answered(&'b', true, at(3)) && prices.is_of(&'b'));
        assert!(prices.ask(&'a', at(4)));
    }

    #[test]
    fn after_a_failure_it_rests_and_keeps_what_it_has() {
        let mut prices = prices();
        assert!(prices.ask(&'a', at(0)) && prices.answered(&'a', true, at(0)));
        assert!(prices.ask(&'a', at(60)) && prices.answered(&'a', false, at(61)));
        assert!(prices.is_of(&'a'));
        assert!(!prices.ask(&'a', at(70)) && prices.ask(&'b', at(70)), "something else may be asked for meanwhile");
        assert!(prices.answered(&'b', false, at(71)));
        assert!(prices.ask(&'a', at(71)));
    }

    #[test]
    fn some_things_last_for_ever() {
        let mut library = CachePolicy::new(None, Duration::from_secs(30));
        assert!(library.ask(&(), at(0)) && library.answered(&(), true, at(0)));
        assert!(!library.ask(&(), at(1 << 40)));
    }
}
