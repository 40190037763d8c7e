//! A simulator behind a real socket, and a client that sees every byte.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use launchpod_simulator::{PRACTICE_KEY, serve};
use serde_json::{Value, json};

use super::{House, RTX_4090};

/// A served house. Its tests need a runtime of several threads: the client blocks.
pub struct Live {
    pub house: House,
    pub address: SocketAddr,
}

/// All that came before the connection was closed.
pub struct Reply {
    pub text: String,
}

impl Reply {
    /// None if not even a status line came.
    pub fn status(&self) -> Option<u16> {
        self.text.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.text.split_once("\r\n\r\n")?;
        let named = |line: &str| {
            line.split_once(": ").filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_owned())
        };
        head.lines().find_map(named)
    }

    pub fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(self.body()).unwrap_or(Value::Null)
    }
}

impl Live {
    pub async fn new() -> Self {
        Self::of(House::new()).await
    }

    pub async fn of(house: House) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it has one");
        tokio::spawn(serve(listener, house.router.clone()));
        Self { house, address }
    }

    /// Sends a request and reads until the other side closes.
    pub fn send(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nuser-agent: test\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("closed in order, not timed out");
        Reply { text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub fn fault(&self, fault: &str) -> Value {
        let reply = self.send("POST", "/admin/faults", "", fault);
        assert_eq!(reply.status(), Some(200), "{fault}: {}", reply.text);
        reply.json()
    }

    pub fn state(&self) -> Value {
        self.send("GET", "/admin/state", "", "").json()
    }

    pub fn count(&self, what: &str) -> u64 {
        self.state()[what].as_u64().expect("a count")
    }

    pub fn ask(&self, query: &str) -> Reply {
        let headers = format!(
            "content-type: application/json\r\norigin: https://example.org\r\nauthorization: Bearer {PRACTICE_KEY}\r\n"
        );
        self.send("POST", "/graphql", &headers, &json!({ "query": query }).to_string())
    }

    pub fn rent(&self) -> Reply {
        self.ask(&renting("podFindAndDeployOnDemand", ""))
    }

    /// Rents without any fault in the way, and answers with the id.
    pub fn rented(&self) -> String {
        self.rent().json()["data"]["podFindAndDeployOnDemand"]["id"].as_str().expect("rented").to_owned()
    }

    pub fn terminate(&self, id: &str) -> Reply {
        self.ask(&format!("mutation {{ podTerminate(input: {{ podId: \"{id}\" }}) }}"))
    }

    pub fn list(&self) -> Reply {
        self.ask("{ myself { pods { id } } }")
    }

    /// The ids in the list, null where it has a hole.
    pub fn listed(&self) -> Value {
        let pods = self.list().json()["data"]["myself"]["pods"].clone();
        pods.as_array().expect("a list").iter().map(|pod| pod["id"].clone()).collect()
    }
}

pub fn renting(operation: &str, more: &str) -> String {
    format!(
        "mutation {{ {operation}(input: {{ name: \"x\", imageName: \"runpod/comfyui:cuda12.8\", gpuTypeId: \"{RTX_4090}\",
           gpuCount: 1, cloudType: SECURE, containerDiskInGb: 20, volumeInGb: 0, ports: \"8188/http\"
           env: [{{ key: \"LAUNCHPOD_TAG\", value: \"lp-1\" }}] {more} }}) {{ id }} }}"
    )
}
