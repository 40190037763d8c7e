//! The steps of `cargo xtask test`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use super::{
    checks, clients,
    plan::{Plan, WASM, named},
    simulator::Simulator,
    tally::Tally,
};
use crate::{
    Result, command, module, page,
    release::{Options, release},
    serve,
    setup::{self, Need},
    size, soak,
};

/// One of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Format,
    Lints,
    Docs,
    Dependencies,
    JavaScript,
    Native,
    Model,
    Browser,
    Module,
    Schemathesis,
    Mcp,
    Size,
    Journeys,
    Firefox,
    WebKit,
    Released,
    Soak,
}

const ALL: [Step; 17] = [
    Step::Format,
    Step::Lints,
    Step::Docs,
    Step::Dependencies,
    Step::JavaScript,
    Step::Native,
    Step::Model,
    Step::Browser,
    Step::Module,
    Step::Schemathesis,
    Step::Mcp,
    Step::Size,
    Step::Journeys,
    Step::Firefox,
    Step::WebKit,
    Step::Released,
    Step::Soak,
];

/// Sorts what stands on the command line into steps and names of tests.
pub fn chosen(words: &[String]) -> (Vec<Step>, Vec<String>) {
    let is_step = |word: &&String| ALL.iter().any(|step| step.name() == **word);
    let (names, filters): (Vec<&String>, Vec<&String>) = words.iter().partition(is_step);
    let filters: Vec<String> = filters.into_iter().cloned().collect();
    let wanted = |step: &Step| match (names.is_empty(), filters.is_empty()) {
        (true, true) => !step.is_asked_for(),
        (true, false) => !step.is_one_check() && !step.is_asked_for(),
        (false, _) => names.iter().any(|name| step.name() == **name),
    };
    (ALL.into_iter().filter(wanted).collect(), filters)
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Self::Format => "fmt",
            Self::Lints => "clippy",
            Self::Docs => "doc",
            Self::Dependencies => "deny",
            Self::JavaScript => "js",
            Self::Native => "native",
            Self::Model => "model",
            Self::Browser => "browser",
            Self::Module => "module",
            Self::Schemathesis => "schemathesis",
            Self::Mcp => "mcp",
            Self::Size => "size",
            Self::Journeys => "journeys",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
            Self::Released => "released",
            Self::Soak => "soak",
        }
    }

    /// What its heading says.
    pub fn title(self) -> &'static str {
        match self {
            Self::Format => "Format",
            Self::Lints => "Lints",
            Self::Docs => "Documentation of the code",
            Self::Dependencies => "Licences, sources and advisories",
            Self::JavaScript => "Format and lints of JavaScript",
            Self::Native => "Native tests",
            Self::Model => "Thousands of random runs against the simulator",
            Self::Browser => "Page tests in Chromium",
            Self::Module => "The module, in Node and in Chromium",
            Self::Schemathesis => "REST v2 against its description",
            Self::Mcp => "RunPod's own MCP server",
            Self::Size => "Release build and its size",
            Self::Journeys => "Journeys in Chromium",
            Self::Firefox => "Journeys in Firefox",
            Self::WebKit => "Journeys in WebKit",
            Self::Released => "The released program and package, alone",
            Self::Soak => "A short soak in Chromium",
        }
    }

    /// Whether it runs only where its name is said: it builds the program as it is handed out, seven minutes on two cores.
    fn is_asked_for(self) -> bool {
        self == Self::Released
    }

    /// Whether it is one yes or no, and not many tests.
    pub fn is_one_check(self) -> bool {
        !matches!(
            self,
            Self::Native
                | Self::Browser
                | Self::Module
                | Self::Mcp
                | Self::Journeys
                | Self::Firefox
                | Self::WebKit
                | Self::Released
        )
    }

    /// What must be there for it.
    pub fn need(self) -> Need {
        match self {
            Self::Browser => Need { runner: true, ..Need::BROWSER },
            Self::Firefox => Need { firefox: true, servers: true, ..Need::BROWSER },
            Self::WebKit => Need { webkit: true, ..Need::PAGE },
            Self::Journeys | Self::Released | Self::Soak => Need { servers: true, ..Need::BROWSER },
            Self::Module => Need::BROWSER,
            _ => Need::PAGE,
        }
    }

    /// Does it, counting tests into `tally`.
    pub fn run(self, plan: &Plan, tally: &mut Tally) -> Result<()> {
        match self {
            Self::Format => checks::format(plan),
            Self::Lints => checks::lints(plan, &browser_tests(&plan.workspace.root)),
            Self::Docs => checks::docs(plan),
            Self::Dependencies => checks::dependencies(plan),
            Self::JavaScript => checks::javascript(plan),
            Self::Native => native(plan, tally),
            Self::Model => model(plan),
            Self::Browser => browser(plan, tally),
            Self::Module => module(plan, tally),
            Self::Schemathesis => clients::schemathesis(plan, tally),
            Self::Mcp => clients::mcp(plan, tally),
            Self::Size => built(plan).and_then(|()| size::check(plan.workspace)),
            Self::Journeys => journeys(plan, tally, "chromium"),
            Self::Firefox => journeys(plan, tally, "firefox"),
            Self::WebKit => webkit(plan, tally),
            Self::Released => released(plan, tally),
            // Always the same dice: a test that fails must fail for whoever looks.
            Self::Soak => soak::run(plan.workspace, plan.tools, &soak::Options { short: true, seed: Some(1) }),
        }
    }
}

