//! Builds of what is handed out: no path of this computer is in them, so another computer makes the same bytes.
//!
//! The flags are for three profiles of Cargo.toml alone (`page`, `module`, `program`), which nothing else builds: so no crate is
//! compiled twice. They are added to those of .cargo/config.toml, which `RUSTFLAGS` would replace.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command, workspace::Workspace};

/// What compiles, and where it keeps what.
pub struct Compiler {
    /// The computer that this is, as Rust calls it: `x86_64-unknown-linux-gnu`.
    pub host: String,
    /// Rust's version.
    pub release: String,
    /// The commit that the compiler was made of.
    commit: String,
    /// Where it is installed.
    pub sysroot: PathBuf,
}

impl Compiler {
    /// Asks the compiler.
    pub fn find(workspace: &Workspace) -> Result<Self> {
        let ask = |words: &[&str]| {
            command::ask(Command::new("rustc").current_dir(&workspace.root).args(words))
                .ok_or("rustc does not run; install Rust from https://rustup.rs")
        };
        let (about, sysroot) = (ask(&["-vV"])?, ask(&["--print", "sysroot"])?);
        let value = |name: &str| {
            let mut lines = about.lines().filter_map(|line| line.split_once(": "));
            lines.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
        };
        let release = value("release").ok_or("`rustc -vV` names no version")?;
        Ok(Self {
            host: value("host").ok_or("`rustc -vV` names no host")?,
            // Rust from a distribution may name none.
            commit: value("commit-hash").filter(|hash| hash != "unknown").unwrap_or_else(|| release.clone()),
            release,
            sysroot: PathBuf::from(sysroot),
        })
    }
}

/// `cargo build --locked` of what is handed out, for `target` (or this computer).
pub fn cargo_build(workspace: &Workspace, target: Option<&str>) -> Result<Command> {
    let compiler = Compiler::find(workspace)?;
    let flags = flags(&pairs(&compiler, &workspace.root, &workspace.target()?, cargo_home().as_deref()));
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--locked", "--config"]);
    cargo.arg(format!("target.{}.rustflags={}", target.unwrap_or(&compiler.host), as_toml(&flags)));
    if let Some(target) = target {
        cargo.args(["--target", target]);
    }
    Ok(cargo)
}

/// Where cargo keeps what it has fetched.
pub fn cargo_home() -> Option<PathBuf> {
    let named = env::var_os("CARGO_HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    named.or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// What each folder is called instead. Of two that fit, rustc takes the later one.
fn pairs(compiler: &Compiler, root: &Path, target: &Path, cargo_home: Option<&Path>) -> Vec<(PathBuf, String)> {
    let mut pairs = vec![(root.to_owned(), "/launchpod".to_owned()), (target.to_owned(), "/target".to_owned())];
    pairs.extend(cargo_home.map(|home| (home.to_owned(), "/cargo".to_owned())));
    // The name that the standard library bears as it comes; with the component rust-src rustc finds the folder again.
    pairs.push((compiler.sysroot.join("lib/rustlib/src/rust"), format!("/rustc/{}", compiler.commit)));
    pairs
}

fn flags(pairs: &[(PathBuf, String)]) -> Vec<String> {
    pairs.iter().map(|(from, to)| format!("--remap-path-prefix={}={to}", from.display())).collect()
}

/// A list of texts as TOML writes it, which is as JSON does.
fn as_toml(flags: &[String]) -> String {
    serde_json::Value::from(flags).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compiler() -> Compiler {
        Compiler { host: "h".to_owned(), release: "1.95.0".to_owned(), commit: "abc".to_owned(), sysroot: "/s".into() }
    }

    #[test]
    fn the_folder_inside_another_one_comes_later() {
        let pairs = pairs(&compiler(), Path::new("/a"), Path::new("/a/target"), Some(Path::new("/a/home")));
        let names: Vec<&str> = pairs.iter().map(|(_, to)| to.as_str()).collect();
        assert_eq!(names, ["/launchpod", "/target", "/cargo", "/rustc/abc"]);
    }

    #[test]
    fn flags_are_written_as_toml_reads_them() {
        let flags = flags(&[(PathBuf::from(r"C:\my code\cargo"), "/cargo".to_owned())]);
        assert_eq!(as_toml(&flags), r#"["--remap-path-prefix=C:\\my code\\cargo=/cargo"]"#);
    }

    #[test]
    fn the_compiler_says_who_it_is() {
        let found = Compiler::find(&Workspace::find().unwrap()).unwrap();
        assert!(found.host.split('-').count() >= 3 && found.sysroot.is_dir(), "{}", found.host);
    }
}
