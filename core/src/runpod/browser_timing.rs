//! The browser's time and chance.

use std::time::Duration;

use js_sys::{Date, Function, Math, Promise, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::paced::Timing;
use crate::domain::time::Timestamp;

/// Reads the browser's clock and waits with its timers.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserTiming;

impl Timing for BrowserTiming {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(Date::now() as u64)
    }

    async fn sleep(&self, time: Duration) {
        let over = Promise::new(&mut |resolve, _| {
            // Where there is no timer there is nothing to wait with.
            if set_timeout(&resolve, time).is_err() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
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

// From the global scope and not from a window, as fetch is.
fn set_timeout(then: &Function, time: Duration) -> Result<JsValue, JsValue> {
    let timer: Function = Reflect::get(&global(), &"setTimeout".into())?.dyn_into()?;
    timer.call2(&JsValue::UNDEFINED, then, &(time.as_millis() as f64).into())
}
