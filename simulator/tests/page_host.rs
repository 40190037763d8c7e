//! The host of the built page.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::fs;
use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use common::{Answer, House, ORIGIN, send};
use launchpod_simulator::{PRACTICE_KEY, PageHost, page_routes};
use serde_json::{Value, json};

const PROBE: &str = "<head><script>const at = 'https://{podId}-{port}.proxy.runpod.net';</script></head>";
const HEADERS: &str = "/*\n  X-Content-Type-Options: nosniff\n/\n  Content-Security-Policy: default-src 'self'\n\
    /probe.html\n  Content-Security-Policy: connect-src https://*.proxy.runpod.net; sandbox allow-scripts\n\
    /files.html\n  Content-Security-Policy: connect-src https://*.proxy.runpod.net; sandbox allow-scripts\n\
    /assets/*\n  Cache-Control: public, max-age=60\n";

/// A built page of its own for each test, beside a file that must not get out.
fn built(name: &str) -> PathBuf {
    let around = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let folder = around.join("dist");
    fs::create_dir_all(folder.join("assets")).unwrap();
    fs::write(around.join("secret.txt"), "secret").unwrap();
    for (file, text) in [
        ("index.html", "<!DOCTYPE html><html><head><title>x</title></head></html>"),
        ("index.html.br", "never"),
        ("probe.html", PROBE),
        ("files.html", PROBE),
        ("_headers", HEADERS),
        ("_headers.caddy", HEADERS),
        ("_headers.nginx", HEADERS),
        ("launchpod-0a1b2c3d4e5f6071_bg.wasm", "plain"),
        ("launchpod-0a1b2c3d4e5f6071_bg.wasm.br", "brotli"),
        ("launchpod-0a1b2c3d4e5f6071_bg.wasm.gz", "gzip"),
        ("plain-name.js", "1"),
        ("assets/a.css", "a{}"),
    ] {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn page(name: &str) -> (House, Router) {
    let house = House::new();
    let host = PageHost::new(&built(name), house.app.clone()).expect("the folder is there");
    (house, page_routes(host))
}

async fn get(page: &Router, path: &str, accept: &str) -> Answer {
    let request = Request::get(path).header("accept-encoding", accept);
    send(page, request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_first_page_learns_of_the_practice() {
    let (house, page) = page("tag");
    for path in ["/", "/index.html"] {
        let answer = get(&page, path, "br").await;
        let text = answer.text();
        let start = "<!DOCTYPE html><html><head><meta name=\"launchpod-practice\" content=\"";
        let content = text.strip_prefix(start).and_then(|rest| rest.split('"').next()).expect("tagged");
        let about: Value = serde_json::from_str(&content.replace("&quot;", "\"")).expect("JSON");
        assert_eq!(
            about,
            json!({
                "graphql": "simulator/graphql",
                "v2": "simulator/v2",
                "proxy": format!("{ORIGIN}/proxy/{{podId}}-{{port}}"),
                "probe": "simulator/probe.html",
                "key": PRACTICE_KEY,
                "speed": 1.0,
                "startedAtMs": house.clock.started_at_ms(),
            })
        );
        assert_eq!(answer.header("content-encoding"), None);
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
    assert_eq!(get(&page, "/", "").await.header("content-security-policy"), Some("default-src 'self'"));
}

#[tokio::test]
async fn files_come_compressed_lasting_and_of_their_kind() {
    let (_, page) = page("files");
    let wasm = "/launchpod-0a1b2c3d4e5f6071_bg.wasm";
    for (accept, body, encoding) in
        [("gzip, deflate, br", "brotli", Some("br")), ("gzip", "gzip", Some("gzip")), ("br;q=0", "plain", None)]
    {
        let answer = get(&page, wasm, accept).await;
        assert_eq!((answer.text().as_str(), answer.header("content-encoding")), (body, encoding));
        assert_eq!(answer.header("content-type"), Some("application/wasm"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
    assert_eq!(get(&page, "/plain-name.js", "").await.header("cache-control"), Some("no-cache"));
    assert_eq!(get(&page, "/assets/a.css", "").await.header("cache-control"), Some("public, max-age=60"));
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again_until_it_is_another() {
    let (_, page) = page("again");
    let tag = get(&page, "/plain-name.js", "").await.header("etag").expect("tagged").to_owned();
    let again = async |known: &str| {
        let request = Request::get("/plain-name.js").header("if-none-match", known);
        send(&page, request.body(Body::empty()).unwrap()).await
    };
    let same = again(&format!("\"other\", W/{tag}")).await;
    assert_eq!((same.status.as_u16(), same.text().as_str()), (304, ""));
    assert_eq!(same.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(again("\"other\"").await.status.as_u16(), 200);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("again/dist");
    fs::write(folder.join("plain-name.js"), "2").unwrap();
    assert_eq!(again(&tag).await.status.as_u16(), 200);
    assert_eq!(get(&page, "/nothing", "").await.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn nothing_outside_the_folder_gets_out() {
    let (_, page) = page("escape");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/assets/../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "//secret.txt",
        "/_headers",
        "/_headers.caddy",
        "/_headers.nginx",
        "/%5fheaders",
        "/./_headers",
        "/nothing",
        "/assets",
        "/%ff",
        "/%",
    ] {
        assert_eq!(get(&page, path, "").await.status.as_u16(), 404, "{path}");
    }
    let post = send(&page, Request::post("/").body(Body::empty()).unwrap()).await;
    assert_eq!(post.status.as_u16(), 405);
}

#[tokio::test]
async fn what_asks_pods_asks_this_simulators() {
    let (_, page) = page("probe");
    for name in ["probe.html", "files.html"] {
        let practice = get(&page, &format!("/simulator/{name}"), "").await;
        assert_eq!(
            practice.text(),
            PROBE.replace("https://{podId}-{port}.proxy.runpod.net", &format!("{ORIGIN}/proxy/{{podId}}-{{port}}"))
        );
        let policy = format!("connect-src {ORIGIN}; sandbox allow-scripts");
        assert_eq!(practice.header("content-security-policy"), Some(policy.as_str()));
        assert_eq!(practice.header("cache-control"), Some("no-cache"));
        assert_eq!(practice.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(get(&page, &format!("/{name}"), "").await.text(), PROBE);
    }
}

#[tokio::test]
async fn the_simulator_answers_on_the_pages_own_origin() {
    let (_, page) = page("nested");
    let request = Request::post("/simulator/graphql")
        .header("content-type", "application/json")
        .header("user-agent", "Mozilla/5.0")
        .body(Body::from(json!({ "query": "{ countryCodes }" }).to_string()))
        .unwrap();
    assert_eq!(send(&page, request).await.json()["data"]["countryCodes"][0], "AR");
    assert_eq!(get(&page, "/simulator/proxy/nopod-8188/", "").await.status.as_u16(), 404);
    let request = Request::get("/simulator/v2/pods")
        .header("authorization", format!("Bearer {PRACTICE_KEY}"))
        .header("user-agent", "Mozilla/5.0");
    assert_eq!(send(&page, request.body(Body::empty()).unwrap()).await.json()["pods"], json!([]));
}
