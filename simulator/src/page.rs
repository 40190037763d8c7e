//! A host for the built page, with the simulator on its own origin below `/simulator/`.

use std::borrow::Cow;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    STRICT_TRANSPORT_SECURITY, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::any;
use serde_json::json;

use crate::app::{App, PRACTICE_KEY};
use crate::headers_file::HeaderRules;
use crate::html::escaped;
use crate::http::api_routes;
use crate::percent::decoded;

/// What a host reads and does not hand out.
const FOR_HOSTS: [&str; 3] = ["_headers", "_headers.caddy", "_headers.nginx"];
/// The file behind the page's own address, and behind that of a folder.
const FIRST: &str = "index.html";

/// Where the files of a built page are.
pub trait PageFiles: Send + Sync {
    /// What a file of the page holds. `name` is as in `locales/de.json`.
    fn read(&self, name: &str) -> Option<Cow<'static, [u8]>>;
}

/// A folder, read anew each time: the page may be rebuilt meanwhile.
struct Folder(PathBuf);

impl PageFiles for Folder {
    fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        let file = self.0.join(name).canonicalize().ok()?;
        let inside = file.is_file() && file.starts_with(&self.0);
        inside.then(|| fs::read(file).ok()).flatten().map(Cow::Owned)
    }
}

/// A built page, and the simulator that it is to practise on.
#[derive(Clone)]
pub struct PageHost {
    files: Arc<dyn PageFiles>,
    practice: Option<App>,
}

impl PageHost {
    /// A host for the page in that folder.
    ///
    /// # Errors
    ///
    /// If the folder is not there.
    pub fn new(folder: &Path, app: App) -> io::Result<Self> {
        Ok(Self::of(Self::folder(folder)?, Some(app)))
    }

    /// A host for a page; without a simulator there is nothing to practise on.
    #[must_use]
    pub fn of(files: Arc<dyn PageFiles>, practice: Option<App>) -> Self {
        Self { files, practice }
    }

    /// The page in that folder.
    ///
    /// # Errors
    ///
    /// If the folder is not there.
    pub fn folder(folder: &Path) -> io::Result<Arc<dyn PageFiles>> {
        let named = |error| io::Error::other(format!("{}: {error}", folder.display()));
        Ok(Arc::new(Folder(folder.canonicalize().map_err(named)?)))
    }

    /// The headers that ship for an address of the page's.
    #[must_use]
    pub fn headers_for(&self, path: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        insert(&mut headers, self.rules().for_path(path));
        headers
    }

    fn rules(&self) -> HeaderRules {
        HeaderRules::parse(&self.text("_headers").unwrap_or_default())
    }

    fn text(&self, name: &str) -> Option<String> {
        String::from_utf8(self.files.read(name)?.into_owned()).ok()
    }

    /// The smallest form of a file that the browser takes, made beforehand beside it.
    fn best_of(&self, name: &str, request: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
        let whole = self.files.read(name)?;
        let made = |(encoding, ending)| {
            let found = accepts(request, encoding).then(|| self.files.read(&format!("{name}.{ending}"))).flatten();
            found.map(|bytes| (bytes, Some(encoding)))
        };
        Some([("br", "br"), ("gzip", "gz")].into_iter().find_map(made).unwrap_or((whole, None)))
    }

    /// What the page reads to learn that it can be practised with.
    fn practice_tag(app: &App) -> String {
        let simulator = &app.simulator;
        let mut about = json!({
            "graphql": "simulator/graphql",
            "v2": "simulator/v2",
            "proxy": app.proxy_template(),
            "probe": "simulator/probe.html",
            "speed": simulator.clock.speed(),
            "startedAtMs": simulator.clock.started_at_ms(),
        });
        if let (true, Some(about)) = (simulator.options.key == PRACTICE_KEY, about.as_object_mut()) {
            about.insert("key".to_owned(), json!(PRACTICE_KEY));
        }
        format!("<meta name=\"launchpod-practice\" content=\"{}\">", escaped(&about.to_string()))
    }

    /// A file as this browser gets it, and how it is packed.
    fn shown(&self, name: &str, request: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
        match &self.practice {
            Some(app) if name == FIRST => {
                let tagged = with_tag(&self.text(name)?, &Self::practice_tag(app));
                Some((tagged.into_bytes().into(), None))
            }
            _ if name == FIRST => Some((self.files.read(name)?, None)),
            _ => self.best_of(name, request),
        }
    }
}

/// RunPod's proxy, put in terms of a simulator's.
fn with_own_proxy(app: &App, text: &str) -> String {
    text.replace("https://{podId}-{port}.proxy.runpod.net", &app.proxy_template())
        .replace("https://*.proxy.runpod.net", &app.origin)
}

