//! Which way leads to RunPod, who gets to see the key on the way, and what is told if no way does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::cell::RefCell;
use std::rc::Rc;

use launchpod_core::account::Account;
use launchpod_core::pods::services::ProxyAddress;
use launchpod_core::runpod::api_key::ApiKey;
use launchpod_core::runpod::client::{AccountInfo, ApiChoice, with_rest};
use launchpod_core::runpod::connection;
use launchpod_core::runpod::endpoint::Endpoint;
use launchpod_core::runpod::error::{ApiError, ErrorKind};
use launchpod_core::runpod::error_messages::Operation;
use launchpod_core::runpod::transport::{Request, Response, Transport, TransportError};
use support::KEY;

type Answer = Result<Response, TransportError>;

/// A world with RunPod, and perhaps a relay to it.
#[derive(Clone)]
struct World {
    direct: Answer,
    /// What the page's own server says without a key, and with one.
    relay: (Answer, Answer),
    /// Whether RunPod answers at all.
    reachable: bool,
    asked: Rc<RefCell<Vec<Request>>>,
}

impl Transport for World {
    async fn send(&self, request: Request) -> Answer {
        let with_key = request.authorization().is_some();
        let relayed = !request.url.starts_with("https://api.runpod.io/");
        let sealed = request.sealed;
        self.asked.borrow_mut().push(request);
        if sealed {
            return if self.reachable { says(0, "") } else { no_access() };
        }
        match (relayed, with_key) {
            (false, _) => self.direct.clone(),
            (true, false) => self.relay.0.clone(),
            (true, true) => self.relay.1.clone(),
        }
    }
}

fn says(status: u16, body: &str) -> Answer {
    Ok(Response { status, retry_after: None, body: body.into() })
}

fn no_access() -> Answer {
    Err(TransportError::NoAccess("Failed to fetch".into()))
}

