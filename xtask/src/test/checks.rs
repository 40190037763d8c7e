//! The steps that are one yes or no: what the code looks like, and what it is made of.

use super::plan::{Plan, WASM, named};
use crate::{Result, command};

/// Whether Rust is formatted.
pub fn format(plan: &Plan) -> Result<()> {
    if !command::succeeds(plan.workspace.cargo().args(["fmt", "--version"])) {
        println!("Left out: rustfmt is not installed (rustup component add rustfmt).");
        return Ok(());
    }
    command::run(plan.workspace.cargo().args(["fmt", "--all", "--check"]))
        .map_err(|_| "run `cargo fmt --all`".to_owned())
}

/// Whether clippy is content, with what is compiled for this machine and for the browser.
pub fn lints(plan: &Plan, browser_tests: &[String]) -> Result<()> {
    if !command::succeeds(plan.workspace.cargo().args(["clippy", "--version"])) {
        println!("Left out: clippy is not installed (rustup component add clippy).");
        return Ok(());
    }
    let clippy = || {
        let mut clippy = plan.workspace.cargo();
        clippy.args(["clippy", "--quiet"]);
        clippy
    };
    let strict = ["--", "-D", "warnings"];
    command::run(clippy().args(["--workspace", "--all-targets"]).args(strict))?;
    command::run(
        clippy().args(["--package", "launchpod", "--lib", "--bins"]).args(named(browser_tests)).args(WASM).args(strict),
    )?;
    command::run(clippy().args(["--package", "launchpod-module", "--lib"]).args(WASM).args(strict))
}

/// Whether the documentation of the code can be built without a warning.
pub fn docs(plan: &Plan) -> Result<()> {
    let doc = || {
        let mut doc = plan.workspace.cargo();
        doc.args(["doc", "--quiet", "--locked", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings");
        doc
    };
    command::run(doc().args(["--workspace", "--exclude", "launchpod"]))?;
    // These two are whole in the browser alone.
    command::run(doc().args(["--package", "launchpod", "--package", "launchpod-module", "--lib"]).args(WASM))
}

/// Whether the dependencies are what deny.toml allows.
pub fn dependencies(plan: &Plan) -> Result<()> {
    let deny = |words: &[&str]| {
        let mut deny = plan.workspace.cargo();
        deny.args(["deny", "--workspace", "--locked"]).args(words);
        deny
    };
    if !command::succeeds(plan.workspace.cargo().args(["deny", "--version"])) {
        println!("Left out: cargo-deny is not installed (cargo install cargo-deny).");
        return Ok(());
    }
    command::run(&mut deny(&["check", "bans", "licenses", "sources"]))?;
    if !command::succeeds(&mut deny(&["fetch", "db"])) {
        println!("Left out: the advisories, for their database can't be fetched.");
        return Ok(());
    }
    command::run(&mut deny(&["check", "--disable-fetch", "advisories"]))
}

/// Whether JavaScript is formatted, and Biome content with it: biome.json says where.
pub fn javascript(plan: &Plan) -> Result<()> {
    let biome = plan.workspace.e2e().join("node_modules/@biomejs/biome/bin/biome");
    let biome = |word| command::run(plan.tools.node().current_dir(&plan.workspace.root).arg(&biome).arg(word));
    biome("format").map_err(|problem| format!("{problem}: run `e2e/node_modules/.bin/biome format --write`"))?;
    biome("lint")
}
