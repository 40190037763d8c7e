// The launcher as a command line, in processes of its own: what it says, what it ends with, and that one command makes one pod.
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { run, startGround } from "./ground.mjs";
import { KEY, PACE, PACKAGE, SPEED, hurry, living, until } from "./support.mjs";

hurry();

const PROGRAM = fileURLToPath(new URL("program/launchpod.js", PACKAGE));
const HURRIED = new URL("hurried.mjs", import.meta.url).href;
const CREATE = "podFindAndDeployOnDemand";
const LAUNCH = ["launch", "comfyui", "--gpu", "RTX 4090", "--volume", "models", "--for", "4h"];

/// A test with a simulator and a journal; `cli` runs a command to its end: `{ code, out, said }`.
const scene = (name, play, { timeout = 120_000 } = {}) =>
  test(name, { timeout }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "launchpod-journal-"));
    const simulator = await startGround({ speed: SPEED });
    t.after(async () => {
      simulator.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    });
    const env = { ...simulator.environment, LAUNCHPOD_JOURNAL: folder };
    const cli = async (words, more = {}) => {
      const speed = ["--speed", String(SPEED / PACE)];
      const own = ["--import", HURRIED, PROGRAM, ...words, ...(words.length > 0 ? speed : [])];
      const { code, said } = await run(process.execPath, own, { ...more, cwd: folder, env: { ...env, ...more.env } });
      assert.ok(!said.includes(KEY), "the key is said nowhere");
      const lines = said.split("\n").filter((line) => /^\{.*\}$/.test(line));
      return { code, said, json: lines.length > 0 ? JSON.parse(lines.at(-1)) : null, lines };
    };
    await play({ t, simulator, folder, cli });
  });

scene("a pod is launched, waited for, read, stopped, started and ended", async ({ simulator, cli, folder }) => {
  const launched = await cli([...LAUNCH, "--name", "night", "--yes", "--json"]);
  assert.equal(launched.code, 0, launched.said);
  assert.match(launched.said, /RTX 4090, secure cloud: \$0\.747 per hour/);
  assert.match(launched.said, /It costs \$0\.747 per hour: \$2\.99 in 4 hours, then its timer ends it\./);
  assert.ok(launched.said.indexOf("It costs") < launched.said.indexOf("asking"), "the price comes first");
  const { pod, recovered } = launched.json;
  assert.deepEqual([pod.name, pod.networkVolume, pod.timerHours, recovered], ["night", "m0d3lsr0ro", 4, false]);
  const ready = await cli(["wait", "night", "--json"]);
  assert.deepEqual([ready.code, ready.json.pod.id, ready.json.pod.stage], [0, pod.id, "ready"], ready.said);
  const shown = await cli(["list"]);
  assert.match(shown.said, new RegExp(`^${pod.id} +night +\\w+ +1 × RTX 4090 +\\$0\\.747 per hour`, "m"));
  assert.match(shown.said, /All pods together: \$0\.747 per hour, network volumes apart\./);
  const log = await cli(["logs", pod.id, "--tail", "5", "--no-follow", "--json"]);
  assert.deepEqual([log.code, log.lines.length], [0, 5], log.said);
  assert.deepEqual(Object.keys(log.json), ["source", "text", "writtenAt"]);
  const ended = await cli(["end", "night", "--json"]);
  assert.deepEqual([ended.code, ended.json], [0, { ended: pod.id }], ended.said);
  assert.deepEqual(await living(simulator), []);
  assert.deepEqual((await cli(["list", "--json"])).json, { pods: [] });
  const again = await cli(["end", "night", "--json"]);
  assert.deepEqual([again.code, again.json.error.code], [5, "pod-not-found"]);
  const names = await readdir(folder);
  assert.ok(!names.some((name) => name.includes("launchpod.command") && !name.endsWith(".lock")), names.join());
});

scene("a pod with a volume of its own is stopped and started again", async ({ simulator, cli }) => {
  const words = ["launch", "pytorch", "--gpu", "24GB", "--pod-volume", "20", "--for", "none", "--yes", "--wait"];
  const launched = await cli(words);
  assert.equal(launched.code, 0, launched.said);
  assert.match(launched.said, /with no timer: until you end it\./);
  assert.match(launched.said, /\n {2}Jupyter: http/, "where it is reached");
  const [{ id }] = await living(simulator);
  const stopped = await cli(["stop", id]);
  assert.deepEqual([stopped.code, /Its disks go on costing money/.test(stopped.said)], [0, true], stopped.said);
  assert.equal((await cli(["wait", id])).code, 6);
  assert.equal((await cli(["resume", id])).code, 0);
  assert.equal((await cli(["end", id])).code, 0);
});

