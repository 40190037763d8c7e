// A pod whose machine is full is launched again elsewhere, and ended when the new one is ready.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { made } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, passesUntil, undoIsOver } from "../support/time.mjs";

const FULL = "There are not enough free GPUs on the host machine to start this pod.";

/// A pod on a volume, stopped; its machine is full by now.
async function stoppedAndFull(walk, name) {
  const { page, signIn } = walk;
  const pods = await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn(name);
  await form.onVolume("models");
  await form.launch();
  await pods.ready();
  const card = pods.card(name);
  await comesTo(walk, card, "ready");
  await card.stop.click();
  await card.reaches("stopped");
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes("podResume")
      ? route.fulfill({ json: { errors: [{ message: FULL }], data: { podResume: null } } })
      : route.fallback(),
  );
  await card.start.click();
  await card.ending.getByText(/machine/).waitFor({ timeout: 30_000 });
  return { pods, card };
}

const move = (card) => card.card.getByRole("button", { name: /^Move to another machine/ });

for (const [where, viewport] of [
  ["at a desk", undefined],
  ["on a phone", PHONE],
]) {
  journey(
    `a pod whose machine is full is launched elsewhere, and ended when that one is ready, ${where}`,
    { viewport, clock: true },
    async (walk) => {
      const { page, simulator } = walk;
      const { pods, card } = await stoppedAndFull(walk, "stuck");
      const old = await card.card.getAttribute("data-pod");
      await shot(page, `full-host-${viewport ? "phone" : "desk"}`);
      await move(card).click();
      await page.getByText("When the new pod is ready, “stuck” is ended.").waitFor();
      const form = new Launch(page);
      await form.name.fill("heir");
      await form.priced();
      await assertAccessible(page, `a move ${where}`);
      await shot(page, `move-${viewport ? "phone" : "desk"}`);
      assert.equal((await simulator.pods()).length, 1, "nothing is launched by the button");
      // Not ready before this journey has looked around, however slow the computer is.
      await page.route("**/proxy/**", (route) => route.abort());
      await form.launch();
      await pods.ready();
      await card.card.getByText("It is ended when “heir” is ready.").waitFor();
      await assertAccessible(page, `waiting for an heir ${where}`);
      assert.equal((await simulator.pods()).length, 2, "the old one is there until then");
      await page.reload();
      await pods.ready();
      await card.card.getByText("It is ended when “heir” is ready.").waitFor();
      await page.unroute("**/proxy/**");
      await comesTo(walk, pods.card("heir"), "ready");
      await passesUntil(walk, async () => (await card.card.count()) === 0, "the old one is ended");
      const left = await simulator.pods();
      assert.equal(left.length, 1);
      assert.notEqual(left[0].id, old);
      assert.equal(
        await page.evaluate(
          () => Object.keys(localStorage).filter((key) => key.startsWith("launchpod.successions")).length,
        ),
        0,
      );
    },
  );
}

journey("the old pod is kept by whoever wants to keep it", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  const { pods, card } = await stoppedAndFull(walk, "keeper");
  await move(card).click();
  const form = new Launch(page);
  await form.priced();
  await form.name.fill("other");
  await form.launch();
  await pods.ready();
  await card.card.getByRole("button", { name: "Keep this one too" }).click();
  await comesTo(walk, pods.card("other"), "ready");
  await until(async () => !/is ended/.test(await card.card.innerText()), "nothing is said of an end");
  await undoIsOver(walk);
  assert.equal((await simulator.pods()).length, 2);
  // And before the launch.
  await move(card).click();
  await page.getByRole("button", { name: "Keep “keeper” too" }).click();
  assert.equal(await page.getByText(/“keeper” is ended/).count(), 0);
});

journey("a pod that came up without a GPU says so, and what to do", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  const pods = await launched(walk, "bare");
  const card = pods.card("bare");
  await comesTo(walk, card, "ready");
  const id = await card.card.getAttribute("data-pod");
  await simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id } }`);
  await simulator.ask(`mutation { podResume(input: { podId: "${id}", gpuCount: 0 }) { id } }`);
  const words = card.card.getByText(/It runs without a GPU: its machine had none left/);
  await passesUntil(walk, () => words.count(), "it says that it has no GPU");
  await move(card).waitFor();
  await assertAccessible(page, "without a GPU");
  await shot(page, "without-gpu");
});

journey(
  "a pod that came up without a GPU and holds data of its own is not moved away from them",
  { clock: true },
  async (walk) => {
    const { page, simulator } = walk;
    const id = await made(simulator, { name: "hoard", more: "volumeInGb: 20" });
    const pods = await walk.signIn.signInToSimulator(KEY);
    const card = pods.card("hoard");
    await comesTo(walk, card, "ready");
    await simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id } }`);
    await simulator.ask(`mutation { podResume(input: { podId: "${id}", gpuCount: 0 }) { id } }`);
    const words = card.card.getByText(/It runs without a GPU.* its own volume, which lies on this machine alone/);
    await passesUntil(walk, () => words.count(), "it says that it has no GPU");
    assert.equal(await move(card).count(), 0);
    await assertAccessible(page, "without a GPU, with data");
  },
);
