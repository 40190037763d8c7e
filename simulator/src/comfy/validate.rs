//! What ComfyUI checks of a workflow before it queues it, and in which words it refuses.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::files::{Files, Folder, annotated, below};
use super::python_format::{self as python, Raised};

/// Nodes in a row: Python gives up some time, too.
const DEEPEST: usize = 300;

/// A class of nodes. All of its inputs are required.
struct Class {
    name: &'static str,
    inputs: &'static [(&'static str, Kind)],
    /// The types of what it passes on.
    outputs: &'static [&'static str],
    /// Whether a workflow may end in it.
    is_output: bool,
}

/// What an input takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Another node's `IMAGE`.
    Link,
    Text,
    /// The name of a picture that is there.
    Picture,
}

const IMAGE: &str = "IMAGE";
const CLASSES: [Class; 3] = [
    Class { name: "LoadImage", inputs: &[("image", Kind::Picture)], outputs: &[IMAGE, "MASK"], is_output: false },
    Class { name: "ImageInvert", inputs: &[("image", Kind::Link)], outputs: &[IMAGE], is_output: false },
    Class {
        name: "SaveImage",
        inputs: &[("images", Kind::Link), ("filename_prefix", Kind::Text)],
        outputs: &[IMAGE],
        is_output: true,
    },
];

fn class(name: &str) -> Option<&'static Class> {
    CLASSES.iter().find(|class| class.name == name)
}

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

/// The name of a node's class.
pub fn class_of<'a>(prompt: &'a Prompt, id: &str) -> &'a str {
    prompt.get(id).and_then(|node| node.get("class_type")).and_then(Value::as_str).unwrap_or_default()
}

/// The value of a node's input.
pub fn input_of<'a>(prompt: &'a Prompt, id: &str, name: &str) -> &'a Value {
    prompt.get(id).and_then(|node| node.get("inputs")?.get(name)).unwrap_or(&Value::Null)
}

/// Where a picture is that an input names.
pub fn picture_place(name: &str) -> Option<(Folder, String)> {
    let (name, folder) = annotated(name);
    Some((folder.unwrap_or(Folder::Input), below("", name)?))
}

fn problem(kind: &str, message: &str, details: &str, more: Value) -> Value {
    json!({ "type": kind, "message": message, "details": details, "extra_info": more })
}

/// Checks a workflow, and puts the texts in it into their type.
pub fn validate(prompt: &mut Prompt, disk: &Files) -> Result<Valid, Refused> {
    let refused = |error| Refused { error, node_errors: json!({}) };
    let ends = ends(prompt).map_err(refused)?;
    if ends.is_empty() {
        return Err(refused(problem("prompt_no_outputs", "Prompt has no outputs", "", json!({}))));
    }
    let mut check = Check { prompt, disk, seen: BTreeMap::new(), path: Vec::new() };
    let (mut outputs, mut node_errors, mut told) = (Vec::new(), Map::new(), Vec::new());
    for end in ends {
        if let Err(raised) = check.node(&end) {
            check.seen.insert(end.clone(), vec![exception("exception_during_validation", "node", &raised)]);
        }
        if check.seen.get(&end).is_some_and(Vec::is_empty) {
            outputs.push(end);
            continue;
        }
        told.extend(check.own(&end).map(sentence));
        check.note(&mut node_errors, &end);
    }
    if outputs.is_empty() {
        let message = "Prompt outputs failed validation";
        let error = problem("prompt_outputs_failed_validation", message, &told.join("\n"), json!({}));
        return Err(Refused { error, node_errors: node_errors.into() });
    }
    Ok(Valid { outputs, node_errors: node_errors.into() })
}

fn exception(kind: &str, of: &str, raised: &Raised) -> Value {
    let more = json!({ "exception_type": raised.kind, "traceback": [] });
    problem(kind, &format!("Exception when validating {of}"), &raised.text, more)
}

fn sentence(problem: &Value) -> String {
    let part = |key: &str| problem.get(key).and_then(Value::as_str).unwrap_or_default();
    format!("{}: {}", part("message"), part("details"))
}

/// The nodes that a workflow may end in; or the first that is of no known class.
fn ends(prompt: &Prompt) -> Result<Vec<String>, Value> {
    let mut ends = Vec::new();
    for (id, value) in prompt {
        let name = value.get("class_type").and_then(Value::as_str);
        let known = name.and_then(class).ok_or_else(|| no_such_node(id, name, value))?;
        if known.is_output {
            ends.push(id.clone());
        }
    }
    Ok(ends)
}

fn no_such_node(id: &str, class: Option<&str>, value: &Value) -> Value {
    let title = value.get("_meta").and_then(|meta| meta.get("title")).and_then(Value::as_str);
    let name = title.or(class).map_or_else(|| format!("ID #{id}"), str::to_owned);
    let why = match class {
        None => "has no class_type. The workflow may be corrupted or a custom node is missing.",
        Some(_) => "not found. The custom node may not be installed.",
    };
    let more = json!({ "node_id": id, "class_type": class, "node_title": title.or(class) });
    problem("missing_node_type", &format!("Node '{name}' {why}"), &format!("Node ID '#{id}'"), more)
}

struct Check<'a> {
    prompt: &'a mut Prompt,
    disk: &'a Files,
    /// What is wrong with each node that was looked at. A node that only depends on a bad one has nothing of its own.
    seen: BTreeMap<String, Vec<Value>>,
    path: Vec<String>,
}

