// What callers give and what their callbacks throw, with a stand-in for the WebAssembly: nothing is built or asked for these.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { LaunchpodError } from "../js/error.js";
import { fileJournal } from "../js/files.js";
import { memoryJournal } from "../js/journals.js";
import { BaseLauncher } from "../js/launcher.js";
import { readOptions } from "../js/options.js";
import { loader } from "../js/wasm.js";

const POD = { id: "pod1", name: "mine" };
const OPTIONS = { apiKey: "rpa_x" };

/// A launcher whose module answers as `answers` say, the names of all that was asked of it, and what it has of its host.
const standIn = (answers = {}, options = OPTIONS) => {
  const asked = [];
  const hosts = [];
  class Core {
    constructor(_, host) {
      hosts.push(host);
    }
    async call(method, given, hooks) {
      asked.push(method);
      // As the module does: it looks whether it is aborted only when it is its turn.
      const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
      const answer = await (answers[method] ?? (() => structuredClone(POD)))(hooks, JSON.parse(given), turn);
      return answer;
    }
    tick() {
      return false;
    }
    nudge() {}
    close() {}
  }
  const surroundings = { load: async () => Core, probe: async () => "silent", environment: {}, journal: memoryJournal };
  return { launcher: new BaseLauncher(options, surroundings), asked, hosts };
};

const rejected = async (promise) => {
  const [{ status, reason }] = await Promise.allSettled([promise]);
  assert.equal(status, "rejected");
  return reason;
};

const aborted = (podId = null) => ({ code: "aborted", message: "The launch was aborted at your request.", podId });

/// Waits until the caller wants no more of it.
const untilAborted = (told) => async (hooks, _, turn) => {
  hooks.tell({ ...POD, stage: "starting" });
  while (!hooks.aborted()) await turn();
  throw told;
};

const BAD_CALLS = {
  "withPod without work": [(launcher) => launcher.withPod({}), /withPod must be given a function/],
  "withPod with work that is none": [
    (launcher) => launcher.withPod({}, { ready: false }),
    /withPod must be given a function/,
  ],
  "an onAttempt that is no function": [
    (launcher) => launcher.launch({}, { onAttempt: "x" }),
    /onAttempt of launch must be a function/,
  ],
  "an onDearer that is no function": [(launcher) => launcher.launch({}, { onDearer: true }), /onDearer of launch/],
  "an onAttempt of withPod's": [
    (launcher) => launcher.withPod({}, () => 1, { onAttempt: "x" }),
    /onAttempt of withPod/,
  ],
  "an onStage of withPod's": [(launcher) => launcher.withPod({}, () => 1, { onStage: 1 }), /onStage of withPod/],
  "a ready that is no switch": [
    (launcher) => launcher.withPod({}, () => 1, { ready: "no" }),
    /ready of withPod must be true or false/,
  ],
  "a signal that is none": [
    (launcher) => launcher.launch({}, { signal: {} }),
    /signal of launch must be an AbortSignal/,
  ],
  "a controller for a signal": [
    (launcher) => launcher.stop("pod1", { signal: new AbortController() }),
    /signal of stop/,
  ],
  "a signal of recover's": [(launcher) => launcher.recover({ signal: "now" }), /signal of recover/],
  "a signal of watch's": [(launcher) => launcher.watch({ signal: {} }).next(), /signal of watch/],
  "no number of milliseconds": [
    (launcher) => launcher.waitForReady("pod1", { timeoutMs: NaN }),
    /timeoutMs of waitForReady must be a number/,
  ],
  "milliseconds as a text": [(launcher) => launcher.terminate("pod1", { timeoutMs: "5" }), /timeoutMs of terminate/],
  "less than no time": [(launcher) => launcher.resume("pod1", { timeoutMs: -1 }), /timeoutMs of resume/],
  "no time to end in": [(launcher) => launcher.withPod({}, () => 1, { endWithinMs: NaN }), /endWithinMs of withPod/],
  "an option that stop does not know": [
    (launcher) => launcher.stop("pod1", { timeout: 5 }),
    /stop has no option timeout\. It knows signal, timeoutMs\./,
  ],
  "an option that launch does not know": [
    (launcher) => launcher.launch({}, { onattempt() {} }),
    /launch has no option onattempt/,
  ],
  "an option that withPod does not know": [
    (launcher) => launcher.withPod({}, () => 1, { timeOutMs: 5 }),
    /withPod has no option timeOutMs/,
  ],
  "options that are none": [
    (launcher) => launcher.waitForReady("pod1", 5000),
    /options of waitForReady must be an object/,
  ],
  "no id": [(launcher) => launcher.terminate(undefined), /terminate must be given the id of a pod/],
  "a pod for its id": [(launcher) => launcher.waitForReady(POD), /waitForReady must be given the id of a pod/],
  "an empty id": [(launcher) => launcher.pod(""), /pod must be given the id of a pod/],
};

