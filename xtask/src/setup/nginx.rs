//! nginx, the web server that hosting/nginx.conf is for, and that the journeys run it with.

use std::{env, path::PathBuf};

use super::install::{command_here, unpack};
use crate::{Result, command, say, workspace::Workspace};

/// The nginx on this machine, or one from Debian's archive.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let own = workspace.target()?.join("nginx");
    let unpacked = own.join("usr/sbin/nginx");
    let named = env::var_os("NGINX").map(PathBuf::from);
    // Debian's folder for servers is not on everybody's PATH.
    let places = [command::find("nginx"), Some("/usr/sbin/nginx".into()), Some(unpacked.clone())];
    if let Some(nginx) = [named].into_iter().chain(places).flatten().find(|path| path.is_file()) {
        println!("nginx: there");
        return Ok(nginx);
    }
    if command::find("dpkg-deb").is_none() {
        return Err(advice());
    }
    say::while_doing("Fetching nginx with apt-get (some seconds)", || unpack("nginx", &own))
        .map_err(|problem| format!("{problem}. {}", advice()))?;
    Ok(unpacked)
}

fn advice() -> String {
    let command = command_here("brew install nginx", "winget install nginxinc.nginx", "sudo apt-get install nginx");
    format!(
        "The journeys try the page on a real web server, nginx 1.20 or later. Install it with: {command}\n\
         (or set NGINX to the path of one)"
    )
}
