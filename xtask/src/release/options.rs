//! What stands behind `cargo xtask release`.

use std::path::PathBuf;

use pico_args::Arguments;

use crate::{Result, workspace::Workspace};

/// One of the things that are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The page, for a web server.
    Page,
    /// The npm package.
    Npm,
    /// The program for this computer.
    Program,
    /// What a container is built of.
    Container,
}

impl Part {
    /// In the order in which they are made.
    pub const ALL: [Self; 4] = [Self::Page, Self::Npm, Self::Program, Self::Container];

    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Npm => "npm",
            Self::Program => "program",
            Self::Container => "container",
        }
    }
}

/// What to make, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Where it goes.
    pub out: PathBuf,
    /// Takes the page in dist/ as it stands.
    pub built: bool,
    /// Builds all twice and compares.
    pub check: bool,
    parts: Vec<Part>,
}

impl Options {
    /// Reads what follows `release`.
    pub fn read(workspace: &Workspace, mut arguments: Arguments) -> Result<Self> {
        let problem = |error: pico_args::Error| format!("{error}\n\n{}", crate::HELP);
        let out = arguments.opt_value_from_os_str("--out", |text| Ok::<_, String>(PathBuf::from(text)));
        let options = Self {
            out: out.map_err(problem)?.unwrap_or_else(|| workspace.root.join("release")),
            built: arguments.contains("--built"),
            check: arguments.contains("--check"),
            parts: crate::names(arguments)?.iter().map(|name| part(name)).collect::<Result<_>>()?,
        };
        match options.check && (options.built || !options.parts.is_empty()) {
            true => Err("--check builds all of it, twice: it goes with nothing else".to_owned()),
            false => Ok(options),
        }
    }

    /// What people run, of the page in dist/.
    pub fn to_try(out: PathBuf) -> Self {
        Self { out, built: true, check: false, parts: vec![Part::Npm, Part::Program] }
    }

    /// Whether it is to be made.
    pub fn has(&self, part: Part) -> bool {
        self.parts.is_empty() || self.parts.contains(&part)
    }
}

fn part(name: &str) -> Result<Part> {
    let known = Part::ALL.map(Part::name).join(", ");
    let found = Part::ALL.into_iter().find(|part| part.name() == name);
    found.ok_or_else(|| format!("a release has no \"{name}\"; it has: {known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options> {
        let workspace = Workspace { root: PathBuf::from("/code") };
        Options::read(&workspace, Arguments::from_vec(words.iter().map(Into::into).collect()))
    }

    #[test]
    fn without_words_all_is_made_in_the_folder_release() {
        let options = read(&[]).unwrap();
        assert!(Part::ALL.into_iter().all(|part| options.has(part)));
        assert_eq!((options.out, options.built, options.check), (PathBuf::from("/code/release"), false, false));
    }

    #[test]
    fn words_say_what_is_made_and_where() {
        let options = read(&["program", "--built", "--out", "there"]).unwrap();
        assert!(options.has(Part::Program) && !options.has(Part::Page) && options.built);
        assert_eq!(options.out, PathBuf::from("there"));
        for wrong in [&["pages"][..], &["--chek"], &["--check", "page"], &["--check", "--built"], &["--out"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
