//! `cargo xtask`: the commands with which Launchpod is run, tested and built.

mod bench;
mod command;
mod digest;
mod docs;
mod module;
mod page;
mod pictures;
mod release;
mod remap;
mod say;
mod serve;
mod setup;
mod shipped;
mod size;
mod soak;
mod test;
mod workspace;

use std::process::ExitCode;

use pico_args::Arguments;
use setup::Need;
use workspace::Workspace;

/// Every error is a sentence for the person at the keyboard.
type Result<T, E = String> = std::result::Result<T, E>;

const HELP: &str = "\
cargo xtask serve   run the page with a relay to RunPod, and a RunPod that runs on this machine
    --port 8080             where the page answers
    --simulator-port 4600   where the simulated RunPod answers
    --speed 30              how many times faster than the real one it runs
cargo xtask test    pass every test
    [STEP…]                 only these of: fmt, clippy, doc, deny, js, native, model, browser, module, schemathesis,
                            mcp, size, journeys, firefox, webkit, soak; and only by its name: released
    [NAME…]                 only tests with this in their name
    --browsers all          all journeys in Firefox and WebKit, too, and not only the main ones
cargo xtask check   format, lints and native tests, for the time between two changes
cargo xtask soak    an hour of an account's life under faults, in six minutes; fails on a leak or a disagreement
    --short                 in less than two minutes, as `test` does it
    --seed N                the dice of a run before
cargo xtask bench   what a list of 1,000 pods costs the browser, beside the same list written by hand
cargo xtask pictures
                    take the pictures of the README anew, of the page as it is
cargo xtask build   build the page that ships into dist/
cargo xtask docs    make a site of docs/ in dist-docs/, which the programs then serve below /docs/
cargo xtask module  build the npm package for other programs into target/module, and print its size
cargo xtask release make all that is handed out, in release/: the same bytes wherever it is made of this commit
    [PART…]                 only these of: page, npm, program (for this computer), container
    --out release           where it goes
    --built                 take the page in dist/, and the docs in dist-docs/, as they stand
    --check                 build all of it twice, in two folders, and compare (half an hour)
cargo xtask size    print what the first load fetches, and fail if it is too much
cargo xtask setup   install what the other commands need, and nothing else
cargo xtask help    print this

Each command does the set-up that it needs by itself.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("\nxtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut arguments = Arguments::from_env();
    let command = arguments.subcommand().map_err(|error| error.to_string())?;
    let workspace = Workspace::find()?;
    match command.as_deref() {
        Some("serve") => serve::serve(&workspace, serve::Options::read(arguments)?)?,
        Some("test") => {
            let all_browsers = reads_all_browsers(&mut arguments)?;
            return test::test(&workspace, &names(arguments)?, all_browsers);
        }
        Some("check") => {
            nothing_more(arguments)?;
            return test::test(&workspace, &test::QUICK.map(str::to_owned), false);
        }
        Some("bench") => {
            nothing_more(arguments)?;
            bench::bench(&workspace)?;
        }
        Some("pictures") => {
            nothing_more(arguments)?;
            pictures::pictures(&workspace)?;
        }
        Some("build") => {
            nothing_more(arguments)?;
            setup::set_up(&workspace, Need::PAGE)?;
            page::build(&workspace)?;
        }
        Some("docs") => {
            nothing_more(arguments)?;
            docs::docs(&workspace)?;
        }
        Some("size") => {
            nothing_more(arguments)?;
            setup::set_up(&workspace, Need::PAGE)?;
            page::build(&workspace)?;
            size::check(&workspace)?;
        }
        Some("module") => {
            nothing_more(arguments)?;
            module::module(&workspace)?;
        }
        Some("release") => release::release(&workspace, &release::Options::read(&workspace, arguments)?)?,
        Some("soak") => soak::soak(&workspace, &soak::Options::read(arguments)?)?,
        Some("setup") => {
            nothing_more(arguments)?;
            setup::set_up(&workspace, Need::EVERYTHING)?;
        }
        // Trunk calls this one: see Trunk.toml.
        Some("guard-dist") => page::guard_from_trunk()?,
        Some("help") | None => println!("{HELP}"),
        Some(other) => return Err(format!("there is no command \"{other}\"\n\n{HELP}")),
    }
    Ok(ExitCode::SUCCESS)
}

/// `--browsers all`.
fn reads_all_browsers(arguments: &mut Arguments) -> Result<bool> {
    let which: Option<String> = arguments.opt_value_from_str("--browsers").map_err(|error| error.to_string())?;
    match which.as_deref() {
        None => Ok(false),
        Some("all") => Ok(true),
        Some(other) => Err(format!("--browsers knows \"all\", and not \"{other}\"")),
    }
}

fn names(arguments: Arguments) -> Result<Vec<String>> {
    let names: Vec<String> = arguments.finish().iter().map(|name| name.to_string_lossy().into_owned()).collect();
    match names.iter().find(|name| name.starts_with('-')) {
        Some(option) => Err(format!("there is no option {option}\n\n{HELP}")),
        None => Ok(names),
    }
}

fn nothing_more(arguments: Arguments) -> Result<()> {
    match arguments.finish().first() {
        Some(extra) => Err(format!("nothing is known about {}\n\n{HELP}", extra.to_string_lossy())),
        None => Ok(()),
    }
}
