//! Puts the built page into the program, and the docs if `cargo xtask docs` has made them.
//!
//! A build to hand out (any profile that inherits `release`) must have the page: the folder `dist` of this project, or the one that
//! `LAUNCHPOD_DIST` names. With `LAUNCHPOD_WITHOUT_PAGE=1`, and in debug builds for which no folder is named, the program has none
//! and is told where one is (`--page FOLDER`), so that checks and tests need no built page. The docs are those in `dist-docs`, or in
//! the folder that `LAUNCHPOD_DOCS` names; an empty name leaves them out.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Not a part of the page: the one that serves it reads the other, `_headers`.
const FOR_OTHERS: [&str; 2] = ["_headers.caddy", "_headers.nginx"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=LAUNCHPOD_DIST");
    println!("cargo::rerun-if-env-changed=LAUNCHPOD_DOCS");
    println!("cargo::rerun-if-env-changed=LAUNCHPOD_WITHOUT_PAGE");
    let made = if wants_page() { embedded() } else { Ok("const FILES: &[(&str, &[u8])] = &[];\n".to_owned()) };
    let written = made.and_then(|code| {
        let out = env::var_os("OUT_DIR").map(PathBuf::from).ok_or("cargo names no OUT_DIR")?;
        fs::write(out.join("page_files.rs"), code).map_err(|error| format!("could not write page_files.rs: {error}"))
    });
    if let Err(problem) = written {
        println!("cargo::error={problem}");
    }
}

fn wants_page() -> bool {
    let without = env::var("LAUNCHPOD_WITHOUT_PAGE").is_ok_and(|said| !said.is_empty() && said != "0");
    let is_for_others = || env::var("PROFILE").is_ok_and(|profile| profile == "release");
    !without && (env::var_os("LAUNCHPOD_DIST").is_some() || is_for_others())
}

/// The code of a table with all files of the page.
fn embedded() -> Result<String, String> {
    let folder = folder("LAUNCHPOD_DIST", "../dist");
    println!("cargo::rerun-if-changed={}", folder.display());
    let advice = "Build the page first, with `cargo xtask build`, and then this program again. (LAUNCHPOD_DIST names another \
                  folder with a built page; LAUNCHPOD_WITHOUT_PAGE=1 builds a program that is told with --page where one is.)";
    let whole = ["index.html", "probe.html", "_headers"].iter().all(|name| folder.join(name).is_file());
    let Some(folder) = folder.canonicalize().ok().filter(|_| whole) else {
        return Err(format!("the built page is not there: {} holds none. {advice}", folder.display()));
    };
    let mut files = BTreeMap::new();
    list(&folder, "", &mut files).map_err(|error| format!("could not list {}: {error}", folder.display()))?;
    add_docs(&mut files)?;
    let mut code = "const FILES: &[(&str, &[u8])] = &[\n".to_owned();
    for (name, path) in files.iter().filter(|(name, _)| !FOR_OTHERS.contains(&name.as_str())) {
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .map_err(|error| error.to_string())?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// The folder that a variable names, or else one beside this package.
fn folder(variable: &str, beside: &str) -> PathBuf {
    let beside = || env::var_os("CARGO_MANIFEST_DIR").map(|package| Path::new(&package).join(beside));
    env::var_os(variable).map(PathBuf::from).or_else(beside).unwrap_or_default()
}

/// The docs, below the page. Without them nothing is missing from the page.
fn add_docs(files: &mut BTreeMap<String, PathBuf>) -> Result<(), String> {
    let folder = folder("LAUNCHPOD_DOCS", "../dist-docs");
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    println!("cargo::rerun-if-changed={}", folder.display());
    match folder.join("index.html").canonicalize().ok().and_then(|first| first.parent().map(Path::to_owned)) {
        None => Ok(()),
        Some(folder) => {
            list(&folder, "docs/", files).map_err(|error| format!("could not list {}: {error}", folder.display()))
        }
    }
}

fn list(folder: &Path, below: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, name) = (entry.path(), format!("{below}{}", entry.file_name().to_string_lossy()));
        match path.is_dir() {
            true => list(&path, &format!("{name}/"), files)?,
            false => drop(files.insert(name, path)),
        }
    }
    Ok(())
}
