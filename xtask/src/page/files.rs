//! The files of the built page. Their names hold a hash of what is in them: browsers keep such a file for ever.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::html::Built;
use crate::{
    Result, command,
    digest::{sha256_base64, sha256_hex},
    workspace::Workspace,
};

/// Writes a file into the page, under its name with a hash in it.
pub fn add(bytes: &[u8], page: &Path, name: &str) -> Result<Built> {
    let name = with_hash(name, bytes);
    fs::write(page.join(&name), bytes).map_err(|error| format!("could not write {name}: {error}"))?;
    Ok(Built { name, digest: format!("sha256-{}", sha256_base64(bytes)) })
}

/// Makes one small file of a script and what it imports, or of style sheets, and writes it into the page.
pub fn add_bundle(workspace: &Workspace, sources: &[PathBuf], page: &Path, name: &str) -> Result<Built> {
    let made = workspace.target()?.join("page-parts").join(name);
    bundle(workspace, sources, &made)?;
    add(&read_bytes(&made)?, page, name)
}

/// Makes one small file of a script and what it imports, or of style sheets.
pub fn bundle(workspace: &Workspace, sources: &[PathBuf], into: &Path) -> Result<()> {
    let mut node = Command::new("node");
    command::run(node.arg(workspace.root.join("xtask/bundle.mjs")).arg(into).args(sources))
        .map_err(|problem| format!("could not make {} small: {problem}", into.display()))
}

/// As public/loader.js checks it: half the digest, which nobody can make another file for.
pub fn digest_in_name(bytes: &[u8]) -> String {
    start_of_digest(bytes, 32)
}

fn start_of_digest(bytes: &[u8], letters: usize) -> String {
    sha256_hex(bytes).chars().take(letters).collect()
}

/// `launchpod_bg.wasm` becomes `launchpod-0123456789abcdef0123456789abcdef_bg.wasm`. Other names are no proof of anything and so
/// shorter: what links to such a file has its digest.
fn with_hash(name: &str, bytes: &[u8]) -> String {
    let end = name.find(['_', '.']).unwrap_or(name.len());
    let (stem, rest) = name.split_at(end);
    let letters = if rest.ends_with(".wasm") { 32 } else { 16 };
    format!("{stem}-{}{rest}", start_of_digest(bytes, letters))
}

/// The name of a file, without its folder.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The names in a folder, in their order.
pub fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("could not list {}: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

/// All files in a folder and in its folders, in their order.
pub fn all_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = vec![];
    for name in names(folder)? {
        let path = folder.join(name);
        match path.is_dir() {
            true => all.extend(all_below(&path)?),
            false => all.push(path),
        }
    }
    Ok(all)
}

/// Copies the files of a folder, and of its folders, whose names are `wanted`.
pub fn copy_all(from: &Path, into: &Path, wanted: fn(&str) -> bool) -> Result<()> {
    for name in names(from)?.into_iter().filter(|name| wanted(name)) {
        let (from, into) = (from.join(&name), into.join(&name));
        if from.is_dir() {
            copy_all(&from, &emptied(&into)?, wanted)?;
            continue;
        }
        fs::copy(&from, &into).map_err(|error| format!("could not write {}: {error}", into.display()))?;
    }
    Ok(())
}

/// An empty folder in the place of whatever stood there.
pub fn emptied(folder: &Path) -> Result<PathBuf> {
    let problem = |error: std::io::Error| format!("could not clear {}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(problem)?;
    }
    fs::create_dir_all(folder).map_err(problem)?;
    Ok(folder.to_owned())
}

/// What a file holds.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

/// The text of a file.
pub fn read(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

/// Writes a text.
pub fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| format!("could not write {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_follows_what_the_file_holds() {
        assert_eq!(with_hash("p_bg.wasm", b""), "p-e3b0c44298fc1c149afbf4c8996fb924_bg.wasm");
        assert_eq!(digest_in_name(b""), "e3b0c44298fc1c149afbf4c8996fb924");
        assert_eq!(with_hash("favicon.svg", b""), "favicon-e3b0c44298fc1c14.svg");
        for name in ["p_bg.wasm", "p_launch.wasm", "p.js"] {
            let named = with_hash(name, b"");
            let hash = super::super::headers::hash_in(&named);
            assert!(hash.is_some_and(|hash| hash.starts_with("e3b0c44298fc1c14")), "{named}");
        }
    }

    #[test]
    fn a_folder_is_copied_with_what_stands_in_it_and_without_what_is_not_wanted() {
        let root = std::env::temp_dir().join(format!("launchpod-copied-{}", std::process::id()));
        let (from, into) = (emptied(&root.join("from")).unwrap(), emptied(&root.join("into")).unwrap());
        emptied(&from.join("locales")).unwrap();
        for name in ["a.js", "locales/de.json", "locales/en.json"] {
            write(&from, name, name).unwrap();
        }
        copy_all(&from, &into, |name| name != "en.json").unwrap();
        let (copied, text) = (all_below(&into), read(&into, "locales/de.json"));
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(copied.unwrap(), [into.join("a.js"), into.join("locales/de.json")]);
        assert_eq!(text.unwrap(), "locales/de.json");
    }

    #[test]
    fn a_file_is_added_with_its_hash_and_its_digest() {
        let page = emptied(&std::env::temp_dir().join(format!("launchpod-added-{}", std::process::id()))).unwrap();
        let file = add(b"alert('Hello, world.');", &page, "p.js").unwrap();
        let written = read(&page, &file.name);
        fs::remove_dir_all(&page).unwrap();
        assert_eq!(written.unwrap(), "alert('Hello, world.');");
        assert_eq!(file.name, "p-ab39cb72c44ec781.js");
        assert_eq!(file.digest, "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=");
    }
}
