// A thousand launches and waits leave nothing behind, and a program ends by itself.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { setTimeout as pauseInRealTime } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { hurry, living, optionsFor, scene } from "./support.mjs";

// One request in two seconds is RunPod's allowance: a thousand launches are hours of it.
const PACE = 1000;
hurry({ pace: PACE, longPace: 0.1 });

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

const memories = [];
for (const name of ["instantiate", "instantiateStreaming"]) {
  const real = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await real.apply(WebAssembly, given);
    memories.push(...Object.values((made.instance ?? made).exports).filter((one) => one instanceof WebAssembly.Memory));
    return made;
  };
}

// Four hours, as a pod's timer has them by itself, are less than a second of the simulator's: the timer would end pods that are waited for.
const ORDER = { cpu: "cpu3g-2-8", image: "pytorch", containerDiskGb: 20, endAfterHours: 2160 };
const AT_A_TIME = 10;

/// So many launches, waits and ends, some of them at a time.
const cycles = async (launcher, count) => {
  let left = count;
  const one = async () => {
    while (left-- > 0) {
      const pod = await launcher.launch(ORDER);
      await launcher.waitForReady(pod.id, { timeoutMs: Infinity });
      await launcher.terminate(pod.id);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, one));
};

const weigh = () => {
  for (let round = 0; round < 4; round += 1) collect();
  return {
    heap: process.memoryUsage().heapUsed,
    wasm: memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  };
};

scene(
  "a thousand launches and waits do not grow the heap",
  { flags: ["--balance", "1000000"], speed: 20 * PACE, options: { speed: 20 }, timeout: 600_000 },
  async ({ launcher, simulator }) => {
    await cycles(launcher, 300);
    const warm = weigh();
    await cycles(launcher, 1000);
    // What was dropped may be held for a moment; a leak stays.
    const most = warm.heap * 1.1 + 300_000;
    let after = weigh();
    for (let left = 10; left > 0 && after.heap >= most; left -= 1) {
      await pauseInRealTime(1_000);
      after = weigh();
    }
    // The memory of Node's own parser of HTTP is among it. It grows by pages of 64 KiB, and moves by one or two; a launch that left its pod behind would take eight.
    assert.ok(
      memories.length > 0 && after.wasm - warm.wasm <= 2 * 65_536,
      `WebAssembly: ${warm.wasm} to ${after.wasm}`,
    );
    assert.ok(after.heap < most, `JavaScript's heap: ${warm.heap} to ${after.heap}`);
    assert.deepEqual(await living(simulator), []);
    assert.equal((await simulator.state()).creates, 1300);
  },
);

scene("a program in Node ends by itself as soon as nothing is awaited", {}, async ({ simulator }) => {
  const text = `
    import { Launcher } from ${JSON.stringify(new URL("node.js", `file://${process.env.MODULE}/`).href)};
    const launcher = new Launcher(${JSON.stringify(optionsFor(simulator))});
    const pod = await launcher.launch({ image: "pytorch", gpus: [{ memoryGb: 16 }] });
    console.log(pod.id);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", text], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const began = process.hrtime.bigint();
  const code = await new Promise((resolve) => child.on("exit", resolve));
  assert.equal(code, 0);
  // It looks for seven minutes whether a second pod comes.
  assert.ok(process.hrtime.bigint() - began < 60_000_000_000n, "the clock kept it alive");
  assert.equal((await living(simulator)).length, 1);
});
