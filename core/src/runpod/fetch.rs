//! The browser's fetch as a transport.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{Request as Fetch, RequestBuilder, Response as Fetched};
use gloo_timers::callback::Timeout;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::transport::{Lost, Request, Response, Transport};

/// Sends with fetch: no cookies, no cache, no referrer, and no redirect that could carry the key elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct BrowserFetch;

impl Transport for BrowserFetch {
    async fn send(&self, request: Request) -> Result<Response, Lost> {
        let timer = Deadline::start(&request);
        let fetched = fetch(&request, &timer).await;
        fetched.map_err(|error| match timer.passed.get() {
            true => Lost::TimedOut,
            false => Lost::NoAccess(error.to_string()),
        })
    }
}

async fn fetch(request: &Request, deadline: &Deadline) -> Result<Response, gloo_net::Error> {
    let signal = deadline.controller.as_ref().map(AbortController::signal);
    let fetched = builder(request)
        .abort_signal(signal.as_ref())
        .header("Content-Type", "application/json")
        .header("Authorization", &request.authorization())
        .body(request.body.as_str())?
        .send()
        .await?;
    read(fetched).await
}

fn builder(request: &Request) -> RequestBuilder {
    Fetch::post(&request.url)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
}

async fn read(fetched: Fetched) -> Result<Response, gloo_net::Error> {
    let retry_after = fetched.headers().get("Retry-After");
    Ok(Response { status: fetched.status(), retry_after, body: fetched.text().await? })
}

/// Aborts the request when its time is over; dropping it calls that off.
struct Deadline {
    controller: Option<AbortController>,
    passed: Rc<Cell<bool>>,
    _timer: Timeout,
}

impl Deadline {
    fn start(request: &Request) -> Self {
        let controller = AbortController::new().ok();
        let passed = Rc::new(Cell::new(false));
        let (abort, note) = (controller.clone(), passed.clone());
        let millis = u32::try_from(request.timeout.as_millis()).unwrap_or(u32::MAX);
        let timer = Timeout::new(millis, move || {
            note.set(true);
            if let Some(controller) = abort {
                controller.abort();
            }
        });
        Self { controller, passed, _timer: timer }
    }
}
