//! `cargo xtask serve`: the program `launchpod` on the page as it is now.

use std::{
    ffi::OsString,
    io::Write,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
};

use pico_args::Arguments;

use crate::{
    Result, command, page, say,
    setup::{self, Need},
    workspace::Workspace,
};

/// One person with one browser needs no faster program, and shares its compiled crates with what builds the page.
const QUICK: &str = "quick";
/// For tests, which many simulators serve at once, and whose random runs use the same build.
pub const FAST: &str = "release";

/// What can be asked for on the command line.
pub struct Options {
    port: u16,
    simulator_port: u16,
    speed: f64,
}

impl Options {
    /// Reads what follows `serve`.
    pub fn read(mut arguments: Arguments) -> Result<Self> {
        let problem = |error: pico_args::Error| format!("{error}\n\n{}", crate::HELP);
        let options = Self {
            port: arguments.opt_value_from_str("--port").map_err(problem)?.unwrap_or(8080),
            simulator_port: arguments.opt_value_from_str("--simulator-port").map_err(problem)?.unwrap_or(4600),
            speed: arguments.opt_value_from_str("--speed").map_err(problem)?.unwrap_or(30.0),
        };
        crate::nothing_more(arguments)?;
        if options.port == options.simulator_port {
            return Err("the page and the simulator need two different ports".to_owned());
        }
        if !(options.speed.is_finite() && options.speed > 0.0) {
            return Err("--speed is a number above 0, such as 1 or 30".to_owned());
        }
        Ok(options)
    }
}

/// Builds both and runs them until the user ends them.
pub fn serve(workspace: &Workspace, options: Options) -> Result<()> {
    check_port(options.port, "--port")?;
    check_port(options.simulator_port, "--simulator-port")?;
    setup::set_up(workspace, Need::PAGE)?;
    let page = page::build_to_look_at(workspace)?;
    say::heading("The program");
    build_program(workspace)?;
    check_port(options.port, "--port")?;
    check_port(options.simulator_port, "--simulator-port")?;
    announce(&options);
    become_program(&mut command(workspace, &page, &options)?)
}

/// Builds the program without a page in it: it gets the one that was just built.
fn build_program(workspace: &Workspace) -> Result<()> {
    say::while_doing("Building the program (some minutes the first time)", || {
        let mut cargo = workspace.cargo();
        cargo.args(["build", "--locked", "--package", "launchpod-program", "--profile", QUICK]);
        command::run(cargo.env("LAUNCHPOD_WITHOUT_PAGE", "1"))
    })
}

/// Builds the RunPod that runs on this machine, with a profile of Cargo.toml.
pub fn build_simulator(workspace: &Workspace, profile: &str) -> Result<()> {
    say::while_doing("Building the simulator (some minutes the first time)", || {
        let mut cargo = workspace.cargo();
        command::run(cargo.args(["build", "--locked", "--package", "launchpod-simulator", "--profile", profile]))
    })
}

fn check_port(port: u16, option: &str) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(_) => Err(format!(
            "port {port} is taken by another program (perhaps another `cargo xtask serve`). \
             Choose another one: cargo xtask serve {option} {}",
            port.checked_add(1).unwrap_or(8080)
        )),
    }
}

fn command(workspace: &Workspace, page: &Path, options: &Options) -> Result<Command> {
    let mut program = Command::new(workspace.program(QUICK, "launchpod")?);
    program
        .arg("--page")
        .arg(page)
        .args(["--listen", &options.port.to_string()])
        .args(["--practice-port", &options.simulator_port.to_string()])
        .args(["--speed", &options.speed.to_string()])
        .arg("--no-open")
        .args(docs(workspace))
        .stdin(Stdio::null());
    Ok(program)
}

/// The docs, if they were made.
fn docs(workspace: &Workspace) -> Vec<OsString> {
    let folder = workspace.docs();
    if folder.join("index.html").is_file() { vec!["--docs".into(), folder.into()] } else { vec![] }
}

fn announce(options: &Options) {
    say::heading("Launchpod");
    println!("Open http://127.0.0.1:{} in your browser.", options.port);
    println!(
        "\"Try the demo\" costs nothing: the RunPod behind it runs on this machine, {} times as fast.",
        options.speed
    );
    println!("With a key of your own the pods are real, and cost money.\n");
    let _ = std::io::stdout().flush();
}

/// Takes this process over, so that whatever ends `cargo xtask serve` ends the program.
#[cfg(unix)]
fn become_program(program: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(format!("could not start the program: {}", program.exec()))
}

#[cfg(not(unix))]
fn become_program(program: &mut Command) -> Result<()> {
    command::run(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options> {
        Options::read(Arguments::from_vec(words.iter().map(Into::into).collect()))
    }

    #[test]
    fn options_have_defaults_and_refuse_nonsense() {
        let options = read(&[]).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!((options.port, options.simulator_port), (8080, 4600));
        assert_eq!(read(&["--port", "9000"]).map(|options| options.port), Ok(9000));
        for wrong in [&["--port", "x"][..], &["--port", "4600"], &["--speed", "0"], &["--sped", "1"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_taken_port_names_the_option_that_changes_it() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert!(check_port(port, "--port").unwrap_err().contains("cargo xtask serve --port"));
    }
}
