//! `cargo xtask release`: all that is handed out, in one folder. Whoever makes it of the same commit gets the same bytes.

mod archive;
mod ingredients;
mod moment;
mod options;
mod parts;
mod private;
mod sbom;
mod twice;

use std::{env, fs, path::Path, process::Command};

pub use archive::{below, tar_gz};
pub use moment::Moment;
pub use options::Options;
pub use private::refuse_in;

use archive::Entry;
use options::Part;
use parts::Maker;

use crate::{
    Result, command,
    docs::docs,
    page::{self, names, read_bytes},
    say,
    setup::{self, Need},
    workspace::{VERSION, Workspace},
};

/// In bytes, of the program: people fetch it.
const PROGRAM_LIMIT: u64 = 15_000_000;
/// What cargo is told by: each replaces the flags of .cargo/config.toml, or adds to those of a release.
const FLAGS: [&str; 3] = ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS"];
const SUMS: &str = "SHA256SUMS";

/// Makes what was asked for, or with `--check` all of it twice.
pub fn release(workspace: &Workspace, options: &Options) -> Result<()> {
    if let Some(name) = FLAGS.iter().find(|name| env::var_os(name).is_some_and(|flags| !flags.is_empty())) {
        return Err(format!("{name} is set, and what is built with it is not what others get. Unset it first."));
    }
    warn(workspace)?;
    if options.check { twice::check(workspace) } else { make(workspace, options) }
}

fn make(workspace: &Workspace, options: &Options) -> Result<()> {
    let moment = Moment::of(workspace)?;
    if !options.built || options.has(Part::Npm) {
        setup::set_up(workspace, Need::PAGE)?;
    }
    if !options.built {
        page::build(workspace)?;
        docs(workspace)?;
    }
    let maker = Maker { workspace, moment };
    maker.find_page()?;
    let mut made = vec![];
    for part in Part::ALL.into_iter().filter(|part| options.has(*part)) {
        made.extend(maker.make(part)?);
    }
    let out = &options.out;
    let problem = |error: std::io::Error| format!("could not write into {}: {error}", out.display());
    fs::create_dir_all(out).map_err(problem)?;
    for Entry { name, bytes } in &made {
        fs::write(out.join(name), bytes).map_err(problem)?;
        make_executable(&out.join(name), name)?;
    }
    let sums = archive::sums(&of_this_version(out)?);
    fs::write(out.join(SUMS), sums).map_err(problem)?;
    report(out, &made)
}

/// What stands in the folder of this version, also from a run before that made other parts.
fn of_this_version(out: &Path) -> Result<Vec<Entry>> {
    let names = names(out)?.into_iter().filter(|name| is_of_version(name, VERSION));
    names.map(|name| Ok(Entry::new(name.clone(), read_bytes(&out.join(name))?))).collect()
}

fn is_of_version(name: &str, version: &str) -> bool {
    let rest = name.strip_prefix("launchpod-").and_then(|rest| rest.strip_prefix(version));
    rest.is_some_and(|rest| rest.starts_with('-') || rest == ".tgz")
}

/// What a person should know of first.
fn warn(workspace: &Workspace) -> Result<()> {
    say::heading(&format!("Release {VERSION}"));
    let mut git = Command::new("git");
    git.current_dir(&workspace.root).args(["status", "--porcelain"]);
    match command::ask(&mut git).as_deref() {
        Some("") => {}
        Some(_) => println!("There are changes that are not committed: nobody else can make this release."),
        None if env::var_os("SOURCE_DATE_EPOCH").is_some() => {}
        None => println!("This folder is in no git: set SOURCE_DATE_EPOCH to when the commit was made, in seconds."),
    }
    let changelog = fs::read_to_string(workspace.root.join("CHANGELOG.md"))
        .map_err(|error| format!("could not read CHANGELOG.md: {error}"))?;
    if !changelog.contains(&format!("\n## [{VERSION}]")) {
        println!("CHANGELOG.md has no heading for {VERSION}: give its \"Unreleased\" this name before you publish.");
    }
    Ok(())
}

