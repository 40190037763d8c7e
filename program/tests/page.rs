//! The page on this computer: its files, its headers, and who gets in.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use launchpod_program::practice::own_routes;
use launchpod_program::routes::routes;
use launchpod_simulator::PRACTICE_KEY;
use support::{FILES, Running, get, head, named, send, simulator};
use tower::ServiceExt;

const WASM: &str = "/launchpod-0a1b2c3d4e5f6071_bg.wasm";

#[tokio::test]
async fn every_address_bears_the_headers_that_ship() {
    let launchpod = Running::launchpod(1).await;
    for (path, policy, keeps) in [
        ("/", Some("default-src 'none'; frame-ancestors 'none'"), Some("no-cache")),
        ("/index.html", Some("default-src 'none'; frame-ancestors 'none'"), Some("no-cache")),
        ("/probe.html", Some("connect-src https://*.proxy.runpod.net; sandbox allow-scripts"), Some("no-cache")),
        ("/locales/de.json", None, Some("no-cache")),
        (WASM, None, Some("public, max-age=31536000, immutable")),
        ("/nothing", None, None),
        ("/relay/nothing", None, Some("no-store")),
        ("/.well-known/launchpod", None, None),
    ] {
        let answer = get(launchpod.port, path, &[]).await;
        let all = ["content-security-policy", "cache-control", "x-content-type-options", "referrer-policy"];
        let expected = [policy, keeps, Some("nosniff"), Some("no-referrer")];
        assert_eq!(all.map(|name| answer.header(name)), expected, "{path}");
        assert_eq!(answer.header("strict-transport-security"), None, "nobody needs a certificate for 127.0.0.1");
    }
}

#[tokio::test]
async fn files_are_of_their_kind_packed_as_the_browser_takes_them_and_not_sent_twice() {
    let launchpod = Running::launchpod(1).await;
    for (accepted, text, packed) in
        [("gzip, br", "brotli", Some("br")), ("gzip", "gzip", Some("gzip")), ("", "plain", None)]
    {
        let answer = get(launchpod.port, WASM, &[("Accept-Encoding", accepted)]).await;
        assert_eq!((answer.status, answer.text.as_str(), answer.header("content-encoding")), (200, text, packed));
        assert_eq!(
            (answer.header("content-type"), answer.header("vary")),
            (Some("application/wasm"), Some("Accept-Encoding"))
        );
        let tag = answer.header("etag").unwrap().to_owned();
        for known in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
            let again = get(launchpod.port, WASM, &[("Accept-Encoding", accepted), ("If-None-Match", &known)]).await;
            assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", Some(tag.as_str())));
            assert_eq!(again.header("cache-control"), answer.header("cache-control"));
        }
        let other = get(launchpod.port, WASM, &[("Accept-Encoding", accepted), ("If-None-Match", "\"x\"")]).await;
        assert_eq!(other.status, 200);
    }
    let first = get(launchpod.port, "/", &[("Accept-Encoding", "br")]).await;
    assert_eq!((first.text.as_str(), first.header("content-encoding")), (FILES[1].1, None));
    for hidden in ["/_headers", "/%5fheaders", "/../Cargo.toml", "/launchpod"] {
        assert_eq!(get(launchpod.port, hidden, &[]).await.status, 404, "{hidden}");
    }
}

#[tokio::test]
async fn only_this_computers_own_name_is_answered() {
    let launchpod = Running::with_practice().await;
    let own = launchpod.host();
    for path in ["/", "/relay/graphql", "/simulator/graphql", "/.well-known/launchpod", "/nothing"] {
        for host in [
            "a.example",
            "a.example:4800",
            "127.0.0.1.a.example",
            "a@127.0.0.1",
            "10.0.0.1",
            "[::1]",
            "",
            "127.0.0.1:x",
        ] {
            let answer = get(launchpod.port, path, &[("Host", host)]).await;
            assert!([400, 421].contains(&answer.status), "{host} {path}: {}", answer.status);
            assert!(!answer.text.contains("practice") && !answer.text.contains("version"), "{}", answer.text);
        }
        let named_otherwise = format!("http://a.example{path}");
        let answer = send(launchpod.port, head("GET", &named_otherwise, &named(&[("Host", &own)])).as_bytes()).await;
        assert_eq!(answer.status, 421, "{path}");
        let twice =
            send(launchpod.port, head("GET", path, &named(&[("Host", &own), ("Host", "a.example")])).as_bytes()).await;
        assert!([400, 421].contains(&twice.status), "{path}: {}", twice.status);
        let none = send(launchpod.port, format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()).await;
        assert!([400, 421].contains(&none.status), "{path}: {}", none.status);
    }
    assert_eq!(get(launchpod.port, "/", &[("Host", "127.0.0.1:9000")]).await.status, 200, "through a tunnel");
}

