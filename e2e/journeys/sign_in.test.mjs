// Signing in, and what goes wrong with keys.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { Pods } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const FAILED_REQUEST = [/Failed to load resource/];
const asked = (seen) => seen.requests.filter((request) => request.method() === "POST").length;

journey(
  "a key of an odd shape is refused beside its field, and nothing is sent",
  {},
  async ({ signIn, seen, page }) => {
    for (const [typed, words] of [
      ["", /Paste your RunPod API key/],
      ["rpa_short", /too short/],
      ["rpa_JOURNEY7H3K9QZ2 M5X8C1V4B6N0L", /space/],
      ["rpa_JOURNEY7H3K9QZ2M5X8🦊C1V4B6N0L", /letters, digits/],
      ["<b>rpa_JOURNEY7H3K9QZ2M5X8C1</b>", /letters, digits/],
      ["x".repeat(300), /too long/],
    ]) {
      await signIn.key.fill(typed);
      await signIn.button.click();
      assert.match(await signIn.problem.innerText(), words, typed);
      assert.equal(await signIn.key.inputValue(), typed, "nothing is lost from the form");
      assert.equal(await page.evaluate(() => document.activeElement.id), "key");
    }
    assert.equal(asked(seen), 0);
    await assertAccessible(page, "sign in with a problem");
  },
);

journey("a wrong key is told as one", { expected: FAILED_REQUEST }, async ({ signIn, page }) => {
  await signIn.key.fill("rpa_WRONG00000000000000000000");
  await signIn.onSimulator.check();
  await signIn.button.click();
  await signIn.failure.getByText("RunPod does not know this key.").waitFor();
  await assertAccessible(page, "a wrong key");
  await shot(page, "wrong-key");
  await signIn.failure.getByText("What RunPod said").click();
  await signIn.failure.getByText(/HTTP 401/).waitFor();
  assert.deepEqual(await page.evaluate(() => ({ ...sessionStorage })), {}, "a wrong key is not kept");
});

journey("a key without rights is told as one", { expected: FAILED_REQUEST }, async ({ signIn, page }) => {
  await page.route("**/graphql", (route) =>
    route.fulfill({ status: 403, json: { errors: [{ message: "Forbidden" }] } }),
  );
  await signIn.key.fill(KEY);
  await signIn.onSimulator.check();
  await signIn.button.click();
  await signIn.failure.getByText("This key may not do that.").waitFor();
  await signIn.failure.getByText(/read and write/).waitFor();
});

journey("no network is not a wrong key", { expected: FAILED_REQUEST }, async ({ signIn, page, context }) => {
  await context.setOffline(true);
  await signIn.key.fill(KEY);
  await signIn.onSimulator.check();
  await signIn.button.click();
  await signIn.failure.getByText(/could not reach RunPod/).waitFor();
  assert.doesNotMatch(await signIn.failure.innerText(), /know this key/);
  await context.setOffline(false);
  await signIn.button.click();
  await new Pods(page).ready();
});

journey(
  "a reload keeps the session, a new tab and a forgotten key do not",
  {},
  async ({ signIn, page, context, simulator }) => {
    const pods = await signIn.signInToSimulator(KEY);
    await page.reload();
    await pods.ready();
    const other = await context.newPage();
    await other.goto(simulator.page);
    await other.getByLabel("RunPod API key").waitFor();
    await other.close();
    await pods.forgetKey();
    await signIn.key.waitFor();
    const stays = page.getByText(
      /^The key is forgotten\. What this account launched and spent stays noted in this browser/,
    );
    await stays.waitFor();
    await page.reload();
    await signIn.key.waitFor();
    assert.equal(await stays.count(), 0, "it is said once");
  },
);

journey("a key can be pasted and sent with Enter", {}, async ({ signIn, page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((key) => navigator.clipboard.writeText(`  ${key}\n`), KEY);
  await signIn.onSimulator.check();
  await signIn.key.focus();
  await page.keyboard.press("Control+V");
  await page.keyboard.press("Enter");
  await new Pods(page).ready();
});

journey(
  "a reload while RunPod can't be reached does not cost the key",
  { expected: FAILED_REQUEST },
  async ({ signIn, page }) => {
    const pods = await signIn.signInToSimulator(KEY);
    await page.route("**/graphql", (route) => route.abort("connectionrefused"));
    await page.reload();
    await signIn.failure.getByText(/could not reach RunPod/).waitFor();
    await assertAccessible(page, "sign in again");
    await page.unroute("**/graphql");
    await page.getByRole("button", { name: "Try again with the key of this tab" }).click();
    await pods.ready();
  },
);

const OVER_PLAIN_HTTP = () => Object.defineProperty(window, "isSecureContext", { get: () => false });

journey(
  "over plain http no real key is sent, and practice goes on",
  { init: OVER_PLAIN_HTTP },
  async ({ signIn, seen, page }) => {
    await signIn.key.fill("rpa_REALLOOKING0123456789ABCDEFGH");
    await signIn.button.click();
    assert.match(await signIn.problem.innerText(), /plain http.*https:\/\/.*The key was not sent/);
    assert.equal(asked(seen), 0);
    assert.deepEqual(await page.evaluate(() => ({ ...sessionStorage })), {});
    await signIn.signInToSimulator(KEY);
  },
);

journey("no browser translates the page: its buttons must say what they do now", {}, async ({ page }) => {
  assert.equal(await page.evaluate(() => document.documentElement.translate), false);
  assert.equal(await page.locator("meta[name=google]").getAttribute("content"), "notranslate");
});
