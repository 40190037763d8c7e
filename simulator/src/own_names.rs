//! Who may ask: whoever calls this computer by a name of its own. Another site can lead its name to 127.0.0.1 (DNS rebinding);
//! a browser then takes us for that site, and tells the name in `Host`.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

/// A relay in between calls us what it would call the real one. No other site can lead this name anywhere.
const RUNPOD: &str = "api.runpod.io";

/// The names that a listener goes by, beside this computer's own.
#[derive(Clone, Debug, Default)]
pub struct OwnNames(Arc<[String]>);

impl OwnNames {
    /// These names, and the host of each address that is listened on, unless it stands for all.
    pub fn new<'a>(names: &'a [String], addresses: impl IntoIterator<Item = &'a str>) -> Self {
        let hosts = addresses.into_iter().filter_map(|address| address.rsplit_once(':')).map(|(host, _)| host);
        let hosts = hosts.filter(|host| !host.is_empty() && !ip_of(host).is_some_and(|ip| ip.is_unspecified()));
        Self(names.iter().map(String::as_str).chain(hosts).map(str::to_owned).collect())
    }

    /// The same listener, for those alone who call it by one of its names.
    pub fn guard(&self, router: Router) -> Router {
        router.layer(from_fn_with_state(self.clone(), own_names_only))
    }

    fn has(&self, host: &str) -> bool {
        let is = |name: &str| host.eq_ignore_ascii_case(name);
        is("localhost")
            || is(RUNPOD)
            || ip_of(host).is_some_and(|ip| ip.is_loopback())
            || self.0.iter().any(|own| is(own))
    }
}

async fn own_names_only(State(names): State<OwnNames>, request: Request, next: Next) -> Response {
    if asked_host(&request).is_some_and(|host| names.has(host.host())) {
        return next.run(request).await;
    }
    let why =
        "The RunPod simulator answers to this computer's own names: 127.0.0.1, localhost, and those given with --host.";
    (StatusCode::MISDIRECTED_REQUEST, why).into_response()
}

/// The one host that is asked for.
fn asked_host(request: &Request) -> Option<Authority> {
    let mut told = request.headers().get_all(HOST).iter();
    let host = told.next().filter(|_| told.next().is_none())?.to_str().ok()?;
    let host: Authority = host.parse().ok().filter(|_| !host.contains('@'))?;
    let is_one = request.uri().authority().is_none_or(|named| named.as_str().eq_ignore_ascii_case(host.as_str()));
    is_one.then_some(host)
}

fn ip_of(host: &str) -> Option<IpAddr> {
    host.trim_matches(['[', ']']).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn host(values: &[&str]) -> Option<String> {
        let request = values.iter().fold(Request::get("/"), |request, value| request.header("host", *value));
        asked_host(&request.body(Body::empty()).unwrap()).map(|host| host.host().to_owned())
    }

    #[test]
    fn one_host_is_asked_for_or_none() {
        assert_eq!(host(&["127.0.0.1:4600"]).as_deref(), Some("127.0.0.1"));
        assert_eq!(host(&["[::1]:4600"]).as_deref(), Some("[::1]"));
        for odd in
            [&[][..], &["127.0.0.1", "a.example"], &["127.0.0.1", "127.0.0.1"], &["x@127.0.0.1"], &[""], &["a b"]]
        {
            assert_eq!(host(odd), None, "{odd:?}");
        }
        let absolute = Request::get("http://a.example/").header("host", "127.0.0.1").body(Body::empty()).unwrap();
        assert!(asked_host(&absolute).is_none());
    }

    #[test]
    fn what_is_listened_on_is_a_name_unless_it_stands_for_all() {
        let names = OwnNames::new(&["desk.lan".to_owned()], ["192.168.1.5:4600", "0.0.0.0:80", "[::]:80", ":80"]);
        for own in ["desk.lan", "DESK.LAN", "192.168.1.5", "localhost", "127.0.0.1", "127.9.9.9", "[::1]", RUNPOD] {
            assert!(names.has(own), "{own}");
        }
        for other in ["a.example", "0.0.0.0", "[::]", "", "192.168.1.6", "127.0.0.1.a.example", "localhost.a.example"] {
            assert!(!names.has(other), "{other}");
        }
    }
}