fn native(plan: &Plan, tally: &mut Tally) -> Result<()> {
    let mut tests = plan.workspace.cargo();
    // The page has no native tests, and natively its program would overwrite the one of program/: both are `launchpod`.
    tests.args(["test", "--workspace", "--exclude", "launchpod", "--no-fail-fast", "--"]).args(&plan.filters);
    command::run_and_watch(&mut tests, |line| tally.read_cargo(line))
}

/// Optimized: so many runs take a minute then, and many minutes else.
fn model(plan: &Plan) -> Result<()> {
    let mut runs = plan.workspace.cargo();
    runs.args(["test", "--quiet", "--release", "--package", "launchpod-simulator", "--test", "model"]);
    command::run(runs.args(["--", "--ignored", "--nocapture", "thousands"]))
}

fn browser(plan: &Plan, tally: &mut Tally) -> Result<()> {
    let names = browser_tests(&plan.workspace.root);
    if names.is_empty() {
        return Err("there are no page tests: tests/browser.rs or tests/browser/main.rs is missing".to_owned());
    }
    serve::build_simulator(plan.workspace, serve::FAST)?;
    let simulator = Simulator::start(plan.workspace, &[])?;
    let browser = plan.tools.browser()?;
    let mut tests = plan.workspace.cargo();
    tests
        .args(["test", "--package", "launchpod", "--no-fail-fast"])
        .args(named(&names))
        .args(WASM)
        .arg("--")
        // The runner takes one name.
        .args(plan.filters.first())
        .env("PATH", plan.tools.path())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", driver_settings(plan, &browser.chromium)?)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("LAUNCHPOD_TEST_SIMULATOR", &simulator.address);
    command::run_and_watch(&mut tests, |line| tally.read_cargo(line))
}

/// The names of the tests that run in a browser: tests/browser.rs, tests/browser_*.rs, tests/browser/main.rs.
fn browser_tests(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root.join("tests")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| browser_test(&entry.path())).collect();
    names.sort();
    names
}

fn browser_test(path: &Path) -> Option<String> {
    let name = path.file_stem()?.to_str().filter(|name| name.starts_with("browser"))?;
    let is_test = path.extension().is_some_and(|ending| ending == "rs") || path.join("main.rs").is_file();
    is_test.then(|| name.to_owned())
}

/// webdriver.json with the path of the browser that was found.
fn driver_settings(plan: &Plan, chromium: &Path) -> Result<PathBuf> {
    let source = plan.workspace.root.join("webdriver.json");
    let settings = fs::read_to_string(&source).map_err(|error| format!("could not read webdriver.json: {error}"))?;
    let target = plan.workspace.target()?.join("webdriver.json");
    fs::write(&target, with_binary(&settings, chromium))
        .map_err(|error| format!("could not write {}: {error}", target.display()))?;
    Ok(target)
}

fn with_binary(settings: &str, chromium: &Path) -> String {
    let path = chromium.display().to_string().replace('\\', "\\\\");
    settings.replacen("\"args\":", &format!("\"binary\": \"{path}\",\n    \"args\":"), 1)
}

const PYTHON: &str = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };

/// What the packed package does for other programs.
fn module(plan: &Plan, tally: &mut Tally) -> Result<()> {
    let folder = plan.workspace.root.join("module/tests");
    setup::install_packages(plan.workspace, "module/tests")?;
    let packed = module::build(plan.workspace)?;
    module::print_size(plan.workspace)?;
    serve::build_simulator(plan.workspace, serve::FAST)?;
    let mut node = plan.tools.node();
    node.current_dir(&folder)
        .args(["--test", "--test-concurrency=2", "--test-reporter=spec"])
        .args(plan.filters.iter().map(|filter| format!("--test-name-pattern={filter}")))
        .env("CHROMIUM", &plan.tools.browser()?.chromium)
        .env("SIMULATOR", plan.workspace.simulator(serve::FAST)?)
        .env("MODULE", module::folder(plan.workspace)?)
        .env("MODULE_PACKED", packed);
    // Made by one of the simulator's tests; without it, the comparison with runpod-python is left out.
    let python = plan.workspace.target()?.join("tmp/python-client").join(PYTHON);
    if python.exists() {
        node.env("PYTHON", python);
    }
    command::run_and_watch(node.args(test_files(&folder)), |line| tally.read_node(line))
}

fn built(plan: &Plan) -> Result<()> {
    page::build(plan.workspace)
}

/// What is tried in the other browsers each time; `--browsers all` tries the rest, too.
const IN_EACH_BROWSER: &str = "the main job|in two tabs|Undo was clicked|one Undo takes";

