//! ComfyUI's HTTP API, as far as a program needs it that queues workflows and fetches pictures.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::body::Bytes;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequest, Query, Request};
use axum::http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, IF_NONE_MATCH,
    RANGE,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::files::{Folder, annotated, below};
use super::socket::talk;
use super::system_stats::{Gpu, system_stats};
use super::upload::{Form, Wrong};
use super::{Comfy, Door, Files, python_format as python};
use crate::app::App;
use crate::clock::Moment;
use crate::html::service_page;

/// ComfyUI takes 100 MB unless it is told otherwise.
pub const MOST_BODY: usize = 100 * 1024 * 1024;

/// Its own frontend brings this picture.
const LOGO: &str = "assets/images/comfy-logo-single.svg";

/// How an answer leaves: the handlers' own carry CORS headers, what the server below them says does not.
pub(super) enum Answer {
    Own(Response),
    Servers(Response),
}

impl Answer {
    pub(super) fn json(body: Value) -> Self {
        Self::json_of(StatusCode::OK, &body)
    }

    pub(super) fn json_of(status: StatusCode, body: &Value) -> Self {
        Self::json_text(status, body.to_string())
    }

    fn json_text(status: StatusCode, text: String) -> Self {
        Self::Own((status, [(CONTENT_TYPE, "application/json; charset=utf-8")], text).into_response())
    }

    /// Nothing but that. What the server takes for its kind is bytes.
    fn status(status: StatusCode) -> Self {
        Self::Own((status, [(CONTENT_TYPE, "application/octet-stream")]).into_response())
    }

    /// Something was raised that nobody catches.
    pub(super) fn trouble() -> Self {
        let text = "500 Internal Server Error\n\nServer got itself in trouble";
        Self::Servers((StatusCode::INTERNAL_SERVER_ERROR, text).into_response())
    }
}

/// Answers for the ComfyUI in a pod; it is up.
pub async fn answer(app: &App, pod: &str, gpu: &Gpu, path: &str, request: Request) -> Response {
    let door = app.simulator.look(|world, _| world.comfy_door);
    if door == Door::Shut && request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site") {
        return StatusCode::FORBIDDEN.into_response();
    }
    let at = Place { app, pod, gpu, door };
    match at.answer(path, request).await {
        Answer::Own(mut response) if door == Door::Open => {
            mark(&mut response);
            response
        }
        Answer::Own(response) | Answer::Servers(response) => response,
    }
}

