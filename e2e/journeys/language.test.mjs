// The languages of the page: which one it speaks, how another one is chosen, and that nothing is lost with it.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { FILES_THAT_FAIL } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Pods, launched } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const FILE = "**/locales/de.json";
const BROKEN = [/Failed to load resource/];

/// Only a few texts, so that a journey needs no other language; all others stay as they are.
const GERMAN = {
  app: { language: "Sprache", launch_a_pod: "Pod starten", page_title: "{page} · Startrampe" },
  sign_in: { sign_in: "Anmelden", title: "Anmelden · Startrampe" },
};
const IN_GERMAN = (route) => route.fulfill({ json: GERMAN });

/// A browser whose owner speaks German first.
const GERMAN_BROWSER = () =>
  Object.defineProperty(Navigator.prototype, "languages", { get: () => ["de-AT", "de", "en"] });

const list = (page) => page.locator("#language");
const choose = (page, tag) => list(page).selectOption(tag);
const spoken = (page) => page.evaluate(() => document.documentElement.lang);
const chosen = (page) => page.evaluate(() => localStorage.getItem("launchpod.language"));
const asked = (seen) => seen.requests.filter((request) => request.url().endsWith("/locales/de.json")).length;
const inGerman = (page) => page.getByRole("button", { name: "Anmelden" });
const trouble = (page) =>
  page.getByRole("alert").filter({ hasText: "Deutsch could not be loaded, so this page is in English." });

atBothWidths(
  "another language is chosen at the foot of the page, at once and for good; what is typed stays",
  {},
  async ({ signIn, page, seen, look }) => {
    await page.route(FILE, IN_GERMAN);
    assert.deepEqual([await spoken(page), await list(page).inputValue(), asked(seen)], ["en", "en", 0]);
    assert.deepEqual(
      await list(page)
        .locator("option")
        .evaluateAll((all) => all.map(({ lang, value, text }) => [lang, value, text])),
      [
        ["en", "en", "English"],
        ["de", "de", "Deutsch"],
        ["es", "es", "Español"],
        ["ja", "ja", "日本語"],
        ["zh-Hans", "zh-Hans", "简体中文"],
      ],
    );
    await signIn.key.fill(KEY);
    await signIn.onSimulator.check();
    await list(page).focus();
    await choose(page, "de");
    await inGerman(page).waitFor();
    assert.equal(await spoken(page), "de");
    assert.equal(await page.title(), "Anmelden · Startrampe");
    assert.equal(await page.getByLabel("Sprache").inputValue(), "de");
    assert.equal(await page.evaluate(() => document.activeElement.id), "language", "the keyboard goes on from there");
    assert.equal(await signIn.key.inputValue(), KEY, "the key need not be pasted again");
    assert.ok(await signIn.onSimulator.isChecked());
    await assertAccessible(page, "signing in in another language");
    await shot(page, `${look}-language`);

    await inGerman(page).click();
    const pods = await new Pods(page).ready();
    await page.getByRole("navigation").getByRole("link", { name: "Pod starten" }).click();
    await page.getByRole("heading", { name: "Pod starten", level: 1 }).waitFor();
    assert.equal(await page.title(), "Pod starten · Startrampe");
    const form = await new Launch(page).pastApps();
    await page.locator("label.gpu").first().waitFor();
    await form.name.fill("typed before");
    await form.onVolume("models");
    const volume = await form.volume.inputValue();
    await choose(page, "en");
    await page.getByRole("heading", { name: "Launch a pod", level: 1 }).waitFor();
    assert.deepEqual([await spoken(page), await page.title()], ["en", "Launch a pod · Launchpod"]);
    assert.equal(await form.name.inputValue(), "typed before");
    assert.equal(await form.volume.inputValue(), volume);
    await choose(page, "de");
    await page.getByRole("heading", { name: "Pod starten", level: 1 }).waitFor();
    assert.equal(await form.name.inputValue(), "typed before");
    assert.equal(asked(seen), 1, "the file is fetched once");
    assert.equal(await list(page).count(), 1);
    await assertAccessible(page, "the form in another language");

    await page.reload();
    await page.getByRole("heading", { name: "Pod starten", level: 1 }).waitFor();
    assert.deepEqual([await spoken(page), await chosen(page), asked(seen)], ["de", "de", 2]);
    await pods.open();
    await choose(page, "en");
    await page.reload();
    await pods.ready();
    assert.deepEqual([await spoken(page), await chosen(page), asked(seen)], ["en", "en", 2], "English is no file");
  },
);

