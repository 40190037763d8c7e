//! Waiting until something is so: whoever waits looks again whenever something has changed.

use std::cell::RefCell;
use std::task::{Context, Poll, Waker};

/// Those who wait.
#[derive(Default)]
pub(super) struct Waiters(RefCell<Vec<Waker>>);

impl Waiters {
    /// Something has changed.
    pub(super) fn notify(&self) {
        for waiting in self.0.take() {
            waiting.wake();
        }
    }

    /// Whoever polls this is woken by the next change.
    pub(super) fn wait<T>(&self, context: &Context) -> Poll<T> {
        let mut waiting = self.0.borrow_mut();
        if !waiting.iter().any(|other| other.will_wake(context.waker())) {
            waiting.push(context.waker().clone());
        }
        Poll::Pending
    }
}