scene(
  "killed in mid-launch and run again, it goes on with the pod that it made",
  async ({ simulator, cli, folder }) => {
    await simulator.fault({ name: "delay", operation: CREATE, delayMs: 3000 });
    const words = [...LAUNCH, "--yes", "--json"];
    let child;
    const first = cli(words, { begun: (process) => (child = process) });
    await until("RunPod has made it", async () => (await simulator.state()).creates === 1);
    child.kill("SIGKILL");
    const killed = await first;
    assert.deepEqual([killed.code, killed.json], [null, null]);
    // What is another command is not mistaken for it.
    assert.equal((await readdir(folder)).filter((name) => name.startsWith("launchpod.command")).length, 2);
    const second = await cli([...words, "--max-price", "5"]);
    assert.equal(second.code, 0, second.said);
    assert.match(second.said, /It had made the pod \w+ .* already, so nothing else is launched/);
    assert.deepEqual([second.json.recovered, second.json.pod.launchedHere], [true, true]);
    const { creates } = await simulator.state();
    assert.deepEqual([creates, (await living(simulator)).map(({ id }) => id)], [1, [second.json.pod.id]]);
    const third = await cli(words);
    assert.deepEqual(
      [third.code, third.json.recovered],
      [0, false],
      "the command was done, so the same one is a new one",
    );
    assert.equal((await living(simulator)).length, 2);
  },
);

scene("killed while it waits for its pod and run again, it waits for the same one", async ({ simulator, cli }) => {
  const words = [...LAUNCH, "--yes", "--json", "--wait"];
  let child;
  const first = cli(words, {
    begun: (process) => (child = process),
    seen: (said) => said.includes("is there:") && child.kill("SIGKILL"),
  });
  await first;
  const second = await cli(words);
  assert.deepEqual([second.code, second.json.recovered, second.json.pod.stage], [0, true, "ready"], second.said);
  assert.equal((await simulator.state()).creates, 1);
});

scene("killed before RunPod made anything and run again, it launches", async ({ simulator, cli, folder }) => {
  await simulator.fault({ name: "error-before", operation: CREATE, delayMs: 5000, times: 1 });
  const words = [...LAUNCH, "--yes", "--json"];
  let child;
  const first = cli(words, { begun: (process) => (child = process) });
  await until("it is written down", async () =>
    (await readdir(folder)).some(
      (name) => name.includes("launch%2F") && name.endsWith(".json") && name.includes("journal"),
    ),
  );
  child.kill("SIGKILL");
  await first;
  const second = await cli(words);
  assert.deepEqual([second.code, second.json.recovered], [0, false], second.said);
  assert.deepEqual([(await simulator.state()).creates, (await living(simulator)).length], [1, 1]);
});

scene("the same launch at the same time is refused, and another one is not", async ({ simulator, cli }) => {
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 2000, times: 2 });
  const words = [...LAUNCH, "--yes", "--json"];
  const all = await Promise.all([cli(words), cli(words), cli([...words, "--name", "other"])]);
  const codes = all.map(({ code }) => code);
  assert.deepEqual([codes.slice(0, 2).sort(), codes[2]], [[0, 4], 0], all.map(({ said }) => said).join("\n"));
  assert.equal((await simulator.state()).creates, 2);
});

scene("Ctrl+C in mid-launch ends what came of it", async ({ simulator, cli }) => {
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 2000 });
  let child;
  const first = cli([...LAUNCH, "--yes", "--json"], { begun: (process) => (child = process) });
  await until("RunPod has made it", async () => (await simulator.state()).creates === 1);
  child.kill("SIGINT");
  const { code, json, said } = await first;
  assert.deepEqual([code, json.error.code, json.error.podId], [130, "aborted", null], said);
  assert.deepEqual(await living(simulator), []);
});

scene("nothing is launched without a yes, nor for more than was said", async ({ simulator, cli }) => {
  const unasked = await cli([...LAUNCH, "--json"]);
  assert.deepEqual([unasked.code, unasked.json.error.code], [2, "invalid-options"]);
  assert.match(unasked.said, /It costs \$0\.747 per hour/);
  assert.match(unasked.said, /Say --yes/);
  const dear = await cli([...LAUNCH, "--yes", "--max-price", "0.2", "--json"]);
  assert.deepEqual([dear.code, dear.json.error.code], [4, "dearer-than-agreed"], dear.said);
  const none = await cli(["launch", "--gpu", "NVIDIA A100-SXM4-80GB", "--volume", "models", "--yes", "--json"]);
  assert.deepEqual([none.code, none.json.error.code], [4, "no-capacity"], none.said);
  assert.match(none.said, /A100 SXM: out of stock/);
  assert.equal((await simulator.state()).creates, 0);
});

