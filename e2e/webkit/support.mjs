// The frame of a journey in WebKit: a simulator, what stands before its page, a browser, and what a person does there.
import { test } from "node:test";

import { CREATE, dealings, made } from "../support/faults.mjs";
import { until } from "../support/screens.mjs";
import { KEY, startSimulator } from "../support/simulator.mjs";
import { startDriver } from "./browser.mjs";
import { startFront } from "./front.mjs";
import { Tab } from "./tab.mjs";

export { CREATE, KEY, dealings, made, until };

/// A browser that does not answer any more ends its journey.
const LONGEST = 150_000;

/// A journey: `walk` gets the simulator, what stands before it, and a tab with the page. `init` runs before the page does; `changes`
/// are files that come changed.
export function journey(name, { key, init, speed = 120, changes = [] } = {}, walk) {
  test(name, async () => {
    const simulator = await startSimulator({ key, speed });
    const front = await startFront(simulator, init, changes);
    const webkit = await startDriver();
    const late = setTimeout(() => webkit.stop(), LONGEST);
    let tab;
    try {
      const driver = await webkit.open();
      tab = new Tab(driver, await driver.getWindowHandle());
      await tab.go(front.page);
      await walk({ simulator, front, driver, tab });
    } catch (error) {
      const words = await tab?.words().catch(() => "no page");
      const sight = `\n--- on the page:\n${words}`;
      error.message += sight;
      error.stack += sight;
      throw error;
    } finally {
      clearTimeout(late);
      await tab?.driver.quit().catch(() => {});
      webkit.stop();
      front.stop();
      simulator.stop();
    }
  });
}

export const NAME = { label: "Name" };
export const LAUNCH = { css: ".summary > button" };

/// Buttons on the card of a pod.
export const on = (card) => ({
  card: { card },
  end: { card, role: "button", name: /^End(ing…)? (?!and delete )/ },
  endAndDelete: { card, role: "button", name: /^End and delete / },
  undo: { card, role: "button", name: /^Undo ending/ },
  stop: { card, role: "button", name: /^Stop(ping…)? / },
  start: { card, role: "button", name: /^Start(ing…)? / },
  ending: { card, css: ".ending" },
  says: (text) => ({ card, text }),
  link: (name) => ({ card, role: "link", name }),
});

/// Signs in to the simulator with its key.
export async function signIn(tab, key = KEY) {
  await tab.fill({ label: "RunPod API key" }, key);
  await tab.check({ label: /key of the simulator/ });
  await tab.click({ role: "button", name: "Sign in" });
}

export async function signedIn(tab) {
  await signIn(tab);
  await tab.waitFor({ role: "heading", name: "Pods" });
}

/// One more tab of the same browser, signed in.
export async function anotherSignedIn({ tab, front }) {
  const other = await tab.another();
  await other.go(front.page);
  await signedIn(other);
  return other;
}

/// The launch form, filled in for a pod on the volume "models".
export async function filledIn(tab, name) {
  await tab.click({ role: "link", name: "Launch a pod" });
  await pastApps(tab);
  await tab.waitFor({ css: "label.gpu" });
  await tab.fill(NAME, name);
  await tab.choose({ label: "Network volume" }, "models");
  await tab.waitFor({ within: ".summary", role: "button", name: /^Launch/ });
  const all = await tab.find({ role: "button", name: /^Show all \d+ GPU types$/ });
  if (all) await all.click();
  await tab.check({ css: "label.gpu:has(input[value*='4090']) input" });
  await tab.waitFor({ within: ".summary", role: "button", name: /^Launch/ });
}

export async function pastApps(tab) {
  await tab.waitFor({ css: ".to-form, .summary" });
  const past = await tab.find({ css: ".to-form" });
  if (past) await past.click();
  await tab.waitFor({ css: ".summary" });
}

/// Launches, and waits for the card.
export async function launched(tab, name) {
  await filledIn(tab, name);
  await tab.click(LAUNCH);
  await tab.waitFor({ card: name });
}

export async function reaches(tab, card, stage, timeout = 60_000) {
  await until(
    async () => (await tab.attribute({ card }, "data-stage")) === stage,
    `${card} comes to ${stage}`,
    timeout,
  );
}

/// What has really happened is this, and stays this while the page asks for two more lists.
export async function holds({ simulator, front, tab }, expected) {
  const holdsNow = async () => JSON.stringify(await dealings(simulator)) === JSON.stringify(expected);
  await until(holdsNow, JSON.stringify(expected));
  for (let lists = 0; lists < 2; lists += 1) {
    const before = front.sent("query Fleet");
    // Sooner than by itself, where there is such a button.
    const refresh = await tab.find({ role: "button", name: "Refresh" });
    if (refresh) await refresh.click();
    await until(() => front.sent("query Fleet") > before, "one more list", 60_000);
  }
  if (!(await holdsNow()))
    throw new Error(`${JSON.stringify(await dealings(simulator))} is not ${JSON.stringify(expected)}`);
}
