// What the list says of pods of every kind, and how often it asks.
import assert from "node:assert/strict";

import { assertAccessible, assertRequestsStayHome } from "../support/audit.mjs";
import { PHONE, SIGHT, shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, counter, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, later, passesUntil, undoIsOver } from "../support/time.mjs";

journey("every request of a session stays at home, but the probe's to pods", { clock: true }, async (walk) => {
  const { tab, signIn, simulator } = walk;
  const pods = await launched(walk, "homebody");
  await comesTo(walk, pods.card("homebody"), "ready");
  await pods.card("homebody").end.click();
  await undoIsOver(walk);
  await pods.card("homebody").isGone();
  await pods.forgetKey();
  await signIn.key.waitFor();
  assertRequestsStayHome(tab, simulator);
});

journey("two pods at once: ending one leaves the other as it was", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  const pods = await launched(walk, "first");
  const form = await new Launch(page).open();
  await form.fillIn("second");
  await form.launch();
  await pods.ready();
  const [first, second] = [pods.card("first"), pods.card("second")];
  await second.card.waitFor();
  await comesTo(walk, first, "ready");
  await comesTo(walk, second, "ready");
  assert.equal(await pods.cards.count(), 2);
  await until(async () => /2 running/.test(await pods.money.innerText()), "the money line counts both");
  const id = await first.card.getAttribute("data-pod");
  assert.notEqual(id, await second.card.getAttribute("data-pod"));
  const open = await first.link(/^Open ComfyUI/).getAttribute("href");
  assert.ok(open.includes(id), "the link leads to this pod");
  await first.card.evaluate((row) => {
    row.launchpodSame = true;
  });

  await second.end.click();
  await second.undo.waitFor();
  await shot(page, "two-pods-one-ending");
  assert.equal(await first.undo.count(), 0);
  assert.equal(await first.ending.innerText(), "");
  assert.equal(await first.end.getAttribute("aria-disabled"), "false");
  await undoIsOver(walk);
  await second.isGone();
  assert.equal(await first.stage(), "ready");
  assert.equal(await first.card.evaluate((row) => row.launchpodSame), true, "its row is the same");
  assert.equal(await first.link(/^Open ComfyUI/).getAttribute("href"), open);
  assert.deepEqual(
    (await simulator.pods()).map((pod) => [pod.id, pod.desiredStatus]),
    [[id, "RUNNING"]],
  );
  await until(async () => /1 running/.test(await pods.money.innerText()), "the money line counts one");
});

journey("a pod that was stopped elsewhere is shown as stopped and no longer counted", {}, async (walk) => {
  const { page, simulator } = walk;
  await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "sleeper", imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 20, volumeMountPath: "/workspace",
    ports: "8888/http" }) { id } }`);
  const pods = await walk.signIn.signInToSimulator(KEY);
  const card = pods.card("sleeper");
  await card.reaches("ready");
  await until(async () => /1 running/.test(await pods.money.innerText()), "it is counted");
  const hourly = card.card.locator('[data-field="hourly"]');
  const running = await hourly.innerText();
  const id = await card.card.getAttribute("data-pod");
  const { podStop } = await simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id desiredStatus } }`);
  assert.equal(podStop.desiredStatus, "EXITED");
  await card.reaches("stopped");
  assert.match(await card.card.innerText(), /Stopped/);
  await until(async () => /0 running/.test(await pods.money.innerText()), "it is no longer counted");
  const cents = (text) => Number(text.match(/\$([\d.]+)\/h/)[1]);
  assert.ok(cents(await hourly.innerText()) < cents(running) / 10, "only its disk costs");
  assert.ok(cents(await hourly.innerText()) > 0, "its disk does cost");
  assert.equal(await card.card.getByRole("link").count(), 1, "nothing to open but its page");
  assert.ok(await card.end.isVisible(), "it can still be ended: its disk costs money");
  await assertAccessible(page, "a stopped pod");
  await shot(page, "stopped");
});

