// Faults come and go: a storm of a few, then a calm.
import { pause } from "./dice.mjs";

/// More than anybody spends in an hour.
export const RICH = 100_000;
const FIELDS = ["myself", "pod", "gpuTypes", "podFindAndDeployOnDemand", "podTerminate", "podStop", "podResume"];

/// Each a weight and what is said to the simulator. Waits are real time: the page gives a question up after 1.7 s of it and
/// an act after 5, and what is acted on late must be so within 10, the two minutes in which the page looks out for it.
const FAULTS = [
  [8, (dice) => ({ name: "act-then-drop", afterBytes: dice.between(0, 1) })],
  [6, (dice) => ({ name: "drop-then-act", delayMs: dice.between(50, 3_000), afterBytes: dice.between(0, 1) })],
  [6, (dice) => ({ name: "delay", delayMs: dice.between(50, 3_000) })],
  [4, () => ({ name: "error-before" })],
  [4, () => ({ name: "error-after" })],
  [4, (dice) => ({ name: "bad-gateway", after: dice.percent(50), bare: dice.percent(50) })],
  [
    4,
    (dice) => ({
      name: "rate-limit",
      ...(dice.percent(50) && { retryAfter: dice.between(1, 30) }),
      bare: dice.percent(50),
    }),
  ],
  [4, (dice) => ({ name: "unauthorized", bare: dice.percent(30) })],
  // Of an end or a stop it is RunPod's last word, and nobody asks again.
  [
    2,
    (dice) => ({
      name: "forbidden",
      operation: dice.of(FIELDS.filter((field) => !["podTerminate", "podStop"].includes(field))),
    }),
  ],
  [2, () => ({ name: "retired" })],
  [
    4,
    (dice) => ({
      name: "maintenance",
      after: dice.percent(50),
      ...(dice.percent(50) && { retryAfter: dice.between(1, 30) }),
    }),
  ],
  [4, (dice) => ({ name: "nonsense", after: dice.percent(50), bare: dice.percent(50) })],
];
const OF_LISTS = [
  [1, () => ({ name: "stale-list" })],
  [1, () => ({ name: "partial-list" })],
  [1, () => ({ name: "empty-list" })],
];
const OF_THE_NEXT_POD = [
  [1, () => ({ name: "no-machine" })],
  [1, () => ({ name: "pull-loop" })],
];
const OF_THE_WORLD = [
  [8, () => ({ name: "outbid" })],
  [8, () => ({ name: "host-gone" })],
  [8, (dice) => ({ name: "cors", mode: dice.of(["none", "refused", "runpod-only"]) })],
  [1, () => ({ name: "empty-balance" })],
];

export class Weather {
  constructor(simulator, dice, pace) {
    Object.assign(this, { simulator, dice, second: 1_000 / pace, struck: {} });
  }

  async live(isOver) {
    while (!isOver()) {
      for (let left = this.dice.between(2, 4); left > 0; left -= 1) await this.strike();
      await this.wait(5, 40, isOver);
      await this.calm();
      await this.wait(5, 20, isOver);
    }
    await this.calm();
  }

  async strike() {
    const { dice } = this;
    const kind = dice.weighed([
      [5, FAULTS],
      [3, OF_LISTS],
      [1, OF_THE_NEXT_POD],
      [2, OF_THE_WORLD],
    ]);
    const fault = dice.weighed(kind)(dice);
    if (kind === OF_THE_WORLD) return this.strikeTheWorld(fault);
    const operation = kind === FAULTS && !fault.operation && dice.percent(70) ? { operation: dice.of(FIELDS) } : {};
    return this.simulator.fault(
      JSON.stringify({
        ...fault,
        ...operation,
        times: dice.percent(30) ? 0 : dice.between(1, 8),
        chance: dice.between(1, 4) / 4,
      }),
    );
  }

  async strikeTheWorld(fault) {
    // A fault that finds nothing to hit is told as wrong: that is none of ours.
    const hit = await this.simulator.fault(JSON.stringify(fault)).then(
      () => true,
      () => false,
    );
    if (hit) this.count(fault.name, 1);
    if (fault.name !== "empty-balance") return;
    await this.wait(5, 10, () => false);
    await this.simulator.fault(JSON.stringify({ name: "set-balance", balance: RICH }));
  }

  /// All faults off.
  async calm() {
    for (const { fault, struck } of await this.simulator.calm()) this.count(fault.name, struck);
  }

  count(name, times) {
    this.struck[name] = (this.struck[name] ?? 0) + times;
  }

  /// So many seconds of the page's time.
  async wait(least, most, isOver) {
    const end = Date.now() + this.dice.between(least, most) * this.second;
    while (Date.now() < end && !isOver()) await pause(50);
  }
}
