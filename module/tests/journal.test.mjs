// A program that dies finds its pod again; two programs on one journal never make two of one.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PACKAGE, hurry, living, optionsFor, pause, rejection, scene, until } from "./support.mjs";

hurry();

const { fileJournal, memoryJournal, storageJournal } = await import(new URL("node.js", PACKAGE));

const ORDER = { name: "kept", image: "pytorch", gpus: [{ memoryGb: 16 }] };
const CREATE = "podFindAndDeployOnDemand";

const inFolder = async (play) => {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-journal-"));
  try {
    await play(folder);
  } finally {
    // A launcher that is closed after this may be writing still.
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  }
};

/// Another program with a launcher on this journal.
const program = (simulator, folder, what) => {
  const { journal, ...options } = optionsFor(simulator);
  const child = fork(new URL("program.mjs", import.meta.url), [
    JSON.stringify({ what, folder, options, order: ORDER }),
  ]);
  const said = [];
  child.on("message", (message) => said.push(message));
  const ended = new Promise((resolve) => child.on("exit", (code) => resolve(code)));
  return { child, said, ended };
};

scene("a program that is killed in mid-launch finds its pod again", {}, ({ simulator, newLauncher }) =>
  inFolder(async (folder) => {
    await simulator.fault({ name: "delay", operation: CREATE, delayMs: 3000 });
    const first = program(simulator, folder, "launch");
    await until("RunPod has made it", async () => (await simulator.state()).creates === 1);
    first.child.kill("SIGKILL");
    await first.ended;
    const launcher = newLauncher({ journal: fileJournal(folder) });
    const recovered = await launcher.recover();
    const [pod] = await living(simulator);
    assert.deepEqual(
      recovered.map(({ name, state, pod }) => [name, state, pod.id]),
      [["kept", "placed", pod.id]],
    );
    assert.equal(recovered[0].pod.launchedHere, true);
    const other = await launcher.launch(ORDER);
    assert.notEqual(other.id, pod.id);
    await Promise.all([pod.id, other.id].map((id) => launcher.terminate(id)));
    assert.deepEqual(await launcher.recover(), [], "nothing is left in the journal");
  }),
);

scene(
  "a launch that died before RunPod made anything is known to have made nothing",
  {},
  ({ simulator, newLauncher }) =>
    inFolder(async (folder) => {
      await simulator.fault({ name: "error-before", operation: CREATE, delayMs: 3000, times: 1 });
      const first = program(simulator, folder, "launch");
      await until("it was asked", () => first.said.some(({ state }) => state === "asking"));
      await until("it is written down", async () =>
        (await readdir(folder)).some((name) => name.includes("launch%2F") && name.endsWith(".json")),
      );
      await pause(3000);
      first.child.kill("SIGKILL");
      await first.ended;
      const launcher = newLauncher({ journal: fileJournal(folder) });
      const recovered = await launcher.recover();
      assert.deepEqual(
        recovered.map(({ state }) => state),
        ["never-arrived"],
      );
      assert.deepEqual(await living(simulator), []);
    }),
);

scene("an end that was asked for by a program that died is asked for again", {}, ({ simulator, newLauncher }) =>
  inFolder(async (folder) => {
    await simulator.fault({ name: "maintenance", operation: "podTerminate", times: 0 });
    const first = program(simulator, folder, "launch-and-terminate");
    await until("it is ending it", async () =>
      (await readdir(folder)).some((name) => name.includes("end%2F") && name.endsWith(".json")),
    );
    first.child.kill("SIGKILL");
    await first.ended;
    await simulator.calm();
    assert.equal((await living(simulator)).length, 1);
    await newLauncher({ journal: fileJournal(folder) }).recover();
    await until("it is gone", async () => (await living(simulator)).length === 0);
  }),
);

scene("two programs on one journal launch one after the other", {}, ({ simulator, newLauncher }) =>
  inFolder(async (folder) => {
    await simulator.fault({ name: "delay", operation: CREATE, delayMs: 400, times: 2 });
    const programs = [program(simulator, folder, "launch"), program(simulator, folder, "launch")];
    assert.deepEqual(await Promise.all(programs.map(({ ended }) => ended)), [0, 0]);
    const pods = programs.map(({ said }) => said.find(({ pod }) => pod).pod);
    assert.equal(new Set(pods).size, 2);
    assert.equal((await simulator.state()).creates, 2);
    const launcher = newLauncher({ journal: fileJournal(folder) });
    assert.ok((await launcher.pods()).every((pod) => pod.launchedHere));
  }),
);

