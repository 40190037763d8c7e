//! Who is let in by the name that it calls this computer by, on each listener.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod common;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use clap::Parser;
use common::{House, send};
use launchpod_simulator::{OwnNames, PageHost, Settings, page_routes, run};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PATHS: [&str; 7] =
    ["/", "/graphql", "/v2/pods", "/proxy/abc-8188/", "/admin/state", "/admin/faults", "/nothing/there"];
const PAGE_PATHS: [&str; 5] = ["/", "/index.html", "/nothing", "/simulator/graphql", "/simulator/probe.html"];

#[tokio::test]
async fn a_site_that_leads_its_name_here_is_told_nothing() {
    let house = House::new();
    let page = PageHost::new(Path::new(env!("CARGO_MANIFEST_DIR")), house.app.clone()).unwrap();
    let names = OwnNames::default();
    let listeners =
        [(names.guard(house.router.clone()), &PATHS[..]), (names.guard(page_routes(page)), &PAGE_PATHS[..])];
    for (router, paths) in listeners {
        for path in paths {
            let status = async |host: &str| {
                let request = Request::get(*path).header("host", host).header("user-agent", "test");
                send(&router, request.body(Body::empty()).unwrap()).await.status
            };
            for other in ["a.example", "a.example:4600", "127.0.0.1.a.example", "localhost.a.example:80"] {
                assert_eq!(status(other).await, StatusCode::MISDIRECTED_REQUEST, "{path} {other}");
            }
            for own in ["127.0.0.1:4600", "localhost:4600", "[::1]:4600", "api.runpod.io"] {
                assert_ne!(status(own).await, StatusCode::MISDIRECTED_REQUEST, "{path} {own}");
            }
        }
    }
}

fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

async fn status(address: SocketAddr, host: &str) -> String {
    let mut stream = loop {
        match TcpStream::connect(address).await {
            Ok(stream) => break stream,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.get(9..12).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn both_listeners_of_the_command_answer_to_own_names_and_to_those_given() {
    let (api, page) = (free(), free());
    let (api_text, page_text) = (api.to_string(), page.to_string());
    let words = ["simulator", "--listen", &api_text, "--page", env!("CARGO_MANIFEST_DIR"), "--page-listen", &page_text];
    let settings = Settings::parse_from(words.into_iter().chain(["--host", "desk.lan"]));
    tokio::spawn(run(settings));
    for listener in [api, page] {
        for (host, is_own) in [("127.0.0.1", true), ("desk.lan:4600", true), ("a.example", false)] {
            let told = status(listener, host).await;
            assert_eq!(told != "421", is_own, "{listener} {host}: {told}");
        }
    }
}
