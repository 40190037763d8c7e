// The timer in a pod is moved from the page, by a mark behind the pod's name that the pod reads; and its last minutes.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { passesUntil } from "../support/time.mjs";

/// Launches ComfyUI on "models" that ends after so many hours.
async function timed({ signIn, page }, name, hours) {
  const pods = await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn(name);
  await page.getByLabel("End automatically after (hours)").fill(hours);
  await form.launch();
  await pods.ready();
  await pods.card(name).card.waitFor();
  return pods.card(name);
}

const ends = (card) => card.card.locator('[data-field="ends"]');

const names = async (simulator) => (await simulator.pods()).map((pod) => pod.name);
const hasTime = (walk, card) =>
  passesUntil(
    walk,
    () =>
      ends(card)
        .getByText(/^(ends|stops) .*at \d\d:\d\d \(in the pod\)$/)
        .count(),
    "when it ends",
  );
const waits = /^its timer is to act .*; until the pod reads this, within a minute, it acts /;

// What is over in a minute of the pod's, or in a quarter of an hour, is in sight for some seconds.
const slow = { clock: true, simulator: { speed: 15 } };

atBothWidths("an hour more is one click on the card, and the pod says that it has read it", slow, async (walk) => {
  const { page, simulator, look } = walk;
  const card = await timed(walk, "stays", "1");
  await hasTime(walk, card);
  const left = card.card.locator('[data-field="left"]');
  await left.getByText(/^\d+\s?m left, ≈\s?\$\d+\.\d\d in all$/).waitFor();
  const more = card.card.getByRole("button", { name: "+1 h stays" });
  const { height } = await more.boundingBox();
  assert.ok(height >= 24, `${height} px`);
  await more.click();
  await ends(card).getByText(waits).waitFor();
  await until(async () => (await names(simulator)).includes("stays [timer 120m k34]"), "RunPod has the mark");
  await assertAccessible(page, `a timer that was moved ${look}`);
  await shot(page, `timer-asked-${look}`);
  await hasTime(walk, card);
  await card.card.getByText("stays", { exact: true }).first().waitFor();
  await simulator.pass(3600);
  assert.equal((await simulator.pods()).length, 1, "its first time has passed");
  await passesUntil(walk, async () => (await simulator.pods()).length === 0, "it ended itself an hour later");
});

atBothWidths("on its page a timer is moved back, switched off, and set again by Undo", slow, async (walk) => {
  const { page, simulator, look } = walk;
  const card = await timed(walk, "moves", "2");
  await hasTime(walk, card);
  const id = await card.card.getAttribute("data-pod");
  await page.goto(`${page.url().split("#")[0]}#/pods/${id}`);
  await page.getByText(/^These buttons write a mark behind the pod's name/).waitFor();
  await page.getByRole("button", { name: "−1 h" }).click();
  await until(async () => (await names(simulator)).includes("moves [timer 60m k17]"), "an hour less");
  await page.getByRole("button", { name: "Cancel timer" }).click();
  await until(async () => (await names(simulator)).includes("moves [timer off k0]"), "off");
  await page.getByText(/^its timer is to be switched off; until the pod reads this, within a minute/).waitFor();
  await assertAccessible(page, `a timer that was switched off ${look}`);
  await shot(page, `timer-page-${look}`);
  await page.locator(`#timer-undo-${id}`).click();
  await until(async () => (await names(simulator)).includes("moves [timer 60m k17]"), "as it was");
  await page.getByRole("button", { name: "Cancel timer" }).click();
  await until(async () => (await names(simulator)).includes("moves [timer off k0]"), "off again");
  await passesUntil(walk, () => page.getByText("nothing ends this pod").count(), "the pod has read it");
  const history = page.locator("section", { has: page.locator("#history") });
  await history.getByText("The timer in the pod said that it has read its new time.").first().waitFor();
  assert.ok((await history.getByText("RunPod was asked to write another time for its timer").count()) >= 4);
  await simulator.pass(3 * 3600);
  assert.equal((await simulator.pods()).length, 1, "nothing ended it");
});

journey(
  "a pod that may not read its name keeps its first time, and the page says so",
  { clock: true },
  async (walk) => {
    const { simulator } = walk;
    await simulator.fault("pod-may-not-read");
    const card = await timed(walk, "deaf", "1");
    await hasTime(walk, card);
    await card.card.getByRole("button", { name: "+1 h deaf" }).click();
    await ends(card).getByText(waits).waitFor();
    const unread = ends(card).getByText(/but the pod has not said that it read this: it may act /);
    await passesUntil(walk, () => unread.count(), "it has not said so");
    await passesUntil(walk, async () => (await simulator.pods()).length === 0, "it ended at its first time");
  },
);

atBothWidths("a timer of an earlier version says why it can't be moved from here", { clock: true }, async (walk) => {
  const { page, simulator, signIn, look } = walk;
  const pods = await signIn.signInToSimulator(KEY);
  const old = String.raw`bash -c 'f=/tmp/launchpod-ends; u() { cut -d. -f1 /proc/uptime; }; echo $(($(u)+14400)) > $f; r() { timeout 60 runpodctl $* $RUNPOD_POD_ID; }; c() { curl -sm 60 -H "Authorization: Bearer $RUNPOD_API_KEY" -H content-type:application/json -d "{\"query\":\"mutation{$1(input:{podId:\\\"$RUNPOD_POD_ID\\\"})$2}\"}" https://api.runpod.io/graphql | grep -v errors | grep -q data; }; while sleep 20; do [ -s $f ] && [ $(u) -ge $(cat $f) ] && { r stop pod || r pod stop || c podStop {id}; }; done & /start.sh; wait'`;
  await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "aged", imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 20, ports: "8888/http",
    dockerArgs: ${JSON.stringify(old)} }) { id } }`);
  const card = pods.card("aged");
  await passesUntil(walk, () => card.card.count(), "it is listed");
  await hasTime(walk, card);
  assert.equal(await card.card.getByRole("button", { name: "+1 h aged" }).count(), 0);
  const id = await card.card.getAttribute("data-pod");
  await page.goto(`${page.url().split("#")[0]}#/pods/${id}`);
  await page.getByText(/^The timer in this pod is of an earlier version of this page/).waitFor();
  await page.getByRole("button", { name: "Set the time" }).waitFor();
  await assertAccessible(page, `a timer of an earlier version ${look}`);
});

journey("the last minutes are told by the card, the title and the icon", slow, async (walk) => {
  const { page } = walk;
  const card = await timed(walk, "soon", "0.5");
  await hasTime(walk, card);
  const left = card.card.locator('[data-field="left"]');
  assert.equal(await left.getAttribute("data-near"), "far");
  const near = (what) => passesUntil(walk, async () => (await left.getAttribute("data-near")) === what, what);
  await near("near");
  await until(async () => /^1?\d\sm: soon · Pods · Launchpod$/.test(await page.title()), "the title counts");
  assert.match(await page.locator("link[rel=icon]").getAttribute("href"), /^favicon-ending\.svg$/);
  await assertAccessible(page, "the last quarter of an hour");
  await card.card.getByRole("button", { name: "+1 h soon" }).click();
  await passesUntil(walk, async () => (await left.getAttribute("data-near")) === "far", "an hour more");
  await until(async () => !/soon/.test(await page.title()) || /^Ready/.test(await page.title()), "and no more");
});