journey("PyTorch in the community cloud, without a volume", { clock: true }, async (walk) => {
  const { signIn, page, simulator } = walk;
  const pods = await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.cloud.selectOption("COMMUNITY");
  await form.image.selectOption("pytorch");
  await form.name.fill("notebook");
  await form.search.fill("3090");
  await form.gpu("RTX 3090").check();
  await form.summary.getByText(/No volume/).waitFor();
  await shot(page, "community");
  await form.launch();
  await pods.ready();
  const card = pods.card("notebook");
  await card.card.waitFor();
  await comesTo(walk, card, "ready");
  await card.link(/^Open Jupyter/).waitFor();
  const { myself } = await simulator.ask(
    "{ myself { pods { networkVolumeId imageName ports machine { secureCloud gpuDisplayName } } } }",
  );
  const [made] = myself.pods;
  assert.equal(made.networkVolumeId, null);
  assert.match(made.imageName, /^runpod\/pytorch:/);
  assert.match(made.ports, /8888\/http/);
  assert.deepEqual(made.machine, { secureCloud: false, gpuDisplayName: "RTX 3090" });
  await card.end.click();
  await card.ending.getByText("It has no volume: all its files are deleted.").waitFor();
  await shot(page, "ending-without-volume");
  await undoIsOver(walk);
  await card.isGone();
  assert.deepEqual(await simulator.pods(), []);
});

journey("an image of one's own is probably up, never ready", { viewport: PHONE, clock: true }, async (walk) => {
  const { signIn, page, simulator, seen } = walk;
  const pods = await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("my own");
  await form.image.selectOption("own");
  await form.ownImage.fill("ghcr.io/someone/thing:1.0");
  await form.ports.fill("3000/http");
  await shot(page, "phone-own-image");
  await form.launch();
  await pods.ready();
  const card = pods.card("my own");
  // Every stage that the row ever shows is noted, not only those that a look from here happens to catch.
  await card.card.evaluate((row) => {
    window.stages = [row.dataset.stage];
    new MutationObserver(() => window.stages.push(row.dataset.stage)).observe(row, { attributeFilter: ["data-stage"] });
  });
  await comesTo(walk, card, "probably-up");
  const stage = card.card.getByRole("status").filter({ hasText: /^my own: Probably up/ });
  assert.equal(await stage.count(), 1, "whoever hears it hears which pod");
  await card.link(/^Open port 3000 \(may not be ready\)/).waitFor();
  const lists = counter(seen, "query Fleet");
  await passesUntil(walk, () => lists() >= 2, "two more lists");
  assert.ok(!(await page.evaluate(() => window.stages)).includes("ready"));
  const { myself } = await simulator.ask("{ myself { pods { imageName ports } } }");
  assert.deepEqual(myself.pods, [{ imageName: "ghcr.io/someone/thing:1.0", ports: "3000/http" }]);
  await assertAccessible(page, "a pod that is probably up");
  await shot(page, "phone-probably-up");
});

const WINDOW = 20_000;

async function listsInWindow(walk) {
  const lists = counter(walk.seen, "query Fleet");
  const now = () => walk.page.evaluate(() => Date.now());
  for (const began = await now(); (await now()) < began + WINDOW; ) await later(walk, 1);
  return lists();
}

// Honest time: the pod is on its way up for minutes, so that only the tab's sight makes a difference.
journey("a hidden tab asks less often", { simulator: { speed: 1 }, init: SIGHT, clock: true }, async (walk) => {
  const { page } = walk;
  const pods = await launched(walk, "unseen");
  const visible = await listsInWindow(walk);
  await page.evaluate(() => globalThis.see("hidden"));
  const hidden = await listsInWindow(walk);
  assert.ok(visible >= 5, `in sight and moving it asks every few seconds: ${visible}`);
  assert.ok(hidden >= 1 && hidden <= 3, `out of sight it asks seldom, and does ask: ${hidden}`);
  assert.ok(await pods.card("unseen").card.isVisible());
});

journey(
  "a tab that comes back into sight asks at once",
  { simulator: { speed: 1 }, init: SIGHT, clock: true },
  async (walk) => {
    const { page, seen } = walk;
    await launched(walk, "seen again");
    await page.evaluate(() => globalThis.see("hidden"));
    // The wait that was running when it went out of sight ends, and a long one begins.
    const lists = counter(seen, "query Fleet");
    await passesUntil(walk, () => lists() >= 1, "the list that was due");
    await page.evaluate(() => globalThis.see("visible"));
    await until(() => lists() >= 2, "a list at once", 5_000);
  },
);