fn report(out: &Path, made: &[Entry]) -> Result<()> {
    println!("\n{:<52} {:>11}", "made", "bytes");
    made.iter().for_each(|Entry { name, bytes }| println!("{name:<52} {:>11}", bytes.len()));
    println!("All of it, with {SUMS}: {}", out.display());
    made.iter().filter(|entry| is_program(&entry.name)).try_for_each(|program| size(program.bytes.len() as u64))
}

/// Whether the program is small enough to be fetched gladly.
fn size(bytes: u64) -> Result<()> {
    if bytes > PROGRAM_LIMIT {
        return Err(format!(
            "the program is {bytes} bytes; the limit is {PROGRAM_LIMIT}. It is written all the same, so that you can look what is \
             in it: find what made it grow, or raise the limit in xtask/src/release/mod.rs with a reason"
        ));
    }
    println!("The program is within the limit: {bytes} of {PROGRAM_LIMIT} bytes.");
    Ok(())
}

/// The program has no ending, or that of programs on Windows.
fn is_program(name: &str) -> bool {
    !["zip", "tgz", "gz", "json"].iter().any(|ending| name.ends_with(&format!(".{ending}")))
}

#[cfg(unix)]
fn make_executable(path: &Path, name: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if is_program(name) { 0o755 } else { 0o644 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(|error| format!("{name}: {error}"))
}

#[cfg(not(unix))]
fn make_executable(_: &Path, _: &str) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_of_this_version_alone() {
        for (name, is) in [
            ("launchpod-0.1.0-page.zip", true),
            ("launchpod-0.1.0.tgz", true),
            ("launchpod-0.1.0-x86_64-pc-windows-msvc.exe", true),
            ("launchpod-0.1.01-page.zip", false),
            ("launchpod-0.0.9-page.zip", false),
            ("SHA256SUMS", false),
        ] {
            assert_eq!(is_of_version(name, "0.1.0"), is, "{name}");
        }
    }

    #[test]
    fn a_program_is_told_from_an_archive() {
        for name in ["launchpod-0.1.0-aarch64-apple-darwin", "launchpod-0.1.0-x86_64-pc-windows-msvc.exe"] {
            assert!(is_program(name), "{name}");
        }
        for name in ["launchpod-0.1.0-page.zip", "launchpod-0.1.0.tgz", "launchpod-0.1.0-x86_64-a-b.cdx.json"] {
            assert!(!is_program(name), "{name}");
        }
    }

    #[test]
    fn a_program_that_has_grown_too_large_is_refused() {
        assert_eq!(size(PROGRAM_LIMIT), Ok(()));
        assert!(size(PROGRAM_LIMIT + 1).unwrap_err().contains("15000001 bytes; the limit is 15000000"));
    }

    /// The value of the first line `"version": "…"`.
    fn version_in(text: &str) -> Option<&str> {
        text.split_once("\"version\": \"")?.1.split('"').next()
    }

    #[test]
    fn page_module_and_program_have_one_version_and_one_changelog() {
        let root = Workspace::find().unwrap().root;
        let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let has_line = |name: &str, wanted: &str| read(name).lines().any(|line| line == wanted);
        assert!(has_line("Cargo.toml", &format!("version = \"{VERSION}\"")));
        let own = ["Cargo.toml", "core", "module", "program", "simulator", "words", "xtask", "xtask/bindgen"];
        for folder in own {
            let name = if folder == "Cargo.toml" { folder.to_owned() } else { format!("{folder}/Cargo.toml") };
            assert!(has_line(&name, "version.workspace = true"), "{name} follows Cargo.toml");
        }
        for folder in ["e2e", "module/js", "module/tests", "simulator/clients"] {
            for name in ["package.json", "package-lock.json"].map(|file| format!("{folder}/{file}")) {
                if root.join(&name).is_file() {
                    assert_eq!(version_in(&read(&name)), Some(VERSION), "{name}");
                }
            }
        }
        let changelog = read("CHANGELOG.md");
        let mut versions = changelog.lines().filter_map(|line| line.strip_prefix("## [")?.split(']').next());
        assert!(versions.find(|version| *version != "Unreleased").is_none_or(|newest| newest == VERSION));
        for folder in own.iter().chain(&["hosting", "module/js", "e2e"]) {
            assert!(!root.join(folder).join("CHANGELOG.md").exists(), "{folder} has a changelog of its own");
        }
    }
}
