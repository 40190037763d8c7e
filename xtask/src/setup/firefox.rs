//! Firefox, the second browser of the journeys: the one that people install, and none of Playwright's own.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::install::{apt_get, command_here};
use crate::{Result, command, say};

const BROWSERS: [&str; 4] = [
    "firefox-esr",
    "firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"C:\Program Files\Mozilla Firefox\firefox.exe",
];

/// The Firefox on this machine, or a new one from apt.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(firefox) = find() {
        println!("{}: there", described(&firefox));
        return Ok(firefox);
    }
    let mut apt = apt_get().ok_or_else(advice)?;
    let firefox = say::while_doing("Installing Firefox with apt-get (about a minute)", || {
        if let Some(mut update) = apt_get() {
            command::run(update.args(["-qq", "update"]))?;
        }
        let install = apt.args(["-qq", "-y", "install", "--no-install-recommends", "firefox-esr"]);
        command::ask(install).and_then(|_| find()).ok_or_else(advice)
    })?;
    println!("{}: installed", described(&firefox));
    Ok(firefox)
}

fn find() -> Option<PathBuf> {
    let named = env::var_os("FIREFOX").map(PathBuf::from).filter(|path| path.is_file());
    named.or_else(|| BROWSERS.iter().find_map(|name| command::find(name)))
}

fn described(firefox: &Path) -> String {
    // firefox.exe prints nothing.
    let version = if cfg!(windows) { None } else { command::version_of(firefox) };
    version.map_or_else(|| "Firefox".to_owned(), |version| format!("Firefox {version}"))
}

fn advice() -> String {
    let command = command_here(
        "brew install --cask firefox",
        "winget install Mozilla.Firefox.ESR",
        "sudo apt-get install firefox-esr",
    );
    format!("Some journeys run in Firefox, too. Install it with: {command}\n(or set FIREFOX to the path of one)")
}