/// Beside the problems of a node's own: one before it is bad.
const BAD_BEFORE: Value = Value::Null;

impl Check<'_> {
    fn own(&self, id: &str) -> impl Iterator<Item = &Value> {
        self.seen.get(id).into_iter().flatten().filter(|problem| **problem != BAD_BEFORE)
    }

    /// Adds the nodes that are bad themselves to those on which the output `end` depends.
    fn note(&self, errors: &mut Map<String, Value>, end: &str) {
        for id in self.seen.keys() {
            let own: Vec<&Value> = self.own(id).collect();
            if own.is_empty() {
                continue;
            }
            let class = class_of(self.prompt, id);
            let entry = errors
                .entry(id.clone())
                .or_insert_with(|| json!({ "errors": own, "dependent_outputs": [], "class_type": class }));
            let dependent = entry.get_mut("dependent_outputs").and_then(Value::as_array_mut);
            dependent.into_iter().for_each(|list| list.push(json!(end)));
        }
    }

    fn class(&self, id: &str) -> Result<&'static Class, Raised> {
        class(class_of(self.prompt, id)).ok_or_else(|| key_error(&json!(id)))
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
        let class = self.class(id)?;
        let inputs = self.prompt.get(id).and_then(|node| node.get("inputs")).and_then(Value::as_object);
        let mut inputs = inputs.cloned().ok_or_else(|| key_error(&json!("inputs")))?;
        self.path.push(id.to_owned());
        let checked = self.inputs(class, &mut inputs);
        self.path.pop();
        let problems = checked?;
        if let Some(node) = self.prompt.get_mut(id).and_then(Value::as_object_mut) {
            node.insert("inputs".to_owned(), inputs.into());
        }
        // A cycle may have been found here on the way.
        self.seen.entry(id.to_owned()).or_default().extend(problems);
        Ok(())
    }

    fn inputs(&mut self, class: &Class, inputs: &mut Map<String, Value>) -> Result<Vec<Value>, Raised> {
        let mut problems = Vec::new();
        for (name, kind) in class.inputs {
            let more = json!({ "input_name": name });
            match (inputs.get(*name).cloned(), kind) {
                (None, _) => {
                    problems.push(problem("required_input_missing", "Required input is missing", name, more));
                }
                (Some(Value::Array(link)), kind) => problems.extend(self.link(name, *kind, link)?),
                // Nothing but a link makes sense here, and ComfyUI finds that out when it executes.
                (Some(_), Kind::Link) => {}
                (Some(value), Kind::Text) => {
                    inputs.insert((*name).to_owned(), json!(python::text(&value)));
                }
                (Some(value), Kind::Picture) => {
                    let place = value.as_str().and_then(picture_place);
                    if place.and_then(|(folder, path)| self.disk.get(folder, &path)).is_none() {
                        let details = format!("{name} - Invalid image file: {}", python::text(&value));
                        let message = "Custom validation failed for node";
                        problems.push(problem("custom_validation_failed", message, &details, more));
                    }
                }
            }
        }
        Ok(problems)
    }

    /// An input that comes from another node.
    fn link(&mut self, name: &str, kind: Kind, link: Vec<Value>) -> Result<Option<Value>, Raised> {
        let [from, slot] = link.as_slice() else {
            let message = "Bad linked input, must be a length-2 list of [node_id, slot_index]";
            let more = json!({ "input_name": name, "received_value": link });
            return Ok(Some(problem("bad_linked_input", message, name, more)));
        };
        let id = from.as_str().ok_or_else(|| key_error(from))?;
        let outputs = self.class(id)?.outputs;
        let out_of_range = || Raised::new("IndexError", "tuple index out of range");
        let slot = slot.as_u64().and_then(|slot| usize::try_from(slot).ok());
        let passed_on = slot.and_then(|slot| outputs.get(slot)).ok_or_else(out_of_range)?;
        if kind != Kind::Link || *passed_on != IMAGE {
            let wanted = if kind == Kind::Link { IMAGE } else { "STRING" };
            let details = format!("{name}, received_type({passed_on}) mismatch input_type({wanted})");
            let more = json!({ "input_name": name, "received_type": passed_on, "linked_node": link });
            let message = "Return type mismatch between linked nodes";
            return Ok(Some(problem("return_type_mismatch", message, &details, more)));
        }
        if let Err(raised) = self.node(id) {
            self.seen
                .insert(id.to_owned(), vec![exception("exception_during_inner_validation", "inner node", &raised)]);
        }
        // A node that is being looked at is in a cycle, which is told of it already.
        let is_bad = self.seen.get(id).is_some_and(|problems| !problems.is_empty());
        Ok(is_bad.then_some(BAD_BEFORE))
    }

    fn note_cycle(&mut self, start: usize, again: &str) {
        let nodes: Vec<String> = self.path.iter().skip(start).cloned().collect();
        let named = |id: &str| format!("{id} ({})", class_of(self.prompt, id));
        let path = nodes.iter().map(String::as_str).chain([again]).map(named).collect::<Vec<_>>().join(" -> ");
        for id in &nodes {
            let more = json!({ "node_id": id, "cycle_nodes": nodes });
            let found = problem("dependency_cycle", "Dependency cycle detected", &path, more);
            self.seen.insert(id.clone(), vec![found]);
        }
    }
}

fn key_error(key: &Value) -> Raised {
    Raised::new("KeyError", python::repr(key))
}
