//! Scripts of e2e/ that drive the page as it ships, in front of a fast simulator.

use std::process::Command;

use crate::{
    Result, command, page, serve,
    setup::{self, Need, Tools},
    workspace::Workspace,
};

/// Sets up what such a script needs, and runs it.
pub fn run(workspace: &Workspace, need: Need, script: &str) -> Result<()> {
    let tools = setup::set_up(workspace, need)?;
    command::run(&mut node(workspace, &tools, script)?)
}

/// Node with the script, once page and simulator are built.
pub fn node(workspace: &Workspace, tools: &Tools, script: &str) -> Result<Command> {
    page::build(workspace)?;
    serve::build_simulator(workspace, serve::FAST)?;
    let mut node = tools.node_in_e2e(workspace)?;
    node.arg(script);
    Ok(node)
}
