//! Trunk, which bundles the page.

use std::path::PathBuf;

use super::install::{Program, is_release, trunk_cache};
use crate::{Result, command, workspace::Workspace};

// Trunk.toml accepts this release and later ones of 0.21.
const VERSION: &str = "0.21.14";

/// A Trunk that Trunk.toml accepts.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let on_path = command::find("trunk");
    let version = on_path.as_deref().and_then(command::version_of);
    if let (Some(path), Some(version)) = (&on_path, &version)
        && fits(version)
    {
        println!("Trunk {version}: there");
        return Ok(path.clone());
    }
    let program =
        Program { package: "trunk", version: VERSION, features: "", patience: "about 8 minutes on two cores" };
    match version {
        Some(other) => install_beside(workspace, &program, &other),
        None => install_on_path(workspace, &program),
    }
}

fn install_on_path(workspace: &Workspace, program: &Program) -> Result<PathBuf> {
    program.install(workspace, None)?;
    let on_path = command::find("trunk");
    on_path.ok_or_else(|| {
        "Trunk is installed, but cargo's folder for programs (~/.cargo/bin) is not on PATH: add it".to_owned()
    })
}

/// The user's own Trunk stays as it is.
fn install_beside(workspace: &Workspace, program: &Program, other: &str) -> Result<PathBuf> {
    let root = trunk_cache()?.join(format!("trunk-{VERSION}"));
    let name = format!("trunk{}", std::env::consts::EXE_SUFFIX);
    let path = root.join("bin").join(name);
    if !path.is_file() {
        program.install(workspace, Some(&root))?;
    }
    println!("Trunk {VERSION}: used from {} (your own is {other})", path.display());
    Ok(path)
}

fn fits(version: &str) -> bool {
    is_release(version, 21, 14)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_releases_that_the_config_accepts_fit() {
        assert!(fits("0.21.14") && fits("0.21.20"));
        assert!(!fits("0.21.9") && !fits("0.22.1") && !fits("0.21.14-beta.1"));
    }
}