#[tokio::test]
async fn the_page_has_one_name_and_so_one_journal() {
    let launchpod = Running::launchpod(1).await;
    for (host, path, there) in [
        ("localhost:4800", "/?x=1", "http://127.0.0.1:4800/?x=1"),
        ("LOCALHOST", "/index.html", "http://127.0.0.1/index.html"),
    ] {
        let answer = get(launchpod.port, path, &[("Host", host)]).await;
        assert_eq!((answer.status, answer.header("location")), (307, Some(there)));
    }
}

#[tokio::test]
async fn practice_is_offered_and_is_for_the_page_alone() {
    let launchpod = Running::with_practice().await;
    let first = get(launchpod.port, "/", &[]).await;
    assert!(first.text.contains("<meta name=\"launchpod-practice\"") && first.text.contains(PRACTICE_KEY));
    let body = r#"{"query":"{ countryCodes }"}"#;
    let question = |more: (&str, &str)| {
        let length = body.len().to_string();
        let headers = [
            ("Host", &*launchpod.host()),
            ("Content-Type", "application/json"),
            ("User-Agent", "Mozilla/5.0"),
            ("Content-Length", &length),
            more,
        ];
        format!("{}{body}", head("POST", "/simulator/graphql", &named(&headers)))
    };
    let answer = send(launchpod.port, question(("Sec-Fetch-Site", "same-origin")).as_bytes()).await;
    assert!(answer.status == 200 && answer.text.contains("countryCodes"), "{answer:?}");
    for foreign in [("Sec-Fetch-Site", "cross-site"), ("Origin", "http://a.example")] {
        assert_eq!(send(launchpod.port, question(foreign).as_bytes()).await.status, 403);
    }
    let without = Running::launchpod(1).await;
    assert!(!get(without.port, "/", &[]).await.text.contains("launchpod-practice"));
    assert_eq!(get(without.port, "/simulator/probe.html", &[]).await.status, 404);
}

#[tokio::test]
async fn the_simulators_own_port_is_for_programs_and_its_pods_for_all() {
    let router = own_routes(simulator());
    let status = async |path: &str, name: &str, value: &str| {
        let request = Request::get(path).header("host", "127.0.0.1:4600").header(name, value);
        router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
    };
    assert_eq!(status("/admin/state", "user-agent", "a").await, 200);
    for path in ["/admin/state", "/graphql", "/v2/pods", "/"] {
        assert_eq!(status(path, "sec-fetch-site", "cross-site").await, 403, "{path}");
        assert_eq!(status(path, "origin", "http://a.example").await, 403, "{path}");
    }
    assert_eq!(status("/proxy/nopod-8188/", "sec-fetch-site", "cross-site").await, 404);
    for path in ["/admin/state", "/proxy/nopod-8188/"] {
        let request = Request::get(path).header("host", "a.example").body(Body::empty()).unwrap();
        assert_eq!(router.clone().oneshot(request).await.unwrap().status().as_u16(), 421, "{path}");
    }
}

#[tokio::test]
async fn a_page_that_is_built_anew_is_another_one() {
    let answer = |text: &'static str| async move {
        struct One(&'static str);
        impl launchpod_simulator::PageFiles for One {
            fn read(&self, name: &str) -> Option<std::borrow::Cow<'static, [u8]>> {
                (name == "index.html").then(|| self.0.as_bytes().into())
            }
        }
        let router = routes(Arc::new(One(text)), None, support::relay(1));
        let request = Request::get("/").header("host", "127.0.0.1").body(Body::empty()).unwrap();
        router.oneshot(request).await.unwrap().headers()["etag"].clone()
    };
    assert_ne!(answer("one").await, answer("two").await);
}
