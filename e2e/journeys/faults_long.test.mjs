// Faults that last, and faults on top of faults. Rows of docs/faults.md.
import assert from "node:assert/strict";

import {
  BROKEN,
  CREATE,
  card,
  dealings,
  filledIn,
  holds,
  later,
  made,
  repeated,
  sent,
  tagOf,
} from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const options = { expected: BROKEN, clock: true };
const NEVER = { name: "drop-then-act", operation: CREATE, afterBytes: 1, delayMs: 3_600_000 };
const UNKNOWN = (name) => `We do not know yet whether RunPod made “${name}”.`;
const SAFE = /It is safe to launch again\./;
const TWICE = (name) =>
  new RegExp(`RunPod made “${name}” twice from one launch\\. The younger one is being ended at once`);

journey("a launch is not given up while no list can be had", options, async (walk) => {
  const { simulator } = walk;
  const form = await filledIn(walk, "blind");
  await simulator.fault(NEVER);
  await simulator.fault({ name: "error-before", operation: "myself", times: 0 });
  await form.launch();
  await form.status.getByText(UNKNOWN("blind")).waitFor();
  assert.match(
    await form.status.innerText(),
    /This page looks for the pod until RunPod's list shows it, or still lacks it after two minutes\./,
  );
  for (let minutes = 0; minutes < 5; minutes += 1) await later(walk, 60);
  await form.status.getByText(UNKNOWN("blind")).waitFor();
  assert.equal(await form.button.getAttribute("aria-disabled"), "true");
  await simulator.calm();
  await later(walk, 125);
  await form.status.getByText(SAFE).waitFor();
  assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
});

journey(
  "a pod that RunPod's list lacks for longer than two minutes is told of when it is there",
  options,
  async (walk) => {
    const { page, simulator } = walk;
    const form = await filledIn(walk, "hidden");
    await simulator.fault({ name: "stale-list", times: 0 });
    await simulator.fault({ name: "error-after", operation: CREATE });
    await form.launch();
    await form.status.getByText(UNKNOWN("hidden")).waitFor();
    await later(walk, 125);
    await form.status.getByText(SAFE).waitFor();
    await simulator.calm();
    const pods = await new Pods(page).open();
    await later(walk, 16);
    await pods.told.getByText(/^RunPod has made “hidden” after all\./).waitFor();
    await pods.card("hidden").card.waitFor();
    await holds(walk, { creates: 1, terminates: 0, pods: ["hidden"] });
  },
);

journey("a second pod that comes after the first one was ended is ended too", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const form = await filledIn(walk, "late twin");
  await form.launch();
  const pods = await new Pods(page).ready();
  await pods.card("late twin").end.click();
  await pods.card("late twin").undo.waitFor();
  await later(walk, 7);
  await pods.card("late twin").isGone();
  await repeated(simulator, "late twin", tagOf(seen));
  await later(walk, 16);
  await pods.told.getByText(TWICE("late twin")).waitFor();
  await holds(walk, { creates: 2, terminates: 2, pods: [] });
  await pods.card("late twin").isGone();
});

journey(
  "a second pod that comes after the launching tab was closed is ended by the other tab",
  options,
  async (walk) => {
    const { page, simulator, seen, duplicate } = walk;
    const form = await filledIn(walk, "orphan");
    await form.launch();
    await card(page, "orphan").card.waitFor();
    const other = await duplicate();
    await card(other, "orphan").card.waitFor();
    await page.close();
    const next = { page: other, seen, simulator };
    await repeated(simulator, "orphan", tagOf(seen));
    await later(next, 16);
    await new Pods(other).told.getByText(TWICE("orphan")).waitFor();
    await holds(next, { creates: 2, terminates: 1, pods: ["orphan"] });
  },
);

