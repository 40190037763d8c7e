// Ends, stops and starts through faults: none is forgotten, none hits another pod, none is done twice. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { SIGHT } from "../support/browser.mjs";
import { BROKEN, card, dealings, holds, later, made, openedAgain, sent, takeAll } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { SignIn, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const options = { expected: BROKEN, clock: true };
const GONE = { creates: 1, terminates: 1, pods: [] };
const END = "podTerminate";

/// A pod that runs, and its card.
async function running(walk, name, more = 'volumeInGb: 20, volumeMountPath: "/workspace"') {
  await made(walk.simulator, { name, more });
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card(name).end.waitFor();
  return pods.card(name);
}

/// The click, and the time in which it could be taken back. In the page itself: the row becomes shorter when the pod is ready, and
/// a click from outside may come down where the button was.
async function click(walk, button) {
  await button.evaluate(press);
  const undo = walk.page.getByRole("button", { name: /^Undo / });
  const sure = walk.page.getByRole("button", { name: /^End and delete / });
  await undo.or(sure).waitFor();
  if (await sure.isVisible()) await sure.evaluate(press);
  await undo.waitFor();
  await later(walk, 7);
}

const press = (element) => element.click();
const status = async (simulator) => (await simulator.state()).pods.map((pod) => pod.desiredStatus).join();

for (const [name, fault] of [
  ["an end that is done although its answer is cut off is not lost", { name: "act-then-drop", afterBytes: 1 }],
  ["an end that is done although it is answered with 500 is not lost", { name: "error-after" }],
  ["an end that is done although a gateway answers 502 is not lost", { name: "bad-gateway", after: true }],
]) {
  journey(name, options, async (walk) => {
    const pod = await running(walk, "done");
    await walk.simulator.fault({ ...fault, operation: END });
    await click(walk, pod.end);
    await pod.isGone();
    await holds(walk, GONE);
  });
}

journey("an end is asked again while RunPod is down, and done when it is up again", options, async (walk) => {
  const { simulator, seen } = walk;
  const pod = await running(walk, "stubborn");
  await simulator.fault({ name: "maintenance", operation: END, times: 0 });
  await click(walk, pod.end);
  await pod.ending
    .getByText(
      "RunPod is closed for maintenance, or overloaded. The pod may still cost money. This page tries again by itself: leave it open.",
    )
    .waitFor();
  await later(walk, 3);
  await until(() => sent(seen, "mutation Terminate") >= 2, "it is tried again");
  assert.equal((await dealings(simulator)).terminates, 0);
  await simulator.calm();
  await later(walk, 10);
  await pod.isGone();
  await holds(walk, GONE);
});

journey(
  "an end that RunPod asks to send later (429 with Retry-After) is sent then, and not before",
  options,
  async (walk) => {
    const { simulator, seen, page } = walk;
    const pod = await running(walk, "later");
    await simulator.fault({ name: "rate-limit", operation: END, retryAfter: 40 });
    await click(walk, pod.end);
    await pod.ending
      .getByText(
        "RunPod asks for fewer requests. The pod may still cost money. This page tries again by itself: leave it open.",
      )
      .waitFor();
    await page.clock.fastForward(30_000);
    assert.equal(sent(seen, "mutation Terminate"), 1);
    await page.clock.fastForward(25_000);
    await pod.isGone();
    assert.equal(sent(seen, "mutation Terminate"), 2);
    await holds(walk, GONE);
  },
);

const REFUSED =
  "This key may not do that. Sign in with a key that has Read/Write for api.runpod.io/graphql, or end the pod in RunPod's console.";

journey("an end with a key that may only read is refused in words, and not promised", options, async (walk) => {
  const { simulator, seen } = walk;
  const pod = await running(walk, "read only");
  await simulator.fault({ name: "forbidden", operation: END, times: 0 });
  await click(walk, pod.end);
  await pod.ending.getByText(`It was not ended, and goes on costing money. ${REFUSED}`).waitFor();
  await later(walk, 300);
  assert.equal(sent(seen, "mutation Terminate"), 1);
  await holds(walk, { creates: 1, terminates: 0, pods: ["read only"] });
  await pod.card.getByRole("button", { name: "Dismiss" }).click();
  await pod.ending.getByText("It was not ended").waitFor({ state: "detached" });
  await simulator.calm();
  await click(walk, pod.end);
  await pod.isGone();
  await holds(walk, GONE);
});

journey(
  "an end that somebody on the way refuses (403) is asked again every few minutes, without a promise",
  options,
  async (walk) => {
    const { page, seen } = walk;
    const pod = await running(walk, "in between");
    const refuse = (route) =>
      route.request().postData()?.includes("mutation Terminate")
        ? route.fulfill({ status: 403, contentType: "text/plain", body: "Access denied" })
        : route.fallback();
    await page.route("**/graphql", refuse);
    await click(walk, pod.end);
    await pod.ending
      .getByText(
        `It was not ended. ${REFUSED} The pod may still cost money. Somebody on the way may have refused it, so this page asks again every few minutes; do not rely on that.`,
      )
      .waitFor();
    await later(walk, 60);
    assert.equal(sent(seen, "mutation Terminate"), 1);
    await page.unroute("**/graphql", refuse);
    await later(walk, 200);
    await pod.isGone();
    await holds(walk, GONE);
  },
);

journey("an end that is never answered is asked again", options, async (walk) => {
  const { simulator } = walk;
  const pod = await running(walk, "silence");
  await simulator.fault({ name: "error-before", operation: END, delayMs: 600_000 });
  await click(walk, pod.end);
  await pod.ending.getByText("RunPod has been asked to end it. The pod may still cost money.").waitFor();
  await later(walk, 61);
  await pod.ending.getByText(/^RunPod did not answer in time\. The pod may still cost money\./).waitFor();
  await later(walk, 5);
  await pod.isGone();
  await holds(walk, GONE);
});

journey(
  "a page that goes out of sight while Undo is open sends the end at once",
  { ...options, init: SIGHT },
  async (walk) => {
    const pod = await running(walk, "unseen");
    await pod.endIt();
    await pod.undo.waitFor();
    await walk.page.evaluate(() => globalThis.see("hidden"));
    await until(async () => (await dealings(walk.simulator)).terminates === 1, "it is ended");
    await walk.page.evaluate(() => globalThis.see("visible"));
    await pod.isGone();
    await holds(walk, GONE);
  },
);

journey("an end that was open when its tab was closed is done by the next one", options, async (walk) => {
  const { simulator } = walk;
  const pod = await running(walk, "not forgotten");
  await simulator.fault({ name: "error-before", operation: END, times: 0 });
  await click(walk, pod.end);
  await pod.ending.getByText(/^RunPod has trouble of its own\. The pod may still cost money\./).waitFor();
  const next = await openedAgain(walk);
  assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 0, pods: ["not forgotten"] });
  await simulator.calm();
  await new SignIn(next.page).signInToSimulator(KEY);
  await card(next.page, "not forgotten").isGone();
  await holds(next, GONE);
});

