//! The docs below the page: where there are some, and where there are none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::sync::Arc;
use std::{env, fs, process};

use launchpod_program::page;
use launchpod_program::routes::routes;
use support::{Running, get, relay};

const HEADERS: &str =
    "/*\n  X-Content-Type-Options: nosniff\n/docs/*\n  Content-Security-Policy: default-src 'none'; style-src 'self'\n";

/// Folders of one test, taken away behind it.
struct Folders(std::path::PathBuf);

impl Folders {
    fn with(name: &str, files: &[(&str, &str)]) -> Self {
        let root = env::temp_dir().join(format!("launchpod-docs-{name}-{}", process::id()));
        for (file, text) in files {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(root)
    }
}

impl Drop for Folders {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn the_docs_are_served_below_the_page_with_a_policy_of_their_own() {
    let files = [
        ("page/index.html", "<head></head>"),
        ("page/_headers", HEADERS),
        ("site/index.html", "first"),
        ("site/decisions/two-apis.html", "deep"),
        ("secret.txt", "no"),
    ];
    let folders = Folders::with("served", &files);
    let (page, site) = (folders.0.join("page"), folders.0.join("site"));
    let files = page::files(Some(&page), Some(&site)).unwrap_or_else(|problem| panic!("{problem}"));
    let launchpod = Running::start(routes(files, None, relay(1))).await;
    for (path, text) in [("/docs/", "first"), ("/docs/index.html", "first"), ("/docs/decisions/two-apis.html", "deep")]
    {
        let answer = get(launchpod.port, path, &[]).await;
        assert_eq!((answer.status, answer.text.as_str()), (200, text), "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"), "{path}");
        let policy = answer.header("content-security-policy");
        assert_eq!(policy, Some("default-src 'none'; style-src 'self'"), "{path}");
    }
    let folder = get(launchpod.port, "/docs", &[]).await;
    assert_eq!((folder.status, folder.header("location")), (307, Some("/docs/")), "links count from within");
    for hidden in
        ["/docs/../secret.txt", "/docs/%2e%2e/secret.txt", "/docs/decisions", "/docs/decisions/", "/site/", "/docs//"]
    {
        let answer = get(launchpod.port, hidden, &[]).await;
        assert!(answer.status == 404 || answer.text == "first", "{hidden}: {answer:?}");
        assert_ne!(answer.text, "no", "{hidden}");
    }
    let foreign = get(launchpod.port, "/docs/", &[("Host", "a.example")]).await;
    assert_eq!(foreign.status, 421);
}

#[tokio::test]
async fn without_docs_there_is_nothing_below_that_address() {
    let folders = Folders::with("none", &[("index.html", "<head></head>"), ("_headers", HEADERS)]);
    let files = page::files(Some(&folders.0), None).unwrap_or_else(|problem| panic!("{problem}"));
    let launchpod = Running::start(routes(Arc::clone(&files), None, relay(1))).await;
    for path in ["/docs", "/docs/", "/docs/about.txt"] {
        assert_eq!(get(launchpod.port, path, &[]).await.status, 404, "{path}");
    }
    let problem = page::files(Some(&folders.0), Some(&folders.0.join("nowhere"))).err().unwrap();
    assert!(problem.contains("--docs") && problem.contains("cargo xtask docs"), "{problem}");
}
