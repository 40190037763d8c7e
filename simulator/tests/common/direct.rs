//! Into the house, without a socket between.

use std::rc::Rc;

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::Client;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use serde_json::Value;

use super::House;

/// What the page's client speaks through.
#[derive(Clone)]
pub struct Direct(pub Rc<House>);

impl Transport for Direct {
    async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let authorization = request.authorization().expect("all of these go with the key");
        let key = authorization.strip_prefix("Bearer ").expect("as a bearer's");
        let body: Value = serde_json::from_str(&request.body).expect("JSON");
        let answer = self.0.post("/graphql", Some(key), &body).await;
        Ok(Response { status: answer.status.as_u16(), retry_after: None, body: answer.text() })
    }
}

/// The page's client, in `house` and with `key`.
pub fn client(house: &Rc<House>, key: &str) -> Client<Direct> {
    Client::new(Direct(house.clone()), Endpoint::runpod(), ApiKey::read(key).expect("a key"))
}
