//! Python, and packages of its that are pinned in a folder's requirements.txt.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::install::command_here;
use crate::{Result, command, digest::sha256_base64, say, workspace::Workspace};

const BASE: &str = if cfg!(windows) { "python" } else { "python3" };
const PROGRAMS: &str = if cfg!(windows) { "Scripts" } else { "bin" };

/// Installs the packages of a folder's requirements.txt below target/, and answers with the folder of their programs.
pub fn install_python_packages(workspace: &Workspace, folder: &str) -> Result<PathBuf> {
    let list = workspace.root.join(folder).join("requirements.txt");
    let pinned = fs::read(&list).map_err(|error| format!("could not read {folder}/requirements.txt: {error}"))?;
    let own = workspace.target()?.join("python").join(folder.replace('/', "-"));
    let (programs, stamp, digest) = (own.join(PROGRAMS), own.join(".launchpod-lock"), sha256_base64(&pinned));
    if fs::read_to_string(&stamp).is_ok_and(|found| found == digest) {
        println!("Python packages of {folder}/: there");
        return Ok(programs);
    }
    make_environment(&own)?;
    say::while_doing(&format!("Installing the Python packages of {folder}/ (some seconds)"), || {
        let mut pip = Command::new(programs.join("python"));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]).arg(&list);
        command::run(&mut pip).map_err(|problem| format!("{problem}: {folder}/requirements.txt can't be installed"))
    })?;
    fs::write(&stamp, digest).map_err(|error| format!("could not write {}: {error}", stamp.display()))?;
    Ok(programs)
}

fn make_environment(folder: &Path) -> Result<()> {
    let install = command_here(
        "brew install python",
        "winget install Python.Python.3.13",
        "sudo apt-get install -y python3 python3-venv",
    );
    if command::find(BASE).is_none() {
        return Err(format!("Python 3.10 or later is needed. Install it with: {install}"));
    }
    command::run(Command::new(BASE).args(["-m", "venv", "--clear"]).arg(folder))
        .map_err(|problem| format!("{problem}: Python 3.10 with its venv module is needed. Install it with: {install}"))
}
