//! Two ways to RunPod. Whether its CORS lets a foreign page in is not known, so each sign-in finds out: directly first,
//! then through a relay on the page's own server, if one is there. A reload starts with the way that worked.

use crate::runpod::api_key::ApiKey;
use crate::runpod::client::{AccountInfo, ApiChoice, Client, Load};
use crate::runpod::endpoint::Endpoint;
use crate::runpod::error::{ApiError, ErrorKind};
use crate::runpod::transport::{Request, Transport};

/// Checks a key on the way that `endpoint` names, then on the other one if there is one and the first is closed.
///
/// # Errors
/// Any [`ApiError`]; if both ways are closed, one that says why.
pub async fn sign_in<T: Transport + Clone + 'static>(
    transport: T,
    endpoint: Endpoint,
    key: ApiKey,
    load: Load<T>,
    choice: ApiChoice,
) -> Result<(Client<T>, AccountInfo), ApiError> {
    let by = |way| Client::new(transport.clone(), way, key.clone(), load).with_choice(choice);
    let mut client = by(endpoint);
    let mut before: Option<ApiError> = None;
    loop {
        let failure = match enter(&client).await {
            Ok(owner) => return Ok((client, owner)),
            Err(failure) => failure,
        };
        let by_relay = client.endpoint().is_relay();
        match (client.endpoint().other_way(), before.take()) {
            (Some(other), None) if is_closed(&failure) => {
                before = Some(failure);
                client = by(other);
            }
            (Some(_), Some(before)) if is_closed(&failure) => {
                let (direct, relay) = if by_relay { (before, failure) } else { (failure, before) };
                return Err(verdict(&transport, direct, relay).await);
            }
            _ => return Err(failure),
        }
    }
}

/// Where a browser remembers whose a key is. REST v2 does not tell it, and the account's journal stands under its id.
pub fn account_key(endpoint: &Endpoint, key: &ApiKey) -> String {
    format!("launchpod.account/{}:{}", endpoint.name, key.fingerprint())
}

/// The account's id: as RunPod tells it, or else as it told it before.
pub fn account_id(told: &AccountInfo, key: &ApiKey, remembered: Option<String>) -> String {
    let is_told = told.id != key.fingerprint();
    remembered.filter(|_| !is_told).unwrap_or_else(|| told.id.clone())
}

fn is_closed(failure: &ApiError) -> bool {
    matches!(failure.kind, ErrorKind::NoAccess | ErrorKind::Offline | ErrorKind::RelayFailed)
}

/// The key must not go to a server that only hands out files, so a relay is first asked something without it.
async fn enter<T: Transport + Clone + 'static>(client: &Client<T>) -> Result<AccountInfo, ApiError> {
    let by_relay = client.endpoint().is_relay();
    if by_relay {
        client.ping().await.map_err(|failure| match failure.kind {
            ErrorKind::Offline => failure,
            ErrorKind::ServerTrouble | ErrorKind::Maintenance | ErrorKind::RateLimited | ErrorKind::TimedOut => {
                ApiError { kind: ErrorKind::RelayFailed, ..failure }
            }
            _ => ApiError { kind: ErrorKind::NoAccess, ..failure },
        })?;
    }
    client.owner().await.map_err(|failure| match failure.kind {
        // The relay is there: it is RunPod that does not let it in.
        ErrorKind::NoAccess if by_relay => ApiError { kind: ErrorKind::RelayFailed, ..failure },
        _ => failure,
    })
}

/// Why neither way is open, as well as a browser lets that be told.
async fn verdict(transport: &impl Transport, direct: ApiError, relay: ApiError) -> ApiError {
    let kind = match (direct.kind, relay.kind) {
        (ErrorKind::Offline, _) => ErrorKind::Offline,
        (_, ErrorKind::RelayFailed) => ErrorKind::RelayFailed,
        _ if transport.send(Request::sealed(Endpoint::runpod().graphql)).await.is_ok() => ErrorKind::CorsBlocked,
        _ => ErrorKind::NoAccess,
    };
    ApiError::new(kind, format!("directly: {}\nrelay on this page's server: {}", direct.raw, relay.raw))
}
