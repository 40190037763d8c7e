//! A tab: carries requests as Chromium does for a page of another origin, without a socket.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, AUTHORIZATION,
    CONTENT_TYPE, ORIGIN, RETRY_AFTER, USER_AGENT,
};
use axum::http::{HeaderMap, HeaderName, Method, Request as HttpRequest, Response as HttpResponse};
use launchpod_core::pods::services::ProxyAddress;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use launchpod_simulator::{PRACTICE_KEY, Wire};
use tower::ServiceExt;

use crate::journal::{Entry, Journal};
use crate::net::{MOST_REPEATS, Net, no_access};

const PAGE: &str = "https://launchpod.example";

/// A transport. Clones are the same tab. It dies with whoever drops the future that it gave: what has reached RunPod
/// by then is done all the same, what has not never is, unless it was to outlive the page.
#[derive(Clone)]
pub struct Tab {
    name: String,
    router: Router,
    net: Net,
    journal: Journal,
}

impl Transport for Tab {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let trip = Trip { number: self.journal.sent(&self.name, &request), tab: self.clone() };
        let came = carried(trip.clone(), &request).await;
        trip.note(Entry::Came(trip.number, came.clone()));
        came
    }
}

/// What outlives the page is out of the page's hands. The browser gives up all the same.
async fn carried(trip: Trip, request: &Request) -> Result<Response, TransportError> {
    let (timeout, journey) = (request.timeout, trip.journey(request.clone()));
    if request.outlives_page {
        let journey = async { tokio::spawn(journey).await.expect("no journey panics") };
        return within(timeout, journey).await;
    }
    within(timeout, journey).await
}

async fn within(
    time: Duration,
    came: impl Future<Output = Result<Response, TransportError>>,
) -> Result<Response, TransportError> {
    tokio::time::timeout(time, came).await.unwrap_or(Err(TransportError::TimedOut))
}

impl Tab {
    pub fn new(name: &str, router: Router, net: Net, journal: Journal) -> Self {
        Self { name: name.to_owned(), router, net, journal }
    }

    /// A client in this tab, with the right key.
    pub fn client(&self) -> Client<Self> {
        self.client_through(self.clone())
    }

    /// The same, with something between it and this tab.
    pub fn client_through<T: Transport + Clone + 'static>(&self, transport: T) -> Client<T> {
        let proxy = ProxyAddress::runpod();
        let endpoint = Endpoint::practice("https://api.runpod.io/graphql".to_owned(), proxy);
        Client::new(transport, endpoint, ApiKey::read(PRACTICE_KEY).expect("the practice key is one"), with_rest)
    }
}

/// One request under way.
#[derive(Clone)]
struct Trip {
    number: u64,
    tab: Tab,
}

/// What came back on the wire.
enum Arrival {
    Whole(HttpResponse<Bytes>),
    /// Cut off, before the first byte or after it.
    Cut {
        bare: bool,
    },
}

impl Trip {
    async fn journey(self, asked: Request) -> Result<Response, TransportError> {
        self.tab.net.cross().await?;
        self.ask_leave(&asked).await?;
        let answer = self.deliver(&asked).await?;
        self.tab.net.cross().await?;
        readable(&answer)
    }

    /// The preflight: a browser sends nothing that it was not let send.
    async fn ask_leave(&self, asked: &Request) -> Result<(), TransportError> {
        let asks = request(Method::OPTIONS, asked).header("access-control-request-method", asked.method.as_str());
        let asks = asks.header("access-control-request-headers", "authorization,content-type");
        let Arrival::Whole(leave) = self.serve(asks.body(Body::empty()).expect("a request")).await else {
            return Err(no_access());
        };
        let allowed = [AUTHORIZATION, CONTENT_TYPE].iter();
        let mut allowed = allowed.map(|name| names(leave.headers(), &ACCESS_CONTROL_ALLOW_HEADERS, name));
        let let_in = leave.status().is_success() && is_for_us(leave.headers()) && allowed.all(|allowed| allowed);
        if let_in { Ok(()) } else { Err(no_access()) }
    }

