//! What every step of the tests reads.

use crate::{setup::Tools, workspace::Workspace};

/// For what is compiled for the browser.
pub const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

/// What is to be tested, and with what.
pub struct Plan<'a> {
    pub workspace: &'a Workspace,
    pub tools: &'a Tools,
    /// Only tests with one of these in their names; all if there are none.
    pub filters: Vec<String>,
    /// Whether all journeys run in each browser, and not only the few that every change is tried with.
    pub all_browsers: bool,
}

/// As cargo wants them named.
pub fn named(tests: &[String]) -> impl Iterator<Item = &str> {
    tests.iter().flat_map(|name| ["--test", name.as_str()])
}
