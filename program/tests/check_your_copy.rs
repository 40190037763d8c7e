//! The commands of docs/check-your-copy.md, as a person types them, against a page that this program serves.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::{env, fs, process};

use launchpod_program::page;
use launchpod_program::routes::routes;
use support::{Running, relay};
use tokio::process::Command;

const FILES: [(&str, &str); 3] =
    [("index.html", "<head></head>"), ("launchpod-01.js", "start();"), ("locales/de.json", "{}")];

/// The first block of commands on the page, for the copy at this address.
fn commands(address: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/check-your-copy.md");
    let text = fs::read_to_string(path).unwrap();
    let block = text.split("```\n").nth(1).unwrap();
    let (first, rest) = block.split_once('\n').unwrap();
    assert!(first.starts_with("page=https://"), "{first}");
    format!("page={address}\n{rest}")
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

async fn bash(folder: &Path, script: &str) -> Output {
    fs::create_dir_all(folder).unwrap();
    Command::new("bash").current_dir(folder).args(["-c", script]).output().await.unwrap()
}

/// A page with its list, made with `sha256sum` itself.
async fn page_with_list(root: &Path) -> PathBuf {
    let page = root.join("page");
    for (name, text) in FILES {
        put(&page, name, text);
    }
    let names = FILES.map(|(name, _)| name).join(" ");
    assert!(bash(&page, &format!("sha256sum {names} > build.txt")).await.status.success());
    put(&page, "_headers", "/*\n  X-Content-Type-Options: nosniff\n");
    page
}

#[tokio::test]
async fn a_copy_that_is_whole_is_ok_and_a_changed_file_is_named() {
    let root = env::temp_dir().join(format!("launchpod-copy-{}", process::id()));
    let page = page_with_list(&root).await;
    let files = page::files(Some(&page), None).unwrap_or_else(|problem| panic!("{problem}"));
    let launchpod = Running::start(routes(files, None, relay(1))).await;
    let script = commands(&format!("http://{}/", launchpod.host()));
    let whole = bash(&root.join("whole"), &script).await;
    put(&page, "launchpod-01.js", "steal();");
    let changed = bash(&root.join("changed"), &script).await;
    let list = bash(&page, "sha256sum build.txt").await;
    fs::remove_dir_all(&root).unwrap();

    let said = |output: &Output| String::from_utf8_lossy(&output.stdout).into_owned();
    let last = said(&list);
    assert_eq!(said(&whole), format!("index.html: OK\nlaunchpod-01.js: OK\nlocales/de.json: OK\n{last}"));
    assert_eq!(String::from_utf8_lossy(&whole.stderr), "");
    assert!(said(&changed).contains("launchpod-01.js: FAILED\n"), "{}", said(&changed));
}