journey("a launch from a computer that is offline is looked for and given up", options, async (walk) => {
  const { simulator, context } = walk;
  const form = await filledIn(walk, "no net");
  await context.setOffline(true);
  await form.launch();
  await form.status.getByText(UNKNOWN("no net")).waitFor();
  await later(walk, 60);
  await context.setOffline(false);
  await later(walk, 125);
  await form.status.getByText(SAFE).waitFor();
  assert.match(await form.status.innerText(), /This computer is offline, so your browser could not reach RunPod\./);
  assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
});

journey("a clock that is put back in mid-launch changes nothing", options, async (walk) => {
  const { page, simulator } = walk;
  const form = await filledIn(walk, "yesterday");
  await simulator.fault(NEVER);
  await form.launch();
  await form.status.getByText(UNKNOWN("yesterday")).waitFor();
  await page.clock.setSystemTime(Date.now() - 86_400_000);
  await later(walk, 1);
  await later(walk, 125);
  await form.status.getByText(SAFE).waitFor();
  await form.launch();
  await card(page, "yesterday").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["yesterday"] });
});

journey("prices that can't be had launch nothing, and come back", options, async (walk) => {
  const { page, simulator, signIn, seen } = walk;
  await signIn.signInToSimulator(KEY);
  await simulator.fault({ name: "bad-gateway", operation: "gpuTypes", times: 0 });
  await page.getByRole("link", { name: "Launch a pod" }).first().click();
  const form = await new Launch(page).pastApps();
  await page.locator(".failure").getByText("RunPod has trouble of its own.").waitFor();
  await form.name.fill("without a price");
  await form.name.press("Enter");
  assert.equal(await form.button.getAttribute("aria-disabled"), "true");
  await simulator.calm();
  await later(walk, 11);
  await page.locator("label.gpu").first().waitFor();
  await form.fillIn("with a price");
  await form.launch();
  await card(page, "with a price").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["with a price"] });
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey("an empty list of GPU types keeps the last prices and says how old they are", options, async (walk) => {
  const { page, signIn } = walk;
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("patient");
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData().includes("query Catalog")) return route.fallback();
    await route.fulfill({ json: { data: { gpuTypes: [] } } });
  });
  await later(walk, 61);
  await page.locator(".failure").getByText("RunPod has trouble of its own.").waitFor();
  assert.match(await page.locator('[data-field="price-age"]').innerText(), /^These prices and this stock are .*old\.$/);
  assert.ok((await page.locator("label.gpu").count()) > 20, "the last ones are kept");
  await page.unroute("**/graphql");
  await later(walk, 11);
  await page.locator('[data-field="price-age"]').waitFor({ state: "detached" });
  await form.launch();
  await card(page, "patient").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["patient"] });
});

journey(
  "a pod that is gone and stands in a list that is out of date leaves when the list is right",
  options,
  async (walk) => {
    const { simulator, signIn } = walk;
    await made(simulator, { name: "shadow" });
    const pods = await signIn.signInToSimulator(KEY);
    await pods.card("shadow").end.waitFor();
    await simulator.fault({ name: "stale-list", times: 0 });
    await pods.card("shadow").end.click();
    await pods.card("shadow").undo.waitFor();
    await later(walk, 7);
    await until(async () => (await dealings(simulator)).terminates === 1, "it is ended");
    for (let rounds = 0; rounds < 4; rounds += 1) await later(walk, 31);
    await simulator.calm();
    await later(walk, 61);
    await pods.card("shadow").isGone();
    await holds(walk, { creates: 1, terminates: 1, pods: [] });
  },
);

/// A browser from before Web Locks.
const NO_LOCKS = () => Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined });

journey("a browser without Web Locks launches and ends all the same", { ...options, init: NO_LOCKS }, async (walk) => {
  const { page } = walk;
  const form = await filledIn(walk, "old browser");
  await form.launch();
  const pods = await new Pods(page).ready();
  await page.reload();
  await pods.card("old browser").end.click();
  await pods.card("old browser").undo.waitFor();
  await later(walk, 7);
  await pods.card("old browser").isGone();
  await holds(walk, { creates: 1, terminates: 1, pods: [] });
});
