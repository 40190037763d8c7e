//! ComfyUI's WebSocket, as its own example of a client uses it.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::net::TcpStream;
use std::time::Duration;

use common::comfy::{Comfy, plain};
use common::live::Live;
use serde_json::{Value, json};
use tungstenite::WebSocket;
use tungstenite::stream::MaybeTlsStream;

type Socket = WebSocket<MaybeTlsStream<TcpStream>>;

fn connect(live: &Live, id: &str, client: &str) -> Socket {
    let address = format!("ws://{}/proxy/{id}-8188/ws?clientId={client}", live.address);
    let (socket, _) = tungstenite::connect(address).expect("connected");
    if let MaybeTlsStream::Plain(stream) = socket.get_ref() {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    }
    socket
}

fn next(socket: &mut Socket) -> Value {
    serde_json::from_str(socket.read().expect("a message").to_text().unwrap()).unwrap()
}

/// All messages until one of this type, that one too.
fn until(socket: &mut Socket, kind: &str) -> Vec<Value> {
    let mut all = vec![];
    while all.last().is_none_or(|last: &Value| last["type"] != kind) {
        all.push(next(socket));
    }
    all
}

fn kinds(messages: &[Value]) -> Vec<&str> {
    messages.iter().filter_map(|message| message["type"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_told_how_its_own_workflow_goes_and_of_no_others() {
    let Comfy { house, id } = Comfy::up().await;
    let live = Live::of(house).await;
    let (mut mine, mut other) = (connect(&live, &id, "me"), connect(&live, &id, "you"));
    let hello =
        json!({ "type": "status", "data": { "status": { "exec_info": { "queue_remaining": 0 } }, "sid": "me" } });
    assert_eq!((next(&mut mine), next(&mut other)["data"]["sid"].clone()), (hello, json!("you")));

    let body = json!({ "prompt": plain(5), "client_id": "me" }).to_string();
    let path = format!("/proxy/{id}-8188/prompt");
    let asked = live.send("POST", &path, "content-type: application/json\r\n", &body).json();
    let told = until(&mut mine, "execution_cached");
    assert_eq!(kinds(&told), ["status", "execution_start", "execution_cached"]);
    assert_eq!(told[1]["data"]["prompt_id"], asked["prompt_id"]);
    live.house.clock.pass(2_000);
    let told = until(&mut mine, "status");
    assert_eq!(kinds(&told), ["executing", "executing", "executed", "execution_success", "executing", "status"]);
    assert_eq!(told[2]["data"]["output"]["images"][0]["filename"], "plain_00001_.png");
    assert_eq!((&told[4]["data"]["node"], &told[4]["data"]["prompt_id"]), (&Value::Null, &asked["prompt_id"]));
    assert_eq!(told[5]["data"]["status"]["exec_info"]["queue_remaining"], 0);
    assert_eq!(kinds(&[next(&mut other), next(&mut other)]), ["status", "status"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_with_its_pod_and_a_plain_request_is_refused() {
    let Comfy { house, id } = Comfy::up().await;
    let live = Live::of(house).await;
    let plain = live.send("GET", &format!("/proxy/{id}-8188/ws"), "", "");
    assert_eq!(plain.status(), Some(400));
    assert!(plain.body().starts_with("No WebSocket UPGRADE hdr"));
    let mut socket = connect(&live, &id, "");
    assert_eq!(next(&mut socket)["data"]["sid"].as_str().map(str::len), Some(32), "a client without a name gets one");
    live.terminate(&id);
    assert!(socket.read().is_err(), "closed");
}
