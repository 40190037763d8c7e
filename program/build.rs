//! Puts the built page into the program.
//!
//! A build to hand out (any profile that inherits `release`) must have the page: the folder `dist` of this project, or the one that
//! `LAUNCHPOD_DIST` names. With `LAUNCHPOD_WITHOUT_PAGE=1`, and in debug builds for which no folder is named, the program has none
//! and is told where one is (`--page FOLDER`), so that checks and tests need no built page.

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
    let beside = || env::var_os("CARGO_MANIFEST_DIR").map(|package| Path::new(&package).join("../dist"));
    let folder = env::var_os("LAUNCHPOD_DIST").map(PathBuf::from).or_else(beside).unwrap_or_default();
    println!("cargo::rerun-if-changed={}", folder.display());
    let advice = "Build the page first, with `cargo xtask build`, and then this program again. (LAUNCHPOD_DIST names another \
                  folder with a built page; LAUNCHPOD_WITHOUT_PAGE=1 builds a program that is told with --page where one is.)";
    let whole = ["index.html", "probe.html", "_headers"].iter().all(|name| folder.join(name).is_file());
    let Some(folder) = folder.canonicalize().ok().filter(|_| whole) else {
        return Err(format!("the built page is not there: {} holds none. {advice}", folder.display()));
    };
    let mut names = vec![];
    list(&folder, "", &mut names).map_err(|error| format!("could not list {}: {error}", folder.display()))?;
    names.sort();
    let mut code = "const FILES: &[(&str, &[u8])] = &[\n".to_owned();
    for name in names.iter().filter(|name| !FOR_OTHERS.contains(&name.as_str())) {
        let path = folder.join(name);
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", path.display().to_string())
            .map_err(|error| error.to_string())?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn list(folder: &Path, below: &str, names: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        match entry.path().is_dir() {
            true => list(&entry.path(), &format!("{name}/"), names)?,
            false => names.push(name),
        }
    }
    Ok(())
}
