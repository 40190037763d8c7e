//! `curl` to RunPod's API. No other address answers, and none is really asked.

use async_graphql::parser::parse_query;
use async_graphql::parser::types::Selection;
use async_graphql_value::Value as Literal;
use serde_json::{Map, Value, json};

use super::kernel::{By, Call, Reply, ask};
use super::run::Process;
use crate::action_v2::{Holder, judge, outcome, refusal};
use crate::validation::{self, OperationKind};

const COULD_NOT_RESOLVE: i32 = 6;
const WRONG_OPTION: i32 = 2;
const NO_ADDRESS: i32 = 3;
const HTTP_ERROR: i32 = 22;
const API: &str = "https://api.runpod.io/";

/// A request, and what becomes of its answer.
struct Asked {
    address: String,
    agent: String,
    key: Option<String>,
    is_json: bool,
    method: Option<String>,
    body: Option<String>,
    /// What is said after the answer.
    then: String,
    is_silent: bool,
    fails: bool,
}

pub async fn curl(process: &mut Process, arguments: &[String]) -> i32 {
    let Some(asked) = read(arguments, &process.input) else { return WRONG_OPTION };
    if asked.address.is_empty() {
        return NO_ADDRESS;
    }
    let answer = match asked.address.strip_prefix(API) {
        Some(path) => Some(answer(process, path, &asked).await),
        None => None,
    };
    let (status, body) = answer.clone().unwrap_or_default();
    let failed = asked.fails && status >= 400;
    if !asked.is_silent && !failed {
        process.say(&body);
    }
    process.say(&asked.then.replace("\\n", "\n").replace("%{http_code}", &format!("{status:03}")));
    match answer {
        None => COULD_NOT_RESOLVE,
        Some(_) if failed => HTTP_ERROR,
        Some(_) => 0,
    }
}

/// None if it has an option that is not known.
fn read(arguments: &[String], input: &str) -> Option<Asked> {
    let mut asked = Asked {
        address: String::new(),
        agent: "curl/8.5.0".to_owned(),
        key: None,
        is_json: false,
        method: None,
        body: None,
        then: String::new(),
        is_silent: false,
        fails: false,
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix('-') else {
            asked.address.clone_from(word);
            continue;
        };
        let letters: Vec<char> = match option.strip_prefix('-') {
            Some(long) => vec![short(long)?],
            None => option.chars().collect(),
        };
        for (index, letter) in letters.iter().enumerate() {
            if "sSLkiv".contains(*letter) {
                continue;
            }
            if *letter == 'f' {
                asked.fails = true;
                continue;
            }
            let attached: String = letters.get(index + 1..).unwrap_or_default().iter().collect();
            let value = if attached.is_empty() { words.next()?.clone() } else { attached };
            asked.take(*letter, value, input)?;
            break;
        }
    }
    Some(asked)
}

fn short(long: &str) -> Option<char> {
    Some(match long {
        "data" | "data-raw" | "data-binary" => 'd',
        "fail" => 'f',
        "header" => 'H',
        "max-time" => 'm',
        "output" => 'o',
        "request" => 'X',
        "silent" => 's',
        "user-agent" => 'A',
        "write-out" => 'w',
        _ => return None,
    })
}

impl Asked {
    /// Takes an option that has a value.
    fn take(&mut self, letter: char, value: String, input: &str) -> Option<()> {
        match letter {
            'A' => self.agent = value,
            'H' if value == "@-" => input.lines().for_each(|line| self.header(line)),
            'H' => self.header(&value),
            'X' => self.method = Some(value),
            'd' => self.body = Some(value),
            'm' => {}
            'o' => self.is_silent = true,
            'w' => self.then = value,
            _ => return None,
        }
        Some(())
    }

    fn header(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "authorization" => self.key = value.strip_prefix("Bearer ").map(str::to_owned),
            "content-type" => self.is_json = value.starts_with("application/json"),
            "user-agent" => value.clone_into(&mut self.agent),
            _ => {}
        }
    }

    fn is_post(&self) -> bool {
        self.method.as_deref().map_or(self.body.is_some(), |method| method == "POST")
    }
}

/// Status and body.
async fn answer(process: &Process, path: &str, asked: &Asked) -> (u16, String) {
    if asked.agent.is_empty() {
        return (403, "error code: 1010".to_owned());
    }
    if !asked.is_post() {
        return (405, String::new());
    }
    if let Some(id) = path.strip_prefix("v2/pods/").and_then(|rest| rest.strip_suffix("/action")) {
        return v2(process, id, asked).await;
    }
    let (path, in_address) = path.split_once("?api_key=").unwrap_or((path, ""));
    if path != "graphql" {
        return (404, String::new());
    }
    let in_address = Some(in_address.to_owned()).filter(|key| !key.is_empty());
    let (status, body) = graphql(process, asked.key.clone().or(in_address), asked).await;
    (status, body.to_string())
}

async fn v2(process: &Process, id: &str, asked: &Asked) -> (u16, String) {
    let own = |name: &str| process.variables.get(name).map(String::as_str);
    let holder = match asked.key.as_deref() {
        Some(key) if own("RUNPOD_API_KEY") != Some(key) => Holder::Nobody,
        Some(_) if own("RUNPOD_POD_ID") == Some(id) => Holder::ThePod,
        Some(_) => Holder::AnotherPod,
        None => Holder::Nobody,
    };
    match judge(holder, asked.is_json, asked.body.as_deref().unwrap_or_default()) {
        Ok(call) => outcome(call, id, ask(&process.kernel, call, By::V2).await),
        Err(refused) => refusal(refused),
    }
}

async fn graphql(process: &Process, key: Option<String>, asked: &Asked) -> (u16, Value) {
    let refused = |why: &str| json!({ "errors": [{ "message": why }], "data": null });
    let body: Value = serde_json::from_str(asked.body.as_deref().unwrap_or_default()).unwrap_or_default();
    let query = body.get("query").and_then(Value::as_str).unwrap_or_default();
    let variables = body.get("variables").and_then(Value::as_object).cloned().unwrap_or_default();
    let checked = validation::check(query, &variables, None);
    if !asked.is_json || checked.as_ref().ok() != Some(&OperationKind::Mutation) {
        return (400, refused("Bad request"));
    }
    let own = |name: &str| process.variables.get(name).cloned();
    if key.is_none() || key != own("RUNPOD_API_KEY") {
        return (401, refused("Unauthorized"));
    }
    let Some((call, id)) = wanted(query, &variables) else { return (200, refused("Unauthorized")) };
    if Some(id) != own("RUNPOD_POD_ID") {
        return (200, refused("Unauthorized"));
    }
    let answer = match ask(&process.kernel, call, By::GraphQl).await {
        Reply::Done if call == Call::Stop => json!({ "data": { "podStop": { "id": own("RUNPOD_POD_ID") } } }),
        Reply::Done => json!({ "data": { "podTerminate": null } }),
        _ => refused("Unauthorized"),
    };
    (200, answer)
}

/// The one act that a request asks for, and the pod.
fn wanted(query: &str, variables: &Map<String, Value>) -> Option<(Call, String)> {
    let document = parse_query(query).ok()?;
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
