// How far pods have come: the ladder with its times, what is usual on this device, and the title, the icon and the
// notification for somebody who looks elsewhere.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { DESKTOP, PHONE, SIGHT, shot } from "../support/browser.mjs";
import { made } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { later, passesUntil } from "../support/time.mjs";

/// Slow enough that each step of the ladder is seen: three seconds between two lists are a minute and a half.
const SLOWLY = { simulator: { speed: 30 } };

/// Those of the times of a ladder that do not stand on one line.
function broken(spans) {
  const lines = ({ firstChild: text }) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    range.setStart(text, text.data.search(/\d/));
    return range.getClientRects().length;
  };
  return spans.filter((span) => /\d/.test(span.innerText) && lines(span) !== 1).map((span) => span.innerText);
}

async function climbs(walk, width) {
  const { page } = walk;
  const pods = await launched(walk, "first climb");
  const first = pods.card("first climb");
  await first.ladder.waitFor();
  assert.equal(await first.rungs.count(), 5);
  await until(async () => /^\d+\s(s|m)/.test(await first.climb.innerText()), "the time on this step");
  assert.doesNotMatch(await first.climb.innerText(), /usual/, "nothing is usual yet");
  await first.reaches("listening", 90_000);
  const said = await first.rungs.allInnerTexts();
  assert.match(said[0], /^Machine\s+✓/);
  assert.match(said[1], /^Image\s+✓/);
  assert.match(said[3], /^Program\s+now$/);
  assert.match(said[4], /^Ready\s*$/);
  assert.match(await first.card.locator('[aria-current="step"]').innerText(), /^Program/);
  assert.deepEqual(await first.ladder.locator("span").evaluateAll(broken), [], "no time is broken over two lines");
  await assertAccessible(page, `the ladder on a ${width}`);
  await shot(page, `${width}-ladder`);
  await first.reaches("ready", 90_000);
  await first.ladder.waitFor({ state: "detached" });
  assert.match(await first.climb.innerText(), /^after \d+\sm\s\d+\ss$/);

  const form = await new Launch(page).open();
  await form.fillIn("second climb");
  await form.launch();
  const second = pods.card("second climb");
  await second.ladder.waitFor();
  await until(
    async () => /, usually .* · usually ready after \d+\sm$/.test(await second.climb.innerText()),
    "what is usual",
  );
  await shot(page, `${width}-usually`);
  await page.reload();
  await pods.ready();
  await second.ladder.waitFor();
  await until(async () => /usually ready after \d+\sm$/.test(await second.climb.innerText()), "the device remembers");
  await second.reaches("ready", 90_000);
  await assertAccessible(page, `two pods that are ready on a ${width}`);
}

journey("the ladder climbs with times, and the second launch says what is usual", SLOWLY, (walk) =>
  climbs(walk, "desktop"),
);
journey("the ladder climbs with times on a phone", { ...SLOWLY, viewport: PHONE, colorScheme: "dark" }, (walk) =>
  climbs(walk, "phone"),
);

journey(
  "what listens on port 8080 is told by the image, and proven by what only that program shows",
  {},
  async ({ signIn, simulator }) => {
    await made(simulator, { name: "talks", image: "ghcr.io/open-webui/open-webui:ollama", ports: "8080/http" });
    await made(simulator, { name: "writes", image: "codercom/code-server:4.139.1", ports: "8080/http" });
    await made(simulator, { name: "whatever", image: "nobody/knows:1", ports: "8080/http" });
    const pods = await signIn.signInToSimulator(KEY);
    for (const [name, program, stage] of [
      ["talks", "Open WebUI", "ready"],
      ["writes", "code-server", "ready"],
      ["whatever", "port 8080", "probably-up"],
    ]) {
      await pods.card(name).reaches(stage, 90_000);
      await pods
        .card(name)
        .link(new RegExp(`^Open ${program}`))
        .waitFor();
    }
  },
);

journey("after a reload the ladder says only what is known", { simulator: { speed: 8 }, clock: true }, async (walk) => {
  const { page, simulator } = walk;
  await made(simulator, { name: "half way" });
  const pods = await walk.signIn.signInToSimulator(KEY);
  const card = pods.card("half way");
  await card.reaches("pulling", 100_000);
  await until(async () => /^\d+\s(s|m)/.test(await card.climb.innerText()), "it was seen to begin");
  // A pod that was started a moment ago is followed from its start; for one that is older, what is not known is not said. A
  // moment is a minute and a half of the page's time, which goes ahead of the simulator's here.
  await later(walk, 100);
  await until(async () => /^([4-9]\d\ss|\d+\sm)/.test(await card.climb.innerText()), "it takes a while", 60_000);
  await page.reload();
  await pods.ready();
  await until(async () => /^for more than \d+\s(s|m)/.test(await card.climb.innerText()), "when it began is not known");
  assert.match((await card.rungs.allInnerTexts())[0], /^Machine\s+✓$/, "how long that took is not known either");
});