journey("a reload while an end is under way does not forget it", options, async (walk) => {
  const { page, simulator } = walk;
  const pod = await running(walk, "under way");
  await simulator.fault({ name: "error-before", operation: END, delayMs: 600_000 });
  await click(walk, pod.end);
  await pod.ending.getByText("RunPod has been asked to end it. The pod may still cost money.").waitFor();
  await page.reload();
  await pod.isGone();
  await holds(walk, GONE);
  assert.equal(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("launchpod.journal/")).length),
    0,
    "nothing is open any more",
  );
});

journey("an end whose Undo was clicked is not sent, nor after a reload", options, async (walk) => {
  const { page, seen } = walk;
  const pod = await running(walk, "kept");
  await pod.endIt();
  await pod.undo.click();
  await pod.undo.waitFor({ state: "detached" });
  await later(walk, 10);
  await page.reload();
  await pod.end.waitFor();
  await later(walk, 10);
  await holds(walk, { creates: 1, terminates: 0, pods: ["kept"] });
  assert.equal(sent(seen, "mutation Terminate"), 0);
});

journey("a pod that is ended by somebody else is gone here too", options, async (walk) => {
  const { simulator } = walk;
  const pod = await running(walk, "elsewhere");
  await simulator.fault({ name: "error-before", operation: END });
  await click(walk, pod.end);
  await pod.ending.getByText(/^RunPod has trouble of its own\./).waitFor();
  const [{ id }] = (await simulator.state()).pods;
  await simulator.ask(`mutation { podTerminate(input: { podId: "${id}" }) }`);
  await later(walk, 3);
  await pod.isGone();
  await holds(walk, GONE);
});

journey("a stop whose answer is lost is confirmed by the list", options, async (walk) => {
  const { simulator } = walk;
  const pod = await running(walk, "asleep");
  await simulator.fault({ name: "act-then-drop", operation: "podStop", afterBytes: 1 });
  await click(walk, pod.stop);
  await pod.reaches("stopped");
  await pod.ending.getByText(/./).first().waitFor({ state: "detached" });
  await pod.start.waitFor();
  assert.equal(await status(simulator), "EXITED");
  assert.match(await pod.card.innerText(), /Its disk goes on costing money until you end it\./);
  await holds(walk, { creates: 1, terminates: 0, pods: ["asleep"] });
});

