//! Starts the simulator: see `--help`.

use clap::Parser;
use launchpod_simulator::{Settings, run};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    run(Settings::parse()).await
}
