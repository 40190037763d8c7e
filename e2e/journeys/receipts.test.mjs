// Pods that have ended: each has a receipt with its cost and reason, which fills the form in again and leaves as a file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { made } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Pods, Presets, counter, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, passesUntil, undoIsOver } from "../support/time.mjs";

/// A spreadsheet would take it for a formula, and for two cells.
const ODD = "=1+1, past";
const HEAD = [
  "Name",
  "Pod ID",
  "GPU",
  "Number of GPUs",
  "Data center",
  "Started (UTC)",
  "Ended (UTC)",
  "Duration (seconds)",
  "Estimated cost (USD)",
  "Cost billed by RunPod (USD)",
  "Time and estimate are",
  "Why it ended",
];

class Receipts {
  constructor(page) {
    this.page = page;
    this.rows = page.getByRole("list", { name: "Receipts", exact: true }).getByRole("listitem");
    this.sum = page.locator('[data-field="receipt-sum"]');
    this.search = page.getByLabel("Search receipts");
    this.month = page.getByLabel("Month", { exact: true });
  }

  /// Unfolds what was spent, and the receipts below it.
  async open() {
    for (const name of ["Spend and budget", "Receipts of ended pods"]) {
      const button = this.page.getByRole("button", { name });
      await button.waitFor();
      if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
    }
    await this.page.getByText(/^How long each pod was there/).waitFor();
    return this;
  }

