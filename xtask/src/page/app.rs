//! The app: compiled, split into parts (the desk, the money, the launch form, the page of one pod, and what several of them
//! share), given its JavaScript, made small. Parts are fetched when they are wanted.

use std::{
    cmp::Reverse,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Kind, files, html::Built, parts};
use crate::{Result, command, remap, say, setup, workspace::Workspace};

const APP: &str = "launchpod";
const WASM: &str = "wasm32-unknown-unknown";
/// What wasm-split calls the script that loads the parts.
const LINK: &str = "__wasm_split.js";
/// Stands before that script, for which it hides what it calls: a person is told in words of a part that is missing, and the console
/// only says why.
const BEFORE_LINK: &str = "const console = { error: globalThis.console.warn };\n";

/// What calls the app's JavaScript: public/loader.js begins with what this leaves it. The page names it with its digest, and nobody
/// names what stands in it.
const BEGIN: &str = "import begin from \"./launchpod.js\";\nglobalThis.launchpodBegin = begin;\n";

/// The two files that the page starts with.
pub struct App {
    /// The JavaScript.
    pub glue: Built,
    /// The module.
    pub module: Built,
    /// How large it is.
    pub bytes: usize,
    /// What somebody who is signed in needs besides.
    pub list: String,
}

/// Builds it into `folder`, with the style for somebody who is signed in.
pub fn build(workspace: &Workspace, kind: Kind, signed_in_sheets: &[PathBuf], folder: &Path) -> Result<App> {
    let profile = kind.profile();
    let style = workspace.target()?.join("page-parts").join("signed_in.css");
    files::bundle(workspace, signed_in_sheets, &style)?;
    say::while_doing("Compiling the page (some minutes the first time)", || {
        let mut cargo = cargo_build(workspace, kind)?;
        cargo.env("LAUNCHPOD_SIGNED_IN_STYLE", &style);
        command::run(cargo.args(["--package", "launchpod", "--bin", APP, "--features", "split", "--profile", profile]))
    })?;
    let compiled = workspace.target()?.join(WASM).join(profile).join(format!("{APP}.wasm"));
    let split = files::emptied(&workspace.target()?.join("page-parts").join(profile))?;
    let mut bindgen = setup::bindgen(workspace)?;
    say::while_doing("Splitting it", || command::run(bindgen.arg("--split").args([&compiled, &split]).arg(APP)))?;
    let modules = match kind {
        Kind::Quick => split.clone(),
        Kind::Release => say::while_doing("Making it small (a minute)", || make_all_small(workspace, &split))?,
    };
    let (link, list) = parts::write(&files::read(&split, LINK)?, &modules, folder)?;
    files::write(&split, LINK, &format!("{BEFORE_LINK}{link}"))?;
    files::write(&split, "begin.js", BEGIN)?;
    let module = files::read_bytes(&modules.join(format!("{APP}_bg.wasm")))?;
    Ok(App {
        glue: files::add_bundle(workspace, &[split.join("begin.js")], folder, "launchpod.js")?,
        module: files::add(&module, folder, "launchpod_bg.wasm")?,
        bytes: module.len(),
        list,
    })
}

fn cargo_build(workspace: &Workspace, kind: Kind) -> Result<Command> {
    if kind == Kind::Release {
        return remap::cargo_build(workspace, Some(WASM));
    }
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--locked", "--target", WASM]);
    Ok(cargo)
}

fn modules(folder: &Path) -> Result<Vec<String>> {
    Ok(files::names(folder)?.into_iter().filter(|name| name.ends_with(".wasm")).collect())
}

/// Into a folder of its own, which it returns.
fn make_all_small(workspace: &Workspace, parts: &Path) -> Result<PathBuf> {
    let small = files::emptied(&parts.join("small"))?;
    let mut names = modules(parts)?;
    // The largest takes longest, so it starts first.
    names.sort_by_key(|name| Reverse(fs::metadata(parts.join(name)).map_or(0, |metadata| metadata.len())));
    let pairs: Vec<_> = names.iter().map(|name| (parts.join(name), small.join(name))).collect();
    make_small(workspace, &pairs)?;
    Ok(small)
}

/// Optimizes modules, each from one file to another, for their size after brotli. Silent where it succeeds: Binaryen warns of a
/// kind of name that it does not know and that no browser reads.
pub fn make_small(workspace: &Workspace, pairs: &[(PathBuf, PathBuf)]) -> Result<()> {
    let mut node = Command::new("node");
    node.arg(workspace.root.join("xtask/make_small.mjs")).arg(workspace.e2e().join("node_modules/binaryen/index.js"));
    for (from, to) in pairs {
        node.args([from, to]);
    }
    let output = node.output().map_err(|error| format!("could not start node: {error}"))?;
    let made = pairs.iter().all(|(_, to)| to.exists());
    match output.status.success() && made {
        true => Ok(()),
        false => Err(format!("Binaryen failed: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