journey("what is about to be ended can be kept in another language too", {}, async ({ signIn, page, simulator }) => {
  await page.route(FILE, IN_GERMAN);
  const pods = await launched({ signIn, page }, "kept");
  const card = pods.card("kept");
  await card.end.click();
  await card.undo.waitFor();
  await choose(page, "de");
  await page.getByRole("navigation").getByRole("link", { name: "Pod starten" }).waitFor();
  await card.undo.click();
  await card.undo.waitFor({ state: "detached" });
  assert.equal((await simulator.pods()).length, 1);
});

journey(
  "whoever has chosen none reads the language of their browser, from the first view on",
  { init: GERMAN_BROWSER, stayOutside: true },
  async ({ signIn, page, simulator, seen }) => {
    const before = [];
    await page.route(FILE, async (route) => {
      before.push(await signIn.key.count());
      await IN_GERMAN(route);
    });
    await signIn.open(simulator.page);
    assert.deepEqual(before, [0], "nothing is shown in English first");
    assert.equal(await inGerman(page).count(), 1);
    assert.deepEqual([await spoken(page), await chosen(page), asked(seen)], ["de", null, 1]);
    assert.equal(await page.locator("#shell").count(), 0);
    await choose(page, "en");
    await signIn.button.waitFor();
    await page.reload();
    await signIn.button.waitFor();
    assert.deepEqual([await spoken(page), asked(seen)], ["en", 1], "a choice goes before what the browser says");
  },
);

journey(
  "a language that is slow to come holds the page up for three seconds, and comes when it is there",
  { init: GERMAN_BROWSER, stayOutside: true },
  async ({ signIn, page, simulator, seen }) => {
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await page.route(FILE, async (route) => {
      await held;
      await IN_GERMAN(route);
    });
    const begun = Date.now();
    await signIn.open(simulator.page);
    assert.ok(Date.now() - begun >= 3_000, "it was waited for");
    assert.equal(await signIn.button.count(), 1);
    assert.deepEqual([await spoken(page), asked(seen)], ["en", 1]);
    await signIn.key.fill("rpa_half");
    release();
    await inGerman(page).waitFor();
    assert.deepEqual([await spoken(page), await signIn.key.inputValue()], ["de", "rpa_half"]);
  },
);

for (const [how, fail] of FILES_THAT_FAIL) {
  journey(
    `a language ${how} leaves the page in English, is told beside the list, and can be chosen again`,
    { expected: BROKEN },
    async ({ signIn, page, seen }) => {
      await page.route(FILE, fail);
      await signIn.key.fill(KEY);
      await signIn.onSimulator.check();
      await choose(page, "de");
      await trouble(page).waitFor();
      assert.deepEqual([await spoken(page), await list(page).inputValue(), asked(seen)], ["en", "en", 1]);
      assert.equal(await signIn.key.inputValue(), KEY);
      await assertAccessible(page, "no other language");
      await shot(page, "no-language");
      await page.reload();
      await trouble(page).waitFor();
      assert.deepEqual([await chosen(page), asked(seen)], ["de", 2], "the choice is kept, and tried once a page");
      await signIn.signInToSimulator(KEY);
      await trouble(page).waitFor();
      await page.unroute(FILE);
      await page.route(FILE, IN_GERMAN);
      await choose(page, "de");
      await page.getByRole("navigation").getByRole("link", { name: "Pod starten" }).waitFor();
      assert.equal(await trouble(page).count(), 0);
      assert.equal(await spoken(page), "de");
    },
  );
}