fn owner() -> Answer {
    says(200, r#"{"data":{"myself":{"id":"anna"}}}"#)
}

fn wrong_key() -> Answer {
    says(401, r#"{"errors":[{"message":"Unauthorized"}]}"#)
}

fn no_relay() -> (Answer, Answer) {
    (says(405, "Method Not Allowed"), owner())
}

fn relay() -> (Answer, Answer) {
    (says(200, r#"{"data":{"gpuTypes":[{"id":"a"}]}}"#), owner())
}

impl World {
    fn new(direct: Answer, relay: (Answer, Answer)) -> Self {
        Self { direct, relay, reachable: true, asked: Rc::default() }
    }

    async fn sign_in(&self, endpoint: Endpoint) -> Result<&'static str, ApiError> {
        let (client, owner) =
            connection::sign_in(self.clone(), endpoint, ApiKey::read(KEY).unwrap(), with_rest, ApiChoice::Graphql)
                .await?;
        assert_eq!((owner.id.as_str(), client.endpoint().name), ("anna", "runpod"), "the journal's owner is the same");
        Ok(client.endpoint().way())
    }

    async fn fails(&self) -> ErrorKind {
        let failure = self.sign_in(Endpoint::runpod()).await.unwrap_err();
        let again = self.sign_in(Endpoint::relay()).await.unwrap_err();
        assert_eq!(failure.kind, again.kind, "a reload tells the same");
        failure.kind
    }

    /// Where the key went, in order.
    fn keyed(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        asked.iter().filter(|request| request.authorization().is_some()).map(|request| request.url.clone()).collect()
    }
}

const DIRECT: &str = "https://api.runpod.io/graphql";
const RELAY: &str = "relay/graphql";

#[tokio::test(flavor = "current_thread")]
async fn what_works_directly_needs_no_relay() {
    let world = World::new(owner(), relay());
    assert_eq!(world.sign_in(Endpoint::runpod()).await, Ok("runpod"));
    assert_eq!(world.asked.borrow().len(), 1);
}

#[tokio::test(flavor = "current_thread")]
async fn a_page_that_is_not_let_in_takes_the_relay() {
    let world = World::new(no_access(), relay());
    assert_eq!(world.sign_in(Endpoint::runpod()).await, Ok("relay"));
    assert_eq!(world.keyed(), [DIRECT, RELAY]);
}

#[tokio::test(flavor = "current_thread")]
async fn a_wrong_key_is_one_on_either_way_and_tries_no_other() {
    let world = World::new(wrong_key(), relay());
    assert_eq!(world.sign_in(Endpoint::runpod()).await.unwrap_err().kind, ErrorKind::WrongKey);
    assert_eq!(world.keyed(), [DIRECT]);
    let world = World::new(no_access(), (relay().0, wrong_key()));
    assert_eq!(world.sign_in(Endpoint::runpod()).await.unwrap_err().kind, ErrorKind::WrongKey);
}

#[tokio::test(flavor = "current_thread")]
async fn only_a_closed_way_leads_to_the_other() {
    for (answer, kind) in [
        (says(500, ""), ErrorKind::ServerTrouble),
        (says(429, ""), ErrorKind::RateLimited),
        (Err(TransportError::TimedOut), ErrorKind::TimedOut),
    ] {
        let world = World::new(answer, relay());
        assert_eq!(world.sign_in(Endpoint::runpod()).await.unwrap_err().kind, kind);
        assert_eq!(world.keyed(), [DIRECT]);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn where_graphql_is_switched_off_rest_is_asked_on_the_same_way() {
    let world = World::new(says(410, ""), relay());
    assert_eq!(world.sign_in(Endpoint::runpod()).await.unwrap_err().kind, ErrorKind::Retired);
    assert_eq!(world.keyed(), [DIRECT, "https://api.runpod.io/v2/pods?limit=1"]);
    // A server that only hands out files may say that, too: it never sees the key.
    let world = World::new(no_access(), (says(410, ""), owner()));
    assert!(world.sign_in(Endpoint::runpod()).await.is_err());
    assert_eq!(world.keyed(), [DIRECT]);
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_no_relay_never_sees_the_key() {
    for answer in [
        says(404, "not found"),
        says(401, r#"{"errors":[{"message":"Log in first"}]}"#),
        says(403, "<?xml"),
        says(404, r#"{"errors":[{"message":"no such page"}]}"#),
        says(405, ""),
        says(501, "Unsupported method ('POST')"),
        says(200, "<!doctype html>"),
        says(200, "{}"),
        says(200, r#"{"data":null}"#),
        says(200, ""),
        no_access(),
    ] {
        let world = World::new(no_access(), (answer.clone(), owner()));
        assert_eq!(world.fails().await, ErrorKind::CorsBlocked, "{answer:?}");
        assert_eq!(world.keyed(), [DIRECT, DIRECT], "{answer:?}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn why_neither_way_is_open_is_told_apart() {
    let closed = |relay| World::new(no_access(), relay);
    assert_eq!(closed(no_relay()).fails().await, ErrorKind::CorsBlocked);
    let unreachable = World { reachable: false, ..closed(no_relay()) };
    assert_eq!(unreachable.fails().await, ErrorKind::NoAccess);
    for answer in [says(502, ""), says(504, "<html>"), says(500, "error proxying"), Err(TransportError::TimedOut)] {
        assert_eq!(closed((answer, owner())).fails().await, ErrorKind::RelayFailed);
    }
    let refused_behind = (relay().0, says(403, "<html>error code: 1010"));
    assert_eq!(closed(refused_behind).fails().await, ErrorKind::RelayFailed);
    let offline = World::new(Err(TransportError::Offline), (says(502, ""), owner()));
    assert_eq!(offline.fails().await, ErrorKind::Offline);
}

#[tokio::test(flavor = "current_thread")]
async fn a_reload_takes_the_way_that_worked_and_finds_the_other_if_it_closed() {
    let world = World::new(owner(), relay());
    assert_eq!(world.sign_in(Endpoint::relay()).await, Ok("relay"));
    assert_eq!(world.keyed(), [RELAY]);
    let world = World::new(owner(), no_relay());
    assert_eq!(world.sign_in(Endpoint::relay()).await, Ok("runpod"));
    assert_eq!(world.keyed(), [DIRECT]);
}

#[tokio::test(flavor = "current_thread")]
async fn practice_has_one_way_and_never_becomes_real() {
    let world = World::new(owner(), (no_access(), no_access()));
    let proxy = ProxyAddress::parse("http://127.0.0.1:4600/proxy/{podId}-{port}").unwrap();
    let practice = Endpoint::practice("simulator/graphql".into(), proxy);
    assert_eq!(world.sign_in(practice).await.unwrap_err().kind, ErrorKind::NoAccess);
    assert_eq!(world.keyed(), ["simulator/graphql"]);
}

#[tokio::test(flavor = "current_thread")]
async fn each_has_words_and_none_blames_the_key() {
    for kind in [ErrorKind::NoAccess, ErrorKind::Offline, ErrorKind::CorsBlocked, ErrorKind::RelayFailed] {
        let advice = ApiError::new(kind, "").advice(Operation::SigningIn);
        assert_eq!(advice.money, "Nothing was changed in your account.");
        assert!(!advice.what.contains("key") && !advice.next.is_empty());
    }
}

#[test]
fn an_account_keeps_its_id_when_runpod_no_longer_tells_it() {
    let key = ApiKey::read(KEY).unwrap();
    let at = connection::account_key(&Endpoint::relay(), &key);
    assert_eq!(at, connection::account_key(&Endpoint::runpod(), &key), "whichever way leads there");
    assert!(at.starts_with("launchpod.account/runpod:key-") && !at.contains(&KEY[4..12]));
    let untold = at.trim_start_matches("launchpod.account/runpod:").to_owned();
    let told = |id: &str| AccountInfo { id: id.into(), account: Account::default(), volumes: vec![] };
    assert_eq!(connection::account_id(&told("anna"), &key, Some("old".into())), "anna");
    assert_eq!(connection::account_id(&told(&untold), &key, Some("anna".into())), "anna");
    assert_eq!(connection::account_id(&told(&untold), &key, None), untold);
}
