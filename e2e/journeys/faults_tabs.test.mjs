// Reloads, closed tabs, two tabs, back and forward. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { BROKEN, CREATE, card, dealings, filledIn, holds, later, made, openedAgain, sent } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, Pods, SignIn, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { undoIsOver } from "../support/time.mjs";

const options = { expected: BROKEN, clock: true };
const SLOW = { name: "delay", operation: CREATE, delayMs: 600_000 };
const ONE = (name) => ({ creates: 1, terminates: 0, pods: [name] });
const LAUNCHING = (name) =>
  `Another tab of this page is launching “${name}”. Nothing else is launched until that is known.`;
const creates = async ({ simulator }) => (await dealings(simulator)).creates;

/// A launch that is made and whose answer is still to come.
async function inMidLaunch(walk, name) {
  const form = await filledIn(walk, name);
  await walk.simulator.fault(SLOW);
  await form.launch();
  await form.status.getByText(`Asking RunPod for “${name}” …`).waitFor();
  await until(async () => (await creates(walk)) === 1, "it is made");
  return form;
}

journey("a tab that is closed in mid-launch loses no pod: the next one finds it", options, async (walk) => {
  await inMidLaunch(walk, "found later");
  const next = await openedAgain(walk);
  const pods = await new SignIn(next.page).signInToSimulator(KEY);
  await pods.card("found later").card.waitFor();
  await holds(next, ONE("found later"));
  assert.equal(await pods.told.innerText(), "", "it is no stranger's");
});

journey("leaving in mid-launch asks first", options, async (walk) => {
  const { page } = walk;
  const form = await inMidLaunch(walk, "stay");
  const asked = page.waitForEvent("dialog");
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  assert.equal(dialog.type(), "beforeunload");
  await dialog.dismiss();
  assert.ok(await form.status.getByText("Asking RunPod for “stay” …").isVisible());
  await later(walk, 16);
  await card(page, "stay").card.waitFor();
  await holds(walk, ONE("stay"));
});

