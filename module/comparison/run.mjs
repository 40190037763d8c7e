// Does the same job with runpod-python and with launchpod, lets the same things go wrong, and counts pods.
//
//   node run.mjs             prints the table
//   node run.mjs --check     fails where the README's table says otherwise
//
// Needs: SIMULATOR, the simulator's program; MODULE, the built npm package's folder; PYTHON, a Python with the package runpod.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { project, run, startGround } from "../tests/ground.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const README = join(HERE, "../README.md");
const CREATE = "podFindAndDeployOnDemand";
const AT_HAND = "NVIDIA GeForce RTX 4090";
/// Is not available where the network volume is; the simulator's README promises it.
const SOLD_OUT = "NVIDIA A100-SXM4-80GB";

const PROGRAMS = [
  { name: "runpod-python, as its docs show the parts", file: "plain.py", with: process.env.PYTHON },
  { name: "runpod-python, hardened by hand", file: "careful.py", with: process.env.PYTHON },
  { name: "launchpod", file: "job.mjs", with: process.execPath },
];

const SCENARIOS = [
  { name: "all goes well" },
  { name: "the create's answer is lost", faults: [`act-then-drop:${CREATE}`] },
  { name: "the create's answer is a 500, and it took place", faults: [`error-after:${CREATE}`] },
  { name: "the first GPU is sold out", gpus: [SOLD_OUT, AT_HAND] },
  {
    name: "killed in mid-launch, and started again",
    faults: [`{"name":"delay","operation":"${CREATE}","delayMs":4000}`],
    killAfterMs: 0,
  },
  { name: "killed while the pod starts, and started again", killAfterMs: 1500 },
  { name: "the terminate's answer is a 500, and nothing is done", faults: ["error-before:podTerminate"] },
];

async function play(program, { faults, gpus = [AT_HAND], killAfterMs = null }) {
  const files = [program.file, "workflow.json"].map((file) => join(HERE, file));
  // A RunPod of its own for each, so that they do not see each other.
  const [simulator, { folder, remove }] = await Promise.all([startGround({ speed: 200, faults }), project(...files)]);
  const start = (begun) => {
    const words = [program.file, gpus.join(), "workflow.json"];
    return run(program.with, words, { cwd: folder, env: simulator.environment, begun });
  };
  const kill = async (child) => {
    while ((await simulator.state()).creates === 0) await sleep(50);
    await sleep(killAfterMs);
    child.kill("SIGKILL");
  };
  try {
    if (killAfterMs !== null) await start(kill);
    const { code, said } = await start();
    const { creates, pods } = await simulator.state();
    const left = pods.filter(({ desiredStatus }) => desiredStatus === "RUNNING").length;
    return { done: code === 0 && /picture of \d+ bytes/.test(said), creates, left, said };
  } finally {
    simulator.stop();
    await remove();
  }
}

/// Lines that are neither blank, nor comment, nor the text at a Python file's head.
async function lines(file) {
  const text = (await readFile(join(HERE, file), "utf8")).replace(/^"""[^]*?"""/, "");
  return text.split("\n").filter((line) => line.trim() && !/^\s*(#|\/\/)/.test(line)).length;
}

const words = ({ done, creates, left }) => {
  const pods = `${creates} ${creates === 1 ? "pod" : "pods"} made`;
  return `${done ? "done" : "**not done**"}, ${pods}, ${left === 0 ? "none left" : `**${left} left running**`}`;
};

/// What the programs said, for whoever asks why.
const heard = [];

async function row(scenario) {
  const outcomes = await Promise.all(PROGRAMS.map((program) => play(program, scenario)));
  heard.push(...outcomes.map(({ said }, at) => `--- ${scenario.name}: ${PROGRAMS[at].file}\n${said}`));
  return [scenario.name, ...outcomes.map(words)];
}

/// The rows, in order; three at a time, as more programs hold each other up on a small machine.
async function rowsOf(scenarios) {
  const rows = [];
  const left = scenarios.map((scenario, at) => async () => {
    rows[at] = await row(scenario);
  });
  const some = async () => {
    while (left.length > 0) await left.shift()();
  };
  await Promise.all([some(), some(), some()]);
  return rows;
}

async function table() {
  const head = ["", ...PROGRAMS.map(({ name }) => name)];
  const counts = ["lines of code", ...(await Promise.all(PROGRAMS.map(({ file }) => lines(file))))];
  const rows = [head, head.map(() => "---"), counts, ...(await rowsOf(SCENARIOS))];
  return rows.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const measured = await table();
console.log(measured);
if (process.env.VERBOSE) console.error(heard.join("\n"));
if (process.argv.includes("--check") && !(await readFile(README, "utf8")).includes(measured)) {
  console.error(
    "module/README.md says otherwise: put this table into it, or find out what has changed.",
    heard.join("\n"),
  );
  process.exitCode = 1;
}
