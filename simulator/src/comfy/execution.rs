//! A workflow at work: how long it takes, and what its nodes do.

use std::collections::BTreeMap;
use std::sync::Arc;

use image::RgbImage;
use serde_json::{Map, Value, json};

use super::files::{Files, Folder, HOME, below};
use super::image_ops::{inverted, png, read};
use super::job::Job;
use super::python_format::Raised;
use super::validate::{Prompt, class_of, input_of, picture_place};
use crate::clock::Moment;

/// How long a node takes. Nobody should count on it.
const NODE_TAKES: i64 = 400;

/// A workflow that runs.
pub struct Run {
    since: Moment,
    /// Its nodes, each after those that it needs.
    order: Vec<String>,
}

/// What came of it, as the history tells.
pub struct Outcome {
    pub outputs: Value,
    pub meta: Value,
    pub status: Value,
}

/// What a node has made: a picture, and the files that it has written.
struct Made {
    picture: Arc<RgbImage>,
    saved: Vec<Value>,
}

impl Run {
    pub fn begin(prompt: &Prompt, outputs: &[String], since: Moment) -> Self {
        let mut order = Vec::new();
        outputs.iter().for_each(|end| lay_out(prompt, end, &mut order));
        Self { since, order }
    }

    pub fn nodes(&self) -> &[String] {
        &self.order
    }

    pub fn ends_at(&self) -> Moment {
        self.since.after(i64::try_from(self.order.len()).unwrap_or(i64::MAX).saturating_mul(NODE_TAKES))
    }

    /// Does all of it.
    pub fn end(&self, job: &Job, disk: &mut Files, at: Moment) -> Outcome {
        let mut made: BTreeMap<String, Made> = BTreeMap::new();
        let mut failed = None;
        for id in &self.order {
            match node(job, id, &made, disk) {
                Ok(done) => _ = made.insert(id.clone(), done),
                Err(raised) => {
                    failed = Some((id, raised));
                    break;
                }
            }
        }
        let (mut outputs, mut meta) = (Map::new(), Map::new());
        for (id, made) in made.iter().filter(|(_, made)| !made.saved.is_empty()) {
            outputs.insert(id.clone(), json!({ "images": made.saved }));
            let about = json!({ "node_id": id, "display_node": id, "parent_node": null, "real_node_id": id });
            meta.insert(id.clone(), about);
        }
        let is_done = failed.is_none();
        let executed: Vec<&String> = made.keys().collect();
        let mut messages = vec![
            json!(["execution_start", { "prompt_id": job.id, "timestamp": self.since.0 }]),
            json!(["execution_cached", { "nodes": [], "prompt_id": job.id, "timestamp": self.since.0 }]),
        ];
        messages.push(match failed {
            None => json!(["execution_success", { "prompt_id": job.id, "timestamp": at.0 }]),
            Some((node, raised)) => json!(["execution_error", {
                "prompt_id": job.id, "node_id": node, "node_type": class_of(&job.prompt, node), "executed": executed,
                "exception_message": format!("{}\n", raised.text), "exception_type": raised.kind, "traceback": [],
                "current_inputs": {}, "current_outputs": executed, "timestamp": at.0
            }]),
        });
        let status = if is_done { "success" } else { "error" };
        let status = json!({ "status_str": status, "completed": is_done, "messages": messages });
        Outcome { outputs: outputs.into(), meta: meta.into(), status }
    }
}

/// Adds a node after those that it needs. There is no cycle and no lack: that was checked.
fn lay_out(prompt: &Prompt, id: &str, order: &mut Vec<String>) {
    if order.iter().any(|other| other == id) {
        return;
    }
    if let Some(from) = link(prompt, id) {
        lay_out(prompt, from, order);
    }
    order.push(id.to_owned());
}

/// The node whose picture this one takes.
fn link<'a>(prompt: &'a Prompt, id: &str) -> Option<&'a str> {
    let name = match class_of(prompt, id) {
        "ImageInvert" => "image",
        "SaveImage" => "images",
        _ => return None,
    };
    input_of(prompt, id, name).get(0)?.as_str()
}

fn node(job: &Job, id: &str, made: &BTreeMap<String, Made>, disk: &mut Files) -> Result<Made, Raised> {
    let Some(from) = link(&job.prompt, id) else {
        return load(input_of(&job.prompt, id, "image").as_str().unwrap_or_default(), disk);
    };
    let picture = made.get(from).map(|made| Arc::clone(&made.picture));
    let picture = picture.ok_or_else(|| Raised::new("AttributeError", "no picture"))?;
    match class_of(&job.prompt, id) {
        "ImageInvert" => Ok(Made { picture: Arc::new(inverted(&picture)), saved: Vec::new() }),
        _ => save(job, id, picture, disk),
    }
}

fn load(name: &str, disk: &Files) -> Result<Made, Raised> {
    let full = |folder: Folder| format!("{HOME}/{}/{name}", folder.text());
    let place = picture_place(name).and_then(|(folder, path)| Some((folder, disk.get(folder, &path)?)));
    let Some((folder, bytes)) = place else {
        let path = full(Folder::Input);
        return Err(Raised::new("FileNotFoundError", format!("[Errno 2] No such file or directory: '{path}'")));
    };
    let what = || format!("cannot identify image file '{}'", full(folder));
    let picture = read(bytes).ok_or_else(|| Raised::new("PIL.UnidentifiedImageError", what()))?;
    Ok(Made { picture: Arc::new(picture), saved: Vec::new() })
}

/// Writes a picture into the output folder, with the workflow in it, and says under which name.
fn save(job: &Job, id: &str, picture: Arc<RgbImage>, disk: &mut Files) -> Result<Made, Raised> {
    let prefix = input_of(&job.prompt, id, "filename_prefix").as_str().unwrap_or_default();
    let Some(path) = below("", prefix).filter(|path| !path.is_empty()) else {
        let message = "**** ERROR: Saving image outside the output folder is not allowed.";
        return Err(Raised::new("Exception", message));
    };
    let (subfolder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let file = format!("{}_{:05}_.png", name, next_number(disk, subfolder, name));
    let more = job.extra.get("extra_pnginfo").and_then(Value::as_object).into_iter().flatten();
    let more = more.map(|(name, value)| (name.clone(), value.to_string()));
    let texts = [("prompt".to_owned(), Value::from(job.prompt.clone()).to_string())]
        .into_iter()
        .chain(more)
        .collect::<Vec<_>>();
    let bytes = png(&picture, &texts).map_err(|why| Raised::new("OSError", why.to_string()))?;
    if !disk.put(Folder::Output, below(subfolder, &file).unwrap_or_default(), bytes) {
        return Err(Raised::new("OSError", "[Errno 28] No space left on device"));
    }
    let saved = vec![json!({ "filename": file, "subfolder": subfolder, "type": Folder::Output.text() })];
    Ok(Made { picture, saved })
}

/// One more than the highest number that a file of that name has.
fn next_number(disk: &Files, subfolder: &str, name: &str) -> u64 {
    let number = |path: &str| {
        let (place, file) = path.rsplit_once('/').unwrap_or(("", path));
        let rest = file.strip_prefix(name)?.strip_prefix('_')?;
        rest.split('_').next()?.parse::<u64>().ok().filter(|_| place == subfolder)
    };
    disk.names(Folder::Output).filter_map(number).max().unwrap_or_default().saturating_add(1)
}
