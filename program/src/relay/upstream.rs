//! The way to RunPod: encrypted, without following anybody elsewhere.

use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::uri::{Authority, PathAndQuery, Scheme};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::refusal::Refusal;

/// One request to RunPod.
pub type Question = hyper::Request<Full<Bytes>>;

const CONNECTED_WITHIN: Duration = Duration::from_secs(10);
/// A connection that was still for longer may be dead already, and an act must not be lost on it.
const KEPT_FOR: Duration = Duration::from_secs(20);

/// Where the relay leads.
pub struct Upstream {
    scheme: Scheme,
    authority: Authority,
    host: HeaderValue,
    client: Result<Client<HttpsConnector<HttpConnector>, Full<Bytes>>, String>,
    /// Whether it was said last that nobody answers there.
    is_down: AtomicBool,
}

impl Upstream {
    /// The server at that address, such as `https://api.runpod.io`.
    ///
    /// # Errors
    /// In words, if a key must not go there.
    pub fn new(address: &str) -> Result<Self, String> {
        const NEXT: &str = "Leave out --upstream and LAUNCHPOD_UPSTREAM, and it leads to RunPod.";
        let odd = || {
            format!(
                "The relay can't lead to “{address}”: that is no address of a server, such as https://api.runpod.io. {NEXT}"
            )
        };
        let uri: Uri = address.parse().map_err(|_| odd())?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else { return Err(odd()) };
        let is_plain = parts.path_and_query.is_none_or(|path| path == "/") && !authority.as_str().contains('@');
        let host = HeaderValue::try_from(authority.as_str()).ok().filter(|_| is_plain).ok_or_else(odd)?;
        let is_here = authority.host() == "localhost"
            || authority.host().trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        if scheme != Scheme::HTTPS && !(scheme == Scheme::HTTP && is_here) {
            return Err(format!(
                "The relay can't lead to “{address}”: your key would go there unencrypted. Use an address that begins with https://. {NEXT}"
            ));
        }
        Ok(Self { scheme, authority, host, client: client(), is_down: AtomicBool::new(false) })
    }

    /// The name of the server.
    #[must_use]
    pub fn name(&self) -> String {
        self.authority.host().to_owned()
    }

    pub(super) fn host(&self) -> HeaderValue {
        self.host.clone()
    }

    pub(super) fn problem(&self) -> Option<&str> {
        self.client.as_ref().err().map(String::as_str)
    }

    pub(super) fn request(
        &self,
        method: Method,
        place: &str,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Question, Refusal> {
        let place: PathAndQuery = place.parse().map_err(|_| Refusal::Place)?;
        let uri = Uri::builder().scheme(self.scheme.clone()).authority(self.authority.clone()).path_and_query(place);
        let mut question = Question::new(Full::new(body));
        *question.method_mut() = method;
        *question.uri_mut() = uri.build().map_err(|_| Refusal::Place)?;
        *question.headers_mut() = headers;
        Ok(question)
    }

    pub(super) async fn send(&self, question: Question) -> Result<hyper::Response<Incoming>, Refusal> {
        let unreachable = || Refusal::Unreachable(self.name());
        let client = self.client.as_ref().map_err(|_| unreachable())?;
        match client.request(question).await {
            Ok(answer) => {
                if self.is_down.swap(false, Ordering::Relaxed) {
                    eprintln!("{} answers again.", self.name());
                }
                Ok(answer)
            }
            Err(error) => {
                // Said once, not with each request. What is asked, and with which key, is in no error of hyper's.
                if !self.is_down.swap(true, Ordering::Relaxed) {
                    eprintln!(
                        "The relay gets no answer from {}: {}. The page says what that means.",
                        self.name(),
                        cause(&error)
                    );
                }
                Err(unreachable())
            }
        }
    }
}

fn client() -> Result<Client<HttpsConnector<HttpConnector>, Full<Bytes>>, String> {
    let mut connector = HttpConnector::new();
    connector.enforce_http(false);
    connector.set_nodelay(true);
    connector.set_connect_timeout(Some(CONNECTED_WITHIN));
    let provider = rustls::crypto::ring::default_provider();
    let encrypted = HttpsConnectorBuilder::new().with_provider_and_native_roots(provider).map_err(|error| {
        format!(
            "The relay can't be used: this computer's list of trusted certificates can't be read ({error}). On Linux, install the \
             package ca-certificates. The page still works where RunPod lets your browser in directly."
        )
    })?;
    let connector = encrypted.https_or_http().enable_http1().wrap_connector(connector);
    let mut builder = Client::builder(TokioExecutor::new());
    builder.pool_timer(TokioTimer::new()).pool_idle_timeout(KEPT_FOR);
    Ok(builder.build(connector))
}

/// The innermost reason: `Connection refused`, or what is wrong with a certificate.
fn cause(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(deeper) = innermost.source() {
        innermost = deeper;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_nowhere_unencrypted() {
        for good in [
            "https://api.runpod.io",
            "https://api.runpod.io/",
            "http://127.0.0.1:4600",
            "http://localhost:1",
            "http://[::1]:1",
        ] {
            assert!(Upstream::new(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.runpod.io",
            "http://10.0.0.1",
            "ftp://127.0.0.1",
            "api.runpod.io",
            "",
            "https://a@b.example",
            "https://a.example/x",
            "http://localhost.example",
        ] {
            let said = Upstream::new(bad).err().unwrap_or_default();
            assert!(said.ends_with("it leads to RunPod."), "{bad}: {said}");
        }
    }
}