scene("a journal that can't be written to launches nothing", {}, async ({ simulator, newLauncher }) => {
  const broken = {
    ...memoryJournal(),
    set: () => {
      throw new Error("full");
    },
  };
  const error = await rejection(newLauncher({ journal: broken }).launch(ORDER));
  assert.equal(error.code, "no-journal");
  assert.equal((await simulator.state()).creates, 0);
});

scene("a journal without locks, and one that is all promises, do as well", {}, async ({ simulator, newLauncher }) => {
  const { keys, get, set, delete: erase } = memoryJournal();
  const slow =
    (how) =>
    async (...given) => {
      await pause(50);
      return how(...given);
    };
  const journal = { keys: slow(keys), get: slow(get), set: slow(set), delete: slow(erase) };
  const launcher = newLauncher({ journal });
  const pod = await launcher.launch(ORDER);
  await launcher.terminate(pod.id);
  assert.deepEqual(await living(simulator), []);
  // It is watched for seven minutes whether a second pod comes of the launch.
  const left = async () => (await keys()).filter((key) => !key.startsWith("launchpod.account/"));
  await until("nothing is left but whose key it is", async () => (await left()).length === 0, 600);
  assert.equal((await keys()).length, 1);
});

test("a folder keeps texts whole under any key", () =>
  inFolder(async (folder) => {
    const journal = fileJournal(join(folder, "made", "when", "needed"));
    assert.deepEqual(await journal.keys(), []);
    assert.equal(await journal.get("a"), null);
    const key = "launchpod.journal/runpod:user_1/launch/é?*";
    await journal.set(key, "one");
    await journal.set(key, "two");
    assert.deepEqual([await journal.keys(), await journal.get(key)], [[key], "two"]);
    await journal.delete(key);
    await journal.delete(key);
    assert.deepEqual(await journal.keys(), []);
    await Promise.all(Array.from({ length: 50 }, (_, at) => journal.set("same", `${at}`.repeat(1000))));
    assert.match(await journal.get("same"), /^(\d{1,2})\1{999}$/);
    assert.ok((await readdir(join(folder, "made", "when", "needed"))).every((name) => !name.endsWith(".part")));
  }));

test("one has a lock at a time, and a dead program's lock holds nobody up", () =>
  inFolder(async (folder) => {
    const journal = fileJournal(folder);
    const release = await journal.lock("a");
    assert.equal(await journal.lock("a"), null);
    assert.equal(await fileJournal(folder).lock("a"), null);
    assert.ok(await journal.lock("b"));
    await release();
    const again = await journal.lock("a");
    assert.ok(again);
    await again();
    const owner = (more) => JSON.stringify({ token: "x", pid: process.pid, host: hostname(), started: null, ...more });
    const place = join(folder, "c.lock");
    await writeFile(place, owner({ pid: 2 ** 22 + 1 }));
    const taken = await Promise.all(Array.from({ length: 20 }, () => journal.lock("c")));
    assert.equal(taken.filter(Boolean).length, 1, "of many one gets it");
    await writeFile(place, owner({ started: "1" }));
    if (process.platform === "linux")
      assert.ok(await journal.lock("c"), "its number belongs to another program by now");
    await writeFile(place, owner({}));
    assert.equal(await journal.lock("c"), null, "it lives");
    const touch = (ago) => utimes(place, new Date(Date.now() - ago), new Date(Date.now() - ago));
    await writeFile(place, owner({ host: "elsewhere" }));
    await touch(60_000);
    assert.equal(await journal.lock("c"), null, "on another machine, and touched a moment ago");
    await touch(120_000);
    assert.ok(await journal.lock("c"), "on another machine, and silent for long");
    await rm(place);
    await writeFile(place, "");
    await touch(1000);
    assert.equal(await journal.lock("c"), null, "half written a moment ago");
  }));

test("a storage keeps texts, and its locks hold within the program", async () => {
  const texts = new Map();
  const storage = {
    get length() {
      return texts.size;
    },
    key: (at) => [...texts.keys()][at] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
  };
  const journal = storageJournal(storage);
  journal.set("a", "1");
  assert.deepEqual([journal.keys(), journal.get("a"), journal.get("b")], [["a"], "1", null]);
  const release = await journal.lock("a");
  assert.equal(await storageJournal(storage).lock("a"), null);
  release();
  assert.ok(await journal.lock("a"));
  journal.delete("a");
  assert.deepEqual(journal.keys(), []);
});
