// One hour of an account's life, sped up: pods come and go under random faults, in front of a page that is never loaded
// anew and of a tab that often is. Nothing may break, nothing may leak, and in the end all are of one mind.
import assert from "node:assert/strict";
import { parseArgs } from "node:util";

import { openPage, startBrowserBehind } from "../support/browser.mjs";
import { startFront } from "../support/hosts.mjs";
import { SignIn } from "../support/screens.mjs";
import { startSimulator } from "../support/simulator.mjs";
import { agreed, assertPromisesKept, assertWhole } from "./agreement.mjs";
import { diceOf } from "./dice.mjs";
import { compared, weigh, weighAgain } from "./heap.mjs";
import { hurrying, startOf } from "./hurry.mjs";
import { Others } from "./others.mjs";
import { Person } from "./person.mjs";
import { RICH, Weather } from "./weather.mjs";

const HOUR = 3_600_000;
const COME_AND_GO = 200;
/// How much faster than real the page's own time runs. Faster still, and its timeouts would measure this computer.
const PACE = 12;
/// What faults provoke; a panic is none of these.
const EXPECTED = [/Failed to load resource/, /blocked by CORS policy/];

const { values: options } = parseArgs({
  options: { short: { type: "boolean", default: false }, seed: { type: "string" } },
});
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
assert.ok(Number.isInteger(seed), "--seed is a whole number");
const speed = options.short ? 90 : PACE;
/// Alive at once.
const MOST = options.short ? 40 : 80;
/// Those that came only to be weighed do not count as life.
const WEIGHED = 2 * MOST;
const say = (text) => console.log(`${((Date.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
const began = Date.now();

/// All live until the time is over; who breaks ends it for all.
async function live(everybody, isOver) {
  let broken = false;
  const watched = everybody.map((one) =>
    one
      .live(() => broken || isOver())
      .catch((error) => {
        broken = true;
        throw error;
      }),
  );
  await Promise.allSettled(watched);
  await Promise.all(watched);
}

/// All people are at the list, and it is right; with `stage`, all pods have come so far.
async function agree({ people, simulator }, stage) {
  for (const person of people) await agreed(person, simulator, stage);
}

/// The most pods that there ever are, all of one kind and up, to be weighed. wasm memory never shrinks, so what leaks first
/// fills the room that more pods once took: only a list as long as ever shows it.
async function fill(world, name) {
  await world.others.bringTo(MOST, name);
  await agree(world, "probably-up");
}

/// What takes much room for a while must have taken it before the first weighing, or it would pass for a leak: every thing
/// that a person does, and a list in which as many pods as ever are new while as many are missing.
async function stretch({ people, others, simulator }) {
  const [person] = people;
  for (const thing of ["lookAround", "launch", "end", "takeBack", "power", "lookAway"]) {
    // An end takes one away, and so does each that is taken back too late.
    await person.surely(thing, () => others.provide(4, person));
  }
  await others.bringTo(MOST, "stretched");
  await agree({ people, simulator });
}

async function soak(world) {
  const { simulator, others, people, weather, main, second } = world;
  const everybody = [others, weather, ...people];
  const warm = Date.now() + HOUR / speed / 4;
  await live(everybody, () => Date.now() > warm);
  await stretch(world);
  say("warm");
  await fill(world, "weighed warm");
  const before = await weigh(main);
  say(`weighed with ${MOST} pods`);

  const rest = Date.now() + (HOUR / speed / 4) * 3;
  await live(everybody, () => Date.now() > rest && others.creates - WEIGHED >= COME_AND_GO);
  say("an hour is over");
  await agree(world);
  const state = await simulator.state();
  assertPromisesKept(people, others, state);
  say("page and simulator agree");
  await fill(world, "weighed at the end");
  const after = await weighAgain(main, before);
  for (const tab of [main, second]) await assertWhole(tab);
  return { before, after, state };
}

function tell({ before, after, state }, { others, people, weather, main, second }) {
  const struck = Object.entries(weather.struck)
    .filter(([, times]) => times > 0)
    .sort();
  const list = (counts) =>
    Object.entries(counts)
      .map(([what, times]) => `${what} ${times}`)
      .join(", ");
  const { table, grown } = compared(before, after);
  const asked = (tab) => tab.seen.requests.filter((request) => request.url().endsWith("/graphql")).length;
  console.log(`
pods       ${state.creates - WEIGHED} launched, ${state.creates - WEIGHED - state.pods.length} gone, ${MOST} at once
requests   ${asked(main) - asked(second)} by the page, ${asked(second)} by the second tab, ${others.requests} by other clients
acted on   ${list(state.acted)}
faults     ${struck.reduce((sum, [, times]) => sum + times, 0)} struck: ${list(Object.fromEntries(struck))}
${people.map((person) => `${person.name.padEnd(11)}${list(person.done)}`).join("\n")}

${table}`);
  assert.equal(grown.length, 0, `a leak: ${grown.join("; ")}`);
}

async function main() {
  console.log(`A soak of one simulated hour in ${Math.round(HOUR / speed / 1_000)} s, seed ${seed}`);
  const stops = [];
  const begun = async (starting) => {
    const started = await starting;
    stops.unshift(started);
    return started;
  };
  try {
    const simulator = await begun(
      startSimulator({ speed, flags: ["--balance", String(RICH), "--seed", String(seed), "--cheap-spot"] }),
    );
    const front = await begun(startFront(simulator));
    const browser = await startBrowserBehind(front);
    stops.unshift({ stop: () => browser.close() });
    const time = { since: await startOf(simulator), pace: PACE, speed };
    const main = await openPage(browser, { expected: EXPECTED, init: hurrying(time) });
    // The other way to RunPod: across origins, where CORS counts.
    const second = await openPage(browser, {
      beside: main,
      expected: EXPECTED,
      init: hurrying({ ...time, graphql: "https://api.runpod.io/graphql" }),
    });
    const dice = (who) => diceOf(seed, who);
    const people = [
      new Person({ page: main.page, dice: dice("main"), half: 0, name: "main tab" }),
      new Person({ page: second.page, dice: dice("second"), half: 1, restless: true, name: "second tab" }),
    ];
    for (const { page } of people) {
      const signIn = new SignIn(page);
      await signIn.open(simulator.page);
      await signIn.signInToSimulator(simulator.key);
    }
    const others = new Others(simulator, dice("others"), speed, MOST);
    await others.lookAround();
    const world = { simulator, main, second, people, others, weather: new Weather(simulator, dice("weather"), PACE) };
    tell(await soak(world), world);
    say("passed");
  } finally {
    for (const started of stops) await started.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error(error);
  console.error(`\nThe same dice again: cargo xtask soak${options.short ? " --short" : ""} --seed ${seed}`);
  // Last, since a log is often cut to its end.
  console.error(`What broke: ${error.message}`);
  process.exitCode = 1;
}
