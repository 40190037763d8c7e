//! Node, and the npm packages that are pinned in e2e/.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command, page::sha256_base64, say, workspace::Workspace};

const OLDEST: u32 = 20;

/// A Node that is new enough.
pub fn find() -> Result<PathBuf> {
    let node = command::find("node");
    let version = node.as_deref().and_then(command::version_of);
    match (node, version) {
        (Some(node), Some(version)) if command::major(&version) >= Some(OLDEST) => {
            println!("Node {version}: there");
            Ok(node)
        }
        (_, Some(version)) => {
            Err(format!("Node {version} is too old; version {OLDEST} or later is needed. {}", advice()))
        }
        _ => Err(format!("Node {OLDEST} or later is needed. {}", advice())),
    }
}

fn advice() -> &'static str {
    if cfg!(target_os = "macos") {
        "Install it with: brew install node"
    } else if cfg!(windows) {
        "Install it with: winget install OpenJS.NodeJS.LTS"
    } else {
        "Install it with your package manager, on Debian and Ubuntu: sudo apt-get install nodejs npm (if that one is \
         too old, https://nodejs.org/en/download has newer ones)"
    }
}

/// Installs the packages of e2e/package-lock.json.
pub fn install_packages(workspace: &Workspace) -> Result<()> {
    let e2e = workspace.e2e();
    let lock = fs::read(e2e.join("package-lock.json"))
        .map_err(|error| format!("could not read e2e/package-lock.json: {error}"))?;
    let modules = e2e.join("node_modules");
    let stamp = modules.join(".launchpod-lock");
    let digest = sha256_base64(&lock);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        println!("npm packages: there");
    } else {
        say::while_doing("Installing the npm packages of e2e/ (some seconds)", || npm_ci(&e2e))?;
        fs::write(&stamp, digest).map_err(|error| format!("could not write {}: {error}", stamp.display()))?;
    }
    Ok(())
}

fn npm_ci(e2e: &Path) -> Result<()> {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !cfg!(windows) && command::find(npm).is_none() {
        return Err(format!("npm is missing, which belongs to Node. {}", advice()));
    }
    let mut install = Command::new(npm);
    install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(e2e);
    command::run(&mut install).map_err(|problem| format!("{problem}. Try it by hand: npm ci --prefix e2e"))
}
