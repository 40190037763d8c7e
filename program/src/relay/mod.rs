//! The relay to RunPod, for browsers that RunPod does not let in from this page.
//!
//! [`rules`] says what may pass, both ways. It keeps no key and writes none down.

pub mod answer;
pub mod pace;
pub mod refusal;
pub mod rules;
pub mod upstream;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, HOST, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::sync::Semaphore;
use tokio::time::timeout;

pub use upstream::Upstream;

use answer::Guarded;
use pace::Pace;
use refusal::Refusal;
use rules::{FROM_PAGE, KEY, MOST_BYTES, TO_PAGE};

const AGENT: HeaderValue = HeaderValue::from_static(concat!("launchpod/", env!("CARGO_PKG_VERSION")));
/// How long the page may take to send what it asks.
const BODY_WITHIN: Duration = Duration::from_secs(30);
/// So much of what is too large is still taken, so that the browser gets to read why it goes nowhere.
const MOST_THROWN_AWAY: usize = 16 * 1024 * 1024;
/// The page waits a minute for what acts.
const ANSWER_WITHIN: Duration = Duration::from_secs(75);
const MOST_ACTS: u32 = 10_000;

/// A way to RunPod.
pub struct Relay {
    upstream: Upstream,
    /// One is taken for each act under way.
    acts: Arc<Semaphore>,
    pace: Pace,
}

impl Relay {
    /// A relay that leads there.
    #[must_use]
    pub fn new(upstream: Upstream) -> Self {
        Self { upstream, acts: Arc::new(Semaphore::new(MOST_ACTS as usize)), pace: Pace::default() }
    }

    /// Why it leads nowhere, in words, if that is known already.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        self.upstream.problem()
    }

    /// Comes back when nothing is under way that may change something, or after that time.
    pub async fn acts_done(&self, within: Duration) {
        let _ = timeout(within, self.acts.acquire_many(MOST_ACTS)).await;
    }

    async fn pass(self: Arc<Self>, request: Request) -> Result<Response, Refusal> {
        if !self.pace.takes_one(Instant::now()) {
            return Err(Refusal::TooOften);
        }
        let place = rules::judge(request.method().as_str(), request.uri().path(), request.uri().query())?;
        let (parts, body) = request.into_parts();
        // Whole before any of it leaves: what is cut off or too large never reaches RunPod.
        let sends = parts.method == Method::POST || parts.method == Method::PATCH;
        let bytes = if sends { whole(&parts.headers, body).await? } else { Bytes::new() };
        let mut headers = passed(&parts.headers, &FROM_PAGE);
        headers.insert(HOST, self.upstream.host());
        if let Some(key) = parts.headers.get(KEY) {
            headers.insert(AUTHORIZATION, key.clone());
        }
        // Cloudflare, which stands before RunPod, refuses those that do not say what they are.
        headers.entry(USER_AGENT).or_insert(AGENT);
        let question = self.upstream.request(parts.method.clone(), &place, headers, bytes)?;
        let answer = match parts.method == Method::GET {
            true => self.ask(question).await?,
            false => self.see_through(question).await?,
        };
        to_page(answer)
    }

    async fn ask(&self, question: upstream::Question) -> Result<hyper::Response<Incoming>, Refusal> {
        match timeout(ANSWER_WITHIN, self.upstream.send(question)).await {
            Ok(answer) => answer,
            Err(_) => Err(Refusal::Slow(self.upstream.name())),
        }
    }

    /// What may change something goes its way to the end, whether or not the page still waits.
    async fn see_through(self: Arc<Self>, question: upstream::Question) -> Result<hyper::Response<Incoming>, Refusal> {
        let name = self.upstream.name();
        let acting = self.acts.clone().acquire_owned().await;
        let asked = tokio::spawn(async move {
            let answer = self.ask(question).await;
            drop(acting);
            answer
        });
        asked.await.unwrap_or(Err(Refusal::Unreachable(name)))
    }
}

/// What stands below `/relay`.
pub fn relay_routes(relay: Arc<Relay>) -> Router {
    Router::new()
        .route("/relay", any(answer_for))
        .route("/relay/", any(answer_for))
        .route("/relay/{*path}", any(answer_for))
        .with_state(relay)
}

async fn answer_for(State(relay): State<Arc<Relay>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = match relay.pass(request).await {
        Ok(response) => response,
        Err(refusal) => refusal.answer(&path),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn passed(headers: &HeaderMap, list: &[&str]) -> HeaderMap {
    let mut passed = HeaderMap::new();
    for (name, value) in headers.iter().filter(|(name, _)| list.contains(&name.as_str())) {
        passed.append(name, value.clone());
    }
    passed
}

async fn whole(headers: &HeaderMap, body: Body) -> Result<Bytes, Refusal> {
    let told = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > MOST_THROWN_AWAY) {
        return Err(Refusal::TooLarge);
    }
    timeout(BODY_WITHIN, read(body)).await.unwrap_or(Err(Refusal::CutOff))
}

async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let (mut kept, mut length) = (vec![], 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Refusal::CutOff)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length > MOST_THROWN_AWAY {
            break;
        }
        if length <= MOST_BYTES {
            kept.extend_from_slice(&data);
        }
    }
    if length > MOST_BYTES { Err(Refusal::TooLarge) } else { Ok(kept.into()) }
}

fn to_page(answer: hyper::Response<Incoming>) -> Result<Response, Refusal> {
    let (parts, body) = answer.into_parts();
    if parts.status.is_redirection() && parts.status != StatusCode::NOT_MODIFIED {
        return Err(Refusal::Redirect);
    }
    let headers = passed(&parts.headers, &TO_PAGE);
    let body = Guarded::new(body, &headers);
    Ok((parts.status, headers, Body::new(body)).into_response())
}
