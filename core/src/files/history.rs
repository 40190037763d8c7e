//! ComfyUI's history, as the frame passes it on: a list of runs, the oldest first, each with its `outputs` as ComfyUI tells
//! them and the time `at` which it ended. Nothing in it is trusted: anybody can have written it.

use std::collections::HashSet;

use crate::files::{FileKind, MadeFile, RUNS};
use crate::json::{Document, Json};
use crate::types::time::Timestamp;

/// More than this is not read at all.
const LONGEST: usize = 4_000_000;
/// The newest files that are shown.
const MOST_FILES: usize = 500;
/// No file system takes longer ones.
const LONGEST_NAME: usize = 255;
const LONGEST_FOLDER: usize = 1_000;

/// What ComfyUI has saved since it was started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeFiles {
    /// Each once, the newest first.
    pub files: Vec<MadeFile>,
    /// Whether there may be more that were not read.
    pub more: bool,
}

impl MadeFiles {
    /// Reads the list; `None` if it is none.
    pub fn read(text: String) -> Option<Self> {
        let document = (text.len() <= LONGEST).then(|| Document::read(text).ok()).flatten()?;
        let mut runs: Vec<Json> = document.json().items()?.collect();
        runs.reverse();
        let mut made = Self { files: vec![], more: runs.len() >= RUNS };
        let mut seen = HashSet::new();
        for run in runs {
            let at = run.number("at").and_then(Timestamp::from_epoch);
            for file in saved_by(run, at) {
                if made.files.len() >= MOST_FILES {
                    made.more = true;
                    return Some(made);
                }
                // What a later run has from its cache it tells once more.
                if seen.insert((file.subfolder.clone(), file.name.clone())) {
                    made.files.push(file);
                }
            }
        }
        Some(made)
    }
}

/// Each node has lists of files under names of its own choosing: `images`, `gifs`, `audio`, `3d`.
fn saved_by(run: Json<'_>, at: Option<Timestamp>) -> impl Iterator<Item = MadeFile> {
    let nodes = run.get("outputs").fields().into_iter().flatten();
    let lists = nodes.flat_map(|(_, node)| node.fields().into_iter().flatten());
    lists.flat_map(|(_, list)| list.items().into_iter().flatten()).filter_map(move |file| saved(file, at))
}

/// One that is on the disk to stay, and not a preview of a moment.
fn saved(file: Json<'_>, made: Option<Timestamp>) -> Option<MadeFile> {
    let (name, subfolder) = (file.text("filename")?, file.text("subfolder").unwrap_or_default());
    let fits = file.text("type") == Some("output") && is_name(name) && is_folder(subfolder);
    fits.then(|| MadeFile { name: name.into(), subfolder: subfolder.into(), kind: FileKind::of(name), made })
}

/// A plain name: it leads to no other folder, and reads as it is.
fn is_name(name: &str) -> bool {
    let odd = |letter: char| {
        letter.is_control()
            || matches!(letter, '/' | '\\' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    !name.trim().is_empty() && name.len() <= LONGEST_NAME && !name.contains("..") && name != "." && !name.contains(odd)
}

fn is_folder(path: &str) -> bool {
    path.is_empty() || path.len() <= LONGEST_FOLDER && path.split('/').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn read(runs: &Value) -> MadeFiles {
        MadeFiles::read(runs.to_string()).unwrap()
    }

    fn names(made: &MadeFiles) -> Vec<&str> {
        made.files.iter().map(|file| file.name.as_str()).collect()
    }

    fn image(name: &str) -> Value {
        json!({ "filename": name, "subfolder": "", "type": "output" })
    }

    #[test]
    fn the_newest_comes_first_and_each_once() {
        let made = read(&json!([
            { "at": 1_795_000_000_000_u64, "outputs": { "9": { "images": [image("a.png"), image("b.png")] } } },
            { "at": 1_795_000_060_000_u64, "outputs": {
                "9": { "images": [image("b.png")] },
                "12": { "gifs": [{ "filename": "c.mp4", "subfolder": "films/x", "type": "output", "format": "video/h264-mp4" }], "text": ["a dog"] },
                "13": { "audio": [image("d.flac")], "animated": [true] }
            } }
        ]));
        assert_eq!(names(&made), ["c.mp4", "d.flac", "b.png", "a.png"]);
        assert_eq!(made.files[0].subfolder, "films/x");
        assert_eq!(made.files[0].made, Some(Timestamp::from_millis(1_795_000_060_000)));
        assert!(!made.more);
    }

    #[test]
    fn previews_and_what_was_put_in_are_not_what_was_made() {
        let of = |kind| json!({ "filename": "a.png", "subfolder": "", "type": kind });
        let made = read(&json!([{ "outputs": { "1": { "images": [of("temp"), of("input"), of("Output")] } } }]));
        assert_eq!(made, MadeFiles::default());
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in [
            "",
            " ",
            ".",
            "..",
            "../a.png",
            "a/../b.png",
            "/etc/passwd",
            "x/y.png",
            "a\\b.png",
            "a\nb.png",
            "\u{202e}gnp.exe",
            &"a".repeat(256),
        ] {
            assert!(!is_name(name), "{name}");
        }
        for folder in ["..", "a/../b", "/etc", "a//b", "a/", "a\\b", "./a"] {
            assert!(!is_folder(folder), "{folder}");
        }
        assert!(is_name("Größe 1 (2)_00001_.png") && is_folder("") && is_folder("2026-11-30/Flux"));
    }

    #[test]
    fn odd_types_cost_nothing_but_themselves() {
        let made = read(&json!([
            null, 7, "text", [], {},
            { "at": "soon", "outputs": [] },
            { "at": -1, "outputs": { "1": null, "2": [], "3": { "images": {} }, "4": { "images": [null, 3, "x", { "filename": 7, "type": "output" }, { "filename": ["a"], "type": "output" }] } } },
            { "at": 1e300, "outputs": { "1": { "images": [image("a.png")] } } }
        ]));
        assert_eq!((names(&made), made.files[0].made), (vec!["a.png"], None));
        for text in ["", "<html>", "{}", "null", "[", "\"[]\""] {
            assert_eq!(MadeFiles::read(text.into()), None, "{text}");
        }
    }

    #[test]
    fn it_is_bounded_and_says_so() {
        let many: Vec<Value> = (0..MOST_FILES + 1).map(|number| image(&format!("{number}.png"))).collect();
        let made = read(&json!([{ "outputs": { "1": { "images": many } } }]));
        assert!(made.more && made.files.len() == MOST_FILES);
        assert!(read(&json!(vec![json!({}); RUNS])).more, "ComfyUI was asked for no more");
        assert_eq!(MadeFiles::read(format!("[\"{}\"]", "a".repeat(LONGEST))), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_every_path_stays_in_the_output_folder(name: String, folder: String) {
            let run = json!([{ "outputs": { "1": { "images": [{ "filename": name, "subfolder": folder, "type": "output" }] } } }]);
            for file in read(&run).files {
                let path = file.path();
                prop_assert!(!path.contains("..") && !path.contains('/') && path.ends_with("&type=output"));
                prop_assert_eq!(path.matches(['?', '&', '=']).count(), 6);
            }
            let _ = MadeFiles::read(name);
        }
    }
}
