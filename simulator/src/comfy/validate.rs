//! What ComfyUI checks of a workflow before it queues it, and in which words it refuses.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::files::{Folder, Folders, annotated, below};
use super::nodes::{Input, Kind, Node, node};
use super::python::{self, Raised};

/// Nodes in a row: Python gives up some time, too.
const DEEPEST: usize = 300;

/// What may be executed.
pub struct Valid {
    /// The nodes that it may end in.
    pub outputs: Vec<String>,
    /// What is wrong with other parts of it, by node.
    pub node_errors: Value,
}

/// Why nothing of it is executed.
pub struct Refused {
    pub error: Value,
    pub node_errors: Value,
}

/// A workflow as the API takes it: nodes by id.
pub type Prompt = Map<String, Value>;

pub fn problem(kind: &str, message: &str, details: &str, more: Value) -> Value {
    json!({ "type": kind, "message": message, "details": details, "extra_info": more })
}

/// Checks a workflow, and puts the values in it into the types that the inputs have.
pub fn validate(prompt: &mut Prompt, folders: &Folders<'_>) -> Result<Valid, Refused> {
    let refused = |error| Refused { error, node_errors: json!({}) };
    let ends = ends(prompt).map_err(refused)?;
    if ends.is_empty() {
        return Err(refused(problem("prompt_no_outputs", "Prompt has no outputs", "", json!({}))));
    }
    let mut check = Check { prompt, folders, seen: BTreeMap::new(), path: Vec::new() };
    let (mut outputs, mut node_errors, mut told) = (Vec::new(), Map::new(), Vec::new());
    for end in ends {
        if let Err(raised) = check.node(&end) {
            let kind = "exception_during_validation";
            let more = json!({ "exception_type": raised.kind, "traceback": [] });
            check.seen.insert(end.clone(), vec![problem(kind, "Exception when validating node", &raised.text, more)]);
        }
        if check.is_good(&end) {
            outputs.push(end);
            continue;
        }
        let own = check.seen.get(&end).into_iter().flatten().filter(|problem| **problem != BAD_BEFORE);
        told.extend(own.map(sentence));
        check.note(&mut node_errors, &end);
    }
    if outputs.is_empty() {
        let message = "Prompt outputs failed validation";
        let error = problem("prompt_outputs_failed_validation", message, &told.join("\n"), json!({}));
        return Err(Refused { error, node_errors: node_errors.into() });
    }
    Ok(Valid { outputs, node_errors: node_errors.into() })
}

fn sentence(problem: &Value) -> String {
    let part = |key: &str| problem.get(key).and_then(Value::as_str).unwrap_or_default();
    format!("{}: {}", part("message"), part("details"))
}

/// The nodes that a workflow may end in; or the first that is of no known class.
fn ends(prompt: &Prompt) -> Result<Vec<String>, Value> {
    let mut ends = Vec::new();
    for (id, value) in prompt {
        let class = value.get("class_type").and_then(Value::as_str);
        let known = class.and_then(node).ok_or_else(|| no_such_node(id, class, value))?;
        if known.is_output {
            ends.push(id.clone());
        }
    }
    Ok(ends)
}

fn no_such_node(id: &str, class: Option<&str>, value: &Value) -> Value {
    let title = value.get("_meta").and_then(|meta| meta.get("title")).and_then(Value::as_str);
    let (message, title) = match class {
        None => {
            let name = title.map_or_else(|| format!("ID #{id}"), str::to_owned);
            let why = "The workflow may be corrupted or a custom node is missing.";
            (format!("Node '{name}' has no class_type. {why}"), title)
        }
        Some(class) => {
            let name = title.unwrap_or(class);
            (format!("Node '{name}' not found. The custom node may not be installed."), Some(name))
        }
    };
    let more = json!({ "node_id": id, "class_type": class, "node_title": title });
    problem("missing_node_type", &message, &format!("Node ID '#{id}'"), more)
}

/// The names of the pictures that can be loaded, as `LoadImage` lists them: those right in the input folder.
pub fn pictures(folders: &Folders<'_>) -> Vec<String> {
    const ENDINGS: [&str; 7] = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tiff"];
    let is_picture = |name: &&str| {
        let name = name.to_ascii_lowercase();
        !name.contains('/') && ENDINGS.iter().any(|ending| name.ends_with(ending))
    };
    folders.names(Folder::Input).filter(is_picture).map(str::to_owned).collect()
}

/// Where a picture lies that an input names.
pub fn picture_place(name: &str) -> Option<(Folder, String)> {
    let (name, folder) = annotated(name);
    Some((folder.unwrap_or(Folder::Input), below("", name)?))
}

pub struct Check<'a> {
    prompt: &'a mut Prompt,
    pub folders: &'a Folders<'a>,
    /// What is wrong with each node that was looked at. A node that only hangs on a bad one has nothing of its own.
    seen: BTreeMap<String, Vec<Value>>,
    path: Vec<String>,
}

/// Beside the problems of a node's own: one before it is bad.
const BAD_BEFORE: Value = Value::Null;

