//! Two ways to RunPod. Whether its CORS lets a foreign page in is not known, so each sign-in finds out: directly first,
//! then through a relay on the page's own server, if one is there. A reload starts with the way that worked.

use serde_json::Value;

use super::client::{Client, Owner, READ_WITHIN};
use super::endpoint::Endpoint;
use super::failure::{Failure, Kind};
use super::key::ApiKey;
use super::transport::{Request, Response, Transport};
use crate::json::Json;

/// Checks a key on the way that `endpoint` names, then on the other one if there is one and the first is closed.
///
/// # Errors
/// Any [`Failure`]; if both ways are closed, one that says why.
pub async fn sign_in<T: Transport + Clone>(
    transport: T,
    endpoint: Endpoint,
    key: ApiKey,
) -> Result<(Client<T>, Owner), Failure> {
    let (relay_first, other) = (endpoint.is_relay(), endpoint.other_way());
    let first = match enter(&transport, endpoint, &key).await {
        Err(failure) if is_closed(&failure) => failure,
        done => return done,
    };
    let Some(other) = other else { return Err(first) };
    let second = match enter(&transport, other, &key).await {
        Err(failure) if is_closed(&failure) => failure,
        done => return done,
    };
    let (direct, relay) = if relay_first { (second, first) } else { (first, second) };
    Err(verdict(&transport, &direct, &relay).await)
}

fn is_closed(failure: &Failure) -> bool {
    matches!(failure.kind, Kind::NoAccess | Kind::Offline | Kind::RelayStuck)
}

async fn enter<T: Transport + Clone>(
    transport: &T,
    endpoint: Endpoint,
    key: &ApiKey,
) -> Result<(Client<T>, Owner), Failure> {
    let by_relay = endpoint.is_relay();
    if by_relay {
        find_relay(transport, &endpoint).await?;
    }
    let client = Client::new(transport.clone(), endpoint, key.clone());
    match client.owner().await {
        Ok(owner) => Ok((client, owner)),
        // The relay is there: it is RunPod that does not let it in.
        Err(failure) if by_relay && failure.kind == Kind::NoAccess => Err(stuck(failure.raw)),
        Err(failure) => Err(failure),
    }
}

/// The key must not go to a server that only hands out files, so a question that needs none goes first.
async fn find_relay(transport: &impl Transport, endpoint: &Endpoint) -> Result<(), Failure> {
    let body = r#"{"query":"{ __typename }"}"#;
    let request = Request::new(endpoint.graphql.clone(), body.into(), READ_WITHIN, None);
    let response = match transport.send(request).await.map_err(Failure::of_lost) {
        Ok(response) => response,
        Err(failure) if failure.kind == Kind::TimedOut => return Err(stuck(failure.raw)),
        Err(failure) => return Err(failure),
    };
    match response.status {
        200 | 400 | 401 if speaks_graphql(&response) => Ok(()),
        // 501 is what servers of files say to a POST.
        429 | 500 | 502.. => Err(stuck(response.words())),
        _ => Err(Failure::new(Kind::NoAccess, response.words())),
    }
}

fn speaks_graphql(response: &Response) -> bool {
    let body: Value = serde_json::from_str(&response.body).unwrap_or_default();
    let body = Json::from(&body);
    body.get("data").some().is_some() || body.entries("errors").next().is_some()
}

fn stuck(raw: String) -> Failure {
    Failure::new(Kind::RelayStuck, raw)
}

/// Why neither way is open, as well as a browser lets that be told.
async fn verdict(transport: &impl Transport, direct: &Failure, relay: &Failure) -> Failure {
    let runpod = Endpoint::runpod().graphql;
    let kind = match (direct.kind, relay.kind) {
        (Kind::Offline, _) => Kind::Offline,
        (_, Kind::RelayStuck) => Kind::RelayStuck,
        _ if transport.reaches(&runpod).await => Kind::NotLetIn,
        _ => Kind::NoAccess,
    };
    Failure::new(kind, format!("directly: {}\nrelay on this page's server: {}", direct.raw, relay.raw))
}
