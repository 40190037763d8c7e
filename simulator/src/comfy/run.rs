//! A workflow at work: which nodes have to run, how long that takes, and what comes of it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value, json};

use super::files::Folders;
use super::nodes::node;
use super::picture::Batch;
use super::python::Raised;
use super::validate::{Prompt, picture_place};
use super::work::Work;
use crate::clock::Moment;

/// How long a node without a model takes. Some are faster; nobody should count on it.
pub const NODE_TAKES: i64 = 400;

/// What a node has made. Kept for the next workflow: what has not changed is not done again.
#[derive(Clone)]
pub struct Made {
    pub images: Option<Batch>,
    /// What it shows: the files that were written.
    pub shown: Vec<Value>,
}

/// What has been made, by all that it depends on.
pub type Cache = BTreeMap<String, Made>;

/// A workflow that runs.
pub struct Run {
    pub since: Moment,
    /// Nodes to run, each after those that it needs.
    order: Vec<String>,
    /// For each node of the workflow, all that its result depends on.
    keys: BTreeMap<String, String>,
    cached: Vec<String>,
}

/// What came of it, as the history tells.
pub struct Outcome {
    pub outputs: Value,
    pub meta: Value,
    pub status: Value,
    pub cache: Cache,
}

impl Run {
    pub fn begin(prompt: &Prompt, ends: &[String], cache: &Cache, folders: &Folders<'_>, since: Moment) -> Self {
        let mut keys = BTreeMap::new();
        let mut order = Vec::new();
        ends.iter().for_each(|end| lay_out(prompt, end, folders, &mut keys, &mut order));
        let is_cached = |id: &&String| keys.get(*id).is_some_and(|key| cache.contains_key(key));
        let cached: Vec<String> = order.iter().filter(is_cached).cloned().collect();
        order.retain(|id| !cached.contains(id));
        Self { since, order, keys, cached }
    }

    /// The nodes that have to run, in order.
    pub fn nodes(&self) -> &[String] {
        &self.order
    }

    /// The nodes whose results are kept from earlier workflows.
    pub fn cached(&self) -> &[String] {
        &self.cached
    }

    /// When it is done, if nothing comes between.
    pub fn ends_at(&self) -> Moment {
        let nodes = i64::try_from(self.order.len()).unwrap_or(i64::MAX);
        self.since.after(nodes.max(1).saturating_mul(NODE_TAKES))
    }

    /// Does what was to be done until `until`: all of it, or what there was time for before somebody interrupted it.
    pub fn end(self, work: &mut Work<'_>, cache: &Cache, until: Moment) -> Outcome {
        let is_cut = until < self.ends_at();
        let time_for = usize::try_from(until.since(self.since) / NODE_TAKES).unwrap_or(usize::MAX);
        let mut made = self.kept(cache);
        let mut failed = None;
        for (index, id) in self.order.iter().enumerate() {
            if is_cut && index >= time_for {
                failed = Some((id, None));
                break;
            }
            match work.node(id, &made) {
                Ok(done) => _ = made.insert(id.clone(), done),
                Err(raised) => {
                    failed = Some((id, Some(raised)));
                    break;
                }
            }
        }
        let messages = self.messages(work, &made, failed, until);
        self.told(made, messages)
    }

    fn kept(&self, cache: &Cache) -> BTreeMap<String, Made> {
        let known = |id: &String| Some((id.clone(), cache.get(self.keys.get(id)?)?.clone()));
        self.cached.iter().filter_map(known).collect()
    }

    fn messages(
        &self,
        work: &Work<'_>,
        made: &BTreeMap<String, Made>,
        failed: Option<(&String, Option<Raised>)>,
        at: Moment,
    ) -> Vec<Value> {
        let id = work.prompt_id;
        let mut messages = vec![
            json!(["execution_start", { "prompt_id": id, "timestamp": self.since.0 }]),
            json!(["execution_cached", { "nodes": self.cached, "prompt_id": id, "timestamp": self.since.0 }]),
        ];
        let Some((node, raised)) = failed else {
            messages.push(json!(["execution_success", { "prompt_id": id, "timestamp": at.0 }]));
            return messages;
        };
        let class = work.class(node);
        let executed: Vec<&String> = self.order.iter().filter(|id| made.contains_key(*id)).collect();
        messages.push(match raised {
            None => json!(["execution_interrupted", {
                "prompt_id": id, "node_id": node, "node_type": class, "executed": executed, "timestamp": at.0
            }]),
            Some(raised) => json!(["execution_error", {
                "prompt_id": id, "node_id": node, "node_type": class, "executed": executed,
                "exception_message": format!("{}\n", raised.text), "exception_type": raised.kind, "traceback": [],
                "current_inputs": {}, "current_outputs": made.keys().collect::<Vec<_>>(), "timestamp": at.0
            }]),
        });
        messages
    }

    fn told(self, made: BTreeMap<String, Made>, messages: Vec<Value>) -> Outcome {
        let (mut outputs, mut meta) = (Map::new(), Map::new());
        for (id, made) in made.iter().filter(|(_, made)| !made.shown.is_empty()) {
            outputs.insert(id.clone(), json!({ "images": made.shown }));
            let about = json!({ "node_id": id, "display_node": id, "parent_node": null, "real_node_id": id });
            meta.insert(id.clone(), about);
        }
        let is_done = self.order.iter().all(|id| made.contains_key(id));
        let status = if is_done { "success" } else { "error" };
        let status = json!({ "status_str": status, "completed": is_done, "messages": messages });
        let keyed = made.into_iter().filter_map(|(id, made)| Some((self.keys.get(&id)?.clone(), made)));
        Outcome { outputs: outputs.into(), meta: meta.into(), status, cache: keyed.collect() }
    }
}

/// Adds a node, those that it needs first, and the key of each. There is no cycle and no lack: that was checked.
fn lay_out(
    prompt: &Prompt,
    id: &str,
    folders: &Folders<'_>,
    keys: &mut BTreeMap<String, String>,
    order: &mut Vec<String>,
) {
    if keys.contains_key(id) {
        return;
    }
    let part = |key: &str| prompt.get(id).and_then(|node| node.get(key));
    let class = part("class_type").and_then(Value::as_str).and_then(node);
    let given = |name: &str| part("inputs").and_then(|inputs| inputs.get(name)).cloned().unwrap_or_default();
    let mut parts = Map::new();
    // What a node does not know of was not checked either.
    for input in class.map_or(&[][..], |class| class.inputs) {
        let value = match given(input.name) {
            Value::Array(link) => match link.as_slice() {
                [Value::String(from), slot] => {
                    lay_out(prompt, from, folders, keys, order);
                    json!([keys.get(from), slot])
                }
                _ => link.into(),
            },
            value => value,
        };
        parts.insert(input.name.to_owned(), value);
    }
    let class = class.map_or("", |class| class.class);
    let mut hasher = DefaultHasher::new();
    json!([class, parts]).to_string().hash(&mut hasher);
    // Another picture under the same name is another picture.
    picture_of(class, &parts, folders).hash(&mut hasher);
    keys.insert(id.to_owned(), format!("{:016x}", hasher.finish()));
    order.push(id.to_owned());
}

fn picture_of(class: &str, inputs: &Map<String, Value>, folders: &Folders<'_>) -> Option<Vec<u8>> {
    let name = inputs.get("image").filter(|_| class == "LoadImage")?.as_str()?;
    let (folder, path) = picture_place(name)?;
    folders.get(folder, &path).map(|bytes| bytes.to_vec())
}
