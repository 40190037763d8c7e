// Lists that are wrong, late or not there, and what befalls pods themselves. No pod is out of sight. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { BROKEN, filledIn, holds, later, made, sent } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { journeyToRunPod } from "../support/runpod.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const options = { expected: BROKEN, clock: true };
const ON_VOLUME = async (simulator) => {
  const { myself } = await simulator.ask("{ myself { networkVolumes { id name } } }");
  return `networkVolumeId: "${myself.networkVolumes.find((volume) => volume.name === "models").id}"`;
};
const MINE = (name) => ({ creates: 1, terminates: 0, pods: [name] });

/// Signed in, with one pod in the list.
async function listed(walk, name, pod = {}) {
  await made(walk.simulator, { name, ...pod });
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card(name).end.waitFor();
  return pods;
}

/// So many more lists come.
async function lists(walk, count) {
  for (let come = 0; come < count; come += 1) {
    const before = sent(walk.seen, "query Fleet");
    await later(walk, 16);
    await until(() => sent(walk.seen, "query Fleet") > before, "one more list");
  }
}

async function endsWith(walk, pods, name) {
  await pods.card(name).end.click();
  await pods.card(name).undo.waitFor();
  await later(walk, 7);
  await pods.card(name).isGone();
}

journey("an empty list hides no pod: RunPod is asked for each", options, async (walk) => {
  const { simulator, seen, page } = walk;
  const pods = await listed(walk, "still there");
  await simulator.fault({ name: "empty-list", times: 0 });
  // The answer for the one pod is late: there is time to read.
  await simulator.fault({ name: "delay", operation: "pod", delayMs: 600_000 });
  await walk.page.clock.fastForward(16_000);
  await pods
    .card("still there")
    .card.getByText(/· missing from RunPod's list, asking$/)
    .waitFor();
  assert.equal(sent(seen, "query Pod"), 1, "it is asked for by its id");
  await walk.page.clock.fastForward(21_000);
  await lists(walk, 2);
  await pods
    .card("still there")
    .card.getByText(/missing from RunPod's list/)
    .waitFor({ state: "detached" });
  assert.equal(await page.getByText("No pods.").count(), 0);
  await endsWith(walk, pods, "still there");
  assert.deepEqual((await simulator.state()).terminates, 1);
});

journey("a list with a hole hides no pod", options, async (walk) => {
  const pods = await listed(walk, "older");
  await made(walk.simulator, { name: "newest" });
  await lists(walk, 1);
  await pods.card("newest").card.waitFor();
  await walk.simulator.fault({ name: "partial-list", times: 0 });
  await lists(walk, 2);
  assert.ok(await pods.card("newest").card.isVisible());
  assert.ok(await pods.card("older").card.isVisible());
  assert.equal(await pods.trouble.count(), 0);
  await walk.page.getByText(/^RunPod's list has one pod that this page can't read\. It may cost money/).waitFor();
  assert.match(await pods.money.innerText(), /at least \d running/);
});

journey("before the first list has come nothing is said to be zero", options, async (walk) => {
  const { page } = walk;
  await made(walk.simulator, { name: "running" });
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes("query Fleet") ? route.fulfill({ status: 503, body: "" }) : route.fallback(),
  );
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.trouble.waitFor();
  assert.match(await pods.money.innerText(), /pods unknown/);
  assert.doesNotMatch(await pods.money.innerText(), /0 running|for storage/);
});

journey("a list that is out of date does not hide a pod that was just launched", options, async (walk) => {
  const form = await filledIn(walk, "brand new");
  await walk.simulator.fault({ name: "stale-list", times: 0 });
  await form.launch();
  const pods = await new Pods(walk.page).ready();
  await pods.card("brand new").card.waitFor();
  await holds(walk, MINE("brand new"));
  assert.ok(await pods.card("brand new").card.isVisible());
});

journey("a list that is out of date does not bring back a pod that is gone", options, async (walk) => {
  const pods = await listed(walk, "gone");
  await walk.simulator.fault({ name: "stale-list", times: 0 });
  await pods.card("gone").end.click();
  await pods.card("gone").undo.waitFor();
  await later(walk, 7);
  await pods
    .card("gone")
    .ending.getByText("RunPod has agreed. Waiting until its list no longer has the pod.")
    .waitFor();
  await walk.simulator.calm();
  await later(walk, 16);
  await pods.card("gone").isGone();
  await holds(walk, { creates: 1, terminates: 1, pods: [] });
});

journey("a list that fails leaves the last one in sight, with its age", options, async (walk) => {
  const pods = await listed(walk, "patient");
  await walk.simulator.fault({ name: "error-before", operation: "myself", times: 0 });
  await lists(walk, 1);
  await pods.trouble.getByText("RunPod has trouble of its own.").waitFor();
  assert.match(await pods.trouble.innerText(), /What you see may be out of date; running pods go on costing money\./);
  await walk.page.getByText(/^checked \d+\ss ago · /).waitFor();
  assert.ok(await pods.card("patient").card.isVisible());
  assert.equal(await pods.trouble.getByRole("link", { name: /^RunPod's status page/ }).count(), 1);
  await walk.simulator.calm();
  await pods.trouble.getByRole("button", { name: "Try now" }).click();
  await pods.trouble.waitFor({ state: "detached" });
  await walk.page.getByText(/^checked (just now|\d\ss ago) · /).waitFor();
});

journey("a list of which RunPod wants fewer (429) is asked for less often", options, async (walk) => {
  const pods = await listed(walk, "calm");
  await walk.simulator.fault({ name: "rate-limit", operation: "myself" });
  await lists(walk, 1);
  await pods.trouble.getByText("RunPod asks for fewer requests.").waitFor();
  assert.match(
    await pods.trouble.innerText(),
    /Leave this page open: it tries again by itself\. Close other tabs and programs that use the same RunPod account\./,
  );
  assert.ok(await pods.card("calm").card.isVisible());
  await later(walk, 60);
  await pods.trouble.waitFor({ state: "detached" });
});

journey(
  "a list that RunPod asks to fetch later (429 with Retry-After) is asked for then, and not before",
  options,
  async (walk) => {
    const { page, seen, simulator } = walk;
    const pods = await listed(walk, "waiting");
    await simulator.fault({ name: "rate-limit", operation: "myself", retryAfter: 90 });
    await lists(walk, 1);
    await pods.trouble.getByText(/it tries again by itself, in 1\sm\s30\ss at the earliest\./).waitFor();
    const asked = () => seen.requests.filter((request) => request.postData()).length;
    const before = asked();
    await page.clock.fastForward(60_000);
    await page.clock.fastForward(25_000);
    await page.getByText(/^checked 1\sm\s\d+\ss ago · /).waitFor();
    assert.equal(asked(), before, "nothing is asked meanwhile");
    await later(walk, 40);
    await pods.trouble.waitFor({ state: "detached" });
    assert.ok(await pods.card("waiting").card.isVisible());
  },
);

journey("a computer that goes offline in mid-session is told so, and the list comes back", options, async (walk) => {
  const { context } = walk;
  const pods = await listed(walk, "at home");
  await context.setOffline(true);
  await lists(walk, 1);
  await pods.trouble.getByText("This computer is offline, so your browser could not reach RunPod.").waitFor();
  assert.ok(await pods.card("at home").card.isVisible());
  await context.setOffline(false);
  await later(walk, 60);
  await pods.trouble.waitFor({ state: "detached" });
});

journeyToRunPod(
  "a RunPod that stops letting the browser in is told, and the list comes back when it does again",
  { expected: [/blocked by CORS policy/, ...BROKEN], clock: true },
  async (walk) => {
    const { page, simulator, signIn } = walk;
    await made(simulator, { name: "behind the door" });
    await signIn.key.fill(KEY);
    await signIn.button.click();
    const pods = await new Pods(page).ready();
    await pods.card("behind the door").card.waitFor();
    await simulator.fault({ name: "cors", mode: "none" });
    await lists(walk, 1);
    await pods.trouble.getByText("Your browser could not reach RunPod, or was not allowed to.").waitFor();
    assert.ok(await pods.card("behind the door").card.isVisible());
    await simulator.fault({ name: "cors", mode: "any" });
    await later(walk, 60);
    await pods.trouble.waitFor({ state: "detached" });
  },
);

journey("a pod that never gets a machine is shown as that, costs, and can be ended", options, async (walk) => {
  const { simulator } = walk;
  await simulator.fault("no-machine");
  const pods = await listed(walk, "nowhere");
  await lists(walk, 2);
  await pods.card("nowhere").card.getByText("Finding a machine").waitFor();
  assert.match(await pods.card("nowhere").card.locator('[data-field="hourly"]').innerText(), /^\$0\.\d+\/h$/);
  assert.match(await pods.money.innerText(), /1 running/);
  await endsWith(walk, pods, "nowhere");
  await holds(walk, { creates: 1, terminates: 1, pods: [] });
});

journey("a pod whose image is fetched again and again says so", options, async (walk) => {
  await walk.simulator.fault("pull-loop");
  const pods = await listed(walk, "round and round");
  const words = pods.card("round and round").card.getByText(/^The download failed \d+ times, and starts over\.$/);
  await until(async () => {
    await lists(walk, 1);
    return words.isVisible();
  }, "it is said");
  assert.equal(await pods.card("round and round").stage(), "pulling");
  assert.match(await pods.money.innerText(), /1 running/);
});

journey("a spot pod that is outbid is shown as stopped, with what its disk costs", options, async (walk) => {
  const { simulator } = walk;
  const pods = await listed(walk, "cheap", { type: "podRentInterruptable", more: "bidPerGpu: 0.95, volumeInGb: 20" });
  await simulator.fault("outbid");
  await later(walk, 16);
  await pods.card("cheap").reaches("stopped");
  await pods
    .card("cheap")
    .card.getByText(/^Its disk goes on costing money until you end it\. Stopped .*: somebody bid more for its GPU\.$/)
    .waitFor();
  assert.match(await pods.money.innerText(), /0 running/);
});

journey("a pod whose host is gone is shown as lost, and can be ended", options, async (walk) => {
  const pods = await listed(walk, "lost");
  await walk.simulator.fault("host-gone");
  await later(walk, 16);
  await pods.card("lost").reaches("lost");
  await pods.card("lost").card.getByText("Host failed").waitFor();
  await endsWith(walk, pods, "lost");
  await holds(walk, { creates: 1, terminates: 1, pods: [] });
});

journey("when the balance is empty the pods are shown as RunPod left them", options, async (walk) => {
  const { simulator } = walk;
  await made(simulator, { name: "on a volume", more: await ON_VOLUME(simulator) });
  const pods = await listed(walk, "without");
  await simulator.fault("empty-balance");
  await later(walk, 16);
  await pods.card("on a volume").reaches("stopped");
  await pods.card("without").isGone();
  await pods.money.getByText("0 running").waitFor();
  await pods.money.getByText(/^balance \$0\.00/).waitFor();
  await pods
    .card("on a volume")
    .card.getByText(/^Stopped by RunPod /)
    .waitFor();
});

journey(
  "a pod in a state that this page does not know is counted as costing, and can be ended",
  options,
  async (walk) => {
    const { page } = walk;
    const pods = await listed(walk, "odd");
    // The simulator knows only RunPod's own words.
    await page.route("**/graphql", async (route) => {
      if (!route.request().postData()?.includes("query Fleet")) return route.fallback();
      const answer = await route.fetch();
      const body = await answer.json();
      for (const pod of body.data.myself.pods) pod.desiredStatus = "HIBERNATING";
      return route.fulfill({ json: body });
    });
    await lists(walk, 1);
    await pods.card("odd").card.getByText("Unknown (HIBERNATING)").waitFor();
    assert.match(await pods.money.innerText(), /1 running/);
    assert.match(await pods.card("odd").card.locator('[data-field="hourly"]').innerText(), /^\$0\.\d+\/h$/);
    await endsWith(walk, pods, "odd");
  },
);

journey(
  "a pod of Launchpod's that this browser does not know is pointed out until the person knows it",
  options,
  async (walk) => {
    const { page, simulator } = walk;
    const pods = await listed(walk, "from the laptop", {
      more: 'env: [{ key: "LAUNCHPOD_TAG", value: "lp-0123456789" }]',
    });
    await pods.told.getByText(/“from the laptop”/).waitFor();
    assert.match(
      await pods.told.innerText(),
      /^“from the laptop” was launched with Launchpod, but this browser does not know it\. It costs money like any other pod\. If nobody needs it any more, end it below\./,
    );
    await page.reload();
    await pods.told.getByText(/“from the laptop”/).waitFor();
    await pods.told.getByRole("button", { name: "Dismiss" }).click();
    await pods.told.getByText(/“from the laptop”/).waitFor({ state: "detached" });
    await page.reload();
    await pods.card("from the laptop").end.waitFor();
    await lists(walk, 1);
    assert.equal(await pods.told.innerText(), "");
    await holds(walk, MINE("from the laptop"));
    assert.equal((await simulator.state()).pods[0].tag, "lp-0123456789");
  },
);
