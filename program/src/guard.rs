//! Who may ask: this computer by its own name, and no other site's page.
//!
//! Another site can lead its own name to 127.0.0.1 (DNS rebinding); a browser then takes us for that site, and tells the name
//! in `Host`. And it can ask us across origins, which a browser tells in `Origin` and `Sec-Fetch-Site`.

use axum::extract::Request;
use axum::http::header::{HOST, LOCATION, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The name that the page is open under. `localhost` leads here: under two names a browser would keep two journals.
pub const NAME: &str = "127.0.0.1";
const OTHER_NAME: &str = "localhost";

/// Lets in what calls this computer by its own name. The port is the browser's business: it may come through a tunnel.
pub async fn own_name_only(request: Request, next: Next) -> Response {
    match asked_host(&request) {
        Some(_) => next.run(request).await,
        None => (StatusCode::MISDIRECTED_REQUEST, "This is Launchpod on this computer: open it as 127.0.0.1.")
            .into_response(),
    }
}

/// Leads from `localhost` to the page's one name.
pub async fn one_name(request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET || request.method() == Method::HEAD;
    let other = asked_host(&request).filter(|host| reads && host.host().eq_ignore_ascii_case(OTHER_NAME));
    let Some(host) = other else { return next.run(request).await };
    let port = host.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let Ok(location) = HeaderValue::try_from(format!("http://{NAME}{port}{path}")) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, location)]).into_response()
}

/// Keeps other pages out. What is no browser says neither of the headers, and could ask RunPod by itself.
pub async fn own_page_only(request: Request, next: Next) -> Response {
    if is_from_another_page(request.headers()) {
        return (StatusCode::FORBIDDEN, "This is for Launchpod's own page alone.").into_response();
    }
    next.run(request).await
}

/// The one host that is asked for, if it is this computer.
fn asked_host(request: &Request) -> Option<Authority> {
    let host = sole(request.headers(), HOST.as_str())?;
    let host: Authority = host.parse().ok()?;
    let is_own = [NAME, OTHER_NAME].iter().any(|own| host.host().eq_ignore_ascii_case(own));
    // Nothing but the name and a port: no user before it, and no port that is none.
    let port = host.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    let is_whole = host.as_str().len() == host.host().len() + port.len();
    let is_one = request.uri().authority().is_none_or(|named| named.as_str().eq_ignore_ascii_case(host.as_str()));
    (is_own && is_whole && is_one).then_some(host)
}

fn is_from_another_page(headers: &HeaderMap) -> bool {
    let crosses = headers.get_all("sec-fetch-site").iter().any(|site| site != "same-origin");
    let own = sole(headers, HOST.as_str()).map(|host| format!("http://{host}"));
    let foreign = |origin: &HeaderValue| own.as_ref().is_none_or(|own| origin != own.as_str());
    crosses || headers.get_all(ORIGIN).iter().any(foreign)
}

fn sole<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}
