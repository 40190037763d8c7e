// Launches whose answer is lost, late or false. Whatever comes back, one click makes one pod at most, and none is lost from
// sight. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { BROKEN, CREATE, card, dealings, filledIn, holds, later, repeated, sent, tagOf } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Pods, until } from "../support/screens.mjs";

const UNKNOWN = (name) => `We do not know yet whether RunPod made “${name}”.`;
const NOT_MADE = (name) =>
  `“${name}” was not made: RunPod's answer was lost, and no pod of that launch appeared in two minutes. It is safe to launch again.`;
const NEVER = { name: "drop-then-act", operation: CREATE, afterBytes: 1, delayMs: 3_600_000 };
const options = { expected: BROKEN, clock: true };

for (const [name, fault] of [
  ["a launch that is made although its answer is cut off is found", { name: "act-then-drop", afterBytes: 1 }],
  ["a launch that is made although it is answered with 500 is found", { name: "error-after" }],
  ["a launch that is made although a gateway answers 502 is found", { name: "bad-gateway", after: true }],
  ["a launch that is made although RunPod says that it is closed (503) is found", { name: "maintenance", after: true }],
  ["a launch that is made although a foreign page comes back is found", { name: "nonsense", after: true }],
]) {
  journey(name, options, async (walk) => {
    const { page, simulator, seen } = walk;
    const form = await filledIn(walk, "found");
    await simulator.fault({ ...fault, operation: CREATE });
    await form.launch();
    const pods = await new Pods(page).ready();
    await pods.card("found").card.waitFor();
    await holds(walk, { creates: 1, terminates: 0, pods: ["found"] });
    assert.equal(sent(seen, "mutation Launch"), 1);
    assert.equal(await pods.launches.innerText(), "");
  });
}

for (const [name, fault, why] of [
  [
    "a launch that is not made and answered with 500 is looked for and given up",
    { name: "error-before" },
    "RunPod has trouble of its own.",
  ],
  [
    "a launch that is not made and answered with a gateway's 502 is looked for and given up",
    { name: "bad-gateway" },
    "RunPod has trouble of its own.",
  ],
  [
    "a launch that is not made as RunPod is closed (503) is looked for and given up",
    { name: "maintenance" },
    "RunPod is closed for maintenance, or overloaded.",
  ],
  [
    "a launch that is not made as a foreign page answers is looked for and given up",
    { name: "nonsense" },
    "Something came back that is no answer of RunPod's.",
  ],
]) {
  journey(name, options, async (walk) => {
    const { simulator, seen } = walk;
    const form = await filledIn(walk, "nothing");
    await simulator.fault({ ...fault, operation: CREATE });
    await form.launch();
    await form.status.getByText(UNKNOWN("nothing")).waitFor();
    assert.match(
      await form.status.innerText(),
      /It may exist and cost money: nothing else is launched until that is known\./,
    );
    await later(walk, 125);
    await form.status.getByText(NOT_MADE("nothing")).waitFor();
    const told = await form.status.innerText();
    assert.ok(told.includes(why) && told.includes("No pod was made, and nothing is charged."), told);
    assert.doesNotMatch(told, /not known yet|looks for/);
    assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
    assert.equal(sent(seen, "mutation Launch"), 1);
    await form.status.getByRole("button", { name: "Dismiss" }).click();
    await form.status.getByText(NOT_MADE("nothing")).waitFor({ state: "detached" });
  });
}

journey("a launch that is made some seconds after its answer was lost is found", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const form = await filledIn(walk, "slow");
  await simulator.fault({ ...NEVER, delayMs: 3_000 });
  await form.launch();
  await form.status.getByText(UNKNOWN("slow")).waitFor();
  assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
  await card(page, "slow").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["slow"] });
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey(
  "a launch that never arrived is given up after two minutes, and then another one may be made",
  options,
  async (walk) => {
    const { page, simulator, seen } = walk;
    const form = await filledIn(walk, "second try");
    await simulator.fault(NEVER);
    await form.launch();
    await form.status.getByText(UNKNOWN("second try")).waitFor();
    await later(walk, 60);
    assert.equal(await form.button.getAttribute("aria-disabled"), "true");
    await later(walk, 65);
    await form.status.getByText(NOT_MADE("second try")).waitFor();
    await form.launch();
    await card(page, "second try").card.waitFor();
    await holds(walk, { creates: 1, terminates: 0, pods: ["second try"] });
    assert.equal(sent(seen, "mutation Launch"), 2);
  },
);

