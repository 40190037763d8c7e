//! Node, and the npm packages that are pinned in e2e/.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command, digest::sha256_base64, say, workspace::Workspace};

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

/// Installs the packages of a folder's package-lock.json.
pub fn install_packages(workspace: &Workspace, folder: &str) -> Result<()> {
    let path = workspace.root.join(folder);
    let lock = fs::read(path.join("package-lock.json"))
        .map_err(|error| format!("could not read {folder}/package-lock.json: {error}"))?;
    let stamp = path.join("node_modules").join(".launchpod-lock");
    let digest = sha256_base64(&lock);
    if fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        println!("npm packages of {folder}/: there");
    } else {
        say::while_doing(&format!("Installing the npm packages of {folder}/ (some seconds)"), || {
            npm_ci(&path, folder)
        })?;
        fs::write(&stamp, digest).map_err(|error| format!("could not write {}: {error}", stamp.display()))?;
    }
    Ok(())
}

/// npm, ready to be told what to do.
fn npm() -> Command {
    Command::new(NPM)
}

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

fn npm_ci(path: &Path, folder: &str) -> Result<()> {
    if !cfg!(windows) && command::find(NPM).is_none() {
        return Err(format!("npm is missing, which belongs to Node. {}", advice()));
    }
    let mut install = npm();
    install.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(path);
    command::run(&mut install).map_err(|problem| format!("{problem}. Try it by hand: npm ci --prefix {folder}"))
}
