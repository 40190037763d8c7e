//! A pod whose container runs, and a terminal in it.

use std::time::Duration;

use launchpod_core::auto_stop::{PodTimer, StopAction, start_of};
use launchpod_simulator::Fault;
use serde_json::{Value, json};

use super::{House, RTX_4090, send};

pub const COMFY: &str = "runpod/comfyui:cuda12.8";
pub const PYTORCH: &str = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";

/// A house, and a pod in it whose container has just started.
pub struct Pod {
    pub house: House,
    pub id: String,
}

impl Pod {
    pub async fn with(image: &str, args: &str, more: Value) -> Self {
        let house = House::new();
        let id = rent(&house, image, args, more).await;
        let pod = Self { house, id };
        pod.await_container().await;
        pod
    }

    pub async fn timed(image: &str, how: StopAction, more: Value) -> Self {
        Self::with(image, &timer(image, 4 * 3600, how), more).await
    }

    pub async fn await_container(&self) {
        let runs = || async { self.field("uptimeSeconds runtime { uptimeInSeconds }").await["runtime"].is_object() };
        self.house.wait_until(800, runs).await;
    }

    pub async fn field(&self, fields: &str) -> Value {
        let query = format!("{{ pod(input: {{ podId: \"{}\" }}) {{ {fields} }} }}", self.id);
        self.house.data(&query).await["pod"].clone()
    }

    /// `RUNNING`, `EXITED`, or null for a pod that is gone.
    pub async fn status(&self) -> Value {
        self.field("desiredStatus").await["desiredStatus"].clone()
    }

    pub async fn after(&self, ms: i64) -> Value {
        self.house.clock.pass(ms);
        self.status().await
    }

    pub async fn serves(&self, port: u16) -> bool {
        self.house.get(&format!("/proxy/{}-{port}/", self.id)).await.status == 200
    }

    pub async fn enter(&self, line: &str) -> Value {
        let answer = admin(&self.house, "shell", &json!({ "pod": self.id, "line": line })).await;
        assert_eq!(answer.0, 200, "{}", answer.1);
        answer.1
    }

    pub fn state(&self) -> Value {
        self.house.app.simulator.state()
    }

    pub fn fault(&self, name: &str) {
        self.house.app.switch_on(&Fault::parse(name).unwrap()).unwrap();
    }
}

pub async fn rent(house: &House, image: &str, args: &str, more: Value) -> String {
    let mut input = json!({
        "imageName": image, "gpuTypeId": RTX_4090, "cloudType": "SECURE", "containerDiskInGb": 20, "volumeInGb": 0,
        "ports": "8188/http,8888/http", "dockerArgs": args
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    house.rent(input).await.expect("rented")
}

pub fn timer(image: &str, seconds: u64, how: StopAction) -> String {
    PodTimer::new(Duration::from_secs(seconds), how).unwrap().render(start_of(image).unwrap())
}

pub async fn admin(house: &House, route: &str, body: &Value) -> (u16, Value) {
    let request = axum::http::Request::post(format!("/admin/{route}")).body(body.to_string().into()).unwrap();
    let answer = send(&house.router, request).await;
    (answer.status.as_u16(), answer.json())
}
