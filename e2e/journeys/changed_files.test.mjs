// Each file that ships, changed on its way by a few letters: nothing of it runs, and the page says so in words.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "@playwright/test";

import { assertAccessible } from "../support/audit.mjs";
import { openPage } from "../support/browser.mjs";
import { startPlainHost } from "../support/hosts.mjs";
import { journey } from "../support/journey.mjs";
import { named } from "../support/names.mjs";
import { SignIn, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const files = readdirSync(process.env.PAGE);
const theOne = (pattern) => files.find((name) => pattern.test(name));
const LOADER = theOne(/^loader-\w+\.js$/);
const GLUE = theOne(/^launchpod-\w+\.js$/);
const APP = theOne(/_bg\.wasm$/);
const SHEET = theOne(/^style-\w+\.css$/);
const PARTS = files.filter((name) => name.endsWith(".wasm") && name !== APP);

/// The same length, the same kind, and it would run: other words, another name.
const rewritten = (from, to) => (body) => Buffer.from(body.toString("latin1").replaceAll(from, to), "latin1");
/// One bit, in the middle.
const flipped = (body) => {
  const other = Buffer.from(body);
  other[other.length >> 1] ^= 1;
  return other;
};

/// How many rules of sheets with such an address are in use. Some browsers name a refused sheet all the same.
const rulesIn = (page, name) =>
  page.evaluate((part) => {
    const rules = (sheet) => {
      try {
        return sheet.cssRules.length;
      } catch {
        return 0;
      }
    };
    const sheets = [...document.styleSheets].filter(({ href }) => href?.includes(part));
    return sheets.reduce((sum, sheet) => sum + rules(sheet), 0);
  }, name);

/// The page on a host of plain files, of which one is changed.
function changed(name, file, change, walk, options = {}) {
  named(name, async ({ browser }) => {
    let times = 0;
    const host = await startPlainHost({
      change: (asked, body) => {
        if (asked !== file) return body;
        times += 1;
        const other = change(body);
        assert.ok(!other.equals(body), `${file} is as it was`);
        return other;
      },
    });
    const tab = await openPage(browser, { expected: [/./], ...options });
    try {
      await tab.page.goto(host.address);
      await walk({ ...tab, host });
      assert.ok(times > 0, `${file} was never asked for`);
    } finally {
      await tab.close();
      host.stop();
    }
  });
}

changed(
  "a loader that was changed on its way does not run, and the page says what to do",
  LOADER,
  rewritten("Launchpod", "Launchpad"),
  async ({ page }) => {
    await page.waitForLoadState("load");
    // What stands in for a loader that never came appears after a while.
    await page.evaluate(() => {
      for (const slow of document.getAnimations()) slow.finish();
    });
    await page.getByText(/This takes longer than it should.*reload the page/).waitFor();
    assert.equal(await page.evaluate(() => typeof globalThis.launchpodFile), "undefined");
    assert.equal(await page.getByLabel("RunPod API key").count(), 0);
  },
);

changed(
  "bindings that were changed on their way do not run, and the page says so",
  GLUE,
  rewritten("launchpod", "launchpad"),
  async ({ page }) => {
    await page
      .locator('[data-cause="download"]')
      .getByText(/or was changed on its way/)
      .waitFor();
    await assertAccessible(page, "changed bindings");
    assert.equal(await page.getByLabel("RunPod API key").count(), 0);
  },
);

changed(
  "an app that was changed on its way does not run, and the page says so",
  APP,
  rewritten("RunPod API key", "XunPod API key"),
  async ({ page }) => {
    await page
      .locator('[data-cause="compile"]')
      .getByText(/between you and the site changed the file/)
      .waitFor();
    await page.getByText("Technical details").click();
    await page.getByText(/_bg\.wasm was changed on its way/).waitFor();
    await assertAccessible(page, "a changed app");
    assert.equal(await page.getByLabel("XunPod API key").count(), 0);
  },
);

changed(
  "a style sheet that was changed on its way is not used",
  SHEET,
  rewritten("#shell", "#shelf"),
  async ({ page }) => {
    await new SignIn(page).key.waitFor();
    assert.equal(await rulesIn(page, ""), 0);
  },
);

for (const part of PARTS)
  changed(
    `a part that was changed on its way is not handed out: ${part.split("_").slice(1).join("_")}`,
    part,
    flipped,
    async ({ page }) => {
      await new SignIn(page).key.waitFor();
      const why = await page.evaluate(
        (name) => globalThis.launchpodFile(new URL(name, document.baseURI)).then(() => "handed out", String),
        part,
      );
      assert.match(why, /CompileError: .*was changed on its way/);
    },
  );

changed(
  "a service worker that was changed on its way is not installed",
  "service-worker.js",
  (body) => Buffer.concat([body, Buffer.from("\n// changed")]),
  async ({ page }) => {
    const asked = page.waitForResponse(/service-worker\.js/);
    await new SignIn(page).key.waitFor();
    await asked;
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
  },
  { offline: true },
);

for (const name of ["probe.html", "files.html", "offline.html"])
  changed(
    `a script that was changed on its way does not run in ${name}`,
    name,
    rewritten('"use strict";', 'window.hacked="";'),
    async ({ page, host }) => {
      await page.goto(host.address + name);
      assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
    },
  );

journey("files that came as they are do what they are for", {}, async ({ signIn, page }) => {
  assert.ok((await rulesIn(page, "style-")) > 100);
  await signIn.signInToSimulator(KEY);
  await page.getByRole("link", { name: "Launch a pod" }).first().click();
  await page.locator("section.apps").waitFor();
  await until(async () => (await rulesIn(page, "apps.css")) > 5, "the gallery has its sheet");
});

test("each file of script, style and WebAssembly that ships is tried above", () => {
  const ran = files.filter((name) => /\.(js|css|wasm)$/.test(name));
  const tried = [LOADER, GLUE, APP, SHEET, ...PARTS, "service-worker.js", "apps.css"];
  assert.deepEqual(ran.sort(), tried.sort());
});

/// On a simulator's page a file comes with one bit flipped.
const flip = async (page, pattern) => {
  await page.route(pattern, async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: flipped(await answer.body()) });
  });
};

journey(
  "a list that was changed on its way is told at the sign-in, and the key goes nowhere",
  { expected: [/./], stayOutside: true },
  async ({ signIn, page, simulator, seen }) => {
    await flip(page, "**/*_signed_in.wasm");
    await signIn.open(simulator.page);
    await signIn.key.fill(KEY);
    await signIn.onSimulator.check();
    await signIn.button.click();
    await page.getByRole("alert").filter({ hasText: "Your pods could not be loaded. Nothing was changed" }).waitFor();
    assert.equal(seen.requests.filter((request) => request.method() === "POST").length, 0);
  },
);

journey(
  "a launch form that was changed on its way is told in words, and so is its sheet left out",
  { expected: [/./] },
  async ({ signIn, page }) => {
    await flip(page, "**/*_launch.wasm");
    await flip(page, "**/apps.css?*");
    await signIn.signInToSimulator(KEY);
    await page.getByRole("link", { name: "Launch a pod" }).first().click();
    const told = page
      .getByRole("alert")
      .filter({ hasText: "The launch form could not be loaded. Nothing was launched." });
    await told.waitFor();
    await page.unroute("**/*_launch.wasm");
    const sheet = page.waitForResponse(/apps\.css\?sha256-/);
    await told.getByRole("button", { name: "Try again" }).click();
    await page.locator("section.apps").waitFor();
    await sheet;
    assert.equal(await rulesIn(page, "apps.css"), 0);
  },
);
