// The two pages that are measured, and what is done with each of them.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { DESKTOP } from "../support/browser.mjs";
import { SignIn } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { Lists, PODS } from "./pods.mjs";
import { startCounting } from "./touched.mjs";
import { MARK, traced } from "./trace.mjs";

/// A poll and its second: so the rows' clocks tick once in each, whoever is measured.
const WINDOW = 1_000;

/// A page with the list, how to make it poll, and what was measured of it.
class Subject {
  constructor(name, page, lists, poll) {
    Object.assign(this, { name, page, lists, times: [], traces: [], counts: [] });
    // From a timer, as polls come: what a call from outside starts is no script's in the trace.
    this.poll = `setTimeout(() => { performance.mark("${MARK}"); ${poll}; })`;
  }

  async begin() {
    this.cdp = await this.page.context().newCDPSession(this.page);
    await this.cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    await this.page
      .locator("li.pod")
      .nth(PODS - 1)
      .waitFor({ state: "attached" });
    this.lists.moving = true;
  }

  /// It has the browser to itself, and the pointer lies on its list: whatever lies there is looked for after each layout.
  async look() {
    await this.page.bringToFront();
    await this.page.mouse.move(DESKTOP.width / 2, DESKTOP.height / 2);
  }

  async once() {
    const answered = new Promise((resolve) => {
      this.lists.told = resolve;
    });
    await this.page.evaluate(this.poll);
    const changed = await answered;
    await this.page.waitForTimeout(WINDOW);
    return changed;
  }

  async timed() {
    const before = await this.busy();
    await this.once();
    this.times.push({ "main thread": (await this.busy()) - before });
  }

  /// For how many milliseconds its main thread has worked.
  async busy() {
    const { metrics } = await this.cdp.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  }

  async traced(polls) {
    this.traces.push(
      ...(await traced(this.page, async () => {
        for (let poll = 0; poll < polls; poll += 1) await this.once();
      })),
    );
  }

  async counted() {
    await this.page.evaluate(startCounting);
    const changed = await this.once();
    const { rows, nodes, vain, outside } = await this.page.evaluate(() => globalThis.touched());
    const beside = rows.filter((id) => !changed.includes(id)).length;
    this.counts.push({
      changed: changed.length,
      rows: rows.length,
      beside,
      nodes,
      vain: vain.length,
      outside: outside.length,
    });
  }
}

const answering = (lists) => async (route) => {
  const changed = lists.next();
  await route.fulfill({ contentType: "application/json", body: lists.answer() });
  lists.told?.(changed);
};

/// The page as it ships.
export async function launchpod(browser, simulator) {
  const context = await browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  const lists = new Lists();
  const answer = answering(lists);
  await page.route("**/graphql", (route) =>
    route.request().postData()?.includes("query Fleet") ? answer(route) : route.continue(),
  );
  const signIn = new SignIn(page);
  await signIn.open(simulator.page);
  await signIn.signInToSimulator(KEY);
  // Whoever comes back to the tab sees at once how things stand: so a poll is asked for.
  return new Subject(
    "Launchpod",
    page,
    lists,
    'document.dispatchEvent(new Event("visibilitychange", { bubbles: true }))',
  );
}

/// The list of plain.js, with the same style sheet.
export async function byHand(browser) {
  const context = await browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  const lists = new Lists();
  const sheet = (await readdir(process.env.PAGE)).find((file) => file.endsWith(".css"));
  const html =
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><link rel="stylesheet" href="/style.css">'
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
  return new Subject("by hand", page, lists, "globalThis.poll()");
}
