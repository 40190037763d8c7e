//! The wasm-bindgen command line tool, which must match Cargo.lock to the digit.

use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
};

use super::{
    Need,
    install::{Program, copy_files, trunk_cache},
};
use crate::{Result, command, workspace::Workspace};

/// The tool in the locked version: from PATH, else from the folder where Trunk looks next.
pub fn find_or_install(workspace: &Workspace, need: Need) -> Result<PathBuf> {
    let version = workspace.locked_version("wasm-bindgen")?;
    let cached = cached(&version)?;
    if let Some(path) = found(&version, &cached, need) {
        println!("wasm-bindgen {version}: there");
        return Ok(path);
    }
    let folder = cached.with_file_name("");
    let program = Program {
        package: "wasm-bindgen-cli",
        version: &version,
        features: "",
        patience: "about 3 minutes on two cores",
    };
    let root = folder.join("install");
    program.install(workspace, Some(&root))?;
    copy_files(&root.join("bin"), &folder)?;
    std::fs::remove_dir_all(&root).map_err(|error| format!("could not clear {}: {error}", root.display()))?;
    Ok(cached)
}

/// The tool in the locked version, where it must be by now.
pub fn find(workspace: &Workspace) -> Result<PathBuf> {
    let version = workspace.locked_version("wasm-bindgen")?;
    found(&version, &cached(&version)?, Need::Page)
        .ok_or_else(|| format!("wasm-bindgen {version} is missing: run `cargo xtask setup`"))
}

fn cached(version: &str) -> Result<PathBuf> {
    Ok(trunk_cache()?.join(format!("wasm-bindgen-{version}")).join(format!("wasm-bindgen{EXE_SUFFIX}")))
}

fn found(version: &str, cached: &Path, need: Need) -> Option<PathBuf> {
    let places = [command::find("wasm-bindgen"), Some(cached.to_owned())];
    places.into_iter().flatten().find(|path| is_whole(path, version, need))
}

/// The tests need the runner too, which a copy that Trunk downloaded lacks.
fn is_whole(tool: &Path, version: &str, need: Need) -> bool {
    let runner = tool.with_file_name(format!("wasm-bindgen-test-runner{EXE_SUFFIX}"));
    let has_runner = need == Need::Page || runner.is_file();
    has_runner && tool.is_file() && command::version_of(tool).is_some_and(|found| found == version)
}
