//! The browser's fetch as a transport.

mod fetch_stream;

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::Error;
use gloo_net::http::Response as Fetched;
use gloo_timers::callback::Timeout;
use js_sys::{Reflect, global};
use wasm_bindgen::JsValue;
use web_sys::{
    AbortController, Headers, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestRedirect,
};

use crate::runpod::endpoint::RELAY_FOLDER;
use crate::runpod::retry_after;
use crate::runpod::transport::{Request, Response, Transport, TransportError};
use crate::runpod::web_clock::now;
use crate::types::time::Timestamp;

pub use fetch_stream::FetchedBytes;

/// The content type of server-sent events.
const EVENT_STREAM: &str = "text/event-stream";

thread_local! {
    static TOLD: Cell<Option<(Timestamp, Timestamp)>> = const { Cell::new(None) };
}

/// What an answer said RunPod's time was, and this computer's time when it came; each is told once. A browser keeps it from
/// the page unless the answer comes from where the page does.
pub fn told_time() -> Option<(Timestamp, Timestamp)> {
    TOLD.take()
}

/// Sends with fetch: no cookies but to the page's own relay, no cache, no referrer, and no redirect that could carry the key elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct FetchTransport;

impl Transport for FetchTransport {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let deadline = Deadline::start(&request);
        fetch(&request, &deadline).await.map_err(|error| deadline.explain(error))
    }
}

async fn fetch(request: &Request, deadline: &Deadline) -> Result<Response, Error> {
    read(prepared(request, deadline).map_err(js_error)?.send().await?).await
}

/// Built from the browser's own request: gloo-net's builder knows neither `keepalive` nor an unreadable answer.
fn prepared(request: &Request, deadline: &Deadline) -> Result<gloo_net::http::Request, JsValue> {
    let options = options(request)?;
    options.set_signal(deadline.controller.as_ref().map(AbortController::signal).as_ref());
    Ok(web_sys::Request::new_with_str_and_init(&request.url, &options)?.into())
}

/// Only `false` is to be believed: `true` says that there is a network of some kind.
fn is_offline() -> bool {
    let navigator = Reflect::get(&global(), &"navigator".into()).unwrap_or_default();
    Reflect::get(&navigator, &"onLine".into()).is_ok_and(|online| online == false)
}

fn options(request: &Request) -> Result<RequestInit, JsValue> {
    let options = RequestInit::new();
    let by_relay = request.url.starts_with(RELAY_FOLDER);
    // The page's own server may ask for a login: that has its cookie, and Authorization for itself.
    let (credentials, key_header) = match by_relay {
        true => (RequestCredentials::SameOrigin, "Launchpod-Authorization"),
        false => (RequestCredentials::Omit, "Authorization"),
    };
    options.set_credentials(credentials);
    options.set_cache(RequestCache::NoStore);
    options.set_referrer_policy(ReferrerPolicy::NoReferrer);
    if request.sealed {
        Reflect::set(&options, &"mode".into(), &"no-cors".into())?;
        return Ok(options);
    }
    let headers = Headers::new()?;
    if request.method.has_body() {
        headers.set("Content-Type", "application/json")?;
        options.set_body(&request.body.as_str().into());
    }
    if request.streamed {
        headers.set("Accept", EVENT_STREAM)?;
    }
    if let Some(id) = &request.last_event {
        headers.set("Last-Event-ID", id)?;
    }
    if let Some(authorization) = request.authorization() {
        headers.set(key_header, &authorization)?;
    }
    options.set_method(request.method.as_str());
    options.set_headers(&headers);
    options.set_redirect(RequestRedirect::Error);
    // web-sys has no setter for this one.
    Reflect::set(&options, &"keepalive".into(), &request.outlives_page.into())?;
    Ok(options)
}

async fn read(fetched: Fetched) -> Result<Response, Error> {
    // As bytes: a text of the browser's would be copied letter by letter, and a list of pods has a million.
    let bytes = fetched.binary().await?;
    let body = String::from_utf8(bytes).unwrap_or_else(|odd| String::from_utf8_lossy(odd.as_bytes()).into_owned());
    let headers = fetched.headers();
    let told = headers.get("Date").and_then(|header| retry_after::date(&header));
    TOLD.set(told.map(|told| (told, now())).or(TOLD.get()));
    let body = body.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(body);
    Ok(Response { status: fetched.status(), retry_after: headers.get("Retry-After"), body })
}

fn js_error(error: JsValue) -> Error {
    let message = Reflect::get(&error, &"message".into()).ok().and_then(|message| message.as_string());
    Error::GlooError(message.unwrap_or_else(|| "the browser gave no reason".into()))
}

/// The browser's own words: "Failed to fetch" and no more, for whatever cause.
fn describe(error: Error) -> String {
    match error {
        Error::JsError(error) => error.message,
        other => other.to_string(),
    }
}

/// Aborts the request when its time is over, or when nobody waits for it any more.
#[derive(Debug)]
struct Deadline {
    controller: Option<AbortController>,
    passed: Rc<Cell<bool>>,
    time: Duration,
    timer: Option<Timeout>,
}

impl Deadline {
    fn start(request: &Request) -> Self {
        let (controller, time) = (AbortController::new().ok(), request.timeout);
        let mut deadline = Self { controller, passed: Rc::default(), time, timer: None };
        deadline.restart();
        deadline
    }

    /// Begins to count anew.
    fn restart(&mut self) {
        let (abort, note) = (self.controller.clone(), self.passed.clone());
        let millis = u32::try_from(self.time.as_millis()).unwrap_or(u32::MAX);
        self.timer = Some(Timeout::new(millis, move || {
            note.set(true);
            if let Some(controller) = abort {
                controller.abort();
            }
        }));
    }

    fn explain(&self, error: Error) -> TransportError {
        match self.passed.get() {
            true => TransportError::TimedOut,
            false if is_offline() => TransportError::Offline,
            false => TransportError::NoAccess(describe(error)),
        }
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
