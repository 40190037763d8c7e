//! What lies between the tabs and RunPod, and its moods.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use launchpod_core::runpod::transport::TransportError;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Whether anything gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Up,
    /// Nothing gets through, and the browser knows at once.
    Down,
    /// Nothing gets through, and nobody says so.
    Silent,
}

/// How the way is.
#[derive(Clone, Debug)]
pub struct Weather {
    pub state: State,
    /// The longest that one way takes, in milliseconds.
    pub lag: u64,
    /// How likely the browser sends a request again that was cut off before the first byte of its answer: it does, if
    /// the connection had been used before.
    pub repeats: f64,
}

/// Chromium was seen to send one request four times.
pub const MOST_REPEATS: usize = 3;

/// The way between. Clones are the same way. Its chance is its own: the same seed makes the same world, whatever the
/// net does.
#[derive(Clone)]
pub struct Net(Arc<Mutex<(Weather, ChaCha8Rng)>>);

impl Net {
    /// Everything arrives at once.
    pub fn calm(seed: u64) -> Self {
        let weather = Weather { state: State::Up, lag: 0, repeats: 0.0 };
        Self(Arc::new(Mutex::new((weather, ChaCha8Rng::seed_from_u64(seed ^ 0x6e65_7400)))))
    }

    /// Changes what it is like from now on.
    pub fn change(&self, change: impl FnOnce(&mut Weather)) {
        change(&mut self.lock().0);
    }

    /// One way, there or back.
    pub async fn cross(&self) -> Result<(), TransportError> {
        match self.roll_lag() {
            0 => {}
            lag => tokio::time::sleep(Duration::from_millis(lag)).await,
        }
        let state = self.lock().0.state;
        match state {
            State::Up => Ok(()),
            State::Down => Err(no_access()),
            State::Silent => std::future::pending().await,
        }
    }

    /// Whether the browser sends again what was cut off.
    pub fn repeats(&self) -> bool {
        let (weather, dice) = &mut *self.lock();
        dice.random_bool(weather.repeats)
    }

    fn roll_lag(&self) -> u64 {
        let (weather, dice) = &mut *self.lock();
        if weather.lag == 0 { 0 } else { dice.random_range(0..=weather.lag) }
    }

    fn lock(&self) -> MutexGuard<'_, (Weather, ChaCha8Rng)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The browser's words, whatever the cause.
pub fn no_access() -> TransportError {
    TransportError::NoAccess("Failed to fetch".to_owned())
}
