//! `cargo xtask pictures`: the README's pictures, taken anew of the page as it is.

use crate::{Result, setup::Need, shipped, workspace::Workspace};

/// Builds the page and takes them.
pub fn pictures(workspace: &Workspace) -> Result<()> {
    shipped::run(workspace, Need::BROWSER, "pictures/pictures.mjs")
}
