//! `cargo xtask pictures`: the README's pictures, taken anew of the page as it is.

use crate::{
    Result, command, page, serve,
    setup::{self, Need},
    workspace::Workspace,
};

/// Builds the page and takes them.
pub fn pictures(workspace: &Workspace) -> Result<()> {
    let tools = setup::set_up(workspace, Need::BROWSER)?;
    page::build(workspace)?;
    serve::build_simulator(workspace, serve::FAST)?;
    command::run(tools.node_in_e2e(workspace)?.arg("pictures/pictures.mjs"))
}
