//! REST v2, asked without a socket between.

use axum::body::Body;
use axum::http::Request;
use launchpod_simulator::PRACTICE_KEY;
use serde_json::{Value, json};

use super::{Answer, House, RTX_4090, send};

/// What was recorded of the real one, from August to October 2026.
pub fn recorded(name: &str) -> Value {
    let samples: Value = serde_json::from_str(include_str!("../fixtures/runpod-v2.json")).unwrap();
    samples[name].clone()
}

pub fn request(method: &str, path: &str, key: Option<&str>, body: Option<String>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("user-agent", "Mozilla/5.0");
    if let Some(key) = key {
        request = request.header("authorization", format!("Bearer {key}"));
    }
    if body.is_some() {
        request = request.header("content-type", "application/json");
    }
    request.body(Body::from(body.unwrap_or_default())).unwrap()
}

/// Asks as the owner.
pub async fn call(house: &House, method: &str, path: &str, body: Option<Value>) -> Answer {
    let body = body.map(|body| body.to_string());
    send(&house.router, request(method, path, Some(PRACTICE_KEY), body)).await
}

pub async fn get(house: &House, path: &str) -> Answer {
    call(house, "GET", path, None).await
}

pub async fn post(house: &House, path: &str, body: Value) -> Answer {
    call(house, "POST", path, Some(body)).await
}

/// A good answer's body.
pub async fn told(house: &House, path: &str) -> Value {
    let answer = get(house, path).await;
    assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
    answer.json()
}

pub fn order() -> Value {
    json!({
        "name": "probe", "image": "runpod/pytorch:1.0.7-cu1281-torch291-ubuntu2204",
        "gpu": { "id": RTX_4090, "count": 1 }, "disk": 30, "ports": ["22/tcp", "8888/http"],
        "env": { "LAUNCHPOD_TAG": "lp-1" }
    })
}

/// The order with other keys in it, or others in their place.
pub fn order_with(more: Value) -> Value {
    let mut order = order();
    order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    order
}

/// Makes a pod and answers with it.
pub async fn made(house: &House, order: Value) -> Value {
    let answer = post(house, "/v2/pods", order).await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.text());
    answer.json()
}

pub async fn pod(house: &House, id: &Value) -> Value {
    told(house, &format!("/v2/pods/{}", id.as_str().unwrap())).await
}

pub async fn act(house: &House, id: &Value, action: &str) -> Answer {
    post(house, &format!("/v2/pods/{}/action", id.as_str().unwrap()), json!({ "action": action })).await
}

/// Its keys, and those of all objects in it, so that shapes can be compared.
pub fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}
