//! WebKitGTK, the third browser of the journeys: its MiniBrowser, what drives it, and a screen that nobody sees.

use std::{env, fs, path::PathBuf};

use super::install::apt_get;
use crate::{Result, command, say};

/// Debian's packages.
const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];

/// Where distributions keep the MiniBrowser: in a folder of the version below one of these.
const LIBRARIES: [&str; 4] = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/libexec"];

/// A browser and what drives it.
pub struct WebKit {
    pub driver: PathBuf,
    pub browser: PathBuf,
}

/// The WebKit on this machine, or a new one from apt. `None` on systems that have none that can be driven.
pub fn find_or_install() -> Result<Option<WebKit>> {
    if !cfg!(target_os = "linux") {
        println!("WebKit: left out, because only WebKitGTK on Linux can be driven");
        return Ok(None);
    }
    if let Some(webkit) = find() {
        println!("{}: there", described(&webkit));
        return Ok(Some(webkit));
    }
    let mut apt = apt_get().ok_or_else(advice)?;
    let webkit = say::while_doing("Installing WebKitGTK with apt-get (about a minute)", || {
        if let Some(mut update) = apt_get() {
            command::run(update.args(["-qq", "update"]))?;
        }
        let install = apt.args(["-qq", "-y", "install", "--no-install-recommends"]).args(PACKAGES);
        command::ask(install).and_then(|_| find()).ok_or_else(advice)
    })?;
    println!("{}: installed", described(&webkit));
    Ok(Some(webkit))
}

fn find() -> Option<WebKit> {
    command::find("Xvfb")?;
    Some(WebKit { driver: named("WEBDRIVER").or_else(|| command::find("WebKitWebDriver"))?, browser: mini_browser()? })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn mini_browser() -> Option<PathBuf> {
    let folders = LIBRARIES.iter().filter_map(|library| fs::read_dir(library).ok()).flatten().flatten();
    let of_webkit = folders.filter(|folder| folder.file_name().to_string_lossy().starts_with("webkit"));
    let mut found: Vec<PathBuf> = of_webkit.map(|folder| folder.path().join("MiniBrowser")).collect();
    found.retain(|path| path.is_file());
    found.sort();
    named("MINIBROWSER").or_else(|| found.pop())
}

fn described(webkit: &WebKit) -> String {
    command::version_of(&webkit.driver).map_or_else(|| "WebKitGTK".to_owned(), |version| format!("WebKitGTK {version}"))
}

fn advice() -> String {
    let packages = PACKAGES.join(" ");
    format!(
        "Some journeys run in WebKitGTK, too. Install it with: sudo apt-get install {packages}\n(or set WEBDRIVER and MINIBROWSER to the \
         paths of WebKitWebDriver and MiniBrowser; Xvfb must be there, too)"
    )
}