const icon = (page) => page.evaluate(() => document.querySelector("link[rel=icon]").getAttribute("href"));

async function says(walk, title, mark) {
  await passesUntil(walk, async () => title.test(await walk.page.title()), `the title says ${title}`);
  await until(async () => mark.test(await icon(walk.page)), `the icon shows ${mark}`);
}

journey("the tab's title and icon say how the pods stand", { init: SIGHT, clock: true }, async (walk) => {
  const { page, simulator, signIn } = walk;
  const pods = await signIn.signInToSimulator(KEY);
  await says(walk, /^Pods · Launchpod$/, /favicon-[0-9a-f]+\.svg$/);
  await made(simulator, { name: "anna" });
  await says(
    walk,
    /^(Finding a machine|Downloading the image|Starting|Waiting for the program): anna · Pods · Launchpod$/,
    /^favicon-running\.svg$/,
  );
  await says(walk, /^Ready: anna · Pods · Launchpod$/, /^favicon-ready\.svg$/);
  for (const mark of ["running", "ready", "stopped"]) {
    const answer = await page.evaluate(async (name) => {
      const { ok, headers } = await fetch(`favicon-${name}.svg`);
      return [ok, headers.get("content-type")];
    }, mark);
    assert.deepEqual(answer, [true, "image/svg+xml"]);
  }
  await simulator.fault("no-machine");
  const second = await made(simulator, { name: "bert" });
  await says(walk, /^1 of 2 ready · Pods · Launchpod$/, /^favicon-running\.svg$/);
  await page.getByRole("link", { name: "Launch a pod" }).first().click();
  await says(walk, /^1 of 2 ready · Launch a pod · Launchpod$/, /^favicon-running\.svg$/);
  await pods.open();
  await simulator.ask(`mutation { podStop(input: { podId: "${second}" }) { id } }`);
  await says(walk, /^Stopped: bert · Pods · Launchpod$/, /^favicon-stopped\.svg$/);
  await shot(page, "stopped-elsewhere");
  // Who has had the page in sight and turns away has read it.
  await page.evaluate(() => globalThis.see("hidden"));
  await says(walk, /^Ready: anna · Pods · Launchpod$/, /^favicon-ready\.svg$/);
  await page.evaluate(() => globalThis.see("visible"));
  await pods.card("anna").end.click();
  await pods.card("anna").isGone();
  await says(walk, /^Pods · Launchpod$/, /favicon-[0-9a-f]+\.svg$/);
});

/// In the place of the browser's notifications: notes what is asked and told. `answer` is what the person says.
const NOTES = (answer) => `
  globalThis.noted = { asked: 0, told: [] };
  let permission = "default";
  globalThis.Notification = class {
    static get permission() { return permission; }
    static async requestPermission() { noted.asked += 1; return permission = "${answer}"; }
    constructor(title, options) { noted.told.push([title, options.body]); }
  };
  (${SIGHT})();
`;
const noted = (page) => page.evaluate(() => globalThis.noted);

/// A list is asked for at once, and comes when the tab is out of sight again.
async function glimpse(page) {
  await page.evaluate(() => {
    globalThis.see("visible");
    globalThis.see("hidden");
  });
}

async function told(page, count) {
  await until(
    async () => {
      await glimpse(page);
      return (await noted(page)).told.length === count;
    },
    `${count} notifications`,
    60_000,
  );
  return (await noted(page)).told.at(-1);
}

