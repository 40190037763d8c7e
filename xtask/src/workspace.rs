//! Where things are.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command};

/// The version of all that is handed out: that of the workspace, in Cargo.toml.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The folders of this checkout.
pub struct Workspace {
    /// The folder with Trunk.toml in it.
    pub root: PathBuf,
}

impl Workspace {
    /// The checkout that this program was started from.
    pub fn find() -> Result<Self> {
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = package.and_then(|package| package.parent().map(Path::to_owned));
        match root.or_else(|| env::current_dir().ok()) {
            Some(root) if root.join("Trunk.toml").is_file() => Ok(Self { root }),
            _ => Err("start this as `cargo xtask`, inside the folder of the project".to_owned()),
        }
    }

    /// The page that ships.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The site that `cargo xtask docs` makes, if it was made.
    pub fn docs(&self) -> PathBuf {
        self.root.join("dist-docs")
    }

    /// The journeys, and the npm packages that the build and the journeys use.
    pub fn e2e(&self) -> PathBuf {
        self.root.join("e2e")
    }

    /// Cargo, as the one that runs this, in the root of the project.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        cargo
    }

    /// Where cargo builds, which the user may have moved.
    pub fn target(&self) -> Result<PathBuf> {
        let metadata = command::ask(self.cargo().args(["metadata", "--no-deps", "--format-version", "1"]))
            .ok_or("`cargo metadata` failed: is Cargo.toml whole?")?;
        target_directory(&metadata).ok_or_else(|| "`cargo metadata` names no target directory".to_owned())
    }

    /// The program that plays RunPod, once built with this profile.
    pub fn simulator(&self, profile: &str) -> Result<PathBuf> {
        self.program(profile, "launchpod-simulator")
    }

    /// A program of this workspace, once built with this profile.
    pub fn program(&self, profile: &str, name: &str) -> Result<PathBuf> {
        Ok(self.target()?.join(profile).join(format!("{name}{}", env::consts::EXE_SUFFIX)))
    }

    /// The version of a package in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let lock = fs::read_to_string(self.root.join("Cargo.lock"))
            .map_err(|error| format!("could not read Cargo.lock: {error}"))?;
        locked_version(&lock, package).ok_or_else(|| format!("Cargo.lock has no {package}"))
    }
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    lines.next()?.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_owned)
}

fn target_directory(metadata: &str) -> Option<PathBuf> {
    let (_, rest) = metadata.split_once("\"target_directory\":\"")?;
    let (path, _) = rest.split_once('"')?;
    Some(PathBuf::from(path.replace("\\\\", "\\")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_tells_the_version_of_exactly_that_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "leptos"), None);
    }

    #[test]
    fn the_target_directory_is_read_with_its_backslashes() {
        let metadata = r#"{"packages":[],"target_directory":"C:\\code\\target","version":1}"#;
        assert_eq!(target_directory(metadata), Some(PathBuf::from(r"C:\code\target")));
    }
}
