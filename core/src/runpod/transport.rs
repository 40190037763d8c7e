//! How a request travels. The client decides what to say; a transport only carries it.

use std::time::Duration;

use serde::Serialize;

use crate::runpod::api_key::ApiKey;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::rate_limit::Urgency;

/// Whatever only reads is not waited for longer.
pub(super) const READ_WITHIN: Duration = Duration::from_secs(20);
/// Finding a machine takes RunPod longer than reading, and giving up early only means looking for the pod.
pub(super) const ACT_WITHIN: Duration = Duration::from_secs(60);

/// A request's body, as JSON.
pub(super) fn json_body(value: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(value)
        .map_err(|_| ApiError::new(ErrorKind::SchemaMismatch, "the request could not be written down"))
}

/// What a request does, in HTTP's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads; has no body.
    Get,
    /// Makes something, or asks a question of GraphQL's.
    Post,
    /// Changes something.
    Patch,
    /// Takes something away; has no body.
    Delete,
}

impl Method {
    /// As it goes over the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a JSON body goes with it.
    pub const fn has_body(self) -> bool {
        matches!(self, Self::Post | Self::Patch)
    }
}

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    /// What it does.
    pub method: Method,
    /// Where to.
    pub url: String,
    /// The body, JSON; empty where the method has none.
    pub body: String,
    /// When to give up.
    pub timeout: Duration,
    /// Whether it must arrive even if the page is left meanwhile.
    pub outlives_page: bool,
    /// Whether it acts, and so goes before those that read.
    pub urgency: Urgency,
    /// Only whether anybody answers is asked: a GET without body and key whose answer the browser may keep from the page.
    pub sealed: bool,
    /// Whether the answer comes bit by bit and need not end: then `timeout` is how long nothing may come.
    pub streamed: bool,
    /// The last event of the stream that is known already (the Last-Event-ID header).
    pub last_event: Option<String>,
    key: Option<ApiKey>,
}

impl Request {
    pub(crate) fn new(url: String, body: String, timeout: Duration, key: Option<ApiKey>) -> Self {
        Self {
            method: Method::Post,
            url,
            body,
            timeout,
            outlives_page: false,
            urgency: Urgency::Read,
            sealed: false,
            streamed: false,
            last_event: None,
            key,
        }
    }

    pub(super) fn sealed(url: String) -> Self {
        Self { sealed: true, ..Self::new(url, String::new(), READ_WITHIN, None) }
    }

    pub(crate) fn by(self, method: Method) -> Self {
        Self { method, ..self }
    }

    pub(crate) fn acting(self, acts: bool) -> Self {
        Self { urgency: if acts { Urgency::Act } else { Urgency::Read }, ..self }
    }

    pub(crate) fn outliving_the_page(self, outlives_page: bool) -> Self {
        Self { outlives_page, ..self }
    }

    pub(super) fn streamed_after(self, last_event: Option<String>) -> Self {
        Self { streamed: true, last_event, ..self }
    }

    /// The value of the Authorization header: the only way in which the key leaves the page. For transports alone.
    pub fn authorization(&self) -> Option<String> {
        self.key.as_ref().map(ApiKey::authorization)
    }
}

/// What came back, whatever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// The Retry-After header, where the browser lets us see it.
    pub retry_after: Option<String>,
    /// The body as text.
    pub body: String,
}

/// Nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    /// The browser could not or may not talk to the address; it does not say which.
    NoAccess(String),
    /// The browser says that this computer has no network.
    Offline,
    /// No answer within the request's time.
    TimedOut,
}

/// Carries requests.
#[allow(async_fn_in_trait, reason = "a page has one thread: no future is sent anywhere")]
pub trait Transport {
    /// Carries one request and brings back what came.
    async fn send(&self, request: Request) -> Result<Response, TransportError>;
}

/// What came back for a request that is streamed.
#[derive(Debug)]
pub enum Opened<B> {
    /// A stream of events has begun.
    Stream(B),
    /// Anything else, whole.
    Answer(Response),
}

/// Carries requests whose answers come bit by bit.
#[allow(async_fn_in_trait, reason = "a page has one thread: no future is sent anywhere")]
pub trait StreamTransport {
    /// What comes.
    type Bytes: ByteStream;

    /// Carries one request, and comes back when its answer begins.
    async fn open(&self, request: Request) -> Result<Opened<Self::Bytes>, TransportError>;
}

/// An answer that comes bit by bit. Whoever drops it wants no more of it.
#[allow(async_fn_in_trait, reason = "a page has one thread: no future is sent anywhere")]
pub trait ByteStream {
    /// The next bytes; `None` at its end. It has timed out when nothing came for as long as the request allows.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError>;
}
