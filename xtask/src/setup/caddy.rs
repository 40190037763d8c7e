//! Caddy, the web server that hosting/Caddyfile is for, and that the journeys run it with.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use super::install::{command_here, unpack};
use crate::{Result, command, say, workspace::Workspace};

/// The Caddy on this machine, or one from Debian's archive.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let own = workspace.target()?.join("caddy");
    let unpacked = own.join("usr/bin/caddy");
    let named = env::var_os("CADDY").map(PathBuf::from).filter(|path| path.is_file());
    let there =
        named.or_else(|| command::find("caddy")).or_else(|| Some(unpacked.clone()).filter(|path| path.is_file()));
    if let Some(caddy) = there {
        println!("Caddy {}: there", version(&caddy));
        return Ok(caddy);
    }
    if command::find("dpkg-deb").is_none() {
        return Err(advice());
    }
    say::while_doing("Fetching Caddy with apt-get (some seconds)", || unpack("caddy", &own))
        .map_err(|problem| format!("{problem}. {}", advice()))?;
    Ok(unpacked)
}

fn version(caddy: &Path) -> String {
    command::ask(Command::new(caddy).arg("version")).unwrap_or_default()
}

fn advice() -> String {
    let command = command_here("brew install caddy", "winget install CaddyServer.Caddy", "sudo apt-get install caddy");
    format!(
        "The journeys try the page on a real web server, Caddy 2.6 or later. Install it with: {command}\n\
         (or set CADDY to the path of one from https://caddyserver.com/download)"
    )
}