scene("what is wrong is told before anything is asked that costs", async ({ simulator, cli }) => {
  for (const [words, code, said] of [
    [["fly"], 2, /There is no command of that name/],
    [["launch", "--gpux", "1"], 2, /launch does not know one of these options/],
    [["launch", "--gpu"], 2, /lacks its value/],
    [["end"], 2, /needs the id or the name of a pod/],
    [["end", "a", "b"], 2, /takes one word/],
    [["launch", "--for", "soon"], 2, /--for takes a time/],
    [["launch", "--disk", "x"], 2, /--disk takes a number/],
    [["launch", "--volume", "nobody's", "--yes"], 2, /networkVolume: The account has no network volume/],
    [["launch", "--env", "noequals", "--yes"], 2, /--env takes NAME=VALUE/],
    [["list", "--api-key", "rpa_OTHER0000000000"], 2, /A key must not stand in a command/],
    [["list", "--journal=rpa_OTHER0000000000"], 2, /A key must not stand in a command/],
    [["stop", "nobody"], 5, /There is no pod of this id or name/],
  ]) {
    const ended = await cli(words);
    assert.equal(ended.code, code, `${words}: ${ended.said}`);
    assert.match(ended.said, said);
    assert.ok(!ended.said.includes("rpa_OTHER"), "a value that may be a key is not repeated");
  }
  const keyless = await cli(["list", "--json"], { env: { RUNPOD_API_KEY: "" } });
  assert.deepEqual([keyless.code, keyless.json.error.code], [3, "wrong-key"]);
  assert.match(keyless.said, /put it into RUNPOD_API_KEY/);
  const wrong = await cli(["list"], { env: { RUNPOD_API_KEY: "rpa_WRONG000000000000000000000000000000" } });
  assert.equal(wrong.code, 3, wrong.said);
  const away = await cli(["list"], { env: { RUNPOD_API_BASE_URL: "http://127.0.0.1:1" } });
  assert.equal(away.code, 7, away.said);
  assert.equal((await simulator.state()).creates, 0);
});

scene("a reader that has gone ends the reading of a log", async ({ t, cli }) => {
  const { json } = await cli([...LAUNCH, "--yes", "--wait", "--json"]);
  const gone = (child) => {
    t.after(() => child.kill("SIGKILL"));
    child.stdout.once("data", () => child.stdout.destroy());
  };
  // More than a pipe holds: what is written after the reader has gone is noticed.
  const { code, said } = await cli(["logs", json.pod.id, "--tail", "5000", "--json"], { begun: gone });
  assert.equal(code, 0, said);
  assert.doesNotMatch(said, /EPIPE/);
});

test("a key is asked for without showing it", async () => {
  const { readKey } = await import(new URL("program/ask.js", PACKAGE));
  const type = async (...parts) => {
    const shown = [];
    const modes = [];
    const input = Object.assign(new EventEmitter(), {
      isTTY: true,
      setRawMode: (on) => modes.push(on),
      resume: () => {},
      pause: () => {},
    });
    const output = { write: (text) => shown.push(text) };
    const reading = readKey({ environment: {}, input, output });
    for (const part of parts) input.emit("data", Buffer.from(part));
    const key = await reading.catch(({ code }) => code);
    assert.deepEqual(
      [shown, modes],
      [
        ["RunPod API key (it is not shown): ", "\n"],
        [true, false],
      ],
    );
    return key;
  };
  assert.equal(await type("rpa_a", "bcx\u007f", "\r"), "rpa_abc");
  assert.equal(await type("rpa_pasted\nyes\n"), "rpa_pasted");
  assert.equal(await type("rpa_a", "\u0003"), "aborted");
  assert.equal(await type("\r"), "wrong-key");
  assert.equal(await readKey({ environment: { RUNPOD_API_KEY: " rpa_x\n" } }), "rpa_x");
});

test("what others wrote acts on no terminal, and money is never a float", async () => {
  const { micros, perHour, plain, together } = await import(new URL("program/say.js", PACKAGE));
  assert.equal(plain("\u001b[31mred\u001b[0m \u001b]0;title\u0007\u009bx\u202e rpa_ABCDEFGHIJ"), "red ]0;titlex rpa_…");
  assert.equal(perHour(micros(0.746944)), "$0.747 per hour");
  assert.equal(perHour(micros(0.1)), "$0.100 per hour");
  assert.equal(together(micros(0.746944), 4), "$2.99");
  assert.equal(together(micros(0.1), 1 / 3), "$0.04", "a third of an hour is 0.34, and money is rounded up");
});

test("the help names every option and every exit code", async () => {
  const [help, read, readme] = await Promise.all(
    ["program/help.js", "program/arguments.js", "README.md"].map((name) => readFile(new URL(name, PACKAGE), "utf8")),
  );
  const options = [...read.matchAll(/"?\b([a-z-]+)"?: (?:TEXT|MANY|FLAG|\{ \.\.\.FLAG)/g)].map(([, name]) => name);
  assert.ok(options.length > 20);
  for (const name of options) assert.ok(help.includes(`--${name}`), name);
  for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8, 130]) assert.match(readme, new RegExp(`^\\| ${code} \\|`, "m"));
});