for (const [name, [call, words]] of Object.entries(BAD_CALLS)) {
  test(`a call is refused before anything is asked: ${name}`, async () => {
    const { launcher, asked } = standIn();
    const error = await rejected(call(launcher));
    assert.ok(error instanceof LaunchpodError, String(error));
    assert.equal(error.code, "invalid-options");
    assert.match(error.message, words);
    assert.deepEqual(asked, []);
  });
}

test("what is not given, and no limit, are fine", async () => {
  const { launcher, asked } = standIn({ lost: () => null });
  await launcher.waitForReady("pod1", { timeoutMs: Infinity, signal: undefined, onStage: null });
  await launcher.stop("pod1", { timeoutMs: 0, signal: new AbortController().signal });
  await launcher.terminate("pod1", undefined);
  assert.equal(await launcher.withPod({}, () => 42, { ready: false, endWithinMs: 5, signal: null }), 42);
  assert.deepEqual(asked, ["ready", "stop", "end", "launch", "lost", "end"]);
});

test("a name is sent with each letter and its marks as one", async () => {
  let order;
  const { launcher } = standIn({
    launch: (_, given) => {
      ({ order } = given);
      return structuredClone(POD);
    },
  });
  await launcher.launch({ name: "Mu\u0308ller", gpuTypes: [] });
  assert.equal(order.name, "M\u00fcller");
  await launcher.launch({ name: 5 });
  assert.equal(order.name, 5, "what is no text is refused later");
});

for (const [name, options, words] of [
  ["a name that it does not know", { apikey: "rpa_x" }, /no option apikey/],
  ["no object", "rpa_x", /must be an object/],
  ["nothing", null, /must be an object/],
  ["WebAssembly that is none", { ...OPTIONS, wasm: {} }, /wasm must be bytes/],
  ["a proxy that is no text", { ...OPTIONS, proxy: 5 }, /proxy must be/],
  ["a lock that is no function", { ...OPTIONS, journal: { ...memoryJournal(), lock: true } }, /lock of the journal/],
]) {
  test(`a launcher's options are refused: ${name}`, () => {
    const refused = (error) => error.code === "invalid-options" && words.test(error.message);
    assert.throws(() => readOptions(options, {}, memoryJournal), refused);
  });
}

test("an endpoint is taken with or without /graphql at its end", () => {
  const read = (endpoint) => readOptions({ ...OPTIONS, endpoint }, {}, memoryJournal).core;
  const runpod = read("https://api.runpod.io");
  for (const same of [
    "https://api.runpod.io/graphql",
    "https://api.runpod.io/graphql/",
    "https://api.runpod.io//graphql",
  ]) {
    assert.deepEqual(read(same), runpod);
  }
  assert.equal(read("http://127.0.0.1:4600/relay/graphql").graphql, "http://127.0.0.1:4600/relay/graphql");
  assert.equal(read("https://example.com/my-graphql").graphql, "https://example.com/my-graphql/graphql");
});

test("what onStage throws comes out of the wait, though it was the last stage", async () => {
  const mine = new TypeError("mine");
  const fail = () => {
    throw mine;
  };
  const waiting = standIn({ ready: untilAborted({ code: "aborted", message: "as you wished", podId: POD.id }) });
  assert.equal(await rejected(waiting.launcher.waitForReady("pod1", { onStage: fail })), mine);
  const lost = standIn({ ready: untilAborted({ code: "pod-lost", message: "lost", podId: POD.id }) });
  assert.equal(await rejected(lost.launcher.waitForReady("pod1", { onStage: fail })), mine);
  const last = standIn({ ready: (hooks) => (hooks.tell({ ...POD, stage: "ready" }), POD) });
  assert.equal(await rejected(last.launcher.waitForReady("pod1", { onStage: fail })), mine);
  assert.deepEqual([waiting.asked, last.asked], [["ready"], ["ready"]], "the wait alone ends");
});

