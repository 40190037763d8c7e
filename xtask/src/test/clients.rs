//! Programs that others wrote for RunPod's REST v2, or for any API that describes itself, against the simulator.

use std::{env, process::Command};

use super::{plan::Plan, simulator::Simulator, tally::Tally};
use crate::{Result, command, serve, setup};

/// What they are pinned in, and told.
const FOLDER: &str = "simulator/clients";

/// Names a description to be tried in place of the simulator's own.
const OTHER_DESCRIPTION: &str = "LAUNCHPOD_OPENAPI";

/// What a description may hold that the simulator does not play, and logs: a stream of them never ends.
const LEFT_OUT: &str = "^/v2/(clusters|serverless|registries/delegations)(/|$)|/logs$";

const KEY: &str = "rpa_SCHEMATHESIS00000000000000000000000000000";

/// Sends each operation what its description allows and what it does not, and looks whether the answers are described.
pub fn schemathesis(plan: &Plan, tally: &mut Tally) -> Result<()> {
    let programs = setup::install_python_packages(plan.workspace, FOLDER)?;
    serve::build_simulator(plan.workspace, serve::FAST)?;
    // Nobody who creates pods all day runs out of money here.
    let simulator = Simulator::start(plan.workspace, &["--key", KEY, "--balance", "1000000"])?;
    let own = format!("{}/v2/openapi.json", simulator.address);
    let description = env::var(OTHER_DESCRIPTION).unwrap_or(own);
    println!("Trying what {description} describes.");
    let mut tests = Command::new(programs.join("schemathesis"));
    tests
        .current_dir(plan.workspace.target()?)
        .arg("--config-file")
        .arg(plan.workspace.root.join(FOLDER).join("schemathesis.toml"))
        .arg("run")
        .arg(description)
        .args(["--url", &simulator.address, "--header", &format!("Authorization: Bearer {KEY}")])
        .args(["--exclude-path-regex", LEFT_OUT, "--phases", "examples,coverage,fuzzing,stateful"])
        // The same requests each time: a test that fails must fail for whoever looks.
        .args(["--generation-deterministic", "--max-examples", "15", "--workers", "2", "--no-color"])
        .env("NO_PROXY", "127.0.0.1");
    command::run_and_watch(&mut tests, |line| tally.read_schemathesis(line))
}

/// What an assistant does through RunPod's own MCP server.
pub fn mcp(plan: &Plan, tally: &mut Tally) -> Result<()> {
    setup::install_packages(plan.workspace, FOLDER)?;
    serve::build_simulator(plan.workspace, serve::FAST)?;
    let mut node = plan.tools.node();
    node.current_dir(plan.workspace.root.join(FOLDER))
        .args(["--test", "--test-reporter=spec"])
        .args(plan.filters.iter().map(|filter| format!("--test-name-pattern={filter}")))
        .arg("mcp.test.mjs")
        .env("SIMULATOR", plan.workspace.simulator(serve::FAST)?);
    command::run_and_watch(&mut node, |line| tally.read_node(line))
}