/// The official image starts ComfyUI with CORS enabled.
fn mark(response: &mut Response) {
    for (name, value) in [
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_METHODS, "POST, GET, DELETE, PUT, OPTIONS"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Authorization"),
        (ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

pub(super) struct Place<'a> {
    app: &'a App,
    pod: &'a str,
    gpu: &'a Gpu,
    door: Door,
}

impl Place<'_> {
    async fn answer(&self, path: &str, request: Request) -> Answer {
        if request.method() == Method::OPTIONS {
            return Answer::status(StatusCode::OK);
        }
        // Every route is there a second time.
        let path = path.strip_prefix("api/").unwrap_or(path);
        let is_get = request.method() == Method::GET || request.method() == Method::HEAD;
        if is_get && path == "ws" {
            return self.socket(request).await;
        }
        if is_get {
            return self.get(path, &request);
        }
        if request.method() != Method::POST {
            return Answer::Servers((StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed").into_response());
        }
        match path {
            "upload/image" => self.upload(request).await,
            "prompt" => match Bytes::from_request(request, &()).await {
                Ok(body) => self.post(&body),
                Err(refused) => Answer::Servers(refused.into_response()),
            },
            _ => Answer::Servers((StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed").into_response()),
        }
    }

    async fn socket(&self, request: Request) -> Answer {
        let asked: Query<Vec<(String, String)>> = Query::try_from_uri(request.uri()).unwrap_or_default();
        let client = asked.iter().find(|(key, _)| key == "clientId").map(|(_, value)| value.clone());
        let (app, pod) = (self.app.clone(), self.pod.to_owned());
        match WebSocketUpgrade::from_request(request, &()).await {
            Ok(upgrade) => Answer::Own(upgrade.on_upgrade(|socket| talk(app, pod, client, socket))),
            Err(_) => {
                let text = "No WebSocket UPGRADE hdr: None\n Can \"Upgrade\" only to \"WebSocket\".";
                Answer::Servers((StatusCode::BAD_REQUEST, text).into_response())
            }
        }
    }

    pub(super) fn visit<T>(&self, act: impl FnOnce(&mut Comfy, &mut Files, Moment) -> T) -> Option<T> {
        self.app.simulator.harm(|world, now| world.with_comfy(self.pod, now, |comfy, disk| act(comfy, disk, now)))
    }

    fn told(&self, act: impl FnOnce(&mut Comfy, &mut Files, Moment) -> Value) -> Answer {
        self.visit(act).map_or_else(Answer::trouble, Answer::json)
    }

    fn get(&self, path: &str, request: &Request) -> Answer {
        let asked: Query<Vec<(String, String)>> = Query::try_from_uri(request.uri()).unwrap_or_default();
        let word = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match path {
            // A file like others, so its kind names no charset.
            "" => {
                let page = service_page("ComfyUI", "The real one draws pictures here.");
                Answer::Own(([(CONTENT_TYPE, "text/html")], page).into_response())
            }
            LOGO => {
                let kind = [(CONTENT_TYPE, HeaderValue::from_static("image/svg+xml"))];
                Answer::Own((kind, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"32\" height=\"32\"><circle cx=\"16\" cy=\"16\" r=\"12\"/></svg>").into_response())
            }
            "system_stats" => Answer::json(system_stats(self.gpu, self.door)),
            "prompt" => self.told(|comfy, _, _| json!({ "exec_info": { "queue_remaining": comfy.remaining() } })),
            "queue" => self.told(|comfy, _, _| comfy.queue()),
            "view" => self.view(word("filename"), word("subfolder"), word("type"), request.headers()),
            "history" => {
                match [word("max_items"), word("offset")].map(|told| told.map(str::parse::<i64>).transpose()) {
                    [Ok(most), Ok(offset)] => {
                        let told = self.visit(|comfy, _, _| comfy.recent(most, offset.unwrap_or(-1)));
                        told.map_or_else(Answer::trouble, |text| Answer::json_text(StatusCode::OK, text))
                    }
                    _ => Answer::trouble(),
                }
            }
            _ => match path.strip_prefix("history/") {
                Some(id) => self.told(|comfy, _, _| comfy.history(id)),
                None => Answer::Servers((StatusCode::NOT_FOUND, "404: Not Found").into_response()),
            },
        }
    }

    fn view(&self, file: Option<&str>, subfolder: Option<&str>, folder: Option<&str>, asked: &HeaderMap) -> Answer {
        let Some(file) = file else { return Answer::status(StatusCode::NOT_FOUND) };
        let (file, annotated) = annotated(file);
        if file.is_empty() || file.starts_with('/') || file.contains("..") {
            return Answer::status(StatusCode::BAD_REQUEST);
        }
        let Some(folder) = annotated.or_else(|| Folder::named(folder.unwrap_or("output"))) else {
            return Answer::status(StatusCode::BAD_REQUEST);
        };
        let Some(subfolder) = below("", subfolder.unwrap_or_default()) else {
            return Answer::status(StatusCode::FORBIDDEN);
        };
        let name = file.rsplit('/').next().unwrap_or(file);
        let path = below(&subfolder, name).unwrap_or_default();
        let found = self.visit(|_, disk, _| disk.get(folder, &path).map(<[u8]>::to_vec));
        let Some(bytes) = found.flatten() else { return Answer::status(StatusCode::NOT_FOUND) };
        let shown = format!("filename=\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""));
        let tag = tag_of(&bytes);
        let knows = |known: &str| {
            known.split(',').any(|one| [tag.as_str(), "*"].contains(&one.trim().trim_start_matches("W/")))
        };
        if asked.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok()).is_some_and(knows) {
            return Answer::Own((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
        }
        let mut response = part_of(&bytes, asked.get(RANGE).map(HeaderValue::as_bytes));
        if response.status() == StatusCode::RANGE_NOT_SATISFIABLE {
            return Answer::Own(response);
        }
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind_of(name)));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            response.headers_mut().insert(ETAG, tag);
        }
        if let Ok(shown) = HeaderValue::from_bytes(shown.as_bytes()) {
            response.headers_mut().insert(CONTENT_DISPOSITION, shown);
        }
        Answer::Own(response)
    }

    async fn upload(&self, request: Request) -> Answer {
        let kept = match Form::read(request).await {
            Ok(form) => self.visit(|_, disk, _| form.keep(disk)),
            Err(wrong) => Some(Err(wrong)),
        };
        match kept {
            Some(Ok(kept)) => Answer::json(kept),
            // Too much is refused before ComfyUI's own code sees it.
            Some(Err(Wrong::Status(StatusCode::PAYLOAD_TOO_LARGE))) => {
                Answer::Servers(StatusCode::PAYLOAD_TOO_LARGE.into_response())
            }
            Some(Err(Wrong::Status(status))) => Answer::status(status),
            Some(Err(Wrong::Trouble)) | None => Answer::trouble(),
        }
    }

    fn post(&self, body: &[u8]) -> Answer {
        let Ok(text) = str::from_utf8(body) else { return Answer::trouble() };
        match serde_json::from_str(text) {
            Ok(Value::Object(body)) => self.prompt(body),
            // Python asks a list or a text, too, whether it holds a word, and is content where it does not.
            Ok(other)
                if ["number", "front", "prompt"].iter().all(|word| python::holds(&other, word) == Some(false)) =>
            {
                self.prompt(Map::new())
            }
            _ => Answer::trouble(),
        }
    }
}

/// A mark of what is in a file; the real one is made of its time and its size.
fn tag_of(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("\"{:x}-{:x}\"", hasher.finish(), bytes.len())
}

/// The file, or the part of it that is asked for, as aiohttp reads a range: one alone, and no other unit.
fn part_of(bytes: &[u8], range: Option<&[u8]>) -> Response {
    let size = bytes.len();
    let Some(range) = range else {
        return ([(ACCEPT_RANGES, "bytes")], bytes.to_vec()).into_response();
    };
    let asked = str::from_utf8(range).ok().and_then(|range| range.strip_prefix("bytes=")?.split_once('-'));
    let number = |text: &str| match text {
        "" => Some(None),
        _ if text.bytes().all(|digit| digit.is_ascii_digit()) => text.parse::<usize>().ok().map(Some),
        _ => None,
    };
    let found = asked.and_then(|(from, to)| match (number(from)?, number(to)?) {
        (None, Some(last)) => Some((size.saturating_sub(last), size)),
        (Some(from), None) => Some((from, size)),
        (Some(from), Some(to)) if to >= from => Some((from, to.saturating_add(1).min(size))),
        _ => None,
    });
    let Some((part, from, to)) = found.and_then(|(from, to)| {
        let part = bytes.get(from..to).filter(|part| !part.is_empty())?;
        Some((part, from, to))
    }) else {
        return (StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, format!("bytes */{size}"))]).into_response();
    };
    let told = format!("bytes {from}-{}/{size}", to - 1);
    let headers = [(ACCEPT_RANGES, "bytes".to_owned()), (CONTENT_RANGE, told)];
    (StatusCode::PARTIAL_CONTENT, headers, part.to_vec()).into_response()
}

fn kind_of(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        // HTML and its like too: ComfyUI does not let them be shown.
        _ => "application/octet-stream",
    }
}
