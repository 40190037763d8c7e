//! One odd value in an answer that is right otherwise: what no JSON library of ours would write.

use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::Response;
use serde_json::Value;

use super::fault::{Class, Fault, Name};
use crate::app::App;

/// Stands for the odd value until the answer is text.
const PLACE: &str = "\u{e000}odd\u{e000}";

/// The answer with an odd value in its newest pod, if a fault says so and there is one.
pub async fn spoil_value(app: &App, answer: Response, is_hit: impl Fn(&Fault) -> bool) -> Response {
    let faults = &app.simulator.faults;
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/json") || !faults.any_of(Class::Value) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let Ok(mut json) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(parts, bytes.into());
    };
    let has = |json: &mut Value, name: Name| newest(json).is_some_and(|pod| pod.get(field(name, pod)).is_some());
    let drawn = faults.draw(Class::Value, |fault| is_hit(fault) && has(&mut json.clone(), fault.name));
    let (Some(drawn), Some(pod)) = (drawn, newest(&mut json)) else { return Response::from_parts(parts, bytes.into()) };
    let name = field(drawn.fault.name, pod);
    let odd = odd(&drawn.fault, pod.get(name));
    if let Some(value) = pod.get_mut(name) {
        *value = PLACE.into();
    }
    parts.headers.remove(CONTENT_LENGTH);
    let text = json.to_string().replace(&format!("\"{PLACE}\""), &odd);
    Response::from_parts(parts, Body::from(text))
}

/// The field that becomes odd, as the API that was asked calls it.
fn field(fault: Name, pod: &Value) -> &'static str {
    match fault {
        Name::HalfEmoji => "name",
        Name::EndlessPrice if pod.get("cost").is_some() => "cost",
        Name::EndlessPrice => "costPerHr",
        _ => "createdAt",
    }
}

/// What stands there, as text of JSON.
fn odd(fault: &Fault, honest: Option<&Value>) -> String {
    match fault.name {
        Name::HalfEmoji => {
            let name = honest.map(Value::to_string).unwrap_or_default();
            format!("{} \\ud83d\"", name.strip_suffix('"').unwrap_or(&name))
        }
        Name::EndlessPrice => "1e999".to_owned(),
        _ => fault.value.clone().unwrap_or_else(|| "null".to_owned()),
    }
}

/// The newest pod of the answer, whichever API tells it.
fn newest(json: &mut Value) -> Option<&mut Value> {
    let is_pod =
        |json: &Value| json.get("id").is_some() && (json.get("status").is_some() || json.get("image").is_some());
    if is_pod(json) {
        return Some(json);
    }
    let pointer = ["/data/myself/pods", "/data/pod", "/pods"].into_iter().find(|at| json.pointer(at).is_some())?;
    match json.pointer_mut(pointer)? {
        Value::Array(pods) => pods.iter_mut().filter(|pod| pod.is_object()).max_by_key(|pod| created(pod)),
        pod => Some(pod).filter(|pod| pod.is_object()),
    }
}

fn created(pod: &Value) -> String {
    pod.get("createdAt").and_then(Value::as_str).unwrap_or_default().to_owned()
}
