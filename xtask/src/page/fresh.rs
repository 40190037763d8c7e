//! Whether a page is the one that the sources make: then nothing needs to be built.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use crate::{Result, command, workspace::Workspace};

/// All that the page is made of, and what makes it.
const INPUTS: [&str; 23] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
    "core/Cargo.toml",
    "core/graphql",
    "core/src",
    "e2e/package-lock.json",
    "index.html",
    "patches",
    "public",
    "schema",
    "src",
    "style",
    "words/Cargo.toml",
    "words/locales",
    "words/src",
    "xtask/Cargo.toml",
    "xtask/bindgen",
    "xtask/bundle.mjs",
    "xtask/make_small.mjs",
    "xtask/src/page",
    "xtask/src/remap.rs",
];
/// What else the compiler is told.
const SETTINGS: [&str; 3] = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"];

/// What the sources are, as one number.
pub fn inputs(workspace: &Workspace) -> Result<String> {
    let mut sum = Sha256::new();
    for input in INPUTS {
        add(&mut sum, &workspace.root, Path::new(input))?;
    }
    for name in SETTINGS {
        sum.update(std::env::var(name).unwrap_or_default());
        sum.update([0]);
    }
    sum.update(command::ask(Command::new("rustc").current_dir(&workspace.root).arg("-vV")).unwrap_or_default());
    Ok(STANDARD.encode(sum.finalize()))
}

/// Whether these inputs made what stands in the folder `page`; `kind` is which page it is.
pub fn is_built(target: &Path, kind: &str, page: &Path, inputs: &str) -> Result<bool> {
    let kept = fs::read_to_string(note(target, kind)).unwrap_or_default();
    Ok(kept == format!("{inputs} {}", output(page)?))
}

/// These inputs have made what stands in the folder `page`.
pub fn remember(target: &Path, kind: &str, page: &Path, inputs: &str) -> Result<()> {
    let note = note(target, kind);
    let text = format!("{inputs} {}", output(page)?);
    fs::write(&note, text).map_err(|error| format!("could not write {}: {error}", note.display()))
}

fn note(target: &Path, kind: &str) -> PathBuf {
    target.join(format!("{kind}-is-of"))
}

/// What stands in a folder, as one number.
fn output(page: &Path) -> Result<String> {
    let mut sum = Sha256::new();
    if page.is_dir() {
        add(&mut sum, page, Path::new(""))?;
    }
    Ok(STANDARD.encode(sum.finalize()))
}

fn add(sum: &mut Sha256, root: &Path, inner: &Path) -> Result<()> {
    let path = root.join(inner);
    let problem = |error: std::io::Error| format!("could not read {}: {error}", path.display());
    if !path.is_dir() {
        let bytes = fs::read(&path).map_err(problem)?;
        sum.update(inner.to_string_lossy().as_bytes());
        sum.update([0]);
        sum.update(bytes.len().to_le_bytes());
        sum.update(&bytes);
        return Ok(());
    }
    let entries = fs::read_dir(&path).map_err(problem)?;
    let mut names: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    names.sort();
    names.iter().try_for_each(|name| add(sum, root, &inner.join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(root: &Path) -> String {
        let mut sum = Sha256::new();
        add(&mut sum, root, Path::new("")).unwrap();
        STANDARD.encode(sum.finalize())
    }

    #[test]
    fn what_is_written_moved_or_taken_out_is_another_page() {
        let root = std::env::temp_dir().join(format!("launchpod-fresh-{}", std::process::id()));
        fs::create_dir_all(root.join("in")).unwrap();
        fs::write(root.join("in/a"), "one").unwrap();
        fs::write(root.join("b"), "two").unwrap();
        let first = sum(&root);
        assert_eq!(sum(&root), first);
        fs::write(root.join("in/a"), "onf").unwrap();
        let second = sum(&root);
        fs::rename(root.join("in/a"), root.join("in/c")).unwrap();
        let third = sum(&root);
        fs::remove_file(root.join("in/c")).unwrap();
        let all = [first, second, third, sum(&root)];
        assert!(all.iter().enumerate().all(|(at, one)| !all[..at].contains(one)), "{all:?}");
        fs::remove_dir_all(&root).unwrap();
    }

    #[test]
    fn all_inputs_are_there() {
        assert!(inputs(&Workspace::find().unwrap()).unwrap().len() == 44);
    }
}
