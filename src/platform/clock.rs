//! Two times: the wall's, for waiting, and the account's, for money and uptimes. They differ only against a simulator that
//! was told to run faster.

use std::time::Duration;

use launchpod_core::types::time::Timestamp;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::platform::shared::Shared;

pub use launchpod_core::runpod::web_clock::now;
pub use launchpod_core::types::time::ClockSpeed;

const TICK: Duration = Duration::from_secs(1);

/// Comes back after this long.
pub async fn pause(length: Duration) {
    let mut over = |resolve: js_sys::Function, _| set_timeout(move || drop(resolve.call0(&JsValue::NULL)), length);
    _ = JsFuture::from(js_sys::Promise::new(&mut over)).await;
}

/// Time that views can follow, by the second.
#[derive(Clone, Copy)]
pub struct Clock {
    wall: Shared<Timestamp>,
    pace: ClockSpeed,
}

impl Clock {
    /// A clock that ticks until its owner goes.
    pub fn start(pace: ClockSpeed) -> Self {
        let wall = Shared::new(now());
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
        self.pace.account_length(time)
    }

    /// The account's time at this very moment.
    pub fn account_now(self) -> Timestamp {
        self.pace.account_time(now())
    }
}