  row(name) {
    return this.rows.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  async says(name, field) {
    return (await this.row(name).locator(`[data-field="${field}"]`).innerText()).trim();
  }

  /// The file, cell by cell, as RFC 4180 has them.
  async file() {
    const download = this.page.waitForEvent("download");
    await this.page.getByRole("button", { name: "Download CSV" }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^launchpod-receipts-\d{4}-\d\d-\d\d\.csv$/);
    const text = readFileSync(await file.path(), "utf8").replace(/^\ufeff/, "");
    assert.ok(text.endsWith("\r\n"), "each line ends");
    return text.slice(0, -2).split("\r\n").map(cells);
  }
}

const cells = (line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );

/// A pod that somebody makes past this page, seen here, and then ended past it too.
async function endedPast(walk, pods, name) {
  const { simulator } = walk;
  const id = await made(simulator, { name });
  await passesUntil(walk, () => pods.card(name).card.count(), "it is listed");
  await simulator.ask(`mutation { podTerminate(input: { podId: "${id}" }) }`);
  await passesUntil(walk, async () => (await pods.card(name).card.count()) === 0, "it is gone here too");
  return id;
}

// Its log is asked for while it starts, and is gone with it.
const LOG_GONE = [/status of 404 .*\/logs\?/];

atBothWidths(
  "a pod that has ended stands among the receipts, fills the form in again, and leaves as a file",
  { clock: true, expected: LOG_GONE },
  async (walk) => {
    const { page, look, seen, simulator, tab } = walk;
    const pods = await launched(walk, "paid");
    await comesTo(walk, pods.card("paid"), "ready");
    const receipts = await new Receipts(page).open();
    await page.getByText(/^No receipt yet\. When a pod ends, it stands here/).waitFor();
    await assertAccessible(page, `no receipts ${look}`);
    await pods.card("paid").endIt();
    await undoIsOver(walk);
    await passesUntil(walk, async () => (await pods.card("paid").card.count()) === 0, "it is gone");
    await receipts.row("paid").waitFor();
    assert.equal(await receipts.says("paid", "reason"), "You ended it");
    const cost = await receipts.says("paid", "cost");
    assert.match(cost, /^(≈|at least)\s\$0\.\d\d$/, "an estimate says so");

    const past = await endedPast(walk, pods, ODD);
    await receipts.row(ODD).waitFor();
    assert.equal(await receipts.says(ODD, "reason"), "Ended, and not from this page");
    await until(async () => /^2 pods: .*this page's estimate\.$/.test(await receipts.sum.innerText()), "their sum");
    await assertAccessible(page, `receipts ${look}`);
    await shot(page, `receipts-${look}`);

    const [head, ...lines] = await receipts.file();
    assert.deepEqual(head, HEAD);
    assert.deepEqual(lines.map(([name]) => name).sort(), [`'${ODD}`, "paid"].sort(), "no formula");
    const paid = lines.find(([name]) => name === "paid");
    const other = lines.find(([, id]) => id === past);
    assert.equal(paid.length, HEAD.length);
    assert.deepEqual([paid[2], paid[3], paid[11]], ["RTX 4090", "1", "You ended it"]);
    assert.equal(other[11], "Ended from somewhere else");
    const [started, ended] = [paid[5], paid[6]].map((time) => {
      assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      return Date.parse(time);
    });
    assert.ok(Math.abs((ended - started) / 1000 - Number(paid[7])) <= 1, `${paid}`);
    assert.match(paid[8], /^\d+\.\d{6}$/);
    // $0.74/h and a disk of 50 GB, for as long as it was there.
    const reckoned = (Number(paid[7]) / 3600) * (0.74 + 0.0069);
    assert.ok(Number(paid[8]) > 0 && Number(paid[8]) <= reckoned * 1.1, `${paid[8]} of ${reckoned}`);
    assert.ok(Math.abs(Number(paid[8]) - Number(cost.match(/\$([\d.]+)/)[1])) < 0.0051, "the page says the same");

    await receipts.search.fill("PAID");
    await until(async () => (await receipts.rows.count()) === 1, "one is found");
    assert.equal((await receipts.file()).length, 2, "the file holds what is shown");
    await receipts.search.fill("nothing like it");
    await page.getByText("No receipt matches.").waitFor();
    await receipts.search.fill("");
    await receipts.month.selectOption({ index: 1 });
    await until(async () => (await receipts.rows.count()) >= 1, "some ended in that month");
    await receipts.month.selectOption("");

    await page.reload();
    await pods.ready();
    await receipts.open();
    await until(async () => (await receipts.rows.count()) === 2, "a reload keeps them");
    assert.equal(await receipts.says("paid", "reason"), "You ended it");

    const launches = counter(seen, "mutation Launch");
    await page.getByRole("button", { name: "Launch again paid" }).click();
    const presets = await new Presets(page).ready();
    await presets.filled.getByText(/filled in from the receipt of “paid”\. Nothing is launched until/).waitFor();
    assert.equal(await presets.filled.getByText(/Not all that its launch asked for is known/).count(), 0);
    assert.equal(await presets.name.inputValue(), "paid");
    const form = new Launch(page);
    assert.match(await form.volume.locator("option:checked").textContent(), /models/);
    await until(async () => /^RTX 4090/.test(await form.choices.first().innerText()), "its choice");
    await assertAccessible(page, `a form filled in from a receipt ${look}`);
    await shot(page, `receipt-again-${look}`);
    assert.equal(launches(), 0, "nothing is launched by it");
    assert.deepEqual(await simulator.pods(), []);
    await assertKeyIsKept(tab, KEY, [simulator.page, simulator.address]);
  },
);

journey(
  "a pod that was not launched here says what its receipt does not know",
  { clock: true, expected: LOG_GONE },
  async (walk) => {
    const { page, signIn } = walk;
    const pods = await signIn.signInToSimulator(KEY);
    await endedPast(walk, pods, "foreign");
    await new Receipts(page).open();
    await page.getByRole("button", { name: "Launch again foreign" }).click();
    const presets = await new Presets(page).ready();
    await presets.filled.getByText(/filled in from the receipt of “foreign”/).waitFor();
    await presets.filled.getByText(/Not all that its launch asked for is known: check the GPU type/).waitFor();
    assert.equal(await presets.name.inputValue(), "foreign");
  },
);

journey("receipts that can't be read are none, and those of a newer page stay as they are", {}, async (walk) => {
  const { page, signIn } = walk;
  await signIn.signInToSimulator(KEY);
  const receipts = await new Receipts(page).open();
  const stored = await until(
    () => page.evaluate(() => Object.keys(localStorage).find((key) => key.startsWith("launchpod.spend/"))),
    "the account's place",
  );
  const place = stored.replace("launchpod.spend/", "launchpod.receipts/");
  const put = (text) => page.evaluate(([key, value]) => localStorage.setItem(key, value), [place, text]);
  await put('{"version":1,"ended":[{"id":"<img src=x onerror=alert(1)>","started":1,"ended":2,"name":7},{"id"');
  await page.reload();
  await new Pods(page).ready();
  await receipts.open();
  await page.getByText(/^No receipt yet\./).waitFor();
  const newer = '{"version":2,"ended":[]}';
  await put(newer);
  await page.reload();
  await new Pods(page).ready();
  await receipts.open();
  await page.getByText("A newer Launchpod has written these receipts. Reload the page to see them.").waitFor();
  assert.equal(await page.evaluate((key) => localStorage.getItem(key), place), newer);
});
