//! mdBook, which makes a site of docs/.

use std::path::PathBuf;

use super::install::{Program, is_release};
use crate::{Result, command, workspace::Workspace};

// The theme in docs/theme is for releases of 0.5.
const VERSION: &str = "0.5.4";

/// An mdBook that docs/ is written for: the one on PATH, or one of the project's own below target/.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let own = workspace.target()?.join("mdbook");
    let installed = own.join("bin").join(format!("mdbook{}", std::env::consts::EXE_SUFFIX));
    let there = [command::find("mdbook"), Some(installed.clone()).filter(|path| path.is_file())];
    for path in there.into_iter().flatten() {
        if let Some(version) = command::version_of(&path).filter(|version| fits(version)) {
            println!("mdBook {version}: there");
            return Ok(path);
        }
    }
    let program =
        Program { package: "mdbook", version: VERSION, features: "", patience: "about 4 minutes on two cores" };
    program.install(workspace, Some(&own))?;
    Ok(installed)
}

fn fits(version: &str) -> bool {
    is_release(version, 5, 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_releases_that_the_theme_is_for_fit() {
        assert!(fits("0.5.4") && fits("0.5.10"));
        assert!(!fits("0.5.3") && !fits("0.4.52") && !fits("0.6.0"));
    }
}
