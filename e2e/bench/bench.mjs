// A list of a thousand pods of which ten change with each poll: what that costs the browser, beside the same list written
// by hand. It prints, and judges nothing: times differ from machine to machine, their ratio hardly does.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { DESKTOP, startBrowser } from "../support/browser.mjs";
import { SignIn } from "../support/screens.mjs";
import { KEY, startSimulator } from "../support/simulator.mjs";
import { CHANGING, Lists, PODS } from "./pods.mjs";
import { startCounting } from "./touched.mjs";

const WARM_UP = 12;
const ROUNDS = Number(process.env.ROUNDS ?? 5);
const POLLS = 6;
/// A poll and its second: so the rows' clocks tick once in each, whoever is measured.
const WINDOW = 1_000;

const MEASURES = {
  script: ["ScriptDuration"],
  layout: ["LayoutDuration", "RecalcStyleDuration"],
  "main thread": ["TaskDuration"],
};

/// A page with the list, how to make it poll, and how to look at it.
class Subject {
  constructor(name, page, lists, poll) {
    Object.assign(this, { name, page, lists, poll, times: Object.fromEntries(Object.keys(MEASURES).map((one) => [one, []])), counts: [] });
  }

  async begin() {
    this.cdp = await this.page.context().newCDPSession(this.page);
    await this.cdp.send("Performance.enable", { timeDomain: "timeTicks" });
    await this.page.locator("li.pod").nth(PODS - 1).waitFor({ state: "attached" });
    this.lists.moving = true;
  }

  async metrics() {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }

  async once() {
    const answered = new Promise((resolve) => { this.lists.told = resolve; });
    await this.page.evaluate(this.poll);
    const changed = await answered;
    await this.page.waitForTimeout(WINDOW);
    return changed;
  }

  async timed() {
    const before = await this.metrics();
    await this.once();
    const after = await this.metrics();
    for (const [name, parts] of Object.entries(MEASURES)) {
      this.times[name].push(1000 * parts.reduce((sum, part) => sum + after[part] - before[part], 0));
    }
  }

  async counted() {
    await this.page.evaluate(startCounting);
    const changed = await this.once();
    const { rows, nodes, vain, outside } = await this.page.evaluate(() => globalThis.touched());
    const beside = rows.filter((id) => !changed.includes(id)).length;
    this.counts.push({ changed: changed.length, rows: rows.length, beside, nodes, vain: vain.length, outside: outside.length });
  }
}

const answering = (lists) => async (route) => {
  const changed = lists.next();
  await route.fulfill({ contentType: "application/json", body: lists.answer() });
  lists.told?.(changed);
};

async function launchpod(browser, simulator) {
  const context = await browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  const lists = new Lists();
  const answer = answering(lists);
  await page.route("**/graphql", (route) => (route.request().postData()?.includes("query Fleet") ? answer(route) : route.continue()));
  const signIn = new SignIn(page);
  await signIn.open(simulator.page);
  await signIn.signInToSimulator(KEY);
  // Whoever comes back to the tab sees at once how things stand: so a poll is asked for.
  return new Subject("Launchpod", page, lists, () => { document.dispatchEvent(new Event("visibilitychange", { bubbles: true })); });
}

async function plain(browser) {
  const context = await browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  const lists = new Lists();
  const sheet = (await readdir(process.env.PAGE)).find((file) => file.endsWith(".css"));
  const html = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><link rel="stylesheet" href="/style.css">'
    + '<header class="top-bar"><p class="money"></p></header><main><ul class="pods" aria-label="Your pods"></ul></main>'
    + '<script type="module" src="/plain.js"></script></html>';
  const text = { "/": [html, "text/html"] };
  text["/style.css"] = [await readFile(join(process.env.PAGE, sheet), "utf8"), "text/css"];
  text["/plain.js"] = [await readFile(new URL("plain.js", import.meta.url), "utf8"), "text/javascript"];
  await page.route("http://plain.test/**", (route) => {
    const [body, contentType] = text[new URL(route.request().url()).pathname] ?? ["", "text/plain"];
    return route.fulfill({ body, contentType });
  });
  await page.route("http://plain.test/graphql", answering(lists));
  await page.goto("http://plain.test/");
  return new Subject("by hand", page, lists, () => { globalThis.poll(); });
}

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};
const column = (value, width = 12) => String(value).padStart(width);

function report([ours, theirs]) {
  console.log(`\n${PODS} pods, ${CHANGING} changing with each poll; median of ${ROUNDS * POLLS} polls, in ms\n`);
  console.log(`${"".padEnd(14)}${column(ours.name)}${column(theirs.name)}${column("ratio")}`);
  for (const measure of Object.keys(MEASURES)) {
    const [one, other] = [ours, theirs].map((subject) => median(subject.times[measure]));
    console.log(`${measure.padEnd(14)}${column(one.toFixed(2))}${column(other.toFixed(2))}${column((one / other).toFixed(2))}`);
  }
  const counts = [["rows", "rows"], ["other rows", "beside"], ["nodes in rows", "nodes"], ["as they were", "vain"], ["nodes outside", "outside"]];
  console.log(`\nnodes touched per poll, ${CHANGING} pods changed`);
  for (const [words, field] of counts) {
    const [one, other] = [ours, theirs].map((subject) => median(subject.counts.map((count) => count[field])));
    console.log(`${words.padEnd(14)}${column(one)}${column(other)}${column(other ? (one / other).toFixed(2) : "")}`);
  }
}

const browser = await startBrowser();
const simulator = await startSimulator({ speed: 1 });
try {
  const subjects = [await launchpod(browser, simulator), await plain(browser)];
  for (const subject of subjects) {
    await subject.begin();
    for (let poll = 0; poll < WARM_UP; poll += 1) await subject.once();
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const subject of subjects) {
      // The one that is looked at has the browser to itself.
      await subject.page.bringToFront();
      for (let poll = 0; poll < POLLS; poll += 1) await subject.timed();
      await subject.counted();
    }
  }
  report(subjects);
} finally {
  await browser.close();
  simulator.stop();
}
