// What the tests in Node share: a simulator each, and a clock that runs faster.
import assert from "node:assert/strict";
import { test } from "node:test";
import { KEY, startSimulator } from "../../e2e/support/simulator.mjs";

/// The built package as it stands in a folder.
export const PACKAGE = new URL(`file://${process.env.MODULE}/`);

/// So many seconds pass here in a real one: what waits two minutes does so in four seconds.
export const PACE = 30;
/// And so many on the simulator: a pod is ready half a minute (of here) after it was asked for.
export const SPEED = 600;

/// How fast a clock runs here, and timers of 20 s and more: those give an answer up, and an answer takes real time.
export const HURRIED = { pace: PACE, longPace: 1 };

/// Makes the clock and the timers of a process, or of a page, run so many times as fast.
export const hurry = ({ pace, longPace } = HURRIED) => {
  const LONG = 20_000;
  const { now } = Date;
  const since = now();
  Date.now = () => since + (now() - since) * pace;
  for (const name of ["setTimeout", "setInterval"]) {
    const real = globalThis[name];
    globalThis[name] = (what, wait = 0, ...more) => real(what, wait / (wait < LONG ? pace : longPace), ...more);
  }
};

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// What a launcher of this simulator's is given.
export const optionsFor = (simulator, more = {}) => ({
  apiKey: simulator.key,
  endpoint: simulator.address,
  proxy: `${simulator.address}/proxy/{podId}-{port}`,
  speed: SPEED / PACE,
  ...more,
});

/// A test with a simulator and a launcher of its own, of which nothing is left behind.
export const scene = (name, { flags = [], options = {}, speed = SPEED, timeout = 120_000 } = {}, play) => {
  test(name, { timeout }, async (t) => {
    const { Launcher } = await import(new URL("node.js", PACKAGE));
    const simulator = await startSimulator({ speed, flags });
    const launchers = [];
    const newLauncher = (more = {}) => {
      const launcher = new Launcher(optionsFor(simulator, { ...options, ...more }));
      launchers.push(launcher);
      return launcher;
    };
    try {
      await play({ t, simulator, newLauncher, launcher: newLauncher() });
    } finally {
      for (const launcher of launchers) launcher.close();
      simulator.stop();
    }
  });
};

/// Pods that cost money on the simulator.
export const living = async (simulator) => {
  const { pods } = await simulator.state();
  return pods.filter((pod) => pod.desiredStatus !== "TERMINATED");
};

/// Waits until something is so, and fails with these words when it is not.
export const until = async (words, holds, tries = 200) => {
  for (let left = tries; left > 0; left -= 1) {
    const found = await holds();
    if (found) return found;
    await pause(1500);
  }
  throw new Error(`never so: ${words}`);
};

/// The error that something is rejected with. Whatever it says, it says in sentences.
export const rejection = async (promise) => {
  try {
    await promise;
  } catch (error) {
    assert.doesNotMatch(error.message, / {2}|\n/, "the words of an error have no holes");
    return error;
  }
  throw new Error("it was not rejected");
};

export { KEY, startSimulator };