impl Check<'_> {
    fn is_good(&self, id: &str) -> bool {
        self.seen.get(id).is_some_and(Vec::is_empty)
    }

    /// Adds the nodes that are bad themselves to those that the output `end` hangs on.
    fn note(&self, errors: &mut Map<String, Value>, end: &str) {
        for (id, problems) in &self.seen {
            let own: Vec<&Value> = problems.iter().filter(|problem| **problem != BAD_BEFORE).collect();
            if own.is_empty() {
                continue;
            }
            let class = self.class(id).map(|node| node.class);
            let entry = errors
                .entry(id.clone())
                .or_insert_with(|| json!({ "errors": own, "dependent_outputs": [], "class_type": class }));
            let dependent = entry.get_mut("dependent_outputs").and_then(Value::as_array_mut);
            dependent.into_iter().for_each(|list| list.push(json!(end)));
        }
    }

    fn class(&self, id: &str) -> Option<&'static Node> {
        self.prompt.get(id)?.get("class_type")?.as_str().and_then(node)
    }

    fn node(&mut self, id: &str) -> Result<(), Raised> {
        if self.seen.contains_key(id) {
            return Ok(());
        }
        if let Some(start) = self.path.iter().position(|other| other == id) {
            self.note_cycle(start, id);
            return Ok(());
        }
        if self.path.len() >= DEEPEST {
            return Err(Raised::new("RecursionError", "maximum recursion depth exceeded"));
        }
        let class = self.class(id).ok_or_else(|| key_error(id))?;
        let inputs = self.prompt.get(id).and_then(|node| node.get("inputs")).and_then(Value::as_object);
        let mut inputs = inputs.cloned().ok_or_else(|| key_error("inputs"))?;
        self.path.push(id.to_owned());
        let checked = self.inputs(class, &mut inputs);
        self.path.pop();
        let problems = checked?;
        if let Some(node) = self.prompt.get_mut(id).and_then(Value::as_object_mut) {
            node.insert("inputs".to_owned(), inputs.into());
        }
        // A cycle may have been found here on the way.
        let known = self.seen.entry(id.to_owned()).or_default();
        known.extend(problems);
        Ok(())
    }

    fn inputs(&mut self, class: &Node, inputs: &mut Map<String, Value>) -> Result<Vec<Value>, Raised> {
        let mut problems = Vec::new();
        for input in class.inputs {
            let found = match inputs.get(input.name).cloned() {
                None => Some(missing(input)),
                Some(Value::Array(link)) => self.link(input, link)?,
                Some(value) => match self.value(input, value) {
                    Ok(value) => {
                        inputs.insert(input.name.to_owned(), value);
                        None
                    }
                    Err(problem) => Some(problem),
                },
            };
            problems.extend(found);
        }
        Ok(problems)
    }

    pub fn config(&self, input: &Input) -> Value {
        json!([input.kind.type_of(&pictures(self.folders)), input.kind.options()])
    }

    /// An input that comes from another node.
    fn link(&mut self, input: &Input, link: Vec<Value>) -> Result<Option<Value>, Raised> {
        let name = input.name;
        let [from, slot] = link.as_slice() else {
            let message = "Bad linked input, must be a length-2 list of [node_id, slot_index]";
            let more = json!({ "input_name": name, "input_config": self.config(input), "received_value": link });
            return Ok(Some(problem("bad_linked_input", message, name, more)));
        };
        let id = from.as_str().ok_or_else(|| key_error_of(from))?;
        let class = self.class(id).ok_or_else(|| key_error(id))?;
        let slot = slot.as_u64().ok_or_else(|| {
            Raised::new("TypeError", format!("tuple indices must be integers or slices, not {}", kind(slot)))
        })?;
        let passed_on = usize::try_from(slot).ok().and_then(|slot| class.outputs.get(slot));
        let passed_on = passed_on.ok_or_else(|| Raised::new("IndexError", "tuple index out of range"))?;
        if !matches!(input.kind, Kind::Link(kind) if kind == *passed_on) {
            let wanted = python::text(&input.kind.type_of(&pictures(self.folders)));
            let details = format!("{name}, received_type({passed_on}) mismatch input_type({wanted})");
            let more = json!({
                "input_name": name, "input_config": self.config(input), "received_type": passed_on, "linked_node": link
            });
            let message = "Return type mismatch between linked nodes";
            return Ok(Some(problem("return_type_mismatch", message, &details, more)));
        }
        if let Err(raised) = self.node(id) {
            let more = json!({
                "input_name": name, "input_config": self.config(input), "exception_message": raised.text,
                "exception_type": raised.kind, "traceback": [], "linked_node": link
            });
            let kind = "exception_during_inner_validation";
            let found = problem(kind, "Exception when validating inner node", &raised.text, more);
            self.seen.insert(id.to_owned(), vec![found]);
        }
        // A node that is being looked at is in a cycle, which is told of it already.
        let is_bad = self.seen.get(id).is_some_and(|problems| !problems.is_empty());
        Ok(is_bad.then_some(BAD_BEFORE))
    }

    fn note_cycle(&mut self, start: usize, again: &str) {
        let nodes: Vec<String> = self.path.iter().skip(start).cloned().collect();
        let named = |id: &str| format!("{id} ({})", self.class(id).map_or("", |class| class.class));
        let path = nodes.iter().map(String::as_str).chain([again]).map(named).collect::<Vec<_>>().join(" -> ");
        for id in &nodes {
            let more = json!({ "node_id": id, "cycle_nodes": nodes });
            let found = problem("dependency_cycle", "Dependency cycle detected", &path, more);
            self.seen.insert(id.clone(), vec![found]);
        }
    }
}

fn missing(input: &Input) -> Value {
    let more = json!({ "input_name": input.name });
    problem("required_input_missing", "Required input is missing", input.name, more)
}

fn key_error(key: &str) -> Raised {
    key_error_of(&json!(key))
}

fn key_error_of(key: &Value) -> Raised {
    Raised::new("KeyError", python::repr(key))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(_) => "float",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}
