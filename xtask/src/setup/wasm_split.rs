//! The program that takes the launch form out of the app. What it splits is marked by `wasm_split_helpers`, which Leptos
//! brings.

use std::{env::consts::EXE_SUFFIX, path::PathBuf};

use super::install::{Program, copy_files, trunk_cache};
use crate::{Result, workspace::Workspace};

const VERSION: &str = "0.2.4";

/// Where it is, or will be.
pub fn path() -> Result<PathBuf> {
    Ok(trunk_cache()?.join(format!("wasm-split-{VERSION}")).join(format!("wasm-split-cli{EXE_SUFFIX}")))
}

/// Installs it beside Trunk's tools. It does not tell its version, so one on PATH is not used.
pub fn install_if_missing(workspace: &Workspace) -> Result<()> {
    let path = path()?;
    if path.is_file() {
        println!("wasm-split {VERSION}: there");
        return Ok(());
    }
    let program = Program {
        package: "wasm_split_cli_support",
        version: VERSION,
        features: "build-binary",
        patience: "about 1 minute on two cores",
    };
    let folder = path.with_file_name("");
    let root = folder.join("install");
    program.install(workspace, Some(&root))?;
    copy_files(&root.join("bin"), &folder)?;
    std::fs::remove_dir_all(&root).map_err(|error| format!("could not clear {}: {error}", root.display()))
}
