//! Makes what Trunk built smaller, before policy, digests and compressed files are written.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256, Sha384};

use super::{html, read, write};
use crate::{Result, command, workspace::Workspace};

/// Minifies the scripts and makes one style sheet of all; every file that changed gets a new name.
pub fn shrink(workspace: &Workspace, folder: &Path) -> Result<()> {
    let index = read(folder, "index.html")?;
    let scripts = scripts(&index)?;
    let paths: Vec<PathBuf> = scripts.iter().map(|name| folder.join(name)).collect();
    minify(workspace, &paths)?;
    let sheet = join_sheets(folder, &index)?;
    let index = html::with_first_sheet_alone(&index);
    let index = scripts.iter().chain(&sheet).try_fold(index, |index, name| renamed(folder, &index, name))?;
    write(folder, "index.html", &index)
}

/// The app, its glue, then what the page starts.
fn scripts(index: &str) -> Result<Vec<String>> {
    let html::Module { js, wasm } = super::module(index)?;
    let started = html::tags(index).into_iter().filter(|tag| tag.name == "script");
    let started = started.filter_map(|tag| tag.get("src").map(str::to_owned));
    Ok([wasm, js].into_iter().chain(started).map(|address| own(&address)).collect())
}

/// A module, its glue, then other scripts, in place.
pub fn minify(workspace: &Workspace, paths: &[PathBuf]) -> Result<()> {
    let mut node = Command::new("node");
    command::run(node.arg(workspace.root.join("xtask/shrink.mjs")).args(paths))
        .map_err(|problem| format!("could not make the scripts small: {problem}. Has `cargo xtask setup` been run?"))
}

/// Sheets compress better together, and each request costs.
fn join_sheets(folder: &Path, index: &str) -> Result<Option<String>> {
    let sheets: Vec<String> = html::sheets(index).iter().map(|address| own(address)).collect();
    let texts: Vec<String> = sheets.iter().map(|name| read(folder, name)).collect::<Result<_>>()?;
    let Some((first, others)) = sheets.split_first() else { return Ok(None) };
    for other in others {
        let path = folder.join(other);
        fs::remove_file(&path).map_err(|error| format!("could not remove {}: {error}", path.display()))?;
    }
    write(folder, first, &texts.concat())?;
    Ok(Some(first.clone()))
}

/// The name holds a hash, and browsers keep such a file for ever: what it holds now needs a name of its own.
fn renamed(folder: &Path, index: &str, name: &str) -> Result<String> {
    let path = folder.join(name);
    let problem = |error| format!("could not rename {}: {error}", path.display());
    let bytes = fs::read(&path).map_err(problem)?;
    let new = with_hash_of(name, &bytes);
    fs::rename(&path, folder.join(&new)).map_err(problem)?;
    Ok(html::with_file(index, name, &new, &format!("sha384-{}", STANDARD.encode(Sha384::digest(&bytes)))))
}

/// As it stands in the names of files.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn with_hash_of(name: &str, bytes: &[u8]) -> String {
    match super::headers::hash_in(name) {
        Some(old) => name.replacen(old, &hash(bytes), 1),
        None => name.to_owned(),
    }
}

/// The name of a file of this page.
pub fn own(address: &str) -> String {
    address.trim_start_matches("./").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "0123456789abcdef";

    fn page() -> String {
        format!(
            "<link href=./a-{OLD}.css integrity=sha384-a rel=stylesheet><link href=./b-{OLD}.css integrity=sha384-b \
             rel=stylesheet><meta content=\"./p-{OLD}.js ./p-{OLD}_bg.wasm\" name=launchpod-app>\
             <script src=./l-{OLD}.js integrity=sha384-l type=module></script>\
             <link href=./p-{OLD}.js integrity=sha384-p rel=modulepreload>"
        )
    }

    #[test]
    fn the_app_its_glue_and_the_loader_are_minified() {
        let names = ["p-0123456789abcdef_bg.wasm", "p-0123456789abcdef.js", "l-0123456789abcdef.js"];
        assert_eq!(scripts(&page()).unwrap(), names);
        assert!(scripts("<p>").is_err());
    }

    #[test]
    fn a_new_name_and_a_new_digest_reach_the_page_together() {
        let folder = std::env::temp_dir().join(format!("launchpod-renamed-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let old = format!("p-{OLD}.js");
        write(&folder, &old, "alert('Hello, world.');").unwrap();
        let index = renamed(&folder, &page(), &old).unwrap();
        let new = "p-ab39cb72c44ec781.js";
        let digest = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        let written = fs::read_to_string(folder.join(new));
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(written.unwrap(), "alert('Hello, world.');");
        assert!(index.contains(&format!("<link href=./{new} integrity={digest} rel=modulepreload>")), "{index}");
        assert!(index.contains(&format!("\"./{new} ./p-{OLD}_bg.wasm\"")), "{index}");
        assert!(index.contains("integrity=sha384-l"), "{index}");
    }

    #[test]
    fn the_sheets_become_the_first_in_their_order() {
        let folder = std::env::temp_dir().join(format!("launchpod-sheets-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in [("a", "a{}"), ("b", "b{}")] {
            write(&folder, &format!("{name}-{OLD}.css"), text).unwrap();
        }
        let sheet = join_sheets(&folder, &page()).unwrap().unwrap();
        let (text, others) = (read(&folder, &sheet), fs::read_dir(&folder).unwrap().count());
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!((sheet.as_str(), text.as_deref(), others), ("a-0123456789abcdef.css", Ok("a{}b{}"), 1));
    }

    #[test]
    fn a_name_follows_what_the_file_holds() {
        assert_eq!(with_hash_of("p-0123456789abcdef_bg.wasm", b""), "p-e3b0c44298fc1c14_bg.wasm");
        assert_eq!(with_hash_of("plain.js", b""), "plain.js");
    }
}
