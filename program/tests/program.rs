//! The program itself, as somebody starts it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod support;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use support::{FILES, KEY, QUESTION, ask, get, started};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::time::timeout;

/// A built page: a folder of its own for each test.
fn page(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(folder.join("locales")).unwrap();
    for (file, text) in FILES {
        fs::write(folder.join(file), text).unwrap();
    }
    folder
}

fn launchpod(name: &str, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_launchpod"));
    command.args(["--no-open", "--upstream", "http://127.0.0.1:1", "--page"]).arg(page(name)).args(words);
    command.env_remove("LAUNCHPOD_UPSTREAM").kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

async fn ends_with(command: &mut Command) -> (bool, String, String) {
    let output = timeout(support::PATIENCE, command.output()).await.expect("it ends").unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn a_second_start_finds_the_first() {
    let (_first, _out, port) = started(&mut launchpod("second", &["--listen", "0"])).await;
    let (good, out, _) = ends_with(&mut launchpod("second", &["--listen", &port.to_string()])).await;
    assert!(good);
    assert_eq!(out, format!("Launchpod runs already, at http://127.0.0.1:{port}/\n"));
}

#[tokio::test]
async fn an_older_one_that_runs_is_named() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let answer = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"program\":\"launchpod\",\"version\":\"0.0.1\"}";
        let mut read = [0; 1024];
        assert!(stream.read(&mut read).await.unwrap() > 0);
        stream.write_all(answer.as_bytes()).await.unwrap();
    });
    let (good, out, _) = ends_with(&mut launchpod("older", &["--listen", &port.to_string()])).await;
    assert!(good && out.contains("It is version 0.0.1") && out.contains("end the other one first"), "{out}");
}

#[tokio::test]
async fn a_port_that_something_else_has_is_told_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let (good, out, said) = ends_with(&mut launchpod("taken", &["--listen", &port.to_string()])).await;
    assert!(!good && out.is_empty(), "{out}");
    assert!(said.starts_with(&format!("Port {port} is used by another program.")), "{said}");
    assert!(said.contains("launchpod --listen ") && said.contains("notes of your launches"), "{said}");
    let (good, _, said) =
        ends_with(&mut launchpod("taken", &["--listen", "0", "--practice-port", &port.to_string()])).await;
    assert!(!good && said.contains("launchpod --practice-port "), "{said}");
}

#[tokio::test]
async fn without_a_page_it_says_where_one_comes_from() {
    let empty = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("empty");
    fs::create_dir_all(&empty).unwrap();
    for folder in [empty.clone(), empty.join("none")] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_launchpod"));
        command.args(["--no-open", "--listen", "0", "--page"]).arg(&folder).stdin(Stdio::null());
        let (good, out, said) = ends_with(&mut command).await;
        assert!(!good && out.is_empty() && said.contains("cargo xtask build"), "{out}{said}");
    }
}

#[tokio::test]
async fn a_relay_that_would_send_the_key_unencrypted_does_not_start() {
    let mut plain = Command::new(env!("CARGO_BIN_EXE_launchpod"));
    plain
        .args(["--no-open", "--listen", "0", "--page"])
        .arg(page("unencrypted"))
        .env("LAUNCHPOD_UPSTREAM", "http://a.example");
    let (good, _, said) = ends_with(&mut plain).await;
    assert!(!good && said.contains("unencrypted"), "{said}");
}

#[tokio::test]
async fn no_line_holds_the_key() {
    let (mut child, mut out, port) = started(&mut launchpod("key", &["--listen", "0"])).await;
    for path in [
        "/relay/graphql",
        "/relay/v2/pods",
        &format!("/relay/v2/pods?limit={KEY}"),
        &format!("/relay/{KEY}"),
        &format!("/{KEY}"),
    ] {
        let answer = ask(port, path, QUESTION).await;
        assert!(answer.status >= 400 && !answer.text.contains(KEY), "{path}: {answer:?}");
    }
    let answer = ask(port, "/relay/graphql", &format!("{KEY}{}", "x".repeat(200_000))).await;
    assert_eq!(answer.status, 413);
    child.start_kill().unwrap();
    let (mut said, mut errors) = (String::new(), String::new());
    out.read_to_string(&mut said).await.unwrap();
    child.stderr.take().unwrap().read_to_string(&mut errors).await.unwrap();
    assert!(errors.contains("The relay gets no answer from 127.0.0.1: "), "{errors}");
    assert_eq!(errors.matches("The relay gets no answer").count(), 1, "said once: {errors}");
    assert!(!said.contains("SENTINEL") && !errors.contains("SENTINEL"), "{said}{errors}");
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_in_peace_when_it_is_told_to() {
    for signal in ["INT", "TERM"] {
        let (mut child, mut out, port) = started(&mut launchpod("ends", &["--listen", "0"])).await;
        assert_eq!(get(port, "/", &[]).await.status, 200);
        let id = child.id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{signal}"), &id]).status().await.unwrap().success());
        let status = timeout(support::PATIENCE, child.wait()).await.expect("it ends").unwrap();
        let mut said = String::new();
        out.read_to_string(&mut said).await.unwrap();
        assert!(status.success(), "{signal}: {status}");
        assert!(said.contains("Pods on RunPod go on running, and cost money"), "{said}");
    }
}