journey("a launch that is not answered within a minute is looked for", options, async (walk) => {
  const { simulator, seen } = walk;
  const form = await filledIn(walk, "silence");
  await simulator.fault({ name: "error-before", operation: CREATE, delayMs: 600_000 });
  await form.launch();
  await form.status.getByText("Asking RunPod for “silence” …").waitFor();
  await later(walk, 61);
  await form.status.getByText(UNKNOWN("silence")).waitFor();
  await later(walk, 125);
  await form.status.getByText(NOT_MADE("silence")).waitFor();
  assert.match(await form.status.innerText(), /RunPod did not answer in time\./);
  assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey("a launch whose answer takes long is found in the list meanwhile", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const form = await filledIn(walk, "ahead");
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 600_000 });
  await form.launch();
  await form.status.getByText("Asking RunPod for “ahead” …").waitFor();
  await later(walk, 16);
  await card(page, "ahead").card.waitFor();
  await later(walk, 61);
  await holds(walk, { creates: 1, terminates: 0, pods: ["ahead"] });
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey("a launch that comes after it was given up is told of", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const form = await filledIn(walk, "ghost");
  await simulator.fault(NEVER);
  await form.launch();
  await form.status.getByText(UNKNOWN("ghost")).waitFor();
  await later(walk, 125);
  await form.status.getByText(NOT_MADE("ghost")).waitFor();
  await repeated(simulator, "ghost", tagOf(seen));
  const pods = await new Pods(page).open();
  await later(walk, 16);
  await pods.told
    .getByText(
      "RunPod has made “ghost” after all. It is in the list, and it costs money: end it if you do not want it.",
    )
    .waitFor();
  await pods.card("ghost").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["ghost"] });
});

journey("a launch that comes after the person has read that it was not made is pointed out", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const form = await filledIn(walk, "late ghost");
  await simulator.fault(NEVER);
  await form.launch();
  await form.status.getByText(UNKNOWN("late ghost")).waitFor();
  await later(walk, 125);
  await form.status.getByText(NOT_MADE("late ghost")).waitFor();
  await form.status.getByRole("button", { name: "Dismiss" }).click();
  await repeated(simulator, "late ghost", tagOf(seen));
  const pods = await new Pods(page).open();
  await later(walk, 16);
  await pods.told.getByText(/^“late ghost” was launched with Launchpod, but this browser does not know it\./).waitFor();
  await pods.card("late ghost").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["late ghost"] });
});

journey("a second pod that comes of one launch after a reload is ended, and that is told", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const form = await filledIn(walk, "twin");
  await form.launch();
  const pods = await new Pods(page).ready();
  await pods.card("twin").card.waitFor();
  await page.reload();
  await pods.card("twin").card.waitFor();
  const [{ id, tag }] = (await simulator.state()).pods;
  await repeated(simulator, "twin", tag);
  await pods.told
    .getByText(
      "RunPod made “twin” twice from one launch. The younger one is being ended at once; it costs a few cents at most.",
    )
    .waitFor();
  await holds(walk, { creates: 2, terminates: 1, pods: ["twin"] });
  assert.equal((await simulator.state()).pods[0].id, id);
  assert.equal(sent(seen, "mutation Launch"), 1);
  await until(async () => (await pods.card("twin").card.count()) === 1, "one card is left");
  await pods.told.getByRole("button", { name: "Dismiss" }).click();
  await pods.told.getByText("twice").waitFor({ state: "detached" });
});