test("what onStage throws in withPod comes out as it is, and the pod is ended", async () => {
  const mine = new TypeError("mine");
  const { launcher, asked } = standIn({
    ready: untilAborted({ code: "aborted", message: "as you wished", podId: POD.id }),
  });
  const onStage = async () => {
    throw mine;
  };
  assert.equal(await rejected(launcher.withPod({}, () => assert.fail("no work"), { onStage })), mine);
  assert.deepEqual(asked, ["launch", "ready", "end"]);
});

const throwing = (mine) => ({
  onAttempt: () => {
    throw mine;
  },
});

test("what onAttempt throws comes out of the launch as it is", async () => {
  const mine = new TypeError("mine");
  for (const told of [aborted(), { code: "no-capacity", message: "none", podId: null }]) {
    const { launcher } = standIn({ launch: untilAborted(told) });
    assert.equal(await rejected(launcher.launch({}, throwing(mine))), mine);
  }
  const dearer = standIn({
    launch: async (hooks) => {
      assert.equal(await hooks.dearer({}, 1), false);
      throw { code: "dearer-than-agreed", message: "dearer", podId: null };
    },
  });
  const onDearer = () => {
    throw mine;
  };
  assert.equal(await rejected(dearer.launcher.launch({}, { onDearer })), mine);
});

test("what onAttempt throws when the pod is there already ends the pod", async () => {
  const mine = new TypeError("mine");
  const placed = (hooks) => (hooks.tell({ offer: null, state: "placed", why: null }), POD);
  const { launcher, asked } = standIn({ launch: placed });
  assert.equal(await rejected(launcher.launch({}, throwing(mine))), mine);
  assert.deepEqual(asked, ["launch", "end"]);
  const end = () => {
    throw { code: "timed-out", message: "The end is not confirmed.", podId: POD.id };
  };
  const stuck = await rejected(standIn({ launch: placed, end }).launcher.launch({}, throwing(mine)));
  assert.deepEqual([stuck.code, stuck.podId, stuck.cause], ["timed-out", POD.id, mine]);
  assert.match(stuck.message, /A callback of this launch threw.*may run and cost money/);
});

test("what a callback throws hides no pod that may cost money", async () => {
  const mine = new TypeError("mine");
  for (const told of [
    aborted(POD.id),
    { code: "unclear", message: "The launch was aborted, and it can't be found out.", podId: null },
  ]) {
    const { launcher } = standIn({ launch: untilAborted(told) });
    const error = await rejected(launcher.launch({}, throwing(mine)));
    assert.deepEqual([error.code, error.podId, error.cause], [told.code, told.podId, mine]);
    assert.match(error.message, /because a callback of it threw/);
  }
});

test("a lock that is being let go of is not taken for another program's", async () => {
  const journal = memoryJournal();
  const { lock } = journal;
  journal.lock = (key) => {
    const release = lock(key);
    return release && (() => new Promise((resolve) => setTimeout(() => resolve(release()), 20)));
  };
  const { launcher, hosts } = standIn({}, { ...OPTIONS, journal });
  await launcher.pods();
  const release = await hosts[0].lock("a");
  assert.equal(await hosts[0].lock("a"), null, "it is held");
  release();
  assert.ok(await hosts[0].lock("a"), "it was let go of");
});

