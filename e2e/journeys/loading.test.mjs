// The list and the launch form are files of their own: nothing waits for the form but the form itself, and without it the page goes on.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { FILES_THAT_FAIL } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, Pods, askingAgain, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const FORM = "**/*_launch.wasm";
const BROKEN = [/Failed to load resource/];
const asked = (seen) => seen.requests.filter((request) => request.url().endsWith("_launch.wasm")).length;
const heading = (page) => page.getByRole("heading", { name: "Launch a pod", level: 1 });

journey(
  "nobody waits for the launch form, or pays for its bytes, who does not point at it",
  {},
  async ({ signIn, page, seen }) => {
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await page.route(FORM, async (route) => {
      await held;
      await route.continue();
    });
    assert.equal(asked(seen), 0, "nobody is signed in");
    const pods = await signIn.signInToSimulator(KEY);
    await pods.money.getByText(/balance \$/).waitFor();
    await page.waitForTimeout(2_500);
    assert.equal(asked(seen), 0, "nobody points at it");
    const link = page.getByRole("link", { name: "Launch a pod" }).first();
    await link.hover();
    await until(() => asked(seen) === 1, "it is fetched though nobody has opened it");
    await link.click();
    await page.getByText("Loading the launch form …").waitFor();
    assert.equal(await page.title(), "Launch a pod · Launchpod");
    await assertAccessible(page, "the form on its way");
    await pods.open();
    release();
    const form = await new Launch(page).open();
    await form.fillIn("comfy");
    await form.priced();
    await pods.open();
    await new Launch(page).open();
    assert.equal(await form.name.inputValue(), "comfy", "nothing that was typed is lost");
    assert.equal(asked(seen), 1, "once is enough");
  },
);

journey(
  "the launch form opens by its address, and after a reload",
  { stayOutside: true },
  async ({ signIn, page, simulator }) => {
    await signIn.open(`${simulator.page}#/launch`);
    await signIn.key.fill(KEY);
    await signIn.onSimulator.check();
    await signIn.button.click();
    await heading(page).waitFor();
    await (await new Launch(page).pastApps()).gpu("RTX 4090").waitFor();
    await page.reload();
    await (await new Launch(page).pastApps()).gpu("RTX 4090").waitFor();
  },
);

const LIST = "**/*_signed_in.wasm";

for (const [how, fail] of FILES_THAT_FAIL) {
  journey(
    `a list ${how} is told at the sign-in, the key goes nowhere, and it can be tried again`,
    { expected: BROKEN, stayOutside: true },
    async ({ signIn, page, simulator, seen }) => {
      await page.route(LIST, fail);
      await signIn.open(simulator.page);
      await signIn.key.fill(KEY);
      await signIn.onSimulator.check();
      await signIn.button.click();
      const told = page.getByRole("alert").filter({ hasText: "Your pods could not be loaded. Nothing was changed" });
      await told.getByText(/Check your connection and try again/).waitFor();
      await assertAccessible(page, "no list");
      assert.deepEqual(seen.requests.filter((request) => request.method() === "POST").length, 0);
      assert.equal(await signIn.key.inputValue(), KEY, "it need not be pasted again");
      await page.unroute(LIST);
      await signIn.button.click();
      await new Pods(page).ready();
    },
  );

  journey(
    `a launch form ${how} is told in words and can be tried again, and the page goes on`,
    { expected: BROKEN },
    async ({ signIn, page, simulator, seen }) => {
      const count = () => asked(seen);
      await page.route(FORM, fail);
      const pods = await signIn.signInToSimulator(KEY);
      await page.getByRole("link", { name: "Launch a pod" }).first().focus();
      await until(() => count() === 1, "who has the focus there may open it");
      await askingAgain(count, () => page.getByRole("link", { name: "Launch a pod" }).first().click());
      const told = page
        .getByRole("alert")
        .filter({ hasText: "The launch form could not be loaded. Nothing was launched." });
      await told.getByText(/Check your connection and try again.* reload the page/).waitFor();
      await assertAccessible(page, "no form");
      await shot(page, "no-launch-form");
      await pods.open();
      await pods.money.getByText(/balance \$/).waitFor();
      await askingAgain(count, () => page.getByRole("link", { name: "Launch a pod" }).first().click());
      const again = told.getByRole("button", { name: "Try again" });
      await askingAgain(count, () => again.click());
      await told.waitFor();
      await page.unroute(FORM);
      await again.click();
      const form = await new Launch(page).pastApps();
      await form.fillIn("after all");
      await form.launch();
      await new Pods(page).ready();
      await pods.card("after all").card.waitFor();
      assert.equal((await simulator.state()).creates, 1);
    },
  );
}
