//! Waiting until something is so: whoever waits looks again whenever something has changed.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

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

    /// Comes back once `look` says so, now or after one of the next changes.
    pub async fn until(&self, look: &mut dyn FnMut() -> bool) {
        poll_fn(|context| {
            if look() {
                return Poll::Ready(());
            }
            let mut waiting = self.0.borrow_mut();
            if !waiting.iter().any(|other| other.will_wake(context.waker())) {
                waiting.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }
}
