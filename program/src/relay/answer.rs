//! An answer on its way to the page, bit by bit as it comes.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep};

/// How long nothing may come of an answer that is to end.
const SILENCE: Duration = Duration::from_secs(60);
/// And of a log, which may be still for long. The page asks again from where it was.
const STREAM_SILENCE: Duration = Duration::from_secs(300);
/// Twenty thousand pods are a fifth of it. A log has no end.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The body of an answer; it breaks off where it says nothing for too long or never ends.
pub struct Guarded {
    body: Incoming,
    left: u64,
    silence: Duration,
    alarm: Pin<Box<Sleep>>,
}

impl Guarded {
    /// The body of an answer with these headers.
    #[must_use]
    pub fn new(body: Incoming, headers: &HeaderMap) -> Self {
        let kind = headers.get(CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
        let (silence, left) = match kind.starts_with(b"text/event-stream") {
            true => (STREAM_SILENCE, u64::MAX),
            false => (SILENCE, MOST_BYTES),
        };
        Self { body, left, silence, alarm: Box::pin(sleep(silence)) }
    }
}

impl Body for Guarded {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) else {
            ready!(self.alarm.as_mut().poll(context));
            return Poll::Ready(Some(Err(ErrorKind::TimedOut.into())));
        };
        let silence = self.silence;
        self.alarm.as_mut().reset(Instant::now() + silence);
        // What follows a body (trailers) is on no list.
        let data = match frame {
            Some(Ok(frame)) => frame.into_data().ok(),
            Some(Err(_)) => return Poll::Ready(Some(Err(ErrorKind::ConnectionAborted.into()))),
            None => None,
        };
        let Some(data) = data else { return Poll::Ready(None) };
        match self.left.checked_sub(data.len() as u64) {
            Some(left) => self.left = left,
            None => return Poll::Ready(Some(Err(ErrorKind::FileTooLarge.into()))),
        }
        Poll::Ready(Some(Ok(Frame::data(data))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
