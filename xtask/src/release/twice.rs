//! `cargo xtask release --check`: all of it built twice, from two folders and with two homes of cargo, must be the same bytes.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::Moment;
use crate::{
    Result, command,
    page::{all_below, copy_all, emptied, read_bytes},
    remap, say,
    workspace::Workspace,
};

/// The folders: no path is as long as that of the other.
const FOLDERS: [&str; 2] = ["one", "another/one"];

/// Builds and compares. What differs stays there to be looked at.
pub fn check(workspace: &Workspace) -> Result<()> {
    // Not below target/: cargo would read this project's settings there, too.
    let root = emptied(&env::temp_dir().join(format!("launchpod-twice-{}", std::process::id())))?;
    println!("Two builds from nothing, in {}: half an hour on two cores, and some GB.", root.display());
    println!("TMPDIR names another place.");
    let moment = Moment::of(workspace)?;
    let folders = FOLDERS.map(|name| root.join(name));
    for folder in &folders {
        say::heading(&format!("From {}", folder.display()));
        build(workspace, folder, moment)?;
    }
    say::heading("Both");
    let [one, other] = &folders;
    let mut differing = compare(&one.join("out"), &other.join("out"))?;
    differing.extend(compare(&one.join("source/dist"), &other.join("source/dist"))?);
    if differing.is_empty() {
        println!("Byte for byte the same.");
        return fs::remove_dir_all(&root).map_err(|error| format!("could not clear {}: {error}", root.display()));
    }
    Err(format!(
        "these files differ:\n  {}\nBoth builds are in {}: look at them, and delete the folder",
        differing.join("\n  "),
        root.display()
    ))
}

fn build(workspace: &Workspace, folder: &Path, moment: Moment) -> Result<()> {
    let [source, home, target] = ["source", "cargo", "target"].map(|name| folder.join(name));
    copy_sources(workspace, &source)?;
    take_fetched_crates(&home)?;
    let program = env::current_exe().map_err(|error| format!("could not find this program: {error}"))?;
    let mut xtask = Command::new(program);
    xtask
        .current_dir(&source)
        .args(["release", "--out"])
        .arg(folder.join("out"))
        .env("CARGO_MANIFEST_DIR", source.join("xtask"))
        .env("CARGO_HOME", &home)
        .env("CARGO_TARGET_DIR", &target)
        .env("SOURCE_DATE_EPOCH", moment.seconds().to_string());
    command::run(&mut xtask)?;
    // Some GB, and nobody compares them.
    [home, target].iter().try_for_each(|folder| {
        fs::remove_dir_all(folder).map_err(|error| format!("could not clear {}: {error}", folder.display()))
    })
}

/// What git knows, and what it would be told of: as it stands now.
fn copy_sources(workspace: &Workspace, into: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.current_dir(&workspace.root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listed = command::ask(&mut git).ok_or("`git ls-files` failed: this needs the project's git")?;
    for name in listed.split('\0').filter(|name| !name.is_empty()) {
        let (from, to) = (workspace.root.join(name), into.join(name));
        // Deleted, and not committed.
        if !from.is_file() {
            continue;
        }
        let made = to.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::copy(&from, &to));
        made.map_err(|error| format!("could not copy {name}: {error}"))?;
    }
    Ok(())
}

/// So that nothing is fetched a second and a third time.
fn take_fetched_crates(home: &Path) -> Result<()> {
    let fetched: Vec<PathBuf> = remap::cargo_home().into_iter().map(|home| home.join("registry")).collect();
    for (registry, name) in fetched.iter().flat_map(|registry| ["cache", "index"].map(|name| (registry, name))) {
        if registry.join(name).is_dir() {
            copy_all(&registry.join(name), &emptied(&home.join("registry").join(name))?, |_| true)?;
        }
    }
    Ok(())
}

/// The names of files that are not the same in both folders.
fn compare(one: &Path, other: &Path) -> Result<Vec<String>> {
    let names = |folder: &Path| -> Result<Vec<PathBuf>> {
        Ok(all_below(folder)?.iter().filter_map(|path| Some(path.strip_prefix(folder).ok()?.to_owned())).collect())
    };
    let mut all = names(one)?;
    all.extend(names(other)?);
    all.sort();
    all.dedup();
    let differs = |name: &PathBuf| read_bytes(&one.join(name)).ok() != read_bytes(&other.join(name)).ok();
    Ok(all.iter().filter(|name| differs(name)).map(|name| name.display().to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_or_is_there_once_is_named() {
        let root = emptied(&env::temp_dir().join(format!("launchpod-compared-{}", std::process::id()))).unwrap();
        let [one, other] = ["one", "other"].map(|name| emptied(&root.join(name)).unwrap());
        for (folder, files) in
            [(&one, [("a", "1"), ("b", "1"), ("c", "1")]), (&other, [("a", "1"), ("b", "2"), ("d", "1")])]
        {
            for (name, text) in files {
                fs::write(folder.join(name), text).unwrap();
            }
        }
        let (differing, same) = (compare(&one, &other), compare(&one, &one));
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(differing.unwrap(), ["b", "c", "d"]);
        assert!(same.unwrap().is_empty());
    }
}
