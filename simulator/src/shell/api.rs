//! `curl` to RunPod's API. No other address answers, and none is really asked.

use async_graphql_parser::types::Selection;
use async_graphql_value::Value as Literal;
use serde_json::{Map, Value, json};

use super::kernel::{By, Call, Reply, ask};
use super::run::Process;
use crate::strict::{self, Intent, Rules};

const COULD_NOT_RESOLVE: i32 = 6;
const API: &str = "https://api.runpod.io/graphql";

struct Asked {
    is_api: bool,
    key: Option<String>,
    is_json: bool,
    body: Option<String>,
}

pub async fn curl(process: &mut Process, arguments: &[String]) -> i32 {
    let asked = read(arguments);
    if !asked.is_api {
        return COULD_NOT_RESOLVE;
    }
    let answer = answer(process, asked).await;
    process.say(&answer.to_string());
    process.say("\n");
    0
}

fn read(arguments: &[String]) -> Asked {
    let mut asked = Asked { is_api: false, key: None, is_json: false, body: None };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-d" | "--data" | "--data-raw" | "--data-binary" => asked.body = words.next().cloned(),
            "-H" | "--header" => {
                let header = words.next().map(String::as_str).unwrap_or_default();
                let (name, value) = header.split_once(':').unwrap_or((header, ""));
                match name.to_ascii_lowercase().as_str() {
                    "authorization" => asked.key = value.trim().strip_prefix("Bearer ").map(str::to_owned),
                    "content-type" => asked.is_json = value.trim().starts_with("application/json"),
                    _ => {}
                }
            }
            url if url == API => asked.is_api = true,
            url => {
                if let Some(key) = url.strip_prefix(API).and_then(|rest| rest.strip_prefix("?api_key=")) {
                    (asked.is_api, asked.key) = (true, Some(key.to_owned()));
                }
            }
        }
    }
    asked
}

async fn answer(process: &Process, asked: Asked) -> Value {
    let refused = |why: &str| json!({ "errors": [{ "message": why }], "data": null });
    let body: Value = serde_json::from_str(asked.body.as_deref().unwrap_or_default()).unwrap_or_default();
    let query = body.get("query").and_then(Value::as_str).unwrap_or_default();
    let variables = body.get("variables").and_then(Value::as_object).cloned().unwrap_or_default();
    let checked = strict::check(Rules::shared(), query, &variables, None);
    if !asked.is_json || checked.as_ref().ok() != Some(&Intent::Act) {
        return refused("Bad request");
    }
    let own = |name: &str| process.variables.get(name).cloned();
    if asked.key.is_none() || asked.key != own("RUNPOD_API_KEY") {
        return refused("Unauthorized");
    }
    let Some((call, id)) = wanted(query, &variables) else { return refused("Unauthorized") };
    if Some(id) != own("RUNPOD_POD_ID") {
        return refused("Unauthorized");
    }
    match ask(&process.kernel, call, By::Api).await {
        Reply::Done if call == Call::Stop => json!({ "data": { "podStop": { "id": own("RUNPOD_POD_ID") } } }),
        Reply::Done => json!({ "data": { "podTerminate": null } }),
        _ => refused("Unauthorized"),
    }
}

/// The one act that a request asks for, and the pod.
fn wanted(query: &str, variables: &Map<String, Value>) -> Option<(Call, String)> {
    let document = async_graphql_parser::parse_query(query).ok()?;
    let (_, operation) = document.operations.iter().next()?;
    let [selection] = operation.node.selection_set.node.items.as_slice() else { return None };
    let Selection::Field(field) = &selection.node else { return None };
    let call = match field.node.name.node.as_str() {
        "podTerminate" => Call::Terminate,
        "podStop" => Call::Stop,
        _ => return None,
    };
    let (_, input) = field.node.arguments.first()?;
    let text = |value: &Literal| match value {
        Literal::String(id) => Some(id.clone()),
        Literal::Variable(name) => variables.get(name.as_str())?.as_str().map(str::to_owned),
        _ => None,
    };
    let id = match &input.node {
        Literal::Object(fields) => text(fields.get("podId")?)?,
        Literal::Variable(name) => variables.get(name.as_str())?.get("podId")?.as_str()?.to_owned(),
        _ => return None,
    };
    Some((call, id))
}
