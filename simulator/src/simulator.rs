//! The whole machine: one world behind one lock, one clock, and the settings that answers need.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::{Clock, Moment};
use crate::cors::CorsMode;
use crate::errors::Outcome;
use crate::money::MicroUsd;
use crate::world::World;

/// What a simulator is started with.
#[derive(Clone)]
pub struct Options {
    /// The one key that is let in.
    pub key: String,
    /// Chance is rolled from this.
    pub seed: u64,
    /// Which pages the browser lets in.
    pub cors: CorsMode,
    /// Dollars in the account.
    pub balance: f64,
}

/// A running RunPod, without its listeners.
pub struct Simulator {
    /// The time in it.
    pub clock: Clock,
    /// What it was started with.
    pub options: Options,
    world: Mutex<World>,
}

impl Simulator {
    /// A world as the seed has it, beginning at the clock's time.
    #[must_use]
    pub fn new(clock: Clock, options: Options) -> Self {
        let balance = MicroUsd::from_dollars(options.balance);
        let world = Mutex::new(World::new(options.seed, balance, clock.now()));
        Self { clock, options, world }
    }

    /// Looks at the world as it is now.
    pub(crate) fn look<T>(&self, at: impl FnOnce(&World, Moment) -> T) -> T {
        let (world, now) = self.caught_up();
        at(&world, now)
    }

    /// The one place where the world is changed from outside. `_operation` is its GraphQL name.
    pub(crate) fn act<T>(&self, _operation: &str, act: impl FnOnce(&mut World, Moment) -> Outcome<T>) -> Outcome<T> {
        let (mut world, now) = self.caught_up();
        act(&mut world, now)
    }

    fn caught_up(&self) -> (MutexGuard<'_, World>, Moment) {
        let mut world = self.world.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        world.catch_up(now);
        (world, now)
    }
}
