//! hosting/relay-cases.json, which any relay can be tried with, against this one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use axum::http::{HeaderMap, HeaderName};
use serde_json::Value;
use support::{KEY, QUESTION, Recorder, Running, Seen, head, send};

const CASES: &str = include_str!("../../hosting/relay-cases.json");

fn table() -> Value {
    serde_json::from_str(CASES).unwrap()
}

fn filled(text: &str, host: &str) -> String {
    text.replace("{key}", KEY).replace("{host}", host)
}

/// The headers of an object, filled in; each replaces one of that name.
fn with(mut headers: Vec<(String, String)>, more: &Value, host: &str) -> Vec<(String, String)> {
    for (name, value) in more.as_object().into_iter().flatten() {
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.clone(), filled(value.as_str().unwrap(), host)));
    }
    headers
}

fn usual(host: &str) -> Vec<(String, String)> {
    support::named(&[
        ("Host", host),
        ("Launchpod-Authorization", &format!("Bearer {KEY}")),
        ("Content-Type", "application/json"),
        ("User-Agent", "case"),
    ])
}

fn map(object: &Value, host: &str) -> HeaderMap {
    let pairs = with(vec![], object, host);
    pairs.into_iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap())).collect()
}

fn request(case: &Value, host: &str) -> (Vec<u8>, Vec<u8>) {
    let (method, path) = (case["method"].as_str().unwrap(), filled(case["path"].as_str().unwrap(), host));
    let body = match case["bytes"].as_u64() {
        Some(bytes) => vec![b'x'; usize::try_from(bytes).unwrap()],
        None if ["POST", "PATCH"].contains(&method) => QUESTION.as_bytes().to_vec(),
        None => vec![],
    };
    let mut headers = with(usual(host), &case["headers"], host);
    let mut sent = body.clone();
    if case["chunked"] == true {
        headers.push(("Transfer-Encoding".to_owned(), "chunked".to_owned()));
        sent = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    } else if !body.is_empty() {
        headers.push(("Content-Length".to_owned(), body.len().to_string()));
    }
    ([head(method, &path, &headers).into_bytes(), sent].concat(), body)
}

#[tokio::test]
async fn each_case_comes_out_as_the_table_says() {
    let recorder = Recorder::default();
    let runpod = Running::start(recorder.router()).await;
    let launchpod = Running::launchpod(runpod.port).await;
    let table = table();
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() > 50);
    for case in cases {
        let (request, body) = request(case, &launchpod.host());
        let answer = send(launchpod.port, &request).await;
        let seen = recorder.take();
        assert_eq!(Some(u64::from(answer.status)), case["status"].as_u64(), "{case}: {answer:?}");
        match case["asked"].as_str() {
            None => assert!(seen.is_empty(), "{case}: {seen:?}"),
            Some(address) => {
                let [Seen { method, address: asked, body: got, .. }] = &seen[..] else { panic!("{case}: {seen:?}") };
                assert_eq!((method.as_str(), asked.as_str()), (case["method"].as_str().unwrap(), address), "{case}");
                assert_eq!(got, &body, "{case}");
            }
        }
        for (name, value) in case["answered"].as_object().into_iter().flatten() {
            assert_eq!(answer.header(name), value.as_str(), "{case}");
        }
        assert!(answer.text.contains(case["says"].as_str().unwrap_or("")), "{case}: {}", answer.text);
        assert!(!answer.text.contains(KEY), "{case}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{case}");
        if answer.status != 421 {
            assert_eq!(
                (answer.header("cache-control"), answer.header("x-content-type-options")),
                match answer.status {
                    403 => (None, Some("nosniff")),
                    _ => (Some("no-store"), Some("nosniff")),
                },
                "{case}"
            );
        }
    }
}

#[tokio::test]
async fn of_headers_only_what_is_listed_passes_either_way() {
    let table = table();
    let (there, back) = (&table["toRunPod"], &table["fromRunPod"]);
    let mut headers = map(&back["pass"], "");
    headers.extend(map(&back["stay"], ""));
    let recorder = Recorder { headers, ..Recorder::default() };
    let runpod = Running::start(recorder.router()).await;
    let launchpod = Running::launchpod(runpod.port).await;
    let host = launchpod.host();
    let headers = with(with(usual(&host), &there["pass"], &host), &there["stay"], &host);
    let answer = send(launchpod.port, head("GET", "/relay/v2/pods/a/logs", &headers).as_bytes()).await;
    let seen = recorder.take().remove(0).headers;
    let mut expected = map(&there["pass"], &host);
    expected.remove("launchpod-authorization");
    expected.insert("authorization", format!("Bearer {KEY}").parse().unwrap());
    expected.insert("host", format!("127.0.0.1:{}", runpod.port).parse().unwrap());
    assert_eq!(seen, expected);
    let mut answered = answer.headers.clone();
    for ours in ["cache-control", "connection", "content-length", "referrer-policy", "x-content-type-options"] {
        assert!(answered.remove(ours).is_some(), "{ours}");
    }
    assert_eq!(answered, map(&back["pass"], ""));
}

/// hosting/Caddyfile says in expressions which addresses pass: it must be the same ones.
#[test]
fn the_table_has_a_case_for_each_address_in_the_caddyfile() {
    let caddyfile = include_str!("../../hosting/Caddyfile");
    let table = table();
    let asked = |path: &str| {
        let cases = table["cases"].as_array().unwrap();
        let mut passed = cases.iter().filter_map(|case| case["asked"].as_str());
        passed.any(|address| address.split('?').next() == Some(path))
    };
    for (words, path) in [
        ("|billing/pods|", "/v2/billing/pods"),
        ("|templates|", "/v2/templates"),
        ("|registries|", "/v2/registries"),
        ("(gpus|cpus|datacenters|templates)", "/v2/catalog/templates"),
        ("(pods|network-volumes|account/secrets)", "/v2/account/secrets"),
        ("/action(", "/v2/pods/abc123/action"),
        ("/logs|", "/v2/pods/abc123/logs"),
    ] {
        assert!(
            caddyfile.contains(words),
            "{words}: hosting/Caddyfile has changed; relay/rules.rs and the cases go with it"
        );
        assert!(asked(path), "{path}");
    }
    for name in ["limit", "cursor", "include", "product", "source", "tail", "since", "bucketSize", "lastN"] {
        assert!(CASES.contains(&format!("{name}=")), "{name}");
    }
}
