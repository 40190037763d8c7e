// Whatever goes wrong, one launch never makes two pods, and withPod leaves none.
import assert from "node:assert/strict";
import { hurry, living, pause, scene, until } from "./support.mjs";

hurry();

const RUNS = Number(process.env.LAUNCHPOD_RUNS ?? 24);
const SEED = Number(process.env.LAUNCHPOD_SEED ?? 1);

/// The same dice for the same seed (mulberry32).
const diceOf = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const CREATE = "podFindAndDeployOnDemand";
const OF_ANY = [
  "act-then-drop",
  "drop-then-act",
  "error-before",
  "error-after",
  "bad-gateway",
  "rate-limit",
  "maintenance",
  "nonsense",
];
const AFTER_TOO = ["bad-gateway", "maintenance", "nonsense"];
const OF_LISTS = ["stale-list", "partial-list", "empty-list"];

const mischief = (dice) => {
  const pick = (all) => all[Math.floor(dice() * all.length)];
  const operation = pick([CREATE, CREATE, "podTerminate", "myself"]);
  const chance = 0.3 + dice() * 0.7;
  if (dice() < 0.25) return { name: pick(OF_LISTS), times: 1 + Math.floor(dice() * 4) };
  if (dice() < 0.2) return { name: "delay", operation, delayMs: Math.floor(dice() * 400), times: 2 };
  const name = pick(OF_ANY);
  const after = AFTER_TOO.includes(name) && { after: dice() < 0.5 };
  return { name, operation, chance, times: 1 + Math.floor(dice() * 3), ...after };
};

/// At no moment do two pods carry one launch's mark for longer than it takes to end the younger.
const assertOneEach = async (simulator) => {
  const twins = async () => {
    const tags = (await living(simulator)).map(({ tag }) => tag).filter(Boolean);
    return tags.length - new Set(tags).size;
  };
  await until("no launch has two pods", async () => (await twins()) === 0, 120);
};

for (let run = 0; run < RUNS; run += 1) {
  const seed = SEED + run;
  scene(
    `one launch, one pod, and none in the end (LAUNCHPOD_SEED=${seed} LAUNCHPOD_RUNS=1)`,
    { flags: ["--seed", String(seed)] },
    async ({ launcher, simulator }) => {
      const dice = diceOf(seed);
      for (let count = 1 + Math.floor(dice() * 3); count > 0; count -= 1) await simulator.fault(mischief(dice));
      const away = new AbortController();
      const when = dice() < 0.4 ? setTimeout(() => away.abort(), dice() * 60_000) : null;
      const order = { name: `run${seed}`, image: "pytorch", gpus: [{ memoryGb: 16 }, "NVIDIA GeForce RTX 4090"] };
      const one = launcher.withPod(order, async () => void (await pause(dice() * 5000)), {
        ready: dice() < 0.5,
        signal: away.signal,
      });
      const outcome = await one.then(
        () => "done",
        (error) => error,
      );
      clearTimeout(when);
      await assertOneEach(simulator);
      await simulator.calm();
      if (outcome !== "done" && outcome.code === "unclear") return;
      const left = await living(simulator);
      if (outcome !== "done" && outcome.podId)
        return assert.deepEqual(
          left.map(({ id }) => id),
          [outcome.podId],
        );
      if (left.length > 0) await until("nothing is left", async () => (await living(simulator)).length === 0, 120);
      const known = [
        "aborted",
        "never-arrived",
        "no-capacity",
        "rate-limited",
        "server-trouble",
        "maintenance",
        "nonsense",
        "no-access",
        "timed-out",
      ];
      assert.ok(outcome === "done" || known.includes(outcome.code), outcome.stack);
    },
  );
}
