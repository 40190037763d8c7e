//! A simulator in the test's own process, with a clock that the test moves.

#![allow(dead_code, reason = "each test file uses its own part of it")]
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may")]

pub mod comfy;
pub mod direct;
pub mod inside;
pub mod live;
pub mod v2;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use launchpod_simulator::{App, Clock, CorsMode, Options, PRACTICE_KEY, Simulator, routes};
use serde_json::{Value, json};
use tower::ServiceExt;

pub const ORIGIN: &str = "http://127.0.0.1:4600";
pub const RTX_4090: &str = "NVIDIA GeForce RTX 4090";
pub const MODELS: &str = "m0d3lsr0ro";

pub struct House {
    pub clock: Clock,
    pub app: App,
    pub router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

pub async fn send(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.expect("routers do not fail");
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.expect("the body can be read");
    Answer { status: parts.status, headers: parts.headers, bytes: bytes.to_vec() }
}

impl House {
    pub fn new() -> Self {
        Self::with(CorsMode::Any, 25.0, 1)
    }

    pub fn with(cors: CorsMode, balance: f64, seed: u64) -> Self {
        Self::of(Options { key: PRACTICE_KEY.to_owned(), seed, cors, balance, cheap_spot: false })
    }

    pub fn of(options: Options) -> Self {
        let clock = Clock::standing_at(1_795_435_200_000);
        let app = App::new(Arc::new(Simulator::new(clock.clone(), options)), ORIGIN.to_owned());
        Self { clock, router: routes(app.clone()), app }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let request = Request::get(path).body(Body::empty()).expect("a request");
        send(&self.router, request).await
    }

    /// Posts a body with the right headers, or those of them that are asked for.
    pub async fn post(&self, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let mut request = Request::post(path)
            .header("content-type", "application/json")
            .header("user-agent", "Mozilla/5.0")
            .header("origin", "https://example.org");
        if let Some(key) = key {
            request = request.header("authorization", format!("Bearer {key}"));
        }
        let request = request.body(Body::from(body.to_string())).expect("a request");
        send(&self.router, request).await
    }

    /// Asks as the owner, with variables, and answers with the whole body.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables });
        let answer = self.post("/graphql", Some(PRACTICE_KEY), &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    pub async fn data(&self, query: &str) -> Value {
        let body = self.ask(query, json!({})).await;
        assert!(body.get("errors").is_none(), "{body}");
        body["data"].clone()
    }

    /// Rents and answers with the pod's id, or with the error.
    pub async fn rent(&self, input: Value) -> Result<String, Value> {
        let mutation =
            "mutation($input: PodFindAndDeployOnDemandInput) { podFindAndDeployOnDemand(input: $input) { id } }";
        let body = self.ask(mutation, json!({ "input": input })).await;
        match body["data"]["podFindAndDeployOnDemand"]["id"].as_str() {
            Some(id) => Ok(id.to_owned()),
            None => Err(body["errors"][0].clone()),
        }
    }

    pub async fn act(&self, operation: &str, id: &str) -> Value {
        let fields = if operation == "podTerminate" { "" } else { "{ id desiredStatus }" };
        let query = format!("mutation {{ {operation}(input: {{ podId: \"{id}\" }}) {fields} }}");
        self.ask(&query, json!({})).await
    }

    pub async fn pod(&self, id: &str) -> Value {
        let query = format!(
            "{{ pod(input: {{ podId: \"{id}\" }}) {{ desiredStatus lastStatusChange costPerHr env podType
               machineId machine {{ dataCenterId podHostId }} networkVolume {{ name }}
               runtime {{ uptimeInSeconds ports {{ ip isIpPublic privatePort publicPort type }} }} }} }}"
        );
        self.data(&query).await["pod"].clone()
    }

    pub async fn balance(&self) -> f64 {
        self.data("{ myself { clientBalance } }").await["myself"]["clientBalance"].as_f64().expect("a number")
    }

    /// Moves the clock in steps of a second until the check holds; answers how many it took.
    pub async fn wait_until<F, Fut>(&self, most_seconds: i64, check: F) -> i64
    where
        F: Fn() -> Fut,
        Fut: Future<Output = bool>,
    {
        for second in 0..=most_seconds {
            if check().await {
                return second;
            }
            self.clock.pass(1_000);
        }
        panic!("not within {most_seconds} s");
    }
}

pub fn comfy_on_models() -> Value {
    json!({
        "name": "comfy", "templateId": "cw3nka7d08", "gpuTypeId": RTX_4090, "gpuCount": 1,
        "cloudType": "SECURE", "networkVolumeId": MODELS, "volumeMountPath": "/workspace",
        "volumeInGb": 0, "containerDiskInGb": 50
    })
}
