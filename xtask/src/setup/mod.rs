//! Set-up: finds what is needed, installs what is missing, and names the command where it can't.

mod caddy;
mod chromium;
mod install;
mod node;
mod rust;
mod trunk;
mod wasm_bindgen;
mod wasm_split;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

pub use chromium::Browser;
pub use node::{install_packages, npm};
pub use wasm_bindgen::find as wasm_bindgen;
pub use wasm_split::path as wasm_split;

use crate::{Result, say, workspace::Workspace};

/// How much is to be set up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// What builds the page.
    Page,
    /// The page, the test browser and its driver, and the web server that the page is tried on.
    Everything,
}

/// What was found or installed.
pub struct Tools {
    trunk: PathBuf,
    node: PathBuf,
    /// Folders that come before PATH, so that the pinned versions win.
    folders: Vec<PathBuf>,
    browser: Option<Browser>,
    caddy: Option<PathBuf>,
}

impl Tools {
    /// PATH with the pinned tools first.
    pub fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&inherited));
        env::join_paths(folders).unwrap_or(inherited)
    }

    /// Trunk, ready to be told what to do.
    pub fn trunk(&self) -> Command {
        let mut trunk = Command::new(&self.trunk);
        trunk.env("PATH", self.path()).env("TRUNK_SKIP_VERSION_CHECK", "true");
        // Trunk 0.21 reads this as true or false and stops at the usual 1.
        if env::var_os("NO_COLOR").is_some() {
            trunk.env("NO_COLOR", "true");
        }
        // Its minifier can't read what wasm-bindgen writes, leaves it as it is, and warns each time.
        if env::var_os("RUST_LOG").is_none() {
            trunk.args(["--log", "warn,trunk::processing::minify=error"]);
        }
        trunk
    }

    /// Node, ready to be told what to do.
    pub fn node(&self) -> Command {
        Command::new(&self.node)
    }

    /// Node in the folder of the journeys, told where the built page is and all that it is tried with.
    pub fn node_in_e2e(&self, workspace: &Workspace) -> Result<Command> {
        let mut node = self.node();
        node.current_dir(workspace.e2e())
            .env("CHROMIUM", &self.browser()?.chromium)
            .env("CADDY", self.caddy()?)
            .env("TRUNK", self.trunk_path())
            .env("SIMULATOR", workspace.simulator()?)
            .env("PAGE", workspace.dist());
        Ok(node)
    }

    /// Caddy, if it was asked for.
    pub fn caddy(&self) -> Result<&Path> {
        self.caddy.as_deref().ok_or_else(|| "Caddy was not set up".to_owned())
    }

    /// Where Trunk is.
    pub fn trunk_path(&self) -> &Path {
        &self.trunk
    }

    /// The test browser, if it was asked for.
    pub fn browser(&self) -> Result<&Browser> {
        self.browser.as_ref().ok_or_else(|| "the test browser was not set up".to_owned())
    }
}

/// Sets up what `need` names.
pub fn set_up(workspace: &Workspace, need: Need) -> Result<Tools> {
    say::heading("Set-up");
    let start = Instant::now();
    rust::add_wasm_target()?;
    let node = node::find()?;
    node::install_packages(workspace, "e2e")?;
    let trunk = trunk::find_or_install(workspace)?;
    let wasm_bindgen = wasm_bindgen::find_or_install(workspace, need)?;
    wasm_split::install_if_missing(workspace)?;
    let (browser, caddy) = match need {
        Need::Page => (None, None),
        Need::Everything => (Some(chromium::find_or_install()?), Some(caddy::find_or_install(workspace)?)),
    };
    let folders = [folder_of(&wasm_bindgen), folder_of(&trunk)].into_iter().flatten();
    let tools = Tools { node, browser, caddy, folders: folders.collect(), trunk };
    println!("Set-up took {}.", say::took(start.elapsed()));
    Ok(tools)
}

/// Sets up what builds the module, which is less than what the page needs.
pub fn set_up_for_module(workspace: &Workspace) -> Result<()> {
    say::heading("Set-up");
    rust::add_wasm_target()?;
    node::find()?;
    node::install_packages(workspace, "e2e")?;
    wasm_bindgen::find_or_install(workspace, Need::Page).map(|_| ())
}

fn folder_of(program: &Path) -> Option<PathBuf> {
    program.parent().map(Path::to_owned)
}
