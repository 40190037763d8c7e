//! One instance: a second start finds the first by asking it on its port.

use std::time::Duration;

use axum::Json;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Where a running program says what it is.
pub const PATH: &str = "/.well-known/launchpod";
const NAME: &str = "launchpod";
const PATIENCE: Duration = Duration::from_secs(2);
const MOST_BYTES: u64 = 4096;

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// What it says.
pub async fn about() -> Json<Value> {
    Json(json!({ "program": NAME, "version": VERSION }))
}

/// The version of the Launchpod that answers on that port; none if something else does, or nothing.
pub async fn running_on(port: u16) -> Option<String> {
    timeout(PATIENCE, ask(port)).await.ok()?
}

async fn ask(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.ok()?;
    let question = format!("GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(question.as_bytes()).await.ok()?;
    let mut answer = vec![];
    stream.take(MOST_BYTES).read_to_end(&mut answer).await.ok()?;
    version_in(&String::from_utf8(answer).ok()?)
}

fn version_in(answer: &str) -> Option<String> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let about: Value = serde_json::from_str(body).ok()?;
    let is_ours = head.starts_with("HTTP/1.1 200 ") && about.get("program")? == NAME;
    let version = about.get("version")?.as_str()?;
    // It is printed: nothing but a version gets through.
    let is_plain =
        version.len() < 32 && version.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-+".contains(&byte));
    (is_ours && is_plain).then(|| version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_launchpod_is_taken_for_it() {
        let says = |body: &str| version_in(&format!("HTTP/1.1 200 OK\r\nA: b\r\n\r\n{body}"));
        assert_eq!(says(r#"{"program":"launchpod","version":"0.1.0"}"#).as_deref(), Some("0.1.0"));
        for other in [
            r#"{"program":"x","version":"1"}"#,
            "{}",
            "",
            "<html>",
            "{\"program\":\"launchpod\",\"version\":\"\\u001b[2J\"}",
        ] {
            assert_eq!(says(other), None, "{other}");
        }
        assert_eq!(version_in("HTTP/1.1 404 Not Found\r\n\r\n{\"program\":\"launchpod\",\"version\":\"1\"}"), None);
    }
}
