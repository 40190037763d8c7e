//! Waiting until something is so: whoever waits looks again whenever something has changed.

use std::cell::RefCell;
use std::task::{Context, Poll, Waker};

/// Those who wait.
#[derive(Default)]
pub struct Changes(RefCell<Vec<Waker>>);

impl Changes {
    /// Something has changed.
    pub fn tell(&self) {
        for waiting in self.0.take() {
            waiting.wake();
        }
    }

    /// Whoever polls this is woken by the next change.
    pub fn wait<T>(&self, context: &mut Context) -> Poll<T> {
        self.line_up(context.waker());
        Poll::Pending
    }

    fn line_up(&self, waker: &Waker) {
        let mut waiting = self.0.borrow_mut();
        if !waiting.iter().any(|other| other.will_wake(waker)) {
            waiting.push(waker.clone());
        }
    }
}
