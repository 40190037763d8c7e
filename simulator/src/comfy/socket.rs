//! ComfyUI's WebSocket: a client is told of the queue, and of how its own workflows go.
//!
//! The nodes of a workflow are told when it ends; the real one tells each as it begins.

use std::time::Duration;

use axum::extract::ws::{Message, WebSocket};
use serde_json::{Value, json};

use super::Comfy;
use super::events::queue;
use crate::app::App;

/// How often it looks for news.
const BEAT: Duration = Duration::from_millis(50);

/// Talks with a client until it leaves or its ComfyUI ends.
pub async fn talk(app: App, pod: String, client: Option<String>, mut socket: WebSocket) {
    let visit = |act: &mut dyn FnMut(&mut Comfy)| {
        app.simulator.harm(|world, now| world.with_comfy(&pod, now, |comfy, _| act(comfy))).is_some()
    };
    let (mut known, mut greeting) = (0, Value::Null);
    let mut client = client.unwrap_or_default();
    let is_there = visit(&mut |comfy| {
        if client.is_empty() {
            client = comfy.rng.uuid().replace('-', "");
        }
        known = comfy.events.count();
        let status = queue(comfy.remaining());
        greeting = json!({ "type": "status", "data": { "status": status, "sid": client } });
    });
    if !is_there || send(&mut socket, &greeting).await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            heard = socket.recv() => if !matches!(heard, Some(Ok(_))) { return },
            () = tokio::time::sleep(BEAT) => {
                let mut new = vec![];
                let is_there = visit(&mut |comfy| {
                    new = comfy.events.since(known, &client);
                    known = comfy.events.count();
                });
                for message in &new {
                    if send(&mut socket, message).await.is_err() {
                        return;
                    }
                }
                if !is_there {
                    return;
                }
            }
        }
    }
}

async fn send(socket: &mut WebSocket, message: &Value) -> Result<(), axum::Error> {
    socket.send(Message::Text(message.to_string().into())).await
}
