//! The runner of Rust's tests in a browser, which comes with the wasm-bindgen command line tool and must match Cargo.lock to
//! the digit. Plain `trunk serve` uses the tool, too.

use std::{
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
};

use super::install::{Program, copy_files, trunk_cache};
use crate::{Result, command, workspace::Workspace};

/// The runner in the locked version: from PATH, else from the folder where Trunk looks next.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let version = workspace.locked_version("wasm-bindgen")?;
    let folder = trunk_cache()?.join(format!("wasm-bindgen-{version}"));
    let cached = folder.join(format!("{TOOL}{EXE_SUFFIX}"));
    let places = [command::find(TOOL), Some(cached.clone())];
    if let Some(path) = places.into_iter().flatten().find(|path| is_whole(path, &version)) {
        println!("wasm-bindgen {version}: there");
        return Ok(path);
    }
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

const TOOL: &str = "wasm-bindgen";

/// A copy that Trunk downloaded lacks the runner.
fn is_whole(tool: &Path, version: &str) -> bool {
    let runner = tool.with_file_name(format!("wasm-bindgen-test-runner{EXE_SUFFIX}"));
    runner.is_file() && tool.is_file() && command::version_of(tool).is_some_and(|found| found == version)
}
