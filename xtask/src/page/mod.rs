//! The page that ships: building it, and what is done to it after Trunk.

mod compress;
mod fresh;
mod headers;
mod html;
mod policy;
mod shrink;
mod split;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

pub use compress::{Compressed, measure};
pub use html::{Tag, tags};
pub use policy::sha256_base64;
pub use shrink::minify;
pub use split::make_small;

use crate::{Result, command, say, setup::Tools, workspace::Workspace};

/// Builds the page that ships into dist/, unless it stands there.
pub fn build(workspace: &Workspace, tools: &Tools) -> Result<()> {
    say::heading("The page");
    // Taken first: what is written meanwhile is news for the next build.
    let inputs = fresh::inputs(workspace)?;
    if fresh::is_built(workspace, &inputs)? {
        println!("Built, and nothing has changed since.");
        return Ok(());
    }
    say::while_doing("Building the page with Trunk (some minutes the first time)", || {
        command::run(tools.trunk().args(["build", "--release"]).current_dir(&workspace.root))
    })?;
    fresh::remember(workspace, &inputs)
}

/// Trunk's post_build hook: see Trunk.toml.
pub fn dress_from_trunk(workspace: &Workspace) -> Result<()> {
    let staging = env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("dress-dist is for Trunk, which calls it after each build (see Trunk.toml)")?;
    if env::var_os("TRUNK_PROFILE").is_none_or(|profile| profile != "release") {
        println!(
            "Debug build: no Content-Security-Policy, so that Trunk's reloading works. The release build has one."
        );
        return Ok(());
    }
    split::split(workspace, &staging, &read(&staging, "index.html")?)?;
    shrink::shrink(workspace, &staging)?;
    dress(&staging)?;
    compress::write_siblings(workspace, &files_to_compress(&staging)?)
}

fn dress(folder: &Path) -> Result<()> {
    let index = read(folder, "index.html")?;
    let probe = read(folder, "probe.html")?;
    let page_policy = policy::of_page(&html::inline_scripts(&index));
    let probe_policy = policy::of_probe(&html::inline_scripts(&probe));
    let index = html::with_module_size(&html::without_idle_digest(&index), wasm_size(folder, &index)?);
    write(folder, "index.html", &html::with_policy(&index, &page_policy)?)?;
    write(folder, "probe.html", &html::with_policy(&probe, &probe_policy)?)?;
    let rules = headers::rules(&page_policy, &probe_policy, &names(folder)?);
    write(folder, "_headers", &headers::file(&rules))?;
    write(folder, "_headers.caddy", &headers::snippet(&rules))
}

/// The loader shows how much of this has arrived.
fn wasm_size(folder: &Path, index: &str) -> Result<u64> {
    let path = folder.join(module(index)?.wasm.trim_start_matches("./"));
    let metadata = fs::metadata(&path).map_err(|error| format!("could not read {}: {error}", path.display()))?;
    Ok(metadata.len())
}

fn module(index: &str) -> Result<html::Module> {
    html::module(index).ok_or_else(|| "index.html names no module: is pattern_script in Trunk.toml whole?".to_owned())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("could not list {}: {error}", folder.display()))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

/// Not the HTML: a host may add to it, as the simulator does.
fn files_to_compress(folder: &Path) -> Result<Vec<PathBuf>> {
    let wanted = |name: &String| [".js", ".css", ".wasm", ".svg"].iter().any(|ending| name.ends_with(ending));
    Ok(names(folder)?.iter().filter(|name| wanted(name)).map(|name| folder.join(name)).collect())
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

fn write(folder: &Path, name: &str, text: &str) -> Result<()> {
    let path = folder.join(name);
    fs::write(&path, text).map_err(|error| format!("could not write {}: {error}", path.display()))
}
