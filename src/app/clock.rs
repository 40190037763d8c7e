//! Two times: the wall's, for waiting, and the account's, for money and uptimes. They differ only against a simulator that
//! was told to run faster.

use std::time::Duration;

use launchpod_core::domain::time::Timestamp;
use leptos::prelude::*;

use super::watched::Watched;

const TICK: Duration = Duration::from_secs(1);

/// How the account's time runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// The instant at which both times were equal.
    pub since: Timestamp,
    /// Account seconds in one second.
    pub speed: f64,
}

impl Pace {
    /// RunPod's: both times are one.
    pub const REAL: Self = Self { since: Timestamp::from_millis(0), speed: 1.0 };

    /// The account's time at this instant of the wall's.
    pub fn account_time(self, wall: Timestamp) -> Timestamp {
        if self.speed == 1.0 {
            return wall;
        }
        self.since.plus(wall.since(self.since).mul_f64(self.speed.clamp(0.0, 1e6)))
    }
}

/// The wall's time now.
pub fn now() -> Timestamp {
    Timestamp::from_millis(js_sys::Date::now() as u64)
}

/// Time that views can follow, by the second.
#[derive(Clone, Copy)]
pub struct Clock {
    wall: Watched<Timestamp>,
    pace: Pace,
}

impl Clock {
    /// A clock that ticks until its owner goes.
    pub fn start(pace: Pace) -> Self {
        let wall = Watched::new(now());
        if let Ok(ticking) = set_interval_with_handle(move || wall.set(now()), TICK) {
            on_cleanup(move || ticking.clear());
        }
        Self { wall, pace }
    }

    /// The wall's time, followed.
    pub fn wall(self) -> Timestamp {
        self.wall.get()
    }

    /// The account's time, followed.
    pub fn account(self) -> Timestamp {
        self.pace.account_time(self.wall.get())
    }

    /// The account's time at this very moment.
    pub fn account_now(self) -> Timestamp {
        self.pace.account_time(now())
    }
}
