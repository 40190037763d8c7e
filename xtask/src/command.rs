//! Running other programs.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Result;

/// Runs a program whose output belongs on the screen.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| could_not_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed", words_of(command))) }
}

/// Runs a program and hands every line of its output to `see` after printing it.
pub fn run_and_watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| could_not_start(command, &error))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(|error| format!("could not read what a test printed: {error}"))?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(&line);
        }
    }
    let _ = std::io::stdout().flush();
    let status = child.wait().map_err(|error| could_not_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed", words_of(command))) }
}

/// What a program prints, or nothing if it is missing or fails.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program runs and succeeds, without a word on the screen.
pub fn succeeds(command: &mut Command) -> bool {
    ask(command).is_some()
}

/// The path of a program that is on PATH, or at `name` itself if that is a path.
pub fn find(name: &str) -> Option<PathBuf> {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    if Path::new(name).is_absolute() {
        return Some(PathBuf::from(name)).filter(|path| path.is_file());
    }
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(&file)).find(|path| path.is_file())
}

/// The first thing that looks like a version in what `program --version` prints.
pub fn version_of(program: &Path) -> Option<String> {
    first_version(&ask(Command::new(program).arg("--version"))?)
}

fn first_version(text: &str) -> Option<String> {
    text.split_whitespace()
        .map(|word| word.trim_start_matches('v'))
        .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
        .map(str::to_owned)
}

/// The number before the first dot.
pub fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

fn could_not_start(command: &Command, error: &std::io::Error) -> String {
    format!("could not start `{}`: {error}", words_of(command))
}

fn words_of(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_tools_print() {
        assert_eq!(first_version("trunk 0.21.14").as_deref(), Some("0.21.14"));
        assert_eq!(first_version("v20.20.2").as_deref(), Some("20.20.2"));
        assert_eq!(first_version("Chromium 156.0.1 built on Debian").as_deref(), Some("156.0.1"));
        assert_eq!(first_version("no number"), None);
        assert_eq!(major("156.0.1"), Some(156));
    }

    #[test]
    fn a_failing_command_is_named_without_its_folder() {
        let mut command = Command::new("/somewhere/tool");
        command.args(["build", "--release"]);
        assert_eq!(words_of(&command), "tool build --release");
    }
}
