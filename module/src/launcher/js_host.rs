//! JavaScript as the engine's host: the journal in whatever store the program gave, time, chance and the network.

use std::time::Duration;

use js_sys::{Array, Function, Math};
use launchpod_core::engine::{Grant, Host, Work};
use launchpod_core::runpod::fetch_transport::{FetchTransport, told_time};
use launchpod_core::runpod::rate_limited::{RateLimited, Timing};
use launchpod_core::runpod::web_clock::{WebClock, now};
use launchpod_core::types::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::js;

/// The program that uses the module.
pub struct JsHost {
    pub js: js::Host,
}

/// A lock that this program has until this is dropped.
pub struct Lock(Option<Function>);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = &self.0 {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }
}

impl Host for JsHost {
    type Transport = RateLimited<FetchTransport, WebClock>;
    type Lock = Lock;
    const SHOWS_CHANGES: bool = false;

    fn now(&self) -> Timestamp {
        now()
    }

    fn sleep(&self, time: Duration) -> Work<'static, ()> {
        Box::pin(WebClock.sleep(time))
    }

    fn chance(&self) -> f64 {
        Math::random()
    }

    fn random_bits(&self) -> Option<u128> {
        js::random_bits()
    }

    /// A program wants to know as soon in a tab out of sight as in one in sight.
    fn is_hidden(&self) -> bool {
        false
    }

    fn server_time(&self) -> Option<(Timestamp, Timestamp)> {
        told_time()
    }

    fn spawn(&self, work: Work<'static, ()>) {
        spawn_local(work);
    }

    fn is_shared(&self) -> bool {
        self.js.shared()
    }

    fn list(&self, prefix: &str) -> Work<'_, Option<Vec<(String, String)>>> {
        let prefix = prefix.to_owned();
        Box::pin(async move {
            let keys: Array = JsFuture::from(self.js.keys()).await.ok()?.dyn_into().ok()?;
            let mut texts = vec![];
            for key in keys.iter().filter_map(|key| key.as_string()).filter(|key| key.starts_with(&prefix)) {
                let text = self.get(&key).await;
                texts.extend(text.map(|text| (key, text)));
            }
            Some(texts)
        })
    }

    fn get(&self, key: &str) -> Work<'_, Option<String>> {
        let text = JsFuture::from(self.js.get(key));
        Box::pin(async move { text.await.ok()?.as_string() })
    }

    fn set(&self, key: &str, text: &str) -> Work<'_, bool> {
        let written = JsFuture::from(self.js.set(key, text));
        Box::pin(async move { written.await.is_ok() })
    }

    fn delete(&self, key: &str) -> Work<'_, ()> {
        let gone = JsFuture::from(self.js.erase(key));
        Box::pin(async move { drop(gone.await) })
    }

    fn try_lock(&self, name: &str) -> Work<'_, Option<Grant<Lock>>> {
        let asked = JsFuture::from(self.js.lock(name));
        Box::pin(async move {
            match asked.await {
                Ok(lock) if lock.is_null() => None,
                Ok(lock) => Some(Grant::Exclusive(Lock(lock.dyn_into().ok()))),
                // A store that gives no locks is treated as if this program were its only one.
                Err(_) => Some(Grant::Exclusive(Lock(None))),
            }
        })
    }
}
