//! Time and chance of the browser, or of Node.

use std::cell::Cell;
use std::time::Duration;

use js_sys::{Date, Function, Math, Promise, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::runpod::rate_limited::Timing;
use crate::types::time::Timestamp;

thread_local! {
    /// The latest time that was told, and by how much the clock was put back since.
    static LATEST: Cell<(f64, f64)> = const { Cell::new((0.0, 0.0)) };
}

/// The wall's time now. It never goes back: answers are told to be newer or older by it, and a clock that is put right
/// in between must not make a fresh list look overtaken.
pub fn now() -> Timestamp {
    let (latest, behind) = LATEST.get();
    let wall = Date::now();
    let behind = behind.max(latest - wall);
    LATEST.set((wall + behind, behind));
    Timestamp::from_millis((wall + behind) as u64)
}

/// Reads the clock and waits with its timers.
#[derive(Clone, Copy, Debug, Default)]
pub struct WebClock;

impl Timing for WebClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(Date::now() as u64)
    }

    async fn sleep(&self, time: Duration) {
        let mut timer = Timer(None);
        let over = Promise::new(&mut |resolve, _| match set_timeout(&resolve, time) {
            Ok(handle) => timer.0 = Some(handle),
            // Where there is no timer there is nothing to wait with.
            Err(_) => drop(resolve.call0(&JsValue::UNDEFINED)),
        });
        let _ = JsFuture::from(over).await;
    }

    fn chance(&self) -> f64 {
        Math::random()
    }

    fn is_out_of_sight(&self) -> bool {
        let state = Reflect::get(&global(), &"document".into())
            .and_then(|document| Reflect::get(&document, &"visibilityState".into()));
        state.is_ok_and(|state| state == "hidden")
    }
}

/// A timer that is called off when nobody waits for it any more: it would keep a Node program from ending.
struct Timer(Option<JsValue>);

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some(handle), Ok(clear)) = (&self.0, of_global("clearTimeout")) {
            let _ = clear.call1(&JsValue::UNDEFINED, handle);
        }
    }
}

// From the global scope and not from a window, as fetch is.
fn set_timeout(then: &Function, time: Duration) -> Result<JsValue, JsValue> {
    of_global("setTimeout")?.call2(&JsValue::UNDEFINED, then, &(time.as_millis() as f64).into())
}

fn of_global(name: &str) -> Result<Function, JsValue> {
    Reflect::get(&global(), &name.into())?.dyn_into()
}
