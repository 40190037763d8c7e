//! Something of RunPod's that the page shows and that grows old: kept while it is fresh, else asked for, and after a failure
//! not at once again.

use std::time::Duration;

use launchpod_core::runpod::error::ApiError;
use launchpod_core::types::cache_policy::CachePolicy;
use leptos::task::spawn_local;

use crate::platform::clock;
use crate::platform::shared::Shared;

/// What came, followed. `K` is what can be asked for.
pub struct Cached<K: 'static, T: 'static>(Shared<Held<K, T>>);

struct Held<K, T> {
    value: Option<T>,
    freshness: CachePolicy<K>,
    trouble: Option<ApiError>,
}

impl<K, T> Clone for Cached<K, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, T> Copy for Cached<K, T> {}

impl<K: Clone + PartialEq, T> Cached<K, T> {
    /// Of something that is fresh for as long as `lasts`, or for ever.
    pub fn new(lasts: Option<Duration>, patience: Duration) -> Self {
        Self(Shared::new(Held { value: None, freshness: CachePolicy::new(lasts, patience), trouble: None }))
    }

    /// The newest, whatever it was asked for, followed; `None` before the first.
    pub fn with<R>(self, how: impl FnOnce(Option<&T>) -> R) -> R {
        self.0.with(|held| how(held.value.as_ref()))
    }

    /// The same, read this once.
    pub fn peek<R>(self, how: impl FnOnce(Option<&T>) -> R) -> R {
        self.0.peek(|held| how(held.value.as_ref()))
    }

    /// Whether the newest is what `key` asks for, followed.
    pub fn is_of(self, key: &K) -> bool {
        self.0.with(|held| held.freshness.is_of(key))
    }

    /// Whether something is on its way.
    pub fn is_asking(self) -> bool {
        self.0.peek(|held| held.freshness.is_asking())
    }

    /// Why the last could not be had, followed.
    pub fn trouble(self) -> Option<ApiError> {
        self.0.with(|held| held.trouble.clone())
    }

    /// Asks for `key`, unless that is fresh, on its way, or failed a moment ago.
    pub fn refresh<F: Future<Output = Result<T, ApiError>>>(self, key: K, ask: impl FnOnce(K) -> F + 'static) {
        if !self.0.change(|held| held.freshness.ask(&key, clock::now())) {
            return;
        }
        spawn_local(async move {
            let answer = ask(key.clone()).await;
            // What was overtaken meanwhile changes nothing.
            if !self.0.change(|held| held.freshness.answered(&key, answer.is_ok(), clock::now())) {
                return;
            }
            self.0.update(|held| match answer {
                Ok(value) => (held.value, held.trouble) = (Some(value), None),
                Err(failure) => held.trouble = Some(failure),
            });
        });
    }
}
