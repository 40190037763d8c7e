//! Checks a key. In the file of the list, which comes while the key is typed: what asks RunPod and says its errors is the list's, too.

use std::pin::Pin;

use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{AccountInfo, Client};
use launchpod_core::runpod::connection;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::fetch_transport::FetchTransport;
use launchpod_core::runpod::rate_limited::RateLimited;
use launchpod_core::runpod::web_clock::WebClock;
use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;

use crate::platform::browser;
use crate::platform::session_keys::{ENDPOINT, KEY};
use crate::sign_in::rest_file::load_rest;
use crate::sign_in::session::{Failure, SessionState, Who, chosen_api};
use crate::widgets::error_box::ErrorBox;

/// How the page's requests travel.
pub type PageTransport = RateLimited<FetchTransport, WebClock>;

/// The client that the page asks with.
pub type PageClient = Client<PageTransport>;

/// Asks RunPod with a key, and keeps it in the session if RunPod knows it.
pub type Check = fn(Endpoint, ApiKey) -> Pin<Box<dyn Future<Output = SessionState>>>;

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Asks with their key.
    pub client: PageClient,
    /// What RunPod said of them.
    pub owner: AccountInfo,
}

/// Fetches what checks a key.
pub async fn load() -> Result<Check, SplitLoaderError> {
    part!(signed_in, check_file: Check = |endpoint, key| Box::pin(check(endpoint, key))).await
}

async fn check(endpoint: Endpoint, key: ApiKey) -> SessionState {
    match connection::sign_in(RateLimited::default(), endpoint, key, load_rest, chosen_api()).await {
        Ok((client, mut owner)) => {
            keep(&client);
            owner.id = remembered_id(&client, &owner);
            SessionState::In(Who::new(SignedIn { client, owner }))
        }
        Err(failure) => SessionState::Failed(Failure::new(move || {
            view! { <ErrorBox failure=failure.clone() doing=Operation::SigningIn /> }.into_any()
        })),
    }
}

fn keep(client: &PageClient) {
    let Some(storage) = browser::session_storage() else { return };
    let _ = storage.set_item(ENDPOINT, client.endpoint().way());
    let _ = client.key().keep(|key| storage.set_item(KEY, key));
}

/// The account's id, which this browser knows even where RunPod no longer tells it.
fn remembered_id(client: &PageClient, owner: &AccountInfo) -> String {
    let (storage, at) = (browser::local_storage(), connection::account_key(client.endpoint(), client.key()));
    let known = storage.as_ref().and_then(|storage| storage.get_item(&at).ok().flatten());
    let id = connection::account_id(owner, client.key(), known);
    if let Some(storage) = storage {
        let _ = storage.set_item(&at, &id);
    }
    id
}
