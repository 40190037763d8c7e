//! Programs that cargo installs, and the folder where Trunk looks for its tools.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Result, command, say, workspace::Workspace};

/// Whether a version is a release `0.minor.patch` with that minor number and at least that patch number.
pub fn is_release(version: &str, minor: u32, least_patch: u32) -> bool {
    let mut numbers = version.split('.').map(str::parse::<u32>);
    let is_there = matches!((numbers.next(), numbers.next()), (Some(Ok(0)), Some(Ok(found))) if found == minor);
    is_there && matches!(numbers.next(), Some(Ok(patch)) if patch >= least_patch)
}

/// A program on crates.io, in one version.
pub struct Program<'a> {
    /// The name on crates.io.
    pub package: &'a str,
    /// The exact version.
    pub version: &'a str,
    /// What of it must be switched on to get the program.
    pub features: &'a str,
    /// How long compiling it takes, for the person who waits.
    pub patience: &'a str,
}

impl Program<'_> {
    /// Installs into `root/bin`, or where cargo installs if there is no root.
    pub fn install(&self, workspace: &Workspace, root: Option<&Path>) -> Result<()> {
        let spec = format!("{}@{}", self.package, self.version);
        if self.binary_was_fetched(workspace, &spec, root) {
            return Ok(());
        }
        let words = format!("Compiling {} {} ({})", self.package, self.version, self.patience);
        say::while_doing(&words, || {
            if command::run(&mut self.cargo_install(workspace, &spec, root, true)).is_ok() {
                return Ok(());
            }
            // A registry mirror may be some days behind the versions that the program was published with.
            println!("  not with the versions it was published with; trying with those that are there");
            command::run(&mut self.cargo_install(workspace, &spec, root, false))
                .map_err(|_| format!("could not install {spec}. Try it by hand: cargo install {spec}"))
        })
    }

    fn binary_was_fetched(&self, workspace: &Workspace, spec: &str, root: Option<&Path>) -> bool {
        if command::find("cargo-binstall").is_none() {
            return false;
        }
        let fetched = say::while_doing(&format!("Fetching {spec} with cargo binstall (some seconds)"), || {
            let mut binstall = workspace.cargo();
            binstall.args(["binstall", "-y", "--disable-strategies", "compile"]);
            if let Some(root) = root {
                binstall.arg("--root").arg(root);
            }
            command::run(binstall.arg(spec))
        });
        if fetched.is_err() {
            println!("  not possible here, so it is compiled instead");
        }
        fetched.is_ok()
    }

    fn cargo_install(&self, workspace: &Workspace, spec: &str, root: Option<&Path>, locked: bool) -> Command {
        let mut install = workspace.cargo();
        install.args(["install", "--quiet", spec, "--features", self.features]);
        // These tools run for seconds: whole-program optimisation would cost minutes and gain nothing.
        install.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        if locked {
            install.arg("--locked");
        }
        if let Some(root) = root {
            install.arg("--root").arg(root);
        }
        install
    }
}

/// What to type on this kind of system to install something.
pub fn command_here<'a>(macos: &'a str, windows: &'a str, debian: &'a str) -> &'a str {
    if cfg!(target_os = "macos") {
        macos
    } else if cfg!(windows) {
        windows
    } else {
        debian
    }
}

/// Where Trunk keeps its tools, one folder per tool and version.
pub fn trunk_cache() -> Result<PathBuf> {
    let home = || env::home_dir().ok_or_else(|| "this user has no home folder".to_owned());
    if cfg!(target_os = "macos") {
        return Ok(home()?.join("Library/Caches/dev.trunkrs.trunk"));
    }
    if cfg!(windows) {
        let local = env::var_os("LOCALAPPDATA").ok_or("LOCALAPPDATA is not set")?;
        return Ok(Path::new(&local).join("trunkrs").join("trunk").join("cache"));
    }
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    Ok(match cache {
        Some(cache) => cache,
        None => home()?.join(".cache"),
    }
    .join("trunk"))
}

/// A program of Debian's archive, unpacked into a folder below target/ and not installed: the package of a web server would start
/// one on this machine.
pub fn unpack(package: &str, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| format!("could not make {}: {error}", folder.display()))?;
    let download = || command::succeeds(Command::new("apt-get").args(["-qq", "download", package]).current_dir(folder));
    if !download() {
        let mut update = apt_get().ok_or_else(|| format!("apt-get does not know {package}"))?;
        command::run(update.args(["-qq", "update"]))?;
        if !download() {
            return Err(format!("apt-get could not fetch {package}"));
        }
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let fetched = entries.filter(|path| path.extension().is_some_and(|ending| ending == "deb")).max();
    command::run(Command::new("dpkg-deb").arg("-x").arg(fetched.ok_or("apt-get fetched nothing")?).arg(folder))
}

/// Copies every file of a folder into another, which is made if missing.
pub fn copy_files(from: &Path, into: &Path) -> Result<()> {
    let problem = |error: std::io::Error| format!("could not copy {} to {}: {error}", from.display(), into.display());
    fs::create_dir_all(into).map_err(problem)?;
    for entry in fs::read_dir(from).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if let Some(name) = path.file_name().filter(|_| path.is_file()) {
            replace_file(&path, &into.join(name)).map_err(problem)?;
        }
    }
    Ok(())
}

/// Copies beside the goal and renames, so that a running copy is not disturbed and a broken-off copy not used.
pub fn replace_file(from: &Path, to: &Path) -> std::io::Result<()> {
    let part = to.with_extension("part");
    fs::copy(from, &part)?;
    fs::rename(part, to)
}

/// Whether apt can install here without asking for a password; if so, apt-get ready for its arguments.
pub fn apt_get() -> Option<Command> {
    command::find("apt-get")?;
    let root = command::ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0");
    let mut apt = if root {
        Command::new("apt-get")
    } else if command::succeeds(Command::new("sudo").args(["-n", "true"])) {
        let mut sudo = Command::new("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        return None;
    };
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    Some(apt)
}
