//! `cargo xtask bench`: what a list of a thousand pods costs the browser, beside the same list written by hand.

use crate::{
    Result, command, page, serve,
    setup::{self, Need},
    workspace::Workspace,
};

/// Sets up what it needs and runs it on the page as it ships. It prints; no time fails it.
pub fn bench(workspace: &Workspace) -> Result<()> {
    let tools = setup::set_up(workspace, Need::BROWSER)?;
    page::build(workspace)?;
    serve::build_simulator(workspace, serve::FAST)?;
    command::run(tools.node_in_e2e(workspace)?.arg("bench/bench.mjs"))
}