journey("back and forward after a launch make no second pod", options, async (walk) => {
  const { page, seen } = walk;
  const form = await filledIn(walk, "once");
  await form.launch();
  const pods = await new Pods(page).ready();
  await pods.card("once").card.waitFor();
  await page.goBack();
  await form.pastApps();
  await form.summary.getByText("You have launched “once” from this form. One more click makes one more pod.").waitFor();
  assert.match(await form.button.innerText(), /^Launch another · 4\sh = \$/);
  await page.goForward();
  await pods.card("once").card.waitFor();
  await holds(walk, ONE("once"));
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey("two tabs that launch at the same moment make one pod, and one says why", options, async (walk) => {
  const { page, simulator, duplicate, seen } = walk;
  const first = await filledIn(walk, "mine");
  const other = await duplicate();
  const second = await new Launch(other).pastApps();
  await second.fillIn("mine");
  await Promise.all([first.priced(), second.priced()]);
  await simulator.fault({ ...SLOW, times: 0 });
  // In the pages themselves: a click from outside waits for its turn, on a busy machine until the other launch is over.
  await Promise.all([first, second].map(({ button }) => button.evaluate((element) => element.click())));
  const told = async (form) => /Another tab of this page is launching/.test(await form.summary.innerText());
  await until(async () => (await told(first)) !== (await told(second)), "one of them says that the other launches");
  // One tab may say so before the other's request has arrived.
  await until(async () => (await creates(walk)) >= 1, "one of them launches");
  await later({ page, seen }, 16);
  assert.equal(await creates(walk), 1);
  assert.equal(sent(seen, "mutation Launch"), 1);
  await until(
    async () => (await page.locator("li.pod").count()) + (await other.locator("li.pod").count()) >= 1,
    "the pod is seen",
  );
  await holds(walk, ONE("mine"));
});

journey("a second tab launches nothing while the first one does, and says so", options, async (walk) => {
  const { duplicate, seen, page } = walk;
  await inMidLaunch(walk, "first");
  const other = await duplicate();
  const form = new Launch(other);
  await form.status.getByText(LAUNCHING("first")).waitFor();
  await form.pastApps();
  await form.name.fill("second");
  await form.button.click({ force: true });
  await form.name.press("Enter");
  await later({ page, seen }, 16);
  await card(page, "first").card.waitFor();
  await form.status.getByText(LAUNCHING("first")).waitFor({ state: "detached" });
  await holds(walk, ONE("first"));
  assert.equal(sent(seen, "mutation Launch"), 1);
});

journey("a tab takes over the launch of one that is closed", options, async (walk) => {
  const { page, duplicate, seen, simulator } = walk;
  const form = await filledIn(walk, "handed over");
  await simulator.fault({ name: "drop-then-act", operation: CREATE, afterBytes: 1, delayMs: 3_600_000 });
  await form.launch();
  await form.status.getByText("We do not know yet whether RunPod made “handed over”.").waitFor();
  const other = await duplicate();
  const second = new Launch(other);
  await second.status.getByText(LAUNCHING("handed over")).waitFor();
  await page.close();
  await second.status.getByText("We do not know yet whether RunPod made “handed over”.").waitFor();
  await second.pastApps();
  assert.equal(await second.button.getAttribute("aria-disabled"), "true");
  const kept = await other.evaluate(() => Object.entries({ ...localStorage }));
  const [, launch] = kept.find(([key]) => /^launchpod\.journal\/.*\/launch\//.test(key));
  const { tag } = JSON.parse(launch);
  await made(simulator, { name: "handed over", more: `env: [{ key: "LAUNCHPOD_TAG", value: "${tag}" }]` });
  const next = { page: other, seen, simulator };
  await later(next, 5);
  await card(other, "handed over").card.waitFor();
  await holds(next, ONE("handed over"));
  assert.equal(await new Pods(other).told.innerText(), "");
});

journey("an end that is asked in two tabs is sent once, and the other tab says who does it", options, async (walk) => {
  const { page, duplicate, simulator, signIn, seen } = walk;
  await made(simulator, { name: "shared" });
  const pods = await signIn.signInToSimulator(KEY);
  await pods.card("shared").end.waitFor();
  const other = await duplicate();
  await card(other, "shared").end.waitFor();
  await Promise.all(
    [pods.card("shared"), card(other, "shared")].map(({ end }) => end.evaluate((element) => element.click())),
  );
  const says = async (tab) =>
    /Another tab of this page is ending it\./.test(await card(tab, "shared").ending.innerText());
  await until(async () => (await says(page)) !== (await says(other)), "one tab has it, the other says so");
  await later({ page, seen }, 7);
  await pods.card("shared").isGone();
  await later({ page, seen }, 16);
  await card(other, "shared").isGone();
  await holds(walk, { creates: 1, terminates: 1, pods: [] });
  assert.equal(sent(seen, "mutation Terminate"), 1);
});

journey(
  "an end that is asked again and again goes on in the other tab when its own is closed",
  options,
  async (walk) => {
    const { page, duplicate, simulator, signIn, seen } = walk;
    await made(simulator, { name: "inherited" });
    const pods = await signIn.signInToSimulator(KEY);
    await pods.card("inherited").end.waitFor();
    await simulator.fault({ name: "error-before", operation: "podTerminate", times: 0 });
    await pods.card("inherited").end.click();
    await pods.card("inherited").undo.waitFor();
    await later(walk, 7);
    await pods
      .card("inherited")
      .ending.getByText(/^RunPod has trouble of its own\./)
      .waitFor();
    const other = await duplicate();
    await card(other, "inherited").ending.getByText("Another tab of this page is ending it.").waitFor();
    await page.close();
    await card(other, "inherited")
      .ending.getByText(/This page tries again by itself: leave it open\.$/)
      .waitFor();
    await simulator.calm();
    const next = { page: other, seen, simulator };
    await later(next, 35);
    await card(other, "inherited").isGone();
    await holds(next, { creates: 1, terminates: 1, pods: [] });
  },
);

journey("an end whose tab is closed while Undo is open is not asked twice by the other tab", options, async (walk) => {
  const { page, duplicate, simulator, signIn, seen } = walk;
  await made(simulator, { name: "twice seen" });
  const pods = await signIn.signInToSimulator(KEY);
  await pods.card("twice seen").end.waitFor();
  const other = await duplicate();
  await card(other, "twice seen").end.waitFor();
  await pods.card("twice seen").end.click();
  await card(other, "twice seen").ending.getByText("Another tab of this page is ending it.").waitFor();
  await page.close({ runBeforeUnload: true });
  await until(async () => (await dealings(simulator)).terminates === 1, "it is sent at once");
  await later({ page: other, seen }, 16);
  await card(other, "twice seen").isGone();
  await holds({ page: other, seen, simulator }, { creates: 1, terminates: 1, pods: [] });
});

/// The tab goes on seeing what was taken out of the journal for as long as a busy browser may take to tell it.
const seesOldPages = (tab) =>
  tab.evaluate((lag) => {
    const [getItem, pages] = [Storage.prototype.getItem, new Map()];
    Storage.prototype.getItem = function (key) {
      const text = getItem.call(this, key);
      if (!key.startsWith("launchpod.journal/")) return text;
      if (text !== null) pages.set(key, { text, until: Infinity });
      const page = pages.get(key);
      return page && performance.now() < page.until ? page.text : text;
    };
    addEventListener("storage", ({ key, newValue }) => {
      if (newValue === null && pages.has(key)) pages.get(key).until = performance.now() + lag;
    });
  }, 700);

journey("an end that is taken back is not found again by a tab that is told of it late", options, async (walk) => {
  const { page, duplicate, simulator, signIn } = walk;
  await made(simulator, { name: "kept" });
  const pods = await signIn.signInToSimulator(KEY);
  await pods.card("kept").end.waitFor();
  const other = await duplicate();
  await card(other, "kept").end.waitFor();
  await seesOldPages(other);
  await pods.card("kept").end.click();
  await card(other, "kept").ending.getByText("Another tab of this page is ending it.").waitFor();
  await pods.card("kept").undo.click();
  await pods.card("kept").undo.waitFor({ state: "detached" });
  // So long the other tab may see the old journal, and may take a lock over.
  await page.waitForTimeout(2_500);
  await undoIsOver(walk);
  assert.equal(await card(other, "kept").undo.count(), 0);
  await holds(walk, { creates: 1, terminates: 0, pods: ["kept"] });
  await card(other, "kept").end.click();
  await card(other, "kept").undo.waitFor();
});

/// A browser from before Web Locks, and one that refuses them.
const WITHOUT_LOCKS = {
  "no Web Locks": () => Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined }),
  "Web Locks that fail": () => {
    LockManager.prototype.request = () => Promise.reject(new Error("no locks"));
  },
};

for (const [browser, init] of Object.entries(WITHOUT_LOCKS)) {
  journey(
    `with ${browser}, an end that is taken back in one tab is taken back in all`,
    { init, clock: true },
    async (walk) => {
      const { context, duplicate, simulator, signIn } = walk;
      await made(simulator, { name: "kept" });
      const pods = await signIn.signInToSimulator(KEY);
      await pods.card("kept").end.waitFor();
      await context.addInitScript(init);
      const other = await duplicate();
      await card(other, "kept").end.waitFor();
      await pods.card("kept").end.click();
      // The other tab takes it over: it can't know that this one is still there.
      await card(other, "kept").undo.waitFor();
      await pods.card("kept").undo.click();
      await card(other, "kept").undo.waitFor({ state: "detached" });
      await undoIsOver(walk);
      await holds(walk, { creates: 1, terminates: 0, pods: ["kept"] });
    },
  );
}