for (const viewport of [DESKTOP, PHONE]) {
  const where = viewport === PHONE ? "a phone" : "a desktop";
  journey(
    `who has switched notifications on is told of what happens out of sight, on ${where}`,
    { viewport, init: { content: NOTES("granted") } },
    async (walk) => {
      const { page, simulator, signIn } = walk;
      await made(simulator, { name: "anna" });
      const pods = await signIn.signInToSimulator(KEY);
      const on = page.getByRole("button", { name: "Notify me when a pod is ready or stops" });
      await on.waitFor();
      assert.equal((await noted(page)).asked, 0, "nobody is asked before the click");
      await on.click();
      await page.getByText("Notifications are on.").waitFor();
      assert.equal((await noted(page)).asked, 1);
      await assertAccessible(page, "notifications are on");
      await page.evaluate(() => globalThis.see("hidden"));
      const [ready, after] = await told(page, 1);
      assert.equal(ready, "anna is ready");
      assert.match(after, /^after \d+\sm\s\d+\ss$/);

      const id = await pods.card("anna").card.getAttribute("data-pod");
      await simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id } }`);
      assert.deepEqual(await told(page, 2), ["anna has stopped", "Nobody here asked for that."]);
      await page.evaluate(() => globalThis.see("visible"));
      await pods
        .card("anna")
        .card.locator('[data-verdict="stopped"]')
        .getByText(/^It was stopped, and not from here:/)
        .waitFor();

      // What the person does here is no news, and what is in sight is none either.
      await pods.card("anna").end.click();
      await page.evaluate(() => globalThis.see("hidden"));
      await pods.card("anna").isGone();
      const other = await made(simulator, { name: "bert" });
      await page.evaluate(() => globalThis.see("visible"));
      await pods.card("bert").reaches("ready");
      assert.equal((await noted(page)).told.length, 2);
      await page.evaluate(() => globalThis.see("hidden"));
      await simulator.ask(`mutation { podTerminate(input: { podId: "${other}" }) }`);
      assert.deepEqual(await told(page, 3), [
        "bert is gone",
        "It was ended, and not from here. Its GPU costs nothing any more.",
      ]);
    },
  );
}

/// As in browsers for Android: the page's own constructor throws, a service worker's notifications come.
const OF_WORKER = `
  ${NOTES("granted")}
  globalThis.Notification = class extends Notification {
    constructor() { throw new TypeError("Illegal constructor. Use ServiceWorkerRegistration.showNotification() instead."); }
  };
  const worker = { showNotification: async (title, options) => void noted.told.push([title, options.body]) };
  // The frames in the page have no service workers.
  if (globalThis === globalThis.top) navigator.serviceWorker.getRegistration = async () => worker;
`;

journey(
  "a browser that takes notifications from a service worker alone gets them there",
  { viewport: PHONE, init: { content: OF_WORKER } },
  async ({ page, simulator, signIn }) => {
    await made(simulator, { name: "anna" });
    await signIn.signInToSimulator(KEY);
    await page.getByRole("button", { name: "Notify me when a pod is ready or stops" }).click();
    await page.getByText("Notifications are on.").waitFor();
    await page.evaluate(() => globalThis.see("hidden"));
    assert.equal((await told(page, 1))[0], "anna is ready");
  },
);

journey("a stop from here is no news", { init: { content: NOTES("granted") } }, async (walk) => {
  const { page, simulator, signIn } = walk;
  await made(simulator, { name: "anna", more: "volumeInGb: 20" });
  const pods = await signIn.signInToSimulator(KEY);
  await page.getByRole("button", { name: "Notify me when a pod is ready or stops" }).click();
  const card = pods.card("anna");
  await card.reaches("ready");
  await card.stop.click();
  await page.evaluate(() => globalThis.see("hidden"));
  await card.reaches("stopped");
  await page.evaluate(() => globalThis.see("visible"));
  assert.deepEqual((await noted(page)).told, []);
  assert.equal(await card.card.locator("[data-verdict]").count(), 0);
  assert.match(await page.title(), /^Pods · /);
  await page.getByRole("button", { name: "Switch notifications off" }).click();
  await page.getByRole("button", { name: "Notify me when a pod is ready or stops" }).waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("launchpod.notify")), null);
});

journey(
  "a browser that refuses notifications is told in words",
  { init: { content: NOTES("denied") } },
  async ({ page, simulator, signIn }) => {
    await made(simulator, { name: "anna" });
    await signIn.signInToSimulator(KEY);
    await page.getByRole("button", { name: "Notify me when a pod is ready or stops" }).click();
    await page
      .getByText(/^Your browser does not let this page notify you\. Allow notifications for this site/)
      .waitFor();
    await assertAccessible(page, "notifications are refused");
  },
);

journey(
  "a browser without notifications says so",
  {
    init: () => {
      delete globalThis.Notification;
    },
  },
  async ({ page, simulator, signIn }) => {
    await made(simulator, { name: "anna" });
    await signIn.signInToSimulator(KEY);
    await page.getByRole("button", { name: "Notify me when a pod is ready or stops" }).click();
    await page.getByText(/^This browser has no notifications for pages\./).waitFor();
  },
);
