//! `cargo xtask test`: every step under its own heading, all of them even after a failure.

mod checks;
mod clients;
mod plan;
mod simulator;
mod steps;
mod tally;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use plan::Plan;
use steps::Step;
use tally::Tally;

use crate::{
    Result, say,
    setup::{self, Need},
    workspace::Workspace,
};

/// The steps that need no browser and no release build.
pub const QUICK: [&str; 3] = ["fmt", "clippy", "native"];

/// How many of the slowest tests are named at the end.
const SLOWEST: usize = 20;

struct Outcome {
    step: Step,
    tally: Tally,
    problem: Option<String>,
    took: Duration,
}

/// Runs the steps and says how they went; with `all_browsers` all journeys in each browser.
pub fn test(workspace: &Workspace, names: &[String], all_browsers: bool) -> Result<ExitCode> {
    let start = Instant::now();
    let (steps, filters) = steps::chosen(names);
    let need = steps.iter().fold(Need::PAGE, |need, step| need.and(step.need()));
    let tools = setup::set_up(workspace, need)?;
    let plan = Plan { workspace, tools: &tools, filters, all_browsers };
    let outcomes: Vec<Outcome> = steps.into_iter().map(|step| run(&plan, step)).collect();
    Ok(summarize(&outcomes, start.elapsed()))
}

fn run(plan: &Plan, step: Step) -> Outcome {
    say::heading(step.title());
    let start = Instant::now();
    let mut tally = Tally::default();
    let problem = step.run(plan, &mut tally).err();
    tally.settle(step.is_one_check(), problem.is_some());
    if let Some(problem) = &problem {
        println!("{}: {problem}", step.title());
    }
    let took = start.elapsed();
    println!("{}: {} passed, {} failed, in {}", step.title(), tally.passed, tally.failed, say::took(took));
    Outcome { step, tally, problem, took }
}

fn summarize(outcomes: &[Outcome], took: Duration) -> ExitCode {
    say::heading(&format!("All steps, in {}", say::took(took)));
    let mut total = Tally::default();
    for Outcome { step, tally, problem, took } in outcomes {
        let mark = if problem.is_some() || tally.failed > 0 { "FAILED" } else { "passed" };
        println!(
            "{mark}  {:<34} {:>5} passed {:>4} failed  {}",
            step.title(),
            tally.passed,
            tally.failed,
            say::took(*took)
        );
        total.add(tally);
    }
    let slowest = total.slowest(SLOWEST);
    if !slowest.is_empty() {
        println!("\nThe slowest tests whose runner tells how long they took:");
    }
    for (time, name) in slowest {
        println!("{:>7.1} s  {name}", Duration::from_millis(time).as_secs_f64());
    }
    for name in &total.flaky {
        println!("FLAKY   {name}");
    }
    for name in &total.broken {
        println!("FAILED  {name}");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.passed + total.failed == 0 {
        println!("No test has such a name.");
        return ExitCode::FAILURE;
    }
    if total.failed == 0 && outcomes.iter().all(|outcome| outcome.problem.is_none()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
