//! Paths of this computer in what is handed out: they tell whose it is, and another computer would make other bytes.

use std::{
    env,
    path::{Component, Path},
};

use super::archive::Entry;
use crate::{Result, remap, workspace::Workspace};

/// In whoever's home folder cargo keeps its crates.
const ANYBODYS: [&str; 2] = ["/.cargo/registry", r"\.cargo\registry"];
/// Packed forms of files that stand beside them.
const PACKED: [&str; 2] = [".br", ".gz"];

/// Fails with the name of the first file that holds a path of this computer.
pub fn refuse(workspace: &Workspace, entries: &[Entry]) -> Result<()> {
    let paths = paths(workspace)?;
    let is_plain = |entry: &&Entry| !PACKED.iter().any(|ending| entry.name.ends_with(ending));
    match entries.iter().filter(is_plain).find_map(|entry| Some((entry, found(&entry.bytes, &paths)?))) {
        None => Ok(()),
        Some((entry, path)) => Err(format!(
            "{} holds {path}, a path of this computer. It would tell whose computer that is, and nobody else could make the \
             same file. `cargo xtask` tells the compiler to leave such paths out: is RUSTFLAGS set, or was this file built by \
             other means?",
            entry.name
        )),
    }
}

/// What must stand in no file.
fn paths(workspace: &Workspace) -> Result<Vec<String>> {
    let sysroot = remap::Compiler::find(workspace)?.sysroot;
    let own = [Some(workspace.root.clone()), Some(workspace.target()?), remap::cargo_home(), env::home_dir()];
    let own = own.into_iter().flatten().chain([sysroot]).filter(|path| is_telling(path));
    Ok(own.map(|path| path.display().to_string()).chain(ANYBODYS.map(str::to_owned)).collect())
}

/// Not `/root` nor `/workspace`: they are folders of pods as well, which texts name.
fn is_telling(path: &Path) -> bool {
    path.is_absolute() && path.components().filter(|part| matches!(part, Component::Normal(_))).count() >= 2
}

fn found<'a>(bytes: &[u8], paths: &'a [String]) -> Option<&'a str> {
    paths.iter().map(String::as_str).find(|path| contains(bytes, path.as_bytes()))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    let Some((first, _)) = wanted.split_first() else { return false };
    let starts = bytes.iter().enumerate().filter(|(_, byte)| *byte == first);
    starts.into_iter().any(|(at, _)| bytes.get(at..).is_some_and(|rest| rest.starts_with(wanted)))
}

/// The same for files of a folder.
pub fn refuse_in(workspace: &Workspace, folder: &Path) -> Result<()> {
    refuse(workspace, &super::archive::below(folder, folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Result<()> {
        let bytes = [b"\0asm\xff", text.as_bytes(), b"\0"].concat();
        refuse(&Workspace::find().unwrap(), &[Entry::new("a.js", "1"), Entry::new("launchpod_bg.wasm", bytes)])
    }

    #[test]
    fn a_file_with_a_path_of_this_computer_is_named() {
        let workspace = Workspace::find().unwrap();
        let root = workspace.root.join("core/src/lib.rs").display().to_string();
        for path in ["/root/.cargo/registry/src/a-1.0/lib.rs", r"C:\Users\me\.cargo\registry\a.rs", root.as_str()] {
            let problem = refused(path).unwrap_err();
            assert!(problem.starts_with("launchpod_bg.wasm holds ") && problem.contains("RUSTFLAGS"), "{problem}");
        }
    }

    #[test]
    fn what_every_computer_would_write_passes() {
        for text in
            ["/cargo/registry/src/a-1.0/lib.rs", "/rustc/abc/library/core/src/lib.rs", "/root/.cache", "core/src"]
        {
            assert_eq!(refused(text), Ok(()));
        }
    }

    #[test]
    fn a_short_path_is_a_folder_of_pods_as_well() {
        for (path, telling) in [("/root", false), ("/workspace", false), ("/home/me", true), ("/root/.cargo", true)] {
            assert_eq!(is_telling(Path::new(path)), telling && cfg!(unix), "{path}");
        }
    }
}
