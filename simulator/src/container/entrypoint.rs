//! What a start command makes of an image: its own start, another one, or arguments that nobody reads.

use serde_json::Value;

use super::models;
use super::script::{Step, script, simple};
use super::words::split;

/// What a container runs.
#[derive(Clone)]
pub enum Start {
    /// What the image starts by itself, or a program of its own that is not known: it is assumed to serve.
    Own,
    /// These words instead.
    Words { words: Vec<String>, is_official: bool },
}

/// What RunPod's own images do by themselves.
enum Image {
    /// `CMD ["/start.sh"]`
    Command,
    /// `ENTRYPOINT ["/start.sh"]`, which reads no arguments.
    EntryPoint,
    /// Nobody knows.
    Other,
}

fn kind(image: &str) -> Image {
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    let name = image.split(['@', ':']).next().unwrap_or(image);
    match name {
        "runpod/comfyui" | "runpod/autoresearch" => Image::EntryPoint,
        "runpod/pytorch" | "runpod/base" => Image::Command,
        _ => Image::Other,
    }
}

impl Start {
    pub fn of(image: &str, docker_args: &str) -> Self {
        let (entry, command) = parts(docker_args);
        let kind = kind(image.trim());
        let words = match kind {
            Image::EntryPoint if entry.is_empty() => return Self::Own,
            _ => [entry, command].concat(),
        };
        if words.is_empty() {
            return Self::Own;
        }
        Self::Words { words, is_official: !matches!(kind, Image::Other) }
    }

    /// Whether the image's services come up whatever runs.
    pub fn is_own(&self) -> bool {
        !matches!(self, Self::Words { is_official: true, .. })
    }

    pub fn runs_words(&self) -> bool {
        matches!(self, Self::Words { .. })
    }

    /// Whether it loads models beside what it runs.
    pub fn loads_models(&self) -> bool {
        match self {
            Self::Words { words, .. } => words.iter().any(|word| models::without(word).is_some()),
            Self::Own => false,
        }
    }

    /// What its foreground does, as far as that matters here.
    pub fn steps(&self, pod: &str) -> Vec<Step> {
        match self {
            Self::Own => Vec::new(),
            Self::Words { words, .. } => match words.as_slice() {
                [shell, flag, text, ..] if is_shell(shell) && is_inline(flag) => script(text, pod),
                words => simple(words, pod),
            },
        }
    }
}

/// Entry point and command, in whichever of the two forms they are written.
pub fn parts(docker_args: &str) -> (Vec<String>, Vec<String>) {
    json_form(docker_args).unwrap_or_else(|| (Vec::new(), split(docker_args.trim())))
}

/// `-c`, also with others: `-lc`.
fn is_inline(flag: &str) -> bool {
    flag.strip_prefix('-').is_some_and(|letters| letters.len() < 4 && letters.contains('c'))
}

fn is_shell(word: &str) -> bool {
    matches!(word.rsplit('/').next(), Some("bash" | "sh"))
}

/// RunPod's JSON form, `{"cmd": [...], "entrypoint": [...]}`, as entry point and command.
fn json_form(text: &str) -> Option<(Vec<String>, Vec<String>)> {
    let value: Value = serde_json::from_str(text).ok()?;
    let form = value.as_object()?;
    let words = |key: &str| {
        let words = form.get(key).and_then(Value::as_array).into_iter().flatten();
        words.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Some((words("entrypoint"), words("cmd")))
}
