//! The browser as the engine's host. The journal is in local storage, which other tabs see at once, and in IndexedDB, which
//! a browser that dies keeps. Each record has a lock of its own, which the browser gives to one tab at a time and takes back
//! when that tab is gone.

use std::cell::OnceCell;
use std::time::Duration;

use launchpod_core::engine::{Changes, Engine, Grant, Host, Work};
use launchpod_core::runpod::fetch_transport::{FetchTransport, told_time};
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::web_clock::WebClock;
use launchpod_core::state::journal::{Repair, STORAGE_SETTLE_TIME, repairs};
use launchpod_core::types::time::Timestamp;
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;

use crate::platform::browser::{self, local_storage};
use crate::platform::locks::{Held, hold};
use crate::platform::{clock, indexed_db};

/// Stands in IndexedDB once it holds all that local storage does.
const MIRRORED: &str = "mirrored";

/// The page in one tab.
#[derive(Default)]
pub struct WebHost {
    show: OnceCell<Box<dyn Fn(Changes)>>,
}

/// The engine of the page: a handle that lives as long as the page does.
pub type PageEngine = &'static SendWrapper<Engine<WebHost>>;

impl WebHost {
    /// From now on `show` is told of what changes.
    pub fn tell(&self, show: impl Fn(Changes) + 'static) {
        _ = self.show.set(Box::new(show));
    }
}

impl Host for WebHost {
    type Transport = RateLimited<FetchTransport, WebClock>;
    type Lock = Held;

    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn sleep(&self, time: Duration) -> Work<'static, ()> {
        Box::pin(clock::pause(time))
    }

    fn chance(&self) -> f64 {
        browser::chance()
    }

    fn random_bits(&self) -> Option<u128> {
        browser::random_bits()
    }

    fn is_hidden(&self) -> bool {
        browser::is_hidden()
    }

    fn server_time(&self) -> Option<(Timestamp, Timestamp)> {
        told_time()
    }

    fn spawn(&self, work: Work<'static, ()>) {
        spawn_local(work);
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn list(&self, prefix: &str) -> Work<'_, Option<Vec<(String, String)>>> {
        let all = all(prefix);
        Box::pin(std::future::ready(all))
    }

    fn get(&self, key: &str) -> Work<'_, Option<String>> {
        let text = local_storage().and_then(|storage| storage.get_item(key).ok().flatten());
        Box::pin(std::future::ready(text))
    }

    fn set(&self, key: &str, text: &str) -> Work<'_, bool> {
        let kept = set(key, text);
        let (key, text) = (key.to_owned(), text.to_owned());
        spawn_local(async move {
            indexed_db::put(&key, &text).await;
        });
        Box::pin(std::future::ready(kept))
    }

    fn set_durably(&self, key: &str, text: &str) -> Work<'_, bool> {
        let kept = set(key, text);
        let (key, text) = (key.to_owned(), text.to_owned());
        Box::pin(async move {
            indexed_db::put(&key, &text).await;
            kept
        })
    }

    fn delete(&self, key: &str) -> Work<'_, ()> {
        if let Some(storage) = local_storage() {
            let _ = storage.remove_item(key);
        }
        let key = key.to_owned();
        spawn_local(async move {
            indexed_db::remove(&key).await;
        });
        Box::pin(std::future::ready(()))
    }

    fn repair(&self, prefix: &str) -> Work<'_, ()> {
        let prefix = prefix.to_owned();
        Box::pin(async move { _ = repair(&prefix).await })
    }

    fn try_lock(&self, name: &str) -> Work<'_, Option<Grant<Held>>> {
        let name = name.to_owned();
        Box::pin(async move {
            let held = hold(&name, false).await?;
            Some(if held.is_real() { Grant::Exclusive(held) } else { Grant::Unguarded })
        })
    }

    fn released(&self, name: &str) -> Option<Work<'_, ()>> {
        let name = name.to_owned();
        Some(Box::pin(async move { drop(hold(&name, true).await) }))
    }

    fn changed(&self, changes: Changes) {
        if let Some(show) = self.show.get() {
            show(changes);
        }
    }
}

fn set(key: &str, text: &str) -> bool {
    local_storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// All keys that begin with `prefix`, with their texts.
fn all(prefix: &str) -> Option<Vec<(String, String)>> {
    let storage = local_storage()?;
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|at| storage.key(at).ok().flatten());
    let own = keys.filter(|key| key.starts_with(prefix));
    Some(own.filter_map(|key| storage.get_item(&key).ok()?.map(|text| (key, text))).collect())
}

/// Puts right in local storage what a browser that died has not brought to disk. `None` where nothing was to be done.
async fn repair(prefix: &str) -> Option<()> {
    let before = indexed_db::all(prefix).await?;
    let local = rest(prefix, all(prefix)?);
    let at = |key: &str| format!("{prefix}{key}");
    if before.iter().all(|(key, _)| key != MIRRORED) {
        // Written by a build that knew local storage alone.
        for (key, text) in &local {
            indexed_db::put(&at(key), text).await;
        }
        indexed_db::put(&at(MIRRORED), "1").await;
        return None;
    }
    let agrees = |(key, text): &(String, String)| before.iter().any(|(other, kept)| other == key && kept == text);
    if local.len() + 1 == before.len() && local.iter().all(agrees) {
        return None;
    }
    // What another tab changes just now must not be taken for what was lost.
    clock::pause(STORAGE_SETTLE_TIME).await;
    let after = indexed_db::all(prefix).await?;
    let storage = local_storage()?;
    for repair in repairs(&rest(prefix, all(prefix)?), &before, &after, clock::now()) {
        match repair {
            Repair::Put(key, text) => _ = storage.set_item(&at(&key), &text),
            Repair::Remove(key) => _ = storage.remove_item(&at(&key)),
            Repair::Mirror(key, text) => _ = indexed_db::put(&at(&key), &text).await,
        }
    }
    Some(())
}

/// The keys without their prefix.
fn rest(prefix: &str, all: Vec<(String, String)>) -> Vec<(String, String)> {
    all.into_iter().filter_map(|(key, text)| Some((key.strip_prefix(prefix)?.to_owned(), text))).collect()
}
