//! Which build of the page runs: a number that a person can check against the page's files (docs/check-your-copy.md).

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The list of the page's files that its build writes beside it.
pub const LIST: &str = "build.txt";
/// How many bytes of the list's SHA-256 are shown, two letters each.
const SHOWN: usize = 4;
/// Letters of a SHA-256.
const DIGEST: usize = 64;

/// What is known of the build that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageBuild {
    /// Its number: the beginning of the SHA-256 of the list.
    Known(String),
    /// The server has another one now than the one that runs.
    Renewed,
    /// The server has no list.
    NotListed,
}

impl PageBuild {
    /// By the list that the server has now, and what the page says that it runs, as in `./launchpod-0123.js ./launchpod-4567_bg.wasm 89`.
    /// Their names follow from what is in them, so another build has other names.
    #[must_use]
    pub fn read(list: Option<&str>, running: &str) -> Self {
        let Some(list) = list.filter(|list| is_list(list)) else { return Self::NotListed };
        let is_listed =
            |name: &str| list.lines().any(|line| line.get(DIGEST..).is_some_and(|rest| rest.trim_start() == name));
        let mut running = running.split(' ').filter_map(|word| word.strip_prefix("./")).peekable();
        match (running.peek().is_some(), running.all(is_listed)) {
            (false, _) => Self::NotListed,
            (true, false) => Self::Renewed,
            (true, true) => Self::Known(start_of_sha256(list)),
        }
    }
}

/// Servers that have no such file may answer with a page all the same.
fn is_list(text: &str) -> bool {
    let is_line = |line: &str| {
        line.split_once("  ").is_some_and(|(digest, name)| {
            digest.len() == DIGEST && digest.bytes().all(|letter| letter.is_ascii_hexdigit()) && !name.is_empty()
        })
    };
    !text.is_empty() && text.lines().all(is_line)
}

fn start_of_sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(SHOWN).fold(String::new(), |mut shown, byte| {
        let _ = write!(shown, "{byte:02x}");
        shown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNNING: &str = "./launchpod-01.js ./launchpod-02_bg.wasm 42 ./launchpod-03_signed_in.wasm";

    fn list(names: &[&str]) -> String {
        names.iter().map(|name| format!("{}  {name}\n", "0f".repeat(32))).collect()
    }

    #[test]
    fn a_build_is_what_sha256sum_says_of_the_list() {
        // As `printf 'a\n' | sha256sum` does; xtask/src/page/build_list.rs has the same case.
        assert_eq!(start_of_sha256("a\n"), "87428fc5");
        let list = list(&["index.html", "launchpod-01.js", "launchpod-02_bg.wasm", "launchpod-03_signed_in.wasm"]);
        assert_eq!(PageBuild::read(Some(&list), RUNNING), PageBuild::Known(start_of_sha256(&list)));
    }

    #[test]
    fn another_build_on_the_server_is_told_apart() {
        let list = list(&["index.html", "launchpod-01.js", "launchpod-02_bg.wasm", "launchpod-04_signed_in.wasm"]);
        assert_eq!(PageBuild::read(Some(&list), RUNNING), PageBuild::Renewed);
        assert_eq!(PageBuild::read(Some(&list), "./launchpod-01.js ./launchpod-0"), PageBuild::Renewed, "whole names");
    }

    #[test]
    fn what_is_no_list_says_nothing() {
        let list = list(&["launchpod-01.js"]);
        for wrong in [None, Some(""), Some("<!DOCTYPE html>"), Some("0f0f  a.js\n"), Some(&*format!("{list}\n"))] {
            assert_eq!(PageBuild::read(wrong, RUNNING), PageBuild::NotListed, "{wrong:?}");
        }
        assert_eq!(PageBuild::read(Some(&list), "launchpod.js 42"), PageBuild::NotListed, "a page that tells nothing");
    }
}
