// The main job without a mouse.
import assert from "node:assert/strict";

import { journey } from "../support/journey.mjs";
import { Apps, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

/// Presses Tab until `target` has the focus, as somebody does who sees where it is.
async function tabTo(page, target) {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if ((await target.count()) === 1 && (await target.evaluate((element) => element === document.activeElement))) {
      // Past the page's end Firefox, driven so, goes on as a window that is not in front: it shows no focus then.
      const isSeen = (element) => getComputedStyle(element).outlineStyle !== "none" || !document.hasFocus();
      assert.ok(await target.evaluate(isSeen), "the focus can be seen");
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab never reached ${target}`);
}

const type = async (page, target, text) => {
  await tabTo(page, target);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
};

journey("sign in, launch, end and undo with the keyboard alone", {}, async ({ page, signIn, simulator }) => {
  await type(page, signIn.key, KEY);
  await tabTo(page, signIn.onSimulator);
  await page.keyboard.press("Space");
  await tabTo(page, signIn.button);
  await page.keyboard.press("Enter");
  const pods = await new Pods(page).ready();

  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Launch a pod" }));
  await page.keyboard.press("Enter");
  await tabTo(page, new Apps(page).button("ComfyUI"));
  await page.keyboard.press("Enter");
  await page.locator("label.gpu").first().waitFor();
  await type(page, page.getByLabel("Search GPU types by name or memory"), "4090");
  await until(async () => (await page.locator("label.gpu").count()) === 1, "one GPU type is left");
  await tabTo(page, page.getByRole("radio"));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByLabel("Network volume"));
  await page.keyboard.type("models");
  await page.getByText(/will run in EU-RO-1/).waitFor();
  await type(page, page.getByLabel("Name", { exact: true }), "no mouse");
  await tabTo(page, page.getByRole("button", { name: /^Launch · .*\$/ }));
  await page.keyboard.press("Enter");

  await pods.ready();
  const card = pods.card("no mouse");
  await card.card.waitFor();
  const [made] = await simulator.pods();
  assert.equal(made.name, "no mouse");
  assert.ok(made.networkVolumeId);

  await tabTo(page, card.end);
  await page.keyboard.press("Enter");
  await card.undo.waitFor();
  assert.ok(await card.end.evaluate((element) => element === document.activeElement), "the focus stays on End");
  await page.keyboard.press("Tab");
  assert.ok(await card.undo.evaluate((element) => element === document.activeElement), "Undo is one Tab away");
  await page.keyboard.press("Enter");
  await card.undo.waitFor({ state: "detached" });
  assert.equal((await simulator.pods()).length, 1);

  await tabTo(page, card.end);
  await page.keyboard.press("Enter");
  await card.isGone();
  assert.deepEqual(await simulator.pods(), []);

  await tabTo(page, page.getByRole("button", { name: "Forget key" }));
  await page.keyboard.press("Enter");
  await signIn.key.waitFor();
});
