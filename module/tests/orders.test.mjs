// What is wrong with an order, or with a launcher's options, is told at once and before anything is spent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PACKAGE, hurry, rejection, scene } from "./support.mjs";

hurry();

const { Launcher, LaunchpodError } = await import(new URL("node.js", PACKAGE));

scene("all problems of an order come at once, in the order's own names", {}, async ({ launcher, simulator }) => {
  const order = {
    nme: "x",
    gpuCount: 0,
    ports: ["8188"],
    env: { "1X": "y" },
    maxPerHour: NaN,
    gpus: ["RTX 9999"],
    networkVolume: "nowhere",
    spot: { bid: -1 },
    startCommand: () => {},
  };
  const error = await rejection(launcher.launch(order));
  assert.ok(error instanceof LaunchpodError && error instanceof Error);
  assert.equal(error.code, "invalid-order");
  assert.deepEqual(error.problems.map(({ field }) => field).sort(), [
    "env",
    "gpuCount",
    "gpus",
    "maxPerHour",
    "networkVolume",
    "nme",
    "ports",
    "spot",
    "startCommand",
  ]);
  assert.match(error.message, /nothing was/);
  assert.equal((await simulator.state()).creates, 0);
  assert.equal((await rejection(launcher.offers(order))).code, "invalid-order");
});

scene("odd orders are refused and never sent", {}, async ({ launcher, simulator }) => {
  const cyclic = {};
  cyclic.env = cyclic;
  for (const order of [
    undefined,
    null,
    7,
    "comfyui",
    [],
    { env: { A: 1 } },
    { gpuCount: 10n },
    cyclic,
    { gpuCount: 999 },
    { gpus: [{ memoryGb: 9999 }] },
    { spot: { bid: 0.001 } },
    { cpu: "nonsense" },
    { template: "nosuchtemplate" },
  ]) {
    const error = await rejection(launcher.launch(order));
    assert.equal(error.code, "invalid-order", String(error.message));
    assert.ok(error.problems.length > 0);
  }
  assert.equal((await simulator.state()).creates, 0);
});

scene("an order is read as it stands at the call", {}, async ({ launcher, simulator }) => {
  const order = { name: "before", image: "pytorch" };
  const launched = launcher.launch(order);
  order.name = "after";
  assert.equal((await launched).name, "before");
  assert.equal((await simulator.state()).creates, 1);
});

test("odd options are refused, and the environment stands in", async () => {
  const code = (options) => {
    try {
      new Launcher(options);
    } catch (error) {
      return error.code;
    }
    return null;
  };
  const apiKey = "rpa_JOURNEY7H3K9QZ2M5X8C1V4B6N0L";
  delete process.env.RUNPOD_API_KEY;
  assert.equal(code({}), "wrong-key");
  assert.equal(code({ apiKey, endpint: "x" }), "invalid-options");
  for (const endpoint of [
    "http://api.runpod.io",
    "ftp://x",
    "nonsense",
    "https://user:pass@x.example",
    "https://x.example/?a",
  ]) {
    assert.equal(code({ apiKey, endpoint }), "invalid-options", endpoint);
  }
  assert.equal(code({ apiKey, journal: {} }), "invalid-options");
  assert.equal(code({ apiKey, speed: 0 }), "invalid-options");
  assert.equal(code({ apiKey, api: "v2" }), "invalid-options");
  assert.equal(code({ apiKey, endpoint: "http://localhost:1" }), null);
  const odd = new Launcher({ apiKey, endpoint: "http://localhost:1", proxy: "nowhere" });
  assert.equal((await rejection(odd.pods())).code, "invalid-options");
  process.env.RUNPOD_API_KEY = apiKey;
  process.env.RUNPOD_API_BASE_URL = "http://127.0.0.1:1";
  const { code: unreachable, message } = await rejection(new Launcher().pods());
  assert.equal(unreachable, "no-access");
  assert.match(message, /could not be reached/);
});
