//! Into the house, without a socket between.

use std::rc::Rc;

use super::{House, send};
use axum::body::Body;
use axum::http::Request as HttpRequest;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{Client, with_rest};
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};

/// What the page's client speaks through.
#[derive(Clone)]
pub struct Direct(pub Rc<House>);

impl Transport for Direct {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let path = request.url.strip_prefix("https://api.runpod.io").expect("RunPod's own address");
        let mut asks = HttpRequest::builder().method(request.method.as_str()).uri(path);
        asks = asks.header("user-agent", "Mozilla/5.0").header("origin", "https://example.org");
        if let Some(authorization) = request.authorization() {
            asks = asks.header("authorization", authorization);
        }
        if request.method.has_body() {
            asks = asks.header("content-type", "application/json");
        }
        let answer = send(&self.0.router, asks.body(Body::from(request.body)).expect("a request")).await;
        Ok(Response { status: answer.status.as_u16(), retry_after: None, body: answer.text() })
    }
}

/// The page's client, in `house` and with `key`.
pub fn client(house: &Rc<House>, key: &str) -> Client<Direct> {
    Client::new(Direct(house.clone()), Endpoint::runpod(), ApiKey::read(key).expect("a key"), with_rest)
}
