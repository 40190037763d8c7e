//! Set-up: finds what is needed, installs what is missing, and names the command where it can't.

mod caddy;
mod chromium;
mod firefox;
mod install;
mod mdbook;
mod nginx;
mod node;
mod python;
mod rust;
mod trunk;
mod wasm_bindgen;
mod webkit;

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

pub use chromium::Browser;
pub use mdbook::find_or_install as mdbook;
pub use node::install_packages;
pub use python::install_python_packages;
pub use webkit::WebKit;

use crate::{Result, command, say, workspace::Workspace};

/// What is needed beyond what every command needs: the compiler's target, Node and the npm packages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// The test browser and its driver.
    pub browser: bool,
    /// The second browser of the journeys.
    pub firefox: bool,
    /// The third, where there is one.
    pub webkit: bool,
    /// The program that runs Rust's tests in the first.
    pub runner: bool,
    /// The servers that the page is tried on, or RunPod behind: Caddy, nginx and Trunk.
    pub servers: bool,
}

impl Need {
    /// What builds the page and the module.
    pub const PAGE: Self = Self { browser: false, firefox: false, webkit: false, runner: false, servers: false };
    /// What drives the page, too.
    pub const BROWSER: Self = Self { browser: true, ..Self::PAGE };
    /// What any command needs.
    pub const EVERYTHING: Self = Self { browser: true, firefox: true, webkit: true, runner: true, servers: true };

    /// What either needs.
    pub fn and(self, other: Self) -> Self {
        Self {
            browser: self.browser || other.browser,
            firefox: self.firefox || other.firefox,
            webkit: self.webkit || other.webkit,
            runner: self.runner || other.runner,
            servers: self.servers || other.servers,
        }
    }
}

/// What was found or installed.
pub struct Tools {
    node: PathBuf,
    /// Folders that come before PATH, so that the pinned versions win.
    folders: Vec<PathBuf>,
    browser: Option<Browser>,
    firefox: Option<PathBuf>,
    webkit: Option<WebKit>,
    caddy: Option<PathBuf>,
    nginx: Option<PathBuf>,
    trunk: Option<PathBuf>,
}

impl Tools {
    /// PATH with the pinned tools first.
    pub fn path(&self) -> OsString {
        let inherited = env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(env::split_paths(&inherited));
        env::join_paths(folders).unwrap_or(inherited)
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
            .env("SIMULATOR", workspace.simulator("release")?)
            .env("PAGE", workspace.dist());
        let programs =
            [("FIREFOX", &self.firefox), ("CADDY", &self.caddy), ("NGINX", &self.nginx), ("TRUNK", &self.trunk)];
        for (name, program) in programs {
            if let Some(program) = program {
                node.env(name, program);
            }
        }
        Ok(node)
    }

    /// WebKit and what drives it, if it was asked for and can be here.
    pub fn webkit(&self) -> Option<&WebKit> {
        self.webkit.as_ref()
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
    let runner = need.runner.then(|| wasm_bindgen::find_or_install(workspace)).transpose()?;
    let browser = need.browser.then(chromium::find_or_install).transpose()?;
    let firefox = need.firefox.then(firefox::find_or_install).transpose()?;
    let webkit = if need.webkit { webkit::find_or_install()? } else { None };
    let caddy = need.servers.then(|| caddy::find_or_install(workspace)).transpose()?;
    let nginx = need.servers.then(|| nginx::find_or_install(workspace)).transpose()?;
    let trunk = need.servers.then(|| trunk::find_or_install(workspace)).transpose()?;
    let folders = [&runner, &trunk].into_iter().flatten().filter_map(|program| program.parent().map(Path::to_owned));
    let tools = Tools { node, browser, firefox, webkit, caddy, nginx, folders: folders.collect(), trunk };
    println!("Set-up took {}.", say::took(start.elapsed()));
    Ok(tools)
}

/// The program that splits a module and writes its JavaScript, compiled if need be, and ready to be told what to do.
pub fn bindgen(workspace: &Workspace) -> Result<Command> {
    const NAME: &str = "xtask-bindgen";
    say::while_doing("Compiling wasm-bindgen and wasm-split (about a minute the first time)", || {
        let mut cargo = workspace.cargo();
        command::run(cargo.args(["build", "--locked", "--profile", "quick", "--package", NAME]))
    })?;
    Ok(Command::new(workspace.program("quick", NAME)?))
}
