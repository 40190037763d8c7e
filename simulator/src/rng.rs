//! Random numbers from one seed, so that a run can be repeated.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The one source of chance.
pub struct SeededRng(ChaCha8Rng);

impl SeededRng {
    pub fn seeded(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    /// As `between`, for counts.
    pub fn count(&mut self, low: i32, high: i32) -> i32 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    /// True so many times out of a hundred.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.0.random_range(0..100) < percent
    }

    /// True with that probability; a sure thing rolls nothing.
    pub fn chance(&mut self, probability: f64) -> bool {
        probability >= 1.0 || self.0.random_bool(probability.max(0.0))
    }

    /// A random UUID.
    pub fn uuid(&mut self) -> String {
        let (high, low): (u64, u64) = (self.0.random(), self.0.random());
        let (first, second, third) = (high >> 32, high >> 16 & 0xffff, high & 0xfff);
        let (fourth, last) = (low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
        format!("{first:08x}-{second:04x}-4{third:03x}-{fourth:04x}-{last:012x}")
    }

    /// A name as RunPod makes them: lower-case letters and digits.
    pub fn id(&mut self, length: usize) -> String {
        const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        let mut letter = || {
            let index = self.0.random_range(0..LETTERS.len());
            LETTERS.get(index).copied().map_or('x', char::from)
        };
        (0..length).map(|_| letter()).collect()
    }
}
