//! The browser that the tests run in, and its driver.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::install::{apt_get, command_here};
use crate::{Result, command, say};

/// A browser and the driver that belongs to it.
pub struct Browser {
    /// Chromium, or Google Chrome.
    pub chromium: PathBuf,
    /// chromedriver in the same major version.
    pub driver: PathBuf,
}

const BROWSERS: [&str; 8] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome",
];

const DRIVERS: [&str; 2] = ["chromedriver", "/usr/lib/chromium-browser/chromedriver"];

/// The browser on this machine, or a new one from apt.
pub fn find_or_install() -> Result<Browser> {
    if let Some(browser) = find() {
        return check(browser);
    }
    if apt_get().is_none() {
        return Err(advice());
    }
    say::while_doing("Installing Chromium and its driver with apt-get (about a minute)", install_with_apt)
        .map_err(|problem| format!("{problem}. {}", advice()))?;
    find().ok_or_else(advice).and_then(check)
}

fn find() -> Option<Browser> {
    let chromium = named_by("CHROMIUM").or_else(|| first(&BROWSERS))?;
    let driver = named_by("CHROMEDRIVER").or_else(|| first(&DRIVERS))?;
    Some(Browser { chromium, driver })
}

fn named_by(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file())
}

fn first(names: &[&str]) -> Option<PathBuf> {
    names.iter().find_map(|name| command::find(name))
}

fn install_with_apt() -> Result<()> {
    let apt = || apt_get().ok_or_else(|| "apt-get is gone".to_owned());
    command::run(apt()?.args(["-qq", "update"]))?;
    let mut install = apt()?;
    install.args(["-qq", "-y", "install", "--no-install-recommends", "chromium", "chromium-driver"]);
    // Its hundred lines say nothing that this does not.
    command::ask(&mut install).map(|_| ()).ok_or_else(|| "apt-get could not install chromium".to_owned())
}

fn check(browser: Browser) -> Result<Browser> {
    let driver = command::version_of(&browser.driver).unwrap_or_default();
    let Some(chromium) = version_of_browser(&browser.chromium) else {
        println!("Browser: {}, chromedriver {driver}", browser.chromium.display());
        return Ok(browser);
    };
    if command::major(&chromium) != command::major(&driver) {
        return Err(format!(
            "the browser {} is version {chromium} but chromedriver is {driver}: their first numbers must agree. {}",
            browser.chromium.display(),
            advice()
        ));
    }
    println!("Chromium {chromium} and its driver: there");
    Ok(browser)
}

// chrome.exe opens a window instead of printing its version.
fn version_of_browser(program: &Path) -> Option<String> {
    if cfg!(windows) { None } else { command::version_of(program) }
}

fn advice() -> String {
    let command = command_here(
        "brew install --cask google-chrome chromedriver",
        "winget install Google.Chrome Chromium.ChromeDriver",
        "sudo apt-get install chromium chromium-driver",
    );
    format!(
        "The tests run in Chromium or Google Chrome, driven by chromedriver. Install both with: {command}\n\
         (or set CHROMIUM and CHROMEDRIVER to the paths of what you have)"
    )
}
