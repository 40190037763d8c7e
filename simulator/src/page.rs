//! A host for the built page, with the simulator on its own origin below `/simulator/`.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::json;

use crate::app::{App, PRACTICE_KEY};
use crate::headers_file::HeaderRules;
use crate::html::escaped;
use crate::http::api_routes;
use crate::percent::decoded;

/// What a host reads and does not hand out.
const FOR_HOSTS: [&str; 2] = ["_headers", "_headers.caddy"];

/// A folder with a built page, and the simulator that it is to practise on.
#[derive(Clone)]
pub struct PageHost {
    folder: PathBuf,
    app: App,
}

impl PageHost {
    /// A host for that folder.
    ///
    /// # Errors
    ///
    /// If the folder is not there.
    pub fn new(folder: &Path, app: App) -> io::Result<Self> {
        let named = |error| io::Error::other(format!("{}: {error}", folder.display()));
        Ok(Self { folder: folder.canonicalize().map_err(named)?, app })
    }

    /// Read anew each time: the page may be rebuilt meanwhile.
    fn rules(&self) -> HeaderRules {
        HeaderRules::parse(&fs::read_to_string(self.folder.join("_headers")).unwrap_or_default())
    }

    /// The file that a path names, if it lies in the folder and may be served.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let relative = decoded(path.strip_prefix('/')?)?;
        let relative = Path::new(&relative);
        let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
        if !relative.components().all(plain) || FOR_HOSTS.iter().any(|file| relative == Path::new(file)) {
            return None;
        }
        let file = self.folder.join(relative).canonicalize().ok()?;
        (file.is_file() && file.starts_with(&self.folder)).then_some(file)
    }

    /// What the page reads to learn that it can be practised with.
    fn practice_tag(&self) -> String {
        let simulator = &self.app.simulator;
        let mut about = json!({
            "graphql": "simulator/graphql",
            "v2": "simulator/v2",
            "proxy": self.app.proxy_template(),
            "probe": "simulator/probe.html",
            "speed": simulator.clock.speed(),
            "startedAtMs": simulator.clock.started_at_ms(),
        });
        if let (true, Some(about)) = (simulator.options.key == PRACTICE_KEY, about.as_object_mut()) {
            about.insert("key".to_owned(), json!(PRACTICE_KEY));
        }
        format!("<meta name=\"launchpod-practice\" content=\"{}\">", escaped(&about.to_string()))
    }

    /// RunPod's proxy, put in terms of ours.
    fn with_own_proxy(&self, text: &str) -> String {
        text.replace("https://{podId}-{port}.proxy.runpod.net", &self.app.proxy_template())
            .replace("https://*.proxy.runpod.net", &self.app.origin)
    }
}

/// Everything that the page's listener answers.
pub fn page_routes(host: PageHost) -> Router {
    let frames = Router::new().route("/probe.html", any(framed)).route("/files.html", any(framed));
    let below = frames.with_state(host.clone()).merge(api_routes(host.app.clone()));
    Router::new().fallback(page).with_state(host).nest("/simulator", below)
}

/// What the page frames to ask pods: here it asks this simulator's.
async fn framed(State(host): State<PageHost>, request: Request) -> Response {
    let path = request.uri().path();
    if let Some(refusal) = wrong_method(request.method()) {
        return refusal;
    }
    let Some(text) = host.file(path).and_then(|file| fs::read_to_string(file).ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = host.with_own_proxy(&text).into_response();
    let headers = host.rules().for_path(path);
    let headers = headers.into_iter().map(|(name, value)| (name, host.with_own_proxy(&value)));
    dress(response.headers_mut(), path, headers.collect());
    response
}

async fn page(State(host): State<PageHost>, request: Request) -> Response {
    if let Some(refusal) = wrong_method(request.method()) {
        return refusal;
    }
    let path = request.uri().path();
    let asked = if path == "/" { "/index.html" } else { path };
    let Some(file) = host.file(asked) else { return (StatusCode::NOT_FOUND, "Not found").into_response() };
    let rules = host.rules().for_path(path);
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if asked == "/index.html" {
        let Ok(text) = fs::read_to_string(&file) else { return unreadable() };
        let mut response = with_tag(&text, &host.practice_tag()).into_response();
        dress(response.headers_mut(), &name, rules);
        response.headers_mut().remove(CONTENT_ENCODING);
        return response;
    }
    let (bytes, encoding) = match best_of(&file, request.headers()) {
        Ok(found) => found,
        Err(_) => return unreadable(),
    };
    let mut response = bytes.into_response();
    dress(response.headers_mut(), &name, rules);
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn wrong_method(method: &Method) -> Option<Response> {
    let right = method == Method::GET || method == Method::HEAD;
    (!right).then(|| (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response())
}

fn unreadable() -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Puts the tag right after `<head>`.
fn with_tag(html: &str, tag: &str) -> String {
    let start = html.find("<head>").or_else(|| html.find("<head "));
    let end = start.and_then(|start| html.get(start..)?.find('>').map(|end| start + end + 1));
    let (before, after) = html.split_at(end.unwrap_or(0));
    format!("{before}{tag}{after}")
}

/// The smallest form of a file that the browser takes, made beforehand beside it.
fn best_of(file: &Path, request: &HeaderMap) -> io::Result<(Vec<u8>, Option<&'static str>)> {
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        let mut sibling = file.as_os_str().to_owned();
        sibling.push(ending);
        if accepts(request, encoding) && Path::new(&sibling).is_file() {
            return Ok((fs::read(sibling)?, Some(encoding)));
        }
    }
    Ok((fs::read(file)?, None))
}

fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(|weight| weight == "q=0" || weight == "q=0.0")
    })
}

/// What kind it is and how long it keeps, unless `_headers` says otherwise.
fn dress(headers: &mut HeaderMap, name: &str, rules: Vec<(String, String)>) {
    let lasting = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind_of(name)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lasting));
    for (rule, value) in rules {
        let parsed = HeaderName::try_from(rule).ok().zip(HeaderValue::try_from(value).ok());
        if let Some((rule, value)) = parsed.filter(|(rule, _)| *rule != CONTENT_LENGTH) {
            headers.insert(rule, value);
        }
    }
}

/// Trunk puts a hash of eight or more hex digits after a dash.
fn is_hashed(name: &str) -> bool {
    name.split('-').skip(1).any(|part| {
        let digits = part.chars().take_while(char::is_ascii_hexdigit).count();
        digits >= 8 && part.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_']))
    })
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
