//! Into the house, without a socket between.

use std::rc::Rc;
use std::time::Duration;

use super::{House, send};
use axum::body::{Body, BodyDataStream};
use axum::http::Request as HttpRequest;
use futures_util::StreamExt;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::transport::{
    ByteStream, Opened, Request, Response, StreamTransport, Transport, TransportError,
};
use tower::ServiceExt;

/// What the page's client speaks through.
#[derive(Clone)]
pub struct Direct(pub Rc<House>);

impl Transport for Direct {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let answer = send(&self.0.router, asked(&request)).await;
        Ok(Response { status: answer.status.as_u16(), retry_after: None, body: answer.text() })
    }
}

fn asked(request: &Request) -> HttpRequest<Body> {
    let path = request.url.strip_prefix("https://api.runpod.io").expect("RunPod's own address");
    let mut asks = HttpRequest::builder().method(request.method.as_str()).uri(path);
    asks = asks.header("user-agent", "Mozilla/5.0").header("origin", "https://example.org");
    if let Some(authorization) = request.authorization() {
        asks = asks.header("authorization", authorization);
    }
    if let Some(id) = &request.last_event {
        asks = asks.header("last-event-id", id);
    }
    if request.method.has_body() {
        asks = asks.header("content-type", "application/json");
    }
    asks.body(Body::from(request.body.clone())).expect("a request")
}

/// A stream that goes on in the house.
pub struct DirectBytes(BodyDataStream, Duration);

impl StreamTransport for Direct {
    type Bytes = DirectBytes;

    async fn open(&self, request: Request) -> Result<Opened<DirectBytes>, TransportError> {
        let answer = self.0.router.clone().oneshot(asked(&request)).await.expect("routers do not fail");
        if answer.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream") {
            return Ok(Opened::Stream(DirectBytes(answer.into_body().into_data_stream(), request.timeout)));
        }
        let status = answer.status().as_u16();
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("the body can be read");
        let body = String::from_utf8_lossy(&body).into_owned();
        Ok(Opened::Answer(Response { status, retry_after: None, body }))
    }
}

impl ByteStream for DirectBytes {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, TransportError> {
        let next = tokio::time::timeout(self.1, self.0.next()).await.map_err(|_| TransportError::TimedOut)?;
        next.map(|bytes| bytes.map(|bytes| bytes.to_vec()).map_err(|why| TransportError::NoAccess(why.to_string())))
            .transpose()
    }
}

/// The page's client, in `house` and with `key`.
pub fn client(house: &Rc<House>, key: &str) -> Client<Direct> {
    Client::new(Direct(house.clone()), Endpoint::runpod(), ApiKey::read(key).expect("a key"), with_rest)
}
