// Page and simulator must be of one mind, and the page must have kept its word.
import assert from "node:assert/strict";

import { pause } from "./dice.mjs";

const PATIENCE = 120_000;
const STANDING = { RUNNING: "up", CREATED: "up", RESTARTING: "up", EXITED: "stopped", DEAD: "lost" };
const STAGES = { stopped: "stopped", lost: "lost", gone: "gone", unknown: "unknown" };

/// What the list shows, and what the journal holds.
const shown = (page) =>
  page.evaluate(() => ({
    pods: [...document.querySelectorAll("li.pod")].map((card) => [card.dataset.pod, card.dataset.stage]),
    journal: Object.entries(localStorage)
      .filter(([key]) => key.startsWith("launchpod.journal/"))
      .map(([, text]) => JSON.parse(text)),
    open: document.querySelectorAll(".ending > *, .launches > *").length,
    trouble: document.querySelectorAll("main > .failure").length,
  }));

/// What is not as it must be, in words.
function differences({ pods, journal, open, trouble }, state, stage) {
  const found = [];
  const told = new Map(state.pods.map((pod) => [pod.id, STANDING[pod.desiredStatus] ?? pod.desiredStatus]));
  const seen = new Map(pods.map(([id, stage]) => [id, STAGES[stage] ?? "up"]));
  for (const [id, standing] of told)
    if (seen.get(id) !== standing) found.push(`${id} is ${standing}, and the page shows ${seen.get(id)}`);
  for (const [id, standing] of seen)
    if (!told.has(id)) found.push(`${id} is not there, and the page shows ${standing}`);
  if (pods.length !== seen.size) found.push("a pod is shown twice");
  for (const record of journal) {
    // Only a launch whose pod is there has its place in the journal for long, and one of which nothing came: for a day.
    const settled = record.tag && record.watched === null && (record.pod ? told.has(record.pod) : record.refused);
    if (!settled) found.push(`in the journal: ${JSON.stringify(record)}`);
  }
  if (open > 0) found.push("something is said to be going on");
  if (trouble > 0) found.push("trouble is said");
  if (stage)
    found.push(...pods.filter(([, own]) => own !== stage).map(([id, own]) => `${id} is ${own} and not ${stage}`));
  return found;
}

/// Waits until the page agrees with the simulator; with `stage`, until all pods have come so far.
export async function agreed(person, simulator, stage) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    await person.attempt("comeHome");
    await person.attempt("read");
    const found = differences(await shown(person.page), await simulator.state(), stage);
    if (found.length === 0) return;
    assert.ok(Date.now() < end, `${person.name} and the simulator do not agree:\n${found.join("\n")}`);
    await pause(250);
  }
}

/// What was promised to people, held against what has happened.
export function assertPromisesKept(people, others, state) {
  const there = new Set(state.pods.map((pod) => pod.id));
  const asked = new Set(people.flatMap((person) => [...person.ending]));
  assertNone(
    [...asked].filter((id) => there.has(id)),
    "ends that were clicked and did not come",
  );
  // The younger of two pods of one launch is ended in any case.
  const isTwin = (one) => state.created.some((other) => one.tag && other.tag === one.tag && other.id !== one.id);
  const twins = new Set(state.created.filter(isTwin).map(({ id }) => id));
  const undone = people
    .flatMap((person) => [...person.undone])
    .filter((id) => !asked.has(id) && !others.ended.has(id) && !twins.has(id));
  const broken = undone.filter((id) => state.terminated.includes(id));
  const trail = people.flatMap((person) =>
    person.trail.filter(({ id }) => broken.includes(id)).map((step) => ({ who: person.name, ...step })),
  );
  assertNone(broken, "ends that were taken back and came", trail);
  const tags = state.pods.map((pod) => pod.tag).filter(Boolean);
  assert.equal(new Set(tags).size, tags.length, `two pods of one launch: ${tags.sort().join(" ")}`);
}

/// Named in the one line that is read when all else is cut off.
const assertNone = (found, what, trail = "") =>
  assert.equal(found.length, 0, `${what}: ${found.join(" ")}${trail && `\n${JSON.stringify(trail)}`}`);

/// Nothing broke in the tab.
export async function assertWhole(tab) {
  assert.equal(await tab.page.locator("#shell-crash").count(), 0, "the page's panic screen is shown");
  tab.assertCalm();
}