/// The files that people get, made of this page, each started where nothing of Rust is found.
fn released(plan: &Plan, tally: &mut Tally) -> Result<()> {
    let folder = plan.workspace.target()?.join("released");
    built(plan)?;
    let mut node = playwright(plan, "chromium", "released")?;
    release(plan.workspace, &Options::to_try(folder.clone()))?;
    node.env("RELEASED", folder).args(["--grep", "released:"]);
    command::run_and_watch(&mut node, |line| tally.read_journeys(line))
}

/// What runs journeys in a browser, and keeps its pictures in the folder of that name.
fn playwright(plan: &Plan, engine: &str, results: &str) -> Result<Command> {
    serve::build_simulator(plan.workspace, serve::FAST)?;
    let mut node = plan.tools.node_in_e2e(plan.workspace)?;
    node.args(["node_modules/@playwright/test/cli.js", "test"])
        .env("ENGINE", engine)
        .env("WORKERS", side_by_side().to_string())
        .env("RESULTS", plan.workspace.target()?.join("journeys").join(results));
    Ok(node)
}

fn journeys(plan: &Plan, tally: &mut Tally, engine: &str) -> Result<()> {
    built(plan)?;
    let mut node = playwright(plan, engine, engine)?;
    let is_few = engine != "chromium" && !plan.all_browsers;
    match (plan.filters.as_slice(), is_few) {
        ([], true) => drop(node.args(["--grep", IN_EACH_BROWSER])),
        ([], false) => {}
        (filters, _) => drop(node.args(["--grep", &filters.join("|")])),
    }
    command::run_and_watch(&mut node, |line| tally.read_journeys(line))
}

/// One browser at a time: time does not jump there, and Undo is open for six real seconds.
fn webkit(plan: &Plan, tally: &mut Tally) -> Result<()> {
    let Some(webkit) = plan.tools.webkit() else {
        println!("Left out: this system has no WebKit that can be driven. See docs/browsers.md.");
        return Ok(());
    };
    built(plan)?;
    serve::build_simulator(plan.workspace, serve::FAST)?;
    let is_few = plan.filters.is_empty() && !plan.all_browsers;
    let few = is_few.then(|| IN_EACH_BROWSER.to_owned());
    let mut node = plan.tools.node();
    node.current_dir(plan.workspace.e2e())
        .args(["--test", "--test-concurrency=1", "--test-reporter=spec"])
        .args(plan.filters.iter().cloned().chain(few).map(|filter| format!("--test-name-pattern={filter}")))
        .env("WEBDRIVER", &webkit.driver)
        .env("MINIBROWSER", &webkit.browser)
        .env("SIMULATOR", plan.workspace.simulator(serve::FAST)?)
        .env("PAGE", plan.workspace.dist())
        .args(test_files(&plan.workspace.e2e().join("webkit")));
    command::run_and_watch(&mut node, |line| tally.read_node(line))
}

/// How many journeys run side by side: each has a simulator of its own, and mostly waits.
fn side_by_side() -> usize {
    (thread::available_parallelism().map_or(2, usize::from) * 5 / 2).min(8)
}

fn test_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_test = |path: &PathBuf| path.to_string_lossy().ends_with(".test.mjs");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_test).collect();
    files.sort();
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn without_words_everything_runs_but_what_is_asked_for() {
        let mut all = ALL.to_vec();
        all.retain(|step| *step != Step::Released);
        assert_eq!(chosen(&[]), (all, Vec::new()));
        assert_eq!(chosen(&names(&["released"])).0, [Step::Released]);
    }

    #[test]
    fn words_are_steps_or_names_of_tests() {
        assert_eq!(chosen(&names(&["size", "fmt"])), (vec![Step::Format, Step::Size], Vec::new()));
        let (steps, filters) = chosen(&names(&["undo"]));
        let with_names =
            [Step::Native, Step::Browser, Step::Module, Step::Mcp, Step::Journeys, Step::Firefox, Step::WebKit];
        assert_eq!(steps, with_names);
        assert_eq!(filters, ["undo"]);
        assert_eq!(chosen(&names(&["native", "undo"])).0, [Step::Native]);
    }

    #[test]
    fn each_step_runs_for_a_pull_request_once() {
        let workflow = include_str!("../../../.github/workflows/ci.yml");
        let mut run: Vec<&str> = workflow
            .lines()
            .filter_map(|line| line.split_once("steps: ")?.1.strip_suffix(" }"))
            .flat_map(str::split_whitespace)
            .collect();
        let mut all = ALL.map(Step::name);
        run.sort_unstable();
        all.sort_unstable();
        assert_eq!(run, all);
    }

    #[test]
    fn the_found_browser_is_the_one_that_is_driven() {
        let settings = with_binary("{\"goog:chromeOptions\": {\"args\": [\"x\"]}}", Path::new("/usr/bin/chromium"));
        assert!(settings.contains("\"binary\": \"/usr/bin/chromium\","));
    }
}
