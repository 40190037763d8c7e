//! A transport that keeps to the allowed rate: requests wait for their turn, and RunPod's 429 holds them all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::runpod::rate_limit::{RateLimiter, Urgency};
use crate::runpod::retry_after;
use crate::runpod::transport::{Opened, Request, Response, StreamTransport, Transport, TransportError};
use crate::types::time::{Timestamp, seconds_up};

/// Time and chance, which core does not have by itself.
#[allow(async_fn_in_trait, reason = "a page has one thread: no future is sent anywhere")]
pub trait Timing {
    /// The wall's time.
    fn now(&self) -> Timestamp;
    /// Comes back when `time` is over.
    async fn sleep(&self, time: Duration);
    /// A random number from 0 to 1.
    fn chance(&self) -> f64;
    /// Whether nobody sees the page: it may be gone in a moment.
    fn is_out_of_sight(&self) -> bool;
}

/// Sends through `T` at the allowed rate. Clones share the allowance, behind a lock only because views keep the client in
/// signals that want it so.
#[derive(Clone, Debug, Default)]
pub struct RateLimited<T, C> {
    transport: T,
    timing: C,
    allowance: Arc<Mutex<RateLimiter>>,
}

impl<T: Transport, C: Timing> Transport for RateLimited<T, C> {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        if let Some(wait) = self.turn(&request).await {
            return Ok(not_sent(wait));
        }
        let mut answer = self.transport.send(request).await;
        if let Ok(response) = &mut answer {
            self.learn(response);
        }
        answer
    }
}

impl<T: StreamTransport, C: Timing> StreamTransport for RateLimited<T, C> {
    type Bytes = T::Bytes;

    async fn open(&self, request: Request) -> Result<Opened<T::Bytes>, TransportError> {
        if let Some(wait) = self.turn(&request).await {
            return Ok(Opened::Answer(not_sent(wait)));
        }
        let mut opened = self.transport.open(request).await;
        if let Ok(Opened::Answer(response)) = &mut opened {
            self.learn(response);
        }
        opened
    }
}

impl<T, C: Timing> RateLimited<T, C> {
    /// Nothing was sent yet.
    pub fn new(transport: T, timing: C) -> Self {
        Self { transport, timing, allowance: Arc::default() }
    }

    /// Comes back with nothing when it is the request's turn, and with the wait if that is longer than the request bears.
    async fn turn(&self, request: &Request) -> Option<Duration> {
        loop {
            let now = self.timing.now();
            let asked = self.allowance().ask(now, self.urgency(request));
            let wait = asked.err()?;
            if wait > patience(request) {
                return Some(wait);
            }
            self.timing.sleep(wait).await;
        }
    }

    /// Whoever ends a pod and leaves the page means it, and there may be no later.
    fn urgency(&self, request: &Request) -> Urgency {
        match request.outlives_page && self.timing.is_out_of_sight() {
            true => Urgency::AtOnce,
            false => request.urgency,
        }
    }

    fn allowance(&self) -> MutexGuard<'_, RateLimiter> {
        self.allowance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn learn(&self, response: &mut Response) {
        let now = self.timing.now();
        // Only here is the time known: whoever reads the response further on gets seconds.
        let wait = response.retry_after.as_deref().and_then(|header| retry_after::from(now, header));
        response.retry_after = wait.map(|wait| seconds_up(wait).to_string());
        let mut allowance = self.allowance();
        match response.status {
            429 => allowance.refused(now, wait, self.timing.chance()),
            200..300 => allowance.accepted(now),
            _ => {}
        }
    }
}

/// What must outlive the page is not held here, where it would be lost with the page: its owner keeps it and asks again.
fn patience(request: &Request) -> Duration {
    match request.outlives_page {
        true => Duration::ZERO,
        false => request.timeout,
    }
}

/// RunPod's own answer, given for it: the person reads how long to wait instead of seeing nothing happen.
fn not_sent(wait: Duration) -> Response {
    let body = "It was not sent, to keep to RunPod's limit of requests.".into();
    Response { status: 429, retry_after: Some(seconds_up(wait).to_string()), body }
}
