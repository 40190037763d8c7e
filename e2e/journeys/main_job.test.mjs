// The main job: sign in, launch ComfyUI on a network volume, see it ready, open it, end it, sign out.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, undoIsOver } from "../support/time.mjs";

async function mainJob(walk, name) {
  const { simulator, page, tab, signIn, context, seen } = walk;
  await assertAccessible(page, "sign in");
  await shot(page, `${name}-sign-in`);
  const pods = await signIn.signInToSimulator(KEY);
  await page.getByText("No pods.").waitFor();
  await assertAccessible(page, "no pods");
  await shot(page, `${name}-no-pods`);

  const form = await new Launch(page).open();
  await form.fillIn("comfy anna");
  assert.match(await form.price.innerText(), /^\$0\.\d+\/h$/);
  assert.match(await form.session.innerText(), /^4\sh = \$\d+\.\d\d, then it ends$/);
  assert.match(await form.button.innerText(), /^Launch · 4\sh = \$\d+\.\d\d$/);
  await assertAccessible(page, "launch");
  await shot(page, `${name}-launch`);
  await form.launch();

  await pods.ready();
  const card = pods.card("comfy anna");
  await card.card.waitFor();
  assert.notEqual(await card.stage(), "ready", "RUNNING is not ready");
  await shot(page, `${name}-on-its-way`);
  await assertAccessible(page, "a pod on its way");
  await comesTo(walk, card, "ready");
  const [made] = await simulator.pods();
  assert.equal(made.networkVolumeId, await volumeId(simulator, "models"));
  await until(async () => /1 running/.test(await pods.money.innerText()), "the money line says that one runs");
  assert.match(await card.card.innerText(), /\$0\.\d+\/h/);
  assert.match(await card.card.locator('[data-field="spent"]').innerText(), /^≈\s\$\d/);
  await assertAccessible(page, "a pod that is ready");
  await shot(page, `${name}-ready`);

  const opened = context.waitForEvent("page");
  await card.link(/^Open ComfyUI/).click();
  const comfy = await opened;
  await comfy.waitForLoadState();
  assert.match(await comfy.title(), /ComfyUI/);
  assert.equal(await comfy.evaluate(() => window.opener), null);
  await comfy.close();

  await card.end.click();
  await card.undo.waitFor();
  assert.match(await card.ending.innerText(), /“models” stays/);
  await card.undo.click();
  await card.undo.waitFor({ state: "detached" });
  // Longer than Undo was open: that nothing is sent can only be seen by waiting.
  await undoIsOver(walk);
  assert.equal((await simulator.pods()).length, 1, "what was undone was never sent");
  assert.equal(seen.requests.filter((request) => request.postData()?.includes("mutation Terminate")).length, 0);

  await card.end.click();
  await card.undo.waitFor();
  // Last: on a busy machine it takes longer than Undo is there.
  await shot(page, `${name}-ending`);
  await assertAccessible(page, "a pod that is about to end");
  await undoIsOver(walk);
  await card.isGone();
  assert.deepEqual(await simulator.pods(), []);
  await page.getByText("No pods.").waitFor();

  // The API, and beside it the log of the pod while it comes up.
  const asked = ["simulator/graphql", "simulator/v2/pods/"].map((path) => new URL(path, simulator.page).href);
  await assertKeyIsKept(tab, KEY, asked);
  await pods.forgetKey();
  await signIn.key.waitFor();
  assert.deepEqual(await page.evaluate(() => ({ ...sessionStorage })), {});
  assert.equal(await signIn.key.inputValue(), "");
  await page.goBack().catch(() => {});
  await signIn.key.waitFor();
}

async function volumeId(simulator, name) {
  const { myself } = await simulator.ask("{ myself { networkVolumes { id name } } }");
  return myself.networkVolumes.find((volume) => volume.name === name).id;
}

journey("the main job on a desktop", { clock: true }, (walk) => mainJob(walk, "desktop"));
journey("the main job on a phone, in the dark", { clock: true, viewport: PHONE, colorScheme: "dark" }, (walk) =>
  mainJob(walk, "phone"),
);

journey("practising takes one click and no key", { simulator: { key: null } }, async ({ page, signIn }) => {
  await assertAccessible(page, "sign in with practice");
  await shot(page, "practice-sign-in");
  await signIn.practise.click();
  await new Pods(page).ready();
  await page.getByText(/nothing here is real/).waitFor();
});
