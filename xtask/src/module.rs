//! `cargo xtask module`: the npm package for other programs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    Result, command,
    page::{self, bundle, copy_all, make_small, measure},
    release::{Moment, below, refuse_in, tar_gz},
    remap, say,
    setup::{self, Need},
    size,
    workspace::{VERSION, Workspace},
};

/// What cargo makes of the package `launchpod-module`.
const BUILT: &str = "wasm32-unknown-unknown/module/launchpod_module.wasm";
/// What the glue and the module are called in the package.
const CORE: &str = "core";
/// The folder with what Node alone runs: the program `launchpod`.
const PROGRAM: &str = "program";
/// In bytes, after brotli, of all that a program loads in a browser.
const LIMIT: u64 = 247 * 1024;
/// What of the package a browser does not load.
const OF_NODE: [&str; 2] = ["node.js", "files.js"];

/// Sets up what it needs, builds the package and packs it.
pub fn module(workspace: &Workspace) -> Result<()> {
    setup::set_up(workspace, Need::PAGE)?;
    let packed = build(workspace)?;
    print_size(workspace)?;
    println!("The package: {}", packed.display());
    println!("To use it: npm install {}", packed.display());
    Ok(())
}

/// Builds the package into a folder and packs it; the packed file.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    say::heading("The module");
    say::while_doing("Building the module (some minutes the first time)", || {
        let mut cargo = remap::cargo_build(workspace, Some("wasm32-unknown-unknown"))?;
        command::run(cargo.args(["--quiet", "--package", "launchpod-module", "--lib", "--profile", "module"]))
    })?;
    let packed = say::while_doing("Making it small and packing it", || {
        let package = emptied(&folder(workspace)?)?;
        bind(workspace, &package)?;
        take_files(workspace, &package)?;
        take_page(workspace, &package)?;
        pack(workspace, &package)
    })?;
    println!("{}", about_page(workspace)?);
    Ok(packed)
}

/// Where the package stands as npm would install it.
pub fn folder(workspace: &Workspace) -> Result<PathBuf> {
    Ok(workspace.target()?.join("module/package"))
}

/// The glue and the module, both small.
fn bind(workspace: &Workspace, package: &Path) -> Result<()> {
    let glue = emptied(&workspace.target()?.join("module/glue"))?;
    command::run(setup::bindgen(workspace)?.arg(workspace.target()?.join(BUILT)).arg(&glue).arg(CORE))?;
    let (module, script) = (format!("{CORE}_bg.wasm"), format!("{CORE}.js"));
    make_small(workspace, &[(glue.join(&module), package.join(&module))])?;
    bundle(workspace, &[glue.join(&script)], &package.join(&script))
}

/// What is written by hand, and what every package carries.
fn take_files(workspace: &Workspace, package: &Path) -> Result<()> {
    let module = workspace.root.join("module");
    for name in names(&module.join("js"))? {
        copy(&module.join("js").join(&name), &package.join(&name))?;
    }
    copy_all(&module.join("js").join(PROGRAM), &emptied(&package.join(PROGRAM))?, |_| true)?;
    copy(&module.join("README.md"), &package.join("README.md"))?;
    for license in ["LICENSE", "LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&workspace.root.join(license), &package.join(license))?;
    }
    let described = read(&package.join("package.json"))?;
    match described.contains(&format!("\"version\": \"{VERSION}\"")) {
        true => Ok(()),
        false => Err(format!("module/js/package.json does not say version {VERSION}, as Cargo.toml does")),
    }
}

/// The page that `launchpod serve` serves, where it is built, and the docs, where they were made. Not its packed forms: to this computer itself nothing travels far.
fn take_page(workspace: &Workspace, package: &Path) -> Result<()> {
    if !has_page(workspace) {
        return Ok(());
    }
    let page = emptied(&package.join("page"))?;
    copy_all(&workspace.dist(), &page, |name| !name.ends_with(".br") && !name.ends_with(".gz"))?;
    match workspace.docs().join("index.html").is_file() {
        true => copy_all(&workspace.docs(), &emptied(&page.join(page::DOCS))?, |_| true),
        false => Ok(()),
    }
}

fn has_page(workspace: &Workspace) -> bool {
    ["index.html", "_headers"].iter().all(|name| workspace.dist().join(name).is_file())
}

/// Which page is in the package, and what to do if that is not the right one.
fn about_page(workspace: &Workspace) -> Result<&'static str> {
    Ok(match has_page(workspace) {
        false => {
            "There is no page in it, so `launchpod serve` can serve none: run `cargo xtask build`, and this again."
        }
        true if page::is_of_today(workspace)? => "The page in it is the one in dist/.",
        true => {
            "The page in it is the one in dist/, and the sources have changed since: run `cargo xtask build`, and this again."
        }
    })
}

/// As `npm pack` does, and the same bytes whichever npm is here.
fn pack(workspace: &Workspace, package: &Path) -> Result<PathBuf> {
    let files = below(package, package)?.into_iter().map(|file| file.inside("package")).collect();
    let packed = workspace.target()?.join(format!("module/launchpod-{VERSION}.tgz"));
    fs::write(&packed, tar_gz(files, Moment::of(workspace)?)?)
        .map_err(|error| format!("could not write {}: {error}", packed.display()))?;
    Ok(packed)
}

/// Prints what a browser loads and fails above the limit.
pub fn print_size(workspace: &Workspace) -> Result<()> {
    say::heading("What a program loads in a browser");
    let folder = folder(workspace)?;
    let loaded =
        |name: &String| (name.ends_with(".js") || name.ends_with(".wasm")) && !OF_NODE.contains(&name.as_str());
    let names: Vec<String> = names(&folder)?.into_iter().filter(loaded).collect();
    let paths: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    let sizes = measure(workspace, &paths)?;
    print!("{}", size::table(&names, &sizes));
    let total = size::sum(&sizes).brotli;
    if total > LIMIT {
        return Err(format!("the module is {total} bytes with brotli; the limit is {LIMIT}"));
    }
    println!("Within the limit: {total} of {LIMIT} bytes with brotli.");
    refuse_in(workspace, &folder)
}

fn emptied(folder: &Path) -> Result<PathBuf> {
    let problem = |error: std::io::Error| format!("could not clear {}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(problem)?;
    }
    fs::create_dir_all(folder).map_err(problem)?;
    Ok(folder.to_owned())
}

/// The files of a folder, in the order of their names.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("could not list {}: {error}", folder.display()))?;
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = files.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("could not read {}: {error}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| format!("could not copy {} to {}: {error}", from.display(), to.display()))
}