journey("a stop that RunPod refuses is told, and not repeated", options, async (walk) => {
  const { page, simulator, seen } = walk;
  const pod = await running(walk, "awake");
  // The simulator stops every pod. RunPod has kinds that it does not stop.
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes("mutation Stop")
      ? route.fulfill({
          json: { data: { podStop: null }, errors: [{ message: "This pod cannot be stopped", path: ["podStop"] }] },
        })
      : route.fallback(),
  );
  await click(walk, pod.stop);
  await pod.ending
    .getByText(
      "It was not stopped, and goes on costing money. RunPod refused, in words of its own. It says: “This pod cannot be stopped”. End it instead, or use RunPod's console.",
    )
    .waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["awake"] });
  assert.equal(sent(seen, "mutation Stop"), 1);
  assert.equal(await status(simulator), "RUNNING");
  await pod.card.getByRole("button", { name: "Dismiss" }).click();
  await pod.ending.getByText("It was not stopped").waitFor({ state: "detached" });
});

/// A stopped pod, and its card.
async function stopped(walk, name) {
  const id = await made(walk.simulator, { name, more: 'volumeInGb: 20, dataCenterId: "EU-RO-1"' });
  await walk.simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id } }`);
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card(name).start.waitFor();
  return pods.card(name);
}

// Honest time: at speed 60 others take what a stopped pod lets go of within seconds.
const honest = { ...options, simulator: { speed: 1, flags: ["--balance", "10000"] } };

journey("a start whose answer is lost is looked for, and not sent again", honest, async (walk) => {
  const { simulator, seen } = walk;
  const pod = await stopped(walk, "up again");
  await simulator.fault({ name: "act-then-drop", operation: "podResume", afterBytes: 1 });
  await click(walk, pod.start);
  await pod.stop.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["up again"] });
  assert.equal(await status(simulator), "RUNNING");
  assert.equal(sent(seen, "mutation Resume"), 1);
});

journey("a start that did not arrive is sent again only after a list shows that", honest, async (walk) => {
  const { simulator, seen } = walk;
  const pod = await stopped(walk, "not yet");
  await simulator.fault({ name: "error-before", operation: "podResume" });
  await simulator.fault({ name: "error-before", operation: "myself", times: 0 });
  await click(walk, pod.start);
  await pod.ending
    .getByText(
      "RunPod has trouble of its own. It may run and cost money already. This page looks first, and asks again only if it was not started: leave it open.",
    )
    .waitFor();
  await later(walk, 30);
  await later(walk, 30);
  assert.equal(sent(seen, "mutation Resume"), 1);
  await simulator.calm();
  await later(walk, 60);
  await pod.stop.waitFor();
  assert.equal(sent(seen, "mutation Resume"), 2);
  assert.equal(await status(simulator), "RUNNING");
});

journey("a start that is not confirmed for ten minutes is given up, and may cost money", honest, async (walk) => {
  const { simulator, seen } = walk;
  const pod = await stopped(walk, "who knows");
  await simulator.fault({ name: "error-after", operation: "podResume" });
  await simulator.fault({ name: "error-before", operation: "myself", times: 0 });
  await click(walk, pod.start);
  await pod.ending.getByText(/^RunPod has trouble of its own\. It may run and cost money already\./).waitFor();
  await later(walk, 601);
  await pod.ending
    .getByText(
      "RunPod did not confirm the start within ten minutes, and is not asked again. It may run and cost money.",
    )
    .waitFor();
  assert.equal(await status(simulator), "RUNNING");
  await simulator.calm();
  await later(walk, 121);
  await pod.stop.waitFor();
  assert.equal(sent(seen, "mutation Resume"), 1);
});

journey("a start on a host that is full is refused in words", honest, async (walk) => {
  const { simulator, seen } = walk;
  const pod = await stopped(walk, "no room");
  await takeAll(simulator);
  await click(walk, pod.start);
  await pod.ending.getByText("It was not started. All GPUs of this pod's machine are taken by others.").waitFor();
  assert.equal(sent(seen, "mutation Resume"), 1);
  assert.match((await simulator.state()).pods.find((one) => one.name === "no room").desiredStatus, /EXITED/);
  await pod.card.getByRole("button", { name: "Dismiss" }).click();
  await pod.ending.getByText("It was not started.").waitFor({ state: "detached" });
  assert.ok(await pod.start.isVisible());
});
