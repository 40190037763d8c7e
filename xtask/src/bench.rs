//! `cargo xtask bench`: what a list of a thousand pods costs the browser, beside the same list written by hand.

use crate::{Result, setup::Need, shipped, workspace::Workspace};

/// Sets up what it needs and runs it on the page as it ships. It prints; no time fails it.
pub fn bench(workspace: &Workspace) -> Result<()> {
    shipped::run(workspace, Need::BROWSER, "bench/bench.mjs")
}
