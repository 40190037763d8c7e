// Faults over REST v2 alone, where GraphQL was gone before anybody signed in. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { BROKEN, dealings, filledIn, holds, later, made, sent, takeAll } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const options = { expected: BROKEN, clock: true };
const CREATE = "createPod";
const END = "podAction.terminate";
const LIST = "listPods";
const GONE = { creates: 1, terminates: 1, pods: [] };
const ONE = (name) => ({ creates: 1, terminates: 0, pods: [name] });

const retired = ({ simulator }) => simulator.fault({ name: "retired", times: 0 });

/// The form, filled in, where REST v2 alone answers.
async function filledInRest(walk, name) {
  await retired(walk);
  return filledIn(walk, name);
}

/// A pod that was made before GraphQL ended, and its card.
async function running(walk, name) {
  await made(walk.simulator, { name, more: "volumeInGb: 0" });
  await retired(walk);
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card(name).end.waitFor();
  return pods.card(name);
}

/// End, and the time in which it could be taken back.
async function end(walk, card) {
  await card.end.evaluate((button) => button.click());
  await card.undo.waitFor();
  await later(walk, 7);
}

/// So many more lists come.
async function lists(walk, count) {
  for (let come = 0; come < count; come += 1) {
    const before = sent(walk.seen, "query Fleet");
    await later(walk, 16);
    await until(() => sent(walk.seen, "query Fleet") > before, "one more list");
  }
}

journey("over REST v2, a launch whose answer is cut off makes one pod, and it is found", options, async (walk) => {
  const form = await filledInRest(walk, "found");
  await walk.simulator.fault({ name: "act-then-drop", operation: CREATE, afterBytes: 1 });
  await form.launch();
  await new Pods(walk.page).card("found").card.waitFor();
  await holds(walk, ONE("found"));
  assert.equal(sent(walk.seen, "mutation Launch"), 1);
});

journey("over REST v2, a launch that is not made and answered with 500 is given up", options, async (walk) => {
  const { simulator, seen } = walk;
  const form = await filledInRest(walk, "nothing");
  await simulator.fault({ name: "error-before", operation: CREATE });
  await form.launch();
  await form.status.getByText("We do not know yet whether RunPod made “nothing”.").waitFor();
  await later(walk, 125);
  await form.status.getByText(/^“nothing” was not made: .* It is safe to launch again\./).waitFor();
  assert.match(await form.status.innerText(), /RunPod has trouble of its own\./);
  assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey(
  "over REST v2, a launch of what others have just taken is refused in words",
  { ...options, simulator: { flags: ["--balance", "10000"] } },
  async (walk) => {
    const form = await filledIn(walk, "too late");
    await takeAll(walk.simulator);
    await retired(walk);
    const before = await dealings(walk.simulator);
    await form.launch();
    await form.status.getByText("“too late” was not launched.").waitFor();
    const told = await form.status.innerText();
    for (const part of ["RunPod has no machine free for exactly this.", "No pod was made, and nothing is charged."])
      assert.ok(told.includes(part), `${part} is in: ${told}`);
    await holds(walk, before);
  },
);

journey("over REST v2, a reload in the middle of a launch finds its pod", options, async (walk) => {
  const { page, simulator } = walk;
  const form = await filledInRest(walk, "reloaded");
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 600_000 });
  page.on("dialog", (dialog) => dialog.accept());
  await form.launch();
  await until(async () => (await dealings(simulator)).creates === 1, "the pod is made");
  await page.reload();
  await new Pods(page).card("reloaded").card.waitFor();
  await holds(walk, ONE("reloaded"));
});

journey("over REST v2, an end that is done although its answer is cut off is not lost", options, async (walk) => {
  const card = await running(walk, "done");
  await walk.simulator.fault({ name: "act-then-drop", operation: END, afterBytes: 1 });
  await end(walk, card);
  await card.isGone();
  await holds(walk, GONE);
});

journey(
  "over REST v2, an end is asked again while RunPod is down, and done when it is up again",
  options,
  async (walk) => {
    const { simulator } = walk;
    const card = await running(walk, "stubborn");
    await simulator.fault({ name: "maintenance", operation: END, times: 3 });
    await end(walk, card);
    await card.ending
      .getByText(/^RunPod is closed for maintenance, or overloaded\. The pod may still cost money\./)
      .waitFor();
    assert.equal((await dealings(simulator)).terminates, 0);
    for (let tries = 0; tries < 4; tries += 1) await later(walk, 8);
    await card.isGone();
    await holds(walk, GONE);
  },
);

journey("over REST v2, an empty list hides no pod: RunPod is asked for each", options, async (walk) => {
  const card = await running(walk, "still there");
  await walk.simulator.fault({ name: "empty-list", operation: LIST, times: 0 });
  await lists(walk, 3);
  assert.ok(await card.card.isVisible());
  assert.equal(await walk.page.getByText("No pods.").count(), 0);
  await end(walk, card);
  await card.isGone();
  assert.equal((await walk.simulator.state()).terminates, 1);
});

journey("over REST v2, half a list is no list: the last one stays in sight, with its age", options, async (walk) => {
  await made(walk.simulator, { name: "older", more: "volumeInGb: 0" });
  const card = await running(walk, "newest");
  const pods = new Pods(walk.page);
  await walk.simulator.fault({ name: "partial-list", operation: LIST, times: 0 });
  await lists(walk, 2);
  await pods.trouble.getByText(/What you see may be out of date; running pods go on costing money/).waitFor();
  assert.ok((await card.card.isVisible()) && (await pods.card("older").card.isVisible()));
  await walk.simulator.calm();
  await retired(walk);
  await later(walk, 130);
  await pods.trouble.waitFor({ state: "detached" });
});
