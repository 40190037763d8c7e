//! Makes files of their own of what the app marks as such (the desk, the money, the launch form, the page of one pod), and of
//! what several of them share. They are fetched when they are wanted.
//!
//! Trunk knows of one module alone, so what it made of the app is made once more: split, given its glue, made small.

use std::{fs, path::Path, process::Command};

use super::shrink;
use crate::{Result, command, setup, workspace::Workspace};

/// Never all features: Binaryen would then write modules that browsers refuse. What follows them is chosen by the size
/// after brotli, see CONTRIBUTING.md.
const WASM_OPT: &str = "--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
                        --enable-mutable-globals --enable-reference-types --enable-multivalue --low-memory-unused \
                        --one-caller-inline-max-function-size=30 --flatten --rereloop -Oz -Oz \
                        --reorder-functions-by-name";
const APP: &str = "launchpod";
/// What wasm-split calls the script that loads the parts.
const LINK: &str = "__wasm_split.js";

/// Puts the app, its glue and its other parts in the place of what Trunk made.
pub fn split(workspace: &Workspace, folder: &Path, index: &str) -> Result<()> {
    let module = super::module(index)?;
    let built = workspace.target()?.join("wasm32-unknown-unknown/page").join(format!("{APP}.wasm"));
    let parts = workspace.target()?.join("page-parts");
    if parts.exists() {
        fs::remove_dir_all(&parts).map_err(|error| format!("could not clear {}: {error}", parts.display()))?;
    }
    command::run(Command::new(setup::wasm_split()?).arg(built).arg(&parts).args(["--out-name", APP]))
        .map_err(|problem| format!("{problem}. Has `cargo xtask setup` been run?"))?;
    let mut bindgen = Command::new(setup::wasm_bindgen(workspace)?);
    bindgen.args(["--target", "web", "--no-typescript", "--keep-lld-exports", "--out-name", APP, "--out-dir"]);
    command::run(bindgen.arg(parts.join("app")).arg(parts.join(format!("{APP}.wasm"))))?;

    let app = parts.join("app");
    let mut link = super::read(&parts, LINK)?;
    for part in others(&parts)? {
        let small = parts.join("part.wasm");
        make_small(workspace, &parts.join(&part), &small)?;
        let bytes = fs::read(&small).map_err(|error| format!("could not read {}: {error}", small.display()))?;
        let name = name_of(&part, &bytes);
        fs::write(folder.join(&name), bytes).map_err(|error| format!("could not write {name}: {error}"))?;
        link = with_address(&link, &part, &name)?;
    }
    make_small(workspace, &app.join(format!("{APP}_bg.wasm")), &folder.join(shrink::own(&module.wasm)))?;
    let glue = super::read(&app, &format!("{APP}.js"))?;
    super::write(folder, &shrink::own(&module.js), &joined(&glue, &link)?)
}

/// Optimizes a module for its size after brotli. Silent where it succeeds: it warns of a kind of name that it does not know and that no browser reads.
pub fn make_small(workspace: &Workspace, from: &Path, to: &Path) -> Result<()> {
    let program = workspace.e2e().join("node_modules/binaryen/bin/wasm-opt");
    let mut wasm_opt = Command::new("node");
    wasm_opt.arg(program).args(WASM_OPT.split_whitespace()).arg(from).arg("-o").arg(to);
    let output = wasm_opt.output().map_err(|error| format!("could not start node: {error}"))?;
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("wasm-opt failed on {}: {}", from.display(), String::from_utf8_lossy(&output.stderr))),
    }
}

/// The modules beside the app's.
fn others(parts: &Path) -> Result<Vec<String>> {
    let app = format!("{APP}.wasm");
    let names = super::names(parts)?;
    Ok(names.into_iter().filter(|name| name.ends_with(".wasm") && *name != app).collect())
}

/// `split_launch.wasm` becomes `launchpod-0123456789abcdef_launch.wasm`.
fn name_of(part: &str, bytes: &[u8]) -> String {
    format!("{APP}-{}_{}", shrink::hash(bytes), part.trim_start_matches("split_"))
}