/// Everything that the page's listener answers.
pub fn page_routes(host: PageHost) -> Router {
    let pages = Router::new().fallback(page).with_state(host.clone());
    let Some(app) = host.practice.clone() else { return pages };
    let frames = Router::new().route("/probe.html", any(framed)).route("/files.html", any(framed));
    pages.nest("/simulator", frames.with_state((host, app.clone())).merge(api_routes(app)))
}

/// What the page frames to ask pods: here it asks this simulator's.
async fn framed(State((host, app)): State<(PageHost, App)>, request: Request) -> Response {
    if let Some(refusal) = wrong_method(request.method()) {
        return refusal;
    }
    // The path below `/simulator`.
    let name = request.uri().path().trim_start_matches('/').to_owned();
    let Some(text) = host.text(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = host.rules().for_path(&format!("/{name}"));
    let headers = headers.into_iter().map(|(name, value)| (name, with_own_proxy(&app, &value)));
    let bytes = with_own_proxy(&app, &text).into_bytes().into();
    answer(bytes, None, dressed(&name, headers.collect()), request.headers())
}

async fn page(State(host): State<PageHost>, request: Request) -> Response {
    if let Some(refusal) = wrong_method(request.method()) {
        return refusal;
    }
    let path = request.uri().path();
    let rules = host.rules().for_path(path);
    let name = name_of(path);
    let shown = name.as_deref().and_then(|name| host.shown(name, request.headers()));
    let (Some(name), Some((bytes, encoding))) = (name, shown) else {
        // Its first page has links that count from within the folder.
        if let Some(folder) = name_of(&format!("{path}/")).filter(|name| host.files.read(name).is_some()) {
            let there = folder.strip_suffix(FIRST).unwrap_or(&folder);
            return Redirect::temporary(&format!("/{there}")).into_response();
        }
        let mut missing = (StatusCode::NOT_FOUND, "Not found").into_response();
        insert(missing.headers_mut(), rules);
        return missing;
    };
    answer(bytes, encoding, dressed(&name, rules), request.headers())
}

/// The file that an address names, if it may be one of the page's.
fn name_of(path: &str) -> Option<String> {
    let name = decoded(path.strip_prefix('/')?)?;
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let may_be_served =
        Path::new(&name).components().all(plain) && FOR_HOSTS.iter().all(|file| Path::new(&name) != Path::new(file));
    may_be_served.then(|| if name.is_empty() || name.ends_with('/') { name + FIRST } else { name })
}

/// The file, or that the browser's copy is still the same.
fn answer(
    bytes: Cow<'static, [u8]>,
    encoding: Option<&'static str>,
    mut headers: HeaderMap,
    request: &HeaderMap,
) -> Response {
    let tag = tag_of(&bytes);
    let is_known = is_known(request, &tag);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if is_known {
        headers.remove(CONTENT_TYPE);
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let body = match bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    };
    (headers, body).into_response()
}

/// Another one for other bytes, packed ones too.
fn tag_of(bytes: &[u8]) -> String {
    let mut sum = DefaultHasher::new();
    sum.write(bytes);
    format!("\"{:016x}\"", sum.finish())
}

fn is_known(request: &HeaderMap, tag: &str) -> bool {
    let known = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = known.flat_map(|value| value.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

fn wrong_method(method: &Method) -> Option<Response> {
    let right = method == Method::GET || method == Method::HEAD;
    (!right).then(|| (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")]).into_response())
}

/// Puts the tag right after `<head>`.
fn with_tag(html: &str, tag: &str) -> String {
    let start = html.find("<head>").or_else(|| html.find("<head "));
    let end = start.and_then(|start| html.get(start..)?.find('>').map(|end| start + end + 1));
    let (before, after) = html.split_at(end.unwrap_or(0));
    format!("{before}{tag}{after}")
}

fn accepts(request: &HeaderMap, encoding: &str) -> bool {
    let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.unwrap_or_default().split(',').any(|offer| {
        let mut parts = offer.split(';').map(str::trim);
        parts.next() == Some(encoding) && !parts.any(|weight| weight == "q=0" || weight == "q=0.0")
    })
}

/// What kind it is and how long it keeps, unless `_headers` says otherwise.
fn dressed(name: &str, rules: Vec<(String, String)>) -> HeaderMap {
    let file = name.rsplit_once('/').map_or(name, |(_, file)| file);
    let lasting = if is_hashed(file) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind_of(file)));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(lasting));
    insert(&mut headers, rules);
    headers
}

fn insert(headers: &mut HeaderMap, rules: Vec<(String, String)>) {
    for (rule, value) in rules {
        let parsed = HeaderName::try_from(rule).ok().zip(HeaderValue::try_from(value).ok());
        // What is for TLS alone has no place here.
        let fits = |rule: &HeaderName| *rule != CONTENT_LENGTH && *rule != STRICT_TRANSPORT_SECURITY;
        if let Some((rule, value)) = parsed.filter(|(rule, _)| fits(rule)) {
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
