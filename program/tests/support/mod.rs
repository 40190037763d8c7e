//! A page of a few files, a RunPod that takes down what reaches it, and requests that are sent as they are written.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use launchpod_program::practice;
use launchpod_program::relay::{Relay, Upstream};
use launchpod_program::{routes::routes, server};
use launchpod_simulator::{App, PageFiles};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

pub const KEY: &str = "rpa_SENTINEL0000000000000000000000000000KEY";
pub const QUESTION: &str = r#"{"query":"{ __typename }"}"#;
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What `cargo xtask build` makes, on a small scale.
pub const HEADERS: &str = "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n  Strict-Transport-Security: max-age=1\n\
    /\n  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n  Cache-Control: no-cache\n\
    /index.html\n  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\n  Cache-Control: no-cache\n\
    /probe.html\n  Content-Security-Policy: connect-src https://*.proxy.runpod.net; sandbox allow-scripts\n  Cache-Control: no-cache\n\
    /locales/*\n  Cache-Control: no-cache\n\
    /launchpod-0a1b2c3d4e5f6071_bg.wasm\n  Cache-Control: public, max-age=31536000, immutable\n";

pub const FILES: [(&str, &str); 8] = [
    ("_headers", HEADERS),
    ("index.html", "<!DOCTYPE html><html><head><title>Launchpod</title></head></html>"),
    ("launchpod-0a1b2c3d4e5f6071_bg.wasm", "plain"),
    ("launchpod-0a1b2c3d4e5f6071_bg.wasm.br", "brotli"),
    ("launchpod-0a1b2c3d4e5f6071_bg.wasm.gz", "gzip"),
    ("locales/de.json", "{}"),
    ("probe.html", "<head></head>"),
    ("service-worker.js", "1"),
];

pub struct SmallPage;

impl PageFiles for SmallPage {
    fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        FILES.iter().find(|(known, _)| *known == name).map(|(_, text)| Cow::Borrowed(text.as_bytes()))
    }
}

/// Something that runs in this process until it is dropped.
pub struct Running {
    pub port: u16,
    task: tokio::task::JoinHandle<()>,
}

impl Running {
    pub async fn start(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { port: listener.local_addr().unwrap().port(), task: tokio::spawn(server::serve(listener, router)) }
    }

    /// The program, with its relay to that port.
    pub async fn launchpod(upstream: u16) -> Self {
        Self::start(routes(Arc::new(SmallPage), None, relay(upstream))).await
    }

    /// The program with something to practise on.
    pub async fn with_practice() -> Self {
        let app = simulator();
        Self::start(routes(Arc::new(SmallPage), Some(app), relay(1))).await
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

pub fn simulator() -> App {
    practice::simulator("http://127.0.0.1:1".to_owned(), 1.0)
}

pub fn relay(port: u16) -> Arc<Relay> {
    Arc::new(Relay::new(Upstream::new(&format!("http://127.0.0.1:{port}")).unwrap()))
}

/// What reached RunPod.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub address: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

/// Takes down what reaches it, and answers with these headers.
#[derive(Clone, Default)]
pub struct Recorder {
    pub seen: Arc<Mutex<Vec<Seen>>>,
    pub status: StatusCode,
    pub headers: HeaderMap,
}

impl Recorder {
    pub fn router(&self) -> Router {
        let recorder = self.clone();
        Router::new().fallback(move |request: Request| async move { recorder.record(request).await })
    }

    async fn record(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let seen = Seen {
            method: parts.method.to_string(),
            address: parts.uri.to_string(),
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        };
        self.seen.lock().unwrap().push(seen);
        let mut response = Response::new(Body::from(r#"{"data":{"__typename":"Query"}}"#));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers.clone();
        response
    }

    /// What came since this was asked last.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn parse(raw: &[u8]) -> Self {
        let raw = String::from_utf8_lossy(raw);
        let (head, text) = raw.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {raw:?}"));
        let (first, rest) = head.split_once("\r\n").unwrap();
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        let mut headers = HeaderMap::new();
        for (name, value) in rest.lines().filter_map(|line| line.split_once(": ")) {
            let name: axum::http::HeaderName = name.parse().unwrap();
            headers.append(name, value.parse().unwrap());
        }
        Self { status, headers, text: text.to_owned() }
    }
}

/// A request, letter by letter; all that comes back.
pub async fn send(port: u16, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = vec![];
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an answer in time").unwrap();
    Answer::parse(&answer)
}

/// The head of a request, after which the connection closes.
pub fn head(method: &str, path: &str, headers: &[(String, String)]) -> String {
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("{method} {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n")
}

pub fn named(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Reads a file of the page.
pub async fn get(port: u16, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut all = named(headers);
    if !all.iter().any(|(name, _)| name == "Host") {
        all.push(("Host".to_owned(), format!("127.0.0.1:{port}")));
    }
    send(port, head("GET", path, &all).as_bytes()).await
}

/// Asks the relay, as the page does.
pub async fn ask(port: u16, path: &str, body: &str) -> Answer {
    let headers = [
        ("Host", format!("127.0.0.1:{port}")),
        ("Launchpod-Authorization", format!("Bearer {KEY}")),
        ("Content-Type", "application/json".to_owned()),
        ("Content-Length", body.len().to_string()),
        ("Sec-Fetch-Site", "same-origin".to_owned()),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value));
    send(port, format!("{}{body}", head("POST", path, &headers)).as_bytes()).await
}

/// One that runs, and its port.
pub async fn started(command: &mut Command) -> (Child, BufReader<ChildStdout>, u16) {
    let mut child = command.spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    timeout(PATIENCE, out.read_line(&mut line)).await.expect("it says where it is").unwrap();
    let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
    (child, out, port.unwrap_or_else(|| panic!("{line}")))
}