/// Fetches as public/loader.js does: whatever type the server says the file has.
const FETCH: &str = "
const fetchPart = async (name) => {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(\"the server answered \" + response.status + \" for \" + name);
  return new Response(response.body, { headers: { \"content-type\": \"application/wasm\" } });
};
";

fn with_address(link: &str, part: &str, name: &str) -> Result<String> {
    replaced(link, &format!("fetch(new URL(\"./{part}\", import.meta.url))"), &format!("fetchPart(\"./{name}\")"))
}

/// One script of the glue and of what loads the parts: the one starts the app, and the other must not keep it waiting.
fn joined(glue: &str, link: &str) -> Result<String> {
    let mut glue = glue;
    let mut entries = vec![];
    // One import for each part, all of the same script.
    while let Some((alias, rest)) = import(glue) {
        entries.push(format!("\"./{LINK}\": {alias},"));
        glue = rest;
    }
    let (first, others) =
        entries.split_first().ok_or("wasm-bindgen's glue does not begin with the import of wasm-split's script")?;
    let loaders: Vec<&str> = link.lines().filter_map(loader).collect();
    let glue = replaced(glue, first, &format!("\"./{LINK}\": {{ {} }},", loaders.join(", ")))?;
    let glue = others.iter().try_fold(glue, |glue, other| replaced(&glue, other, ""))?;
    let link = replaced(link, &format!("import {{ initSync }} from \"./{APP}.js\";"), "")?;
    // The person is told in words; this is for whoever looks why.
    let link = replaced(&link, "console.error(e)", "console.warn(e)")?.replace("export const ", "const ");
    Ok(format!("{glue}{FETCH}{link}"))
}

/// The name that the import at the beginning gives to wasm-split's script, and what follows on it.
fn import(glue: &str) -> Option<(&str, &str)> {
    let (alias, rest) = glue.strip_prefix("import * as ")?.split_once(" from ")?;
    Some((alias, rest.strip_prefix(&format!("\"./{LINK}\"\n"))?))
}

fn loader(line: &str) -> Option<&str> {
    line.strip_prefix("export const ")?.split(' ').next()
}

fn replaced(text: &str, from: &str, to: &str) -> Result<String> {
    match text.matches(from).count() {
        1 => Ok(text.replacen(from, to, 1)),
        count => Err(format!("the script that loads the parts of the page holds `{from}` {count} times, not once")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GLUE: &str =
        "import * as import1 from \"./__wasm_split.js\"\nconst all = { \"./__wasm_split.js\": import1, };\n";
    const LINK: &str = "import { initSync } from \"./launchpod.js\";\nconsole.error(e);\n\
                        export const __wasm_split_load_launch = load(fetch(new URL(\"./split_launch.wasm\", import.meta.url)));\n";

    #[test]
    fn glue_and_link_become_one_script() {
        let link = with_address(LINK, "split_launch.wasm", "launchpod-0_launch.wasm").unwrap();
        let script = joined(GLUE, &link).unwrap();
        assert!(script.contains("\"./__wasm_split.js\": { __wasm_split_load_launch },"), "{script}");
        assert!(script.contains("\nconst __wasm_split_load_launch = load(fetchPart(\"./launchpod-0_launch.wasm\"));"));
        assert!(!script.contains("import ") && !script.contains("export ") && !script.contains("split_launch.wasm"));
    }

    #[test]
    fn two_parts_and_what_both_share_are_loaded_from_the_same_script() {
        let glue = format!("import * as import2 from \"./__wasm_split.js\"\n{GLUE}")
            .replace("};", "\"./__wasm_split.js\": import2, };");
        let link = format!("{LINK}export const __wasm_split_load_pod = load([__chunk_3]);\n");
        let script = joined(&glue, &link).unwrap();
        assert!(script.contains("{ __wasm_split_load_launch, __wasm_split_load_pod },"), "{script}");
        assert_eq!(script.matches("__wasm_split.js").count(), 1, "{script}");
        let chunk = name_of("chunk_3.wasm", b"");
        assert_eq!(super::super::headers::hash_in(&chunk), Some("e3b0c44298fc1c14"), "{chunk}");
    }

    #[test]
    fn what_is_written_otherwise_than_expected_stops_the_build() {
        assert!(joined("const all = {};\n", LINK).is_err());
        assert!(joined(GLUE, "const x = 1;").is_err());
        assert!(with_address(LINK, "split_other.wasm", "x").is_err());
    }

    #[test]
    fn a_part_has_a_hash_and_its_own_name() {
        let name = name_of("split_launch.wasm", b"");
        assert_eq!(name, "launchpod-e3b0c44298fc1c14_launch.wasm");
        assert_eq!(super::super::headers::hash_in(&name), Some("e3b0c44298fc1c14"));
    }
}
