//! Two times: the wall's, for waiting, and the account's, for money and uptimes. They differ only against a simulator that
//! was told to run faster.

use std::cell::Cell;
use std::time::Duration;

use launchpod_core::domain::time::Timestamp;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

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

thread_local! {
    /// The latest time that was told, and by how much the browser's clock was put back since.
    static LATEST: Cell<(f64, f64)> = const { Cell::new((0.0, 0.0)) };
}

/// The wall's time now. It never goes back: answers are told to be newer or older by it, and a clock that is put right
/// in between must not make a fresh list look overtaken.
pub fn now() -> Timestamp {
    let (latest, behind) = LATEST.get();
    let wall = js_sys::Date::now();
    let behind = behind.max(latest - wall);
    LATEST.set((wall + behind, behind));
    Timestamp::from_millis((wall + behind) as u64)
}

/// Comes back after this long.
pub async fn pause(length: Duration) {
    let mut over = |resolve: js_sys::Function, _| set_timeout(move || drop(resolve.call0(&JsValue::NULL)), length);
    _ = JsFuture::from(js_sys::Promise::new(&mut over)).await;
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

    /// The account's time at an instant of the wall's.
    pub fn account_at(self, wall: Timestamp) -> Timestamp {
        self.pace.account_time(wall)
    }

    /// So much of the account's time passes in `time`.
    pub fn account_length(self, time: Duration) -> Duration {
        time.mul_f64(self.pace.speed.clamp(0.0, 1e6))
    }

    /// The account's time at this very moment.
    pub fn account_now(self) -> Timestamp {
        self.pace.account_time(now())
    }
}
