//! What the engine needs of the program that it runs in.

use std::pin::Pin;
use std::time::Duration;

use crate::engine::changes::Changes;
use crate::runpod::error::ApiError;
use crate::runpod::transport::Transport;
use crate::state::{AccountState, Event};
use crate::types::time::Timestamp;

/// Work under way. Boxed, so that each kind of work is compiled once, and whoever waits for it is small.
pub type Work<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A lock that was given.
pub enum Grant<L> {
    /// Nobody else has it until this is dropped.
    Exclusive(L),
    /// The host has no locks: somebody else may act at the same time.
    Unguarded,
}

/// A program that runs the engine: the page in a browser, the npm module, or a test in virtual time. It decides nothing.
///
/// Storage is the journal's, and may be shared with other programs, or other tabs of the page. What one of them writes may
/// be seen by the others up to [`STORAGE_SETTLE_TIME`](crate::state::journal::STORAGE_SETTLE_TIME) later. All keys are whole: they begin with the
/// journal's prefix.
pub trait Host: 'static {
    /// How requests travel.
    type Transport: Transport + Clone + 'static;
    /// What holds a lock until it is dropped, or until the program ends, however it does.
    type Lock: 'static;

    /// Whether it wants to be told of [`Changes`]; if not, nothing is compiled that finds them.
    const SHOWS_CHANGES: bool = true;

    /// This computer's time.
    fn now(&self) -> Timestamp;

    /// Comes back when `time` is over.
    fn sleep(&self, time: Duration) -> Work<'static, ()>;

    /// A random number from 0 to 1, which spreads waits.
    fn chance(&self) -> f64;

    /// 128 random bits, from a source that makes tags unique; `None` where there is none.
    fn random_bits(&self) -> Option<u128>;

    /// Whether the person does not see the program: then it asks less often.
    fn is_hidden(&self) -> bool;

    /// RunPod's own time and this computer's when an answer brought it, once for each answer that did.
    fn server_time(&self) -> Option<(Timestamp, Timestamp)> {
        None
    }

    /// Lets work go on by itself.
    fn spawn(&self, work: Work<'static, ()>);

    /// Whether other programs may use the same storage.
    fn is_shared(&self) -> bool;

    /// All keys that begin with `prefix`, with their texts; `None` where they can't be read.
    fn list(&self, prefix: &str) -> Work<'_, Option<Vec<(String, String)>>>;

    /// The text under a key.
    fn get(&self, key: &str) -> Work<'_, Option<String>>;

    /// Puts a text under a key. Whether that could be done.
    fn set(&self, key: &str, text: &str) -> Work<'_, bool>;

    /// The same, and comes back when the text survives the death of the program.
    fn set_durably(&self, key: &str, text: &str) -> Work<'_, bool> {
        self.set(key, text)
    }

    /// Takes a key and its text out.
    fn delete(&self, key: &str) -> Work<'_, ()>;

    /// Puts right what a program that died has left half done below `prefix`.
    fn repair(&self, _prefix: &str) -> Work<'_, ()> {
        Box::pin(std::future::ready(()))
    }

    /// Asks for a lock; `None` where somebody else has it.
    fn try_lock(&self, name: &str) -> Work<'_, Option<Grant<Self::Lock>>>;

    /// Comes back when a lock may be free; `None` where the host can't tell. Then the engine tries again after each list.
    fn released(&self, _name: &str) -> Option<Work<'_, ()>> {
        None
    }

    /// Something has changed that the person, or the calling program, may see.
    fn changed(&self, _changes: Changes) {}

    /// Whether this host wants to be told of each event.
    fn observes(&self) -> bool {
        false
    }

    /// The state has taken an event in.
    fn observe(&self, _event: &Event<ApiError>, _state: &AccountState<ApiError>) {}
}
