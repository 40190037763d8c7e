// Where a page opens, where the keyboard's focus goes, and how a click is taken back without the mouse.
import assert from "node:assert/strict";

import { journey } from "../support/journey.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const focused = (page) =>
  page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 30) || document.activeElement?.id);
const headingHasFocus = (page, text) =>
  until(async () => {
    const heading = page.getByRole("heading", { level: 1, name: text });
    return (await heading.count()) === 1 && (await heading.evaluate((h1) => h1 === document.activeElement));
  }, `the focus is on “${text}”`);

journey("a page opens at its top with the focus on its heading, and Launch is a few Tabs away", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator);
  await signIn.signInToSimulator(KEY);
  await new Pods(page).ready();
  await headingHasFocus(page, "Pods");

  await page.getByRole("navigation").getByRole("link", { name: "Launch a pod" }).click();
  await page.locator("label.gpu").first().waitFor();
  await headingHasFocus(page, "Launch a pod");
  const stops = [];
  while (!/^Launch · \$/.test(stops.at(-1) ?? "")) {
    await page.keyboard.press("Tab");
    stops.push(await focused(page));
    assert.ok(stops.length <= 16, `Launch is not reached in 16 Tabs: ${stops.join(" | ")}`);
  }

  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await page.getByRole("navigation").getByRole("link", { name: "Pods" }).click();
  await headingHasFocus(page, "Pods");
  assert.equal(await page.evaluate(() => window.scrollY), 0);
  await new PodPage(page).open("comfy");
  await headingHasFocus(page, "comfy");

  await page.reload();
  await new PodPage(page).ready("comfy");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the page");
  await page.keyboard.press("Enter");
  await headingHasFocus(page, "comfy");
});

journey("from row to row of the GPU list arrow keys lead, and Tab stops at it once", {}, async (walk) => {
  const { page, signIn } = walk;
  await signIn.signInToSimulator(KEY);
  await new Pods(page).ready();
  await page.getByRole("navigation").getByRole("link", { name: "Launch a pod" }).click();
  await page.locator("label.gpu").first().waitFor();
  const buttons = page.getByRole("button", { name: /^Add as fallback: / });
  const stops = await buttons.evaluateAll((all) => all.filter((button) => button.tabIndex === 0 && !button.disabled));
  assert.equal(stops.length, 1);
  const form = new Launch(page);
  await page.locator('.gpu-row button[tabindex="0"]').focus();
  const first = await page.evaluate(() => document.activeElement.ariaLabel);
  await page.keyboard.press("ArrowDown");
  const second = await page.evaluate(() => document.activeElement.ariaLabel);
  assert.notEqual(second, first);
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), first);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until(
    async () => (await form.choices.allInnerTexts()).some((text) => text.includes(second.split(": ")[1])),
    second,
  );
});

const nameHasFocus = (page, name) =>
  until(
    () =>
      page.evaluate(
        (name) => document.activeElement.matches("h2 a") && document.activeElement.innerText === name,
        name,
      ),
    `the focus is on the name of ${name}`,
  );

journey(
  "when an ended pod leaves, the focus goes to the next pod's name, and to the heading after the last",
  {},
  async (walk) => {
    const { page, simulator, signIn } = walk;
    for (const name of ["oldest", "middle", "newest"]) await comfy(simulator, { name });
    await signIn.signInToSimulator(KEY);
    const pods = await new Pods(page).ready();
    for (const name of ["oldest", "middle", "newest"]) await pods.card(name).reaches("ready");
    const order = await pods.names();
    const end = async (name) => {
      const card = pods.card(name);
      await card.end.focus();
      await page.keyboard.press("Enter");
      await card.endAndDelete.focus();
      await page.keyboard.press("Enter");
      await card.undo.waitFor();
      assert.ok(await card.end.evaluate((button) => button === document.activeElement), "the focus stays at the pod");
      await card.isGone();
    };
    await end(order[1]);
    await nameHasFocus(page, order[2]);
    await end(order[2]);
    await nameHasFocus(page, order[0]);

    // Here Undo itself has the focus when its time is over.
    const last = pods.card(order[0]);
    await last.endIt();
    await last.undo.focus();
    await last.isGone();
    await headingHasFocus(page, "Pods");
  },
);

journey(
  "what was clicked last is taken back by Escape and Ctrl+Z, and waits while Undo is looked at",
  {},
  async (walk) => {
    const { page, simulator, signIn } = walk;
    await comfy(simulator);
    await signIn.signInToSimulator(KEY);
    const pods = await new Pods(page).ready();
    const card = pods.card("comfy");
    // Until then its row becomes shorter, and moves Undo away from the pointer.
    await card.reaches("ready");

    for (const keys of ["Escape", "Control+z"]) {
      await card.endIt();
      await card.undo.waitFor();
      await page.keyboard.press(keys);
      await card.undo.waitFor({ state: "detached" });
    }
    await card.endIt();
    await card.undo.waitFor();
    await card.undo.hover();
    await card.ending.getByText("Paused while you are here.").waitFor();
    await page.waitForTimeout(8_000);
    assert.equal((await simulator.pods()).length, 1, "nothing was sent while Undo was looked at");
    await card.undo.click();
    await card.undo.waitFor({ state: "detached" });

    await card.endIt();
    await card.undo.waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Launch a pod" }).click();
    const elsewhere = page.locator(".undo-bar").getByRole("button", { name: "Undo ending comfy" });
    await elsewhere.click();
    await elsewhere.waitFor({ state: "detached" });
    await pods.open();
    await card.end.waitFor();
    assert.equal((await simulator.pods()).length, 1);

    await card.endIt();
    await card.isGone();
    assert.deepEqual(await simulator.pods(), []);
  },
);
