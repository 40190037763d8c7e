//! Starts Launchpod: see `--help`.

use std::process::ExitCode;

use clap::Parser;
use launchpod_program::options::Options;
use launchpod_program::start::start;

#[tokio::main]
async fn main() -> ExitCode {
    match start(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