    /// Chromium sends a request again by itself, a create too.
    async fn deliver(&self, asked: &Request) -> Result<HttpResponse<Bytes>, TransportError> {
        for _ in 0..=MOST_REPEATS {
            self.note(Entry::Arrived(self.number));
            let method = Method::from_bytes(asked.method.as_str().as_bytes()).expect("a method");
            let asks = request(method, asked).header(AUTHORIZATION, asked.authorization().unwrap_or_default());
            let asks = match asked.method.has_body() {
                true => asks.header(CONTENT_TYPE, "application/json").body(Body::from(asked.body.clone())),
                false => asks.body(Body::empty()),
            };
            match self.serve(asks.expect("a request")).await {
                Arrival::Whole(answer) => return Ok(answer),
                Arrival::Cut { bare: true } if self.tab.net.repeats() => {}
                Arrival::Cut { .. } => break,
            }
        }
        Err(no_access())
    }

    /// RunPod's side, which goes on though the tab may die.
    async fn serve(&self, mut asks: HttpRequest<Body>) -> Arrival {
        let (wire, router) = (Wire::default(), self.tab.router.clone());
        asks.extensions_mut().insert(ConnectInfo(wire.clone()));
        let served = tokio::spawn(async move {
            let (head, body) = router.oneshot(asks).await.expect("routers do not fail").into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("the body can be read");
            HttpResponse::from_parts(head, body)
        });
        let answer = served.await.expect("no handler panics");
        match wire.left() {
            Some(left) if left < bytes_on_the_wire(&answer) => Arrival::Cut { bare: left == 0 },
            _ => Arrival::Whole(answer),
        }
    }

    fn note(&self, entry: Entry) {
        self.tab.journal.add(&self.tab.name, entry);
    }
}

/// What RunPod's own address has below it.
pub fn path(asked: &Request) -> &str {
    asked.url.strip_prefix("https://api.runpod.io").expect("RunPod's own address")
}

fn request(method: Method, asked: &Request) -> axum::http::request::Builder {
    HttpRequest::builder().method(method).uri(path(asked)).header(USER_AGENT, "Mozilla/5.0").header(ORIGIN, PAGE)
}

/// What a script gets to see of an answer.
fn readable(answer: &HttpResponse<Bytes>) -> Result<Response, TransportError> {
    if !is_for_us(answer.headers()) {
        return Err(no_access());
    }
    let exposed = names(answer.headers(), &ACCESS_CONTROL_EXPOSE_HEADERS, &RETRY_AFTER);
    let retry_after = answer.headers().get(RETRY_AFTER).filter(|_| exposed);
    Ok(Response {
        status: answer.status().as_u16(),
        retry_after: retry_after.and_then(|value| value.to_str().ok()).map(str::to_owned),
        body: String::from_utf8_lossy(answer.body()).into_owned(),
    })
}

fn is_for_us(headers: &HeaderMap) -> bool {
    headers.get(ACCESS_CONTROL_ALLOW_ORIGIN).is_some_and(|origin| origin == "*" || origin == PAGE)
}

fn names(headers: &HeaderMap, list: &HeaderName, name: &HeaderName) -> bool {
    let listed = headers.get(list).and_then(|value| value.to_str().ok()).unwrap_or_default();
    listed.split(',').any(|entry| entry.trim().eq_ignore_ascii_case(name.as_str()))
}

/// As hyper writes it: the date is its own header, all others are there already.
fn bytes_on_the_wire(answer: &HttpResponse<Bytes>) -> usize {
    let reason = answer.status().canonical_reason().unwrap_or_default();
    let line = "HTTP/1.1 200 \r\n".len() + reason.len();
    let headers: usize = answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let date = "date: Thu, 01 Jan 1970 00:00:00 GMT\r\n".len();
    line + headers + date + "\r\n".len() + answer.body().len()
}