test("the lock of a killed program that nobody has looked after holds nobody up", {
  skip: process.platform !== "linux",
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-journal-"));
  // Its child ends soon, and it never asks how: the child keeps its number.
  const parent = spawn("sh", ["-c", "sleep 0.3 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
    const state = async () => (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1][0];
    while ((await state()) !== "Z") await new Promise((resolve) => setTimeout(resolve, 10));
    await writeFile(join(folder, "a.lock"), JSON.stringify({ token: "x", pid, host: hostname(), started: null }));
    const release = await fileJournal(folder).lock("a");
    assert.ok(release);
    await release();
  } finally {
    parent.kill();
    await rm(folder, { recursive: true, force: true });
  }
});

/// The smallest module that there is.
const EMPTY = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

test("the WebAssembly is handed over in any form", async () => {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-wasm-"));
  try {
    const path = join(folder, "core_bg.wasm");
    await writeFile(path, EMPTY);
    const data = `data:application/wasm;base64,${Buffer.from(EMPTY).toString("base64")}`;
    const module = new WebAssembly.Module(EMPTY);
    const forms = [
      EMPTY,
      EMPTY.buffer,
      new DataView(EMPTY.buffer),
      module,
      new Response(EMPTY),
      path,
      pathToFileURL(path),
      `${pathToFileURL(path)}`,
      data,
      new URL(data),
    ];
    for (const wasm of forms) {
      assert.equal(readOptions({ ...OPTIONS, wasm }, {}, memoryJournal).wasm, wasm);
      const got = [];
      const init = async ({ module_or_path: given }) => {
        got.push(given instanceof Response ? await given.arrayBuffer() : given);
      };
      assert.equal(await loader(init, "the class", () => assert.fail("it was given"), readFile)(wasm), "the class");
      if (got[0] !== module) assert.equal(WebAssembly.validate(got[0]), true, String(wasm));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("WebAssembly that is not there is said to be missing, with the cause and what helps, and is looked for again", async () => {
  let beside = new URL("no_such_folder/core_bg.wasm", import.meta.url);
  const load = loader(
    async () => {},
    "the class",
    () => beside,
    readFile,
  );
  const missing = await rejected(load());
  assert.deepEqual([missing.code, missing.cause.code], ["no-wasm", "ENOENT"]);
  assert.match(missing.message, /core_bg\.wasm could not be loaded.*option wasm.*ENOENT/);
  // Where a bundle is no ES module, there is no address to start from.
  const nowhere = await rejected(
    loader(
      async () => {},
      "the class",
      () => new URL("./core_bg.wasm", undefined),
    )(),
  );
  assert.deepEqual([nowhere.code, nowhere.cause.code], ["no-wasm", "ERR_INVALID_URL"]);
  const broken = async () => {
    throw new WebAssembly.CompileError("no magic word");
  };
  assert.match(
    (await rejected(loader(broken, "the class", () => beside)(EMPTY))).message,
    /What the option wasm gives.*no magic word/,
  );
  beside = new URL("callers.test.mjs", import.meta.url);
  assert.equal(await load(), "the class");
});

test("a launcher hands the WebAssembly on, and says why there is none", async () => {
  const given = [];
  const load = async (wasm) => {
    given.push(wasm);
    throw new LaunchpodError({ code: "no-wasm", message: "none" });
  };
  const surroundings = { load, probe: async () => "silent", environment: {}, journal: memoryJournal };
  const error = await rejected(new BaseLauncher({ ...OPTIONS, wasm: EMPTY }, surroundings).pods());
  assert.deepEqual([error.code, given], ["no-wasm", [EMPTY]]);
});

test("what the README of the package says holds outside the repository", async () => {
  const text = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const links = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, to]) => to);
  assert.deepEqual(
    links.filter((to) => !/^(https:|#)/.test(to)),
    [],
    "these lead nowhere in the package",
  );
  // Before these, require() of an ES module is an error.
  assert.match(text, /`require`s it from Node 22\.12 on \(and in 20\.19 and later of 20\)/);
});

test("a pod that was launched is ended by `await using`, and looks like any other", async () => {
  const { launcher, asked } = standIn();
  const pod = await launcher.launch({});
  assert.deepEqual(pod, POD);
  await pod[Symbol.asyncDispose]();
  assert.deepEqual(asked, ["launch", "end"]);
});

test("what an order may name is asked for by calls that the module has", async () => {
  const { launcher, asked } = standIn();
  for (const name of ["dataCenters", "cpuFlavors", "templates", "registries"]) await launcher[name]();
  const known = await readFile(new URL("../src/launcher/exports.rs", import.meta.url), "utf8");
  for (const name of [...asked, "end", "stop", "start", "recover"]) assert.match(known, new RegExp(`"${name}" =>`));
});
