//! `cargo xtask soak`: an hour of an account's life in front of the page, sped up.

use pico_args::Arguments;

use crate::{
    Result, command,
    setup::{self, Need, Tools},
    shipped,
    workspace::Workspace,
};

/// What can be asked for on the command line.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// In less than two minutes, for every day.
    pub short: bool,
    /// The dice; any if none is named.
    pub seed: Option<u32>,
}

impl Options {
    /// Reads what follows `soak`.
    pub fn read(mut arguments: Arguments) -> Result<Self> {
        let problem = |error: pico_args::Error| format!("{error}\n\n{}", crate::HELP);
        let short = arguments.contains("--short");
        let seed = arguments.opt_value_from_str("--seed").map_err(problem)?;
        crate::nothing_more(arguments)?;
        Ok(Self { short, seed })
    }
}

/// Sets up what it needs and runs it.
pub fn soak(workspace: &Workspace, options: &Options) -> Result<()> {
    let tools = setup::set_up(workspace, Need { servers: true, ..Need::BROWSER })?;
    run(workspace, &tools, options)
}

/// Runs it on the page as it ships.
pub fn run(workspace: &Workspace, tools: &Tools, options: &Options) -> Result<()> {
    let mut node = shipped::node(workspace, tools, "soak/soak.mjs")?;
    node.args(options.short.then_some("--short"));
    if let Some(seed) = options.seed {
        node.args(["--seed", &seed.to_string()]);
    }
    command::run(&mut node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_and_nonsense_is_refused() {
        let read = |words: &[&str]| Options::read(Arguments::from_vec(words.iter().map(Into::into).collect()));
        assert_eq!(read(&[]), Ok(Options::default()));
        assert_eq!(read(&["--short", "--seed", "7"]), Ok(Options { short: true, seed: Some(7) }));
        for wrong in [&["--seed", "x"][..], &["--shorter"], &["now"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
