// Two tabs, reloads, back and forward, and leaving, in WebKit. What is the same in Chromium has the same name there.
import assert from "node:assert/strict";

import {
  CREATE,
  LAUNCH,
  NAME,
  anotherSignedIn,
  dealings,
  filledIn,
  holds,
  journey,
  launched,
  made,
  on,
  pastApps,
  signedIn,
  until,
} from "./support.mjs";

const LAUNCHING = (name) =>
  `Another tab of this page is launching “${name}”. Nothing else is launched until that is known.`;
const ONE = (name) => ({ creates: 1, terminates: 0, pods: [name] });
const NONE = { creates: 1, terminates: 1, pods: [] };
const BY_ANOTHER = "Another tab of this page is ending it.";

/// A launch that is made, and whose answer does not come.
async function inMidLaunch({ tab, simulator }, name) {
  await signedIn(tab);
  await filledIn(tab, name);
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 600_000 });
  await tab.click(LAUNCH);
  await tab.waitFor({ within: ".launches", text: new RegExp(`^Asking RunPod for “${name}” …`) });
  await until(async () => (await dealings(simulator)).creates === 1, "it is made");
}

/// A pod of this name, in the list of one tab.
async function running({ tab, simulator }, name) {
  await made(simulator, { name });
  await signedIn(tab);
  await tab.waitFor(on(name).end);
}

/// Asks for the end, and waits for Undo.
async function ends(tab, name) {
  await tab.click(on(name).end);
  await tab.waitFor(on(name).undo);
}

journey("an end that is asked in two tabs is sent once, and the other tab says who does it", {}, async (walk) => {
  const { tab, front } = walk;
  await running(walk, "shared");
  const other = await anotherSignedIn(walk);
  await other.waitFor(on("shared").end);
  const moment = Date.now() + 2_000;
  for (const one of [tab, other]) await one.clickAt(moment, on("shared").end);
  const says = async (one) => (await one.find(on("shared").says(BY_ANOTHER))) !== null;
  await until(async () => (await says(tab)) !== (await says(other)), "one tab has it, the other says so");
  for (const one of [tab, other]) await one.waitForNo(on("shared").card);
  await holds(walk, NONE);
  assert.equal(front.sent("mutation Terminate"), 1);
});

journey("a launch in two tabs: the second one launches nothing while the first one does", {}, async (walk) => {
  const { front } = walk;
  await inMidLaunch(walk, "first");
  const other = await anotherSignedIn(walk);
  await other.click({ role: "link", name: "Launch a pod" });
  await pastApps(other);
  await other.waitFor({ text: LAUNCHING("first") });
  await other.fill(NAME, "second");
  await other.click(LAUNCH);
  await other.enter(NAME);
  await other.waitForNo({ text: LAUNCHING("first") }, 60_000);
  await holds(walk, ONE("first"));
  assert.equal(front.sent("mutation Launch"), 1);
});

journey("a tab takes over the end of one that is closed while RunPod fails", {}, async (walk) => {
  const { tab, simulator } = walk;
  await running(walk, "inherited");
  await simulator.fault({ name: "error-before", operation: "podTerminate", times: 0 });
  await ends(tab, "inherited");
  await tab.waitFor(on("inherited").says(/RunPod has trouble of its own\./));
  const other = await anotherSignedIn(walk);
  await other.waitFor(on("inherited").says(BY_ANOTHER));
  await tab.close();
  await other.waitFor(on("inherited").says(/This page tries again by itself: leave it open\.$/));
  await simulator.calm();
  await other.waitForNo(on("inherited").card, 60_000);
  await holds({ ...walk, tab: other }, NONE);
});

journey("an end that is taken back in one tab is taken back in two tabs", {}, async (walk) => {
  const { tab, front } = walk;
  await running(walk, "kept");
  const other = await anotherSignedIn(walk);
  await other.waitFor(on("kept").end);
  await ends(tab, "kept");
  await tab.click(on("kept").undo);
  await tab.waitForNo(on("kept").undo);
  await holds(walk, ONE("kept"));
  assert.equal(await other.find(on("kept").undo), null);
  assert.equal(front.sent("mutation Terminate"), 0);
});

journey("a reload in the middle of a launch finds its pod", {}, async (walk) => {
  const { tab, front } = walk;
  await inMidLaunch(walk, "reloaded");
  await tab.reload();
  await tab.waitFor({ card: "reloaded" });
  await holds(walk, ONE("reloaded"));
  assert.equal(front.sent("mutation Launch"), 1);
});

journey("a reload keeps the session, and a new window does not have it", {}, async (walk) => {
  const { tab, front } = walk;
  await running(walk, "still here");
  await tab.reload();
  await tab.waitFor(on("still here").end);
  const other = await tab.another();
  await other.go(front.page);
  await other.waitFor({ label: "RunPod API key" });
});

journey("an end whose Undo was clicked is not sent, nor after a reload", {}, async (walk) => {
  const { tab, front } = walk;
  await running(walk, "kept");
  await ends(tab, "kept");
  await tab.click(on("kept").undo);
  await tab.waitForNo(on("kept").undo);
  await tab.reload();
  await tab.waitFor(on("kept").end);
  await holds(walk, ONE("kept"));
  assert.equal(front.sent("mutation Terminate"), 0);
});

journey("a reload while Undo is open does not forget the end", {}, async (walk) => {
  const { tab } = walk;
  await running(walk, "reloaded end");
  await ends(tab, "reloaded end");
  await tab.reload();
  await tab.waitFor({ role: "heading", name: "Pods" });
  await tab.waitForNo({ card: "reloaded end" });
  await holds(walk, NONE);
});

for (const [how, leave] of [
  ["going elsewhere", ({ tab }) => tab.go("about:blank")],
  ["closing the tab", ({ tab }) => tab.close()],
])
  journey(`${how} while Undo is open sends the end at once`, {}, async (walk) => {
    const { tab, simulator } = walk;
    await running(walk, "left alone");
    // A browser ends with its last window.
    await tab.another();
    await ends(tab, "left alone");
    await leave(walk);
    await until(async () => (await dealings(simulator)).terminates === 1, "it is sent", 4_000);
  });

journey("back and forward after a launch make no second pod", {}, async (walk) => {
  const { tab, front } = walk;
  await signedIn(tab);
  await launched(tab, "once");
  await tab.back();
  await pastApps(tab);
  await tab.waitFor({ text: "You have launched “once” from this form. One more click makes one more pod." });
  assert.match(await tab.text(LAUNCH), /^Launch another · 4 h = \$/);
  await tab.forward();
  await tab.waitFor({ card: "once" });
  await holds(walk, ONE("once"));
  assert.equal(front.sent("mutation Launch"), 1);
});

journey("a double click launches once", {}, async (walk) => {
  const { tab, front, driver } = walk;
  await signedIn(tab);
  await filledIn(tab, "twice");
  const button = await tab.waitFor(LAUNCH);
  await driver.actions().doubleClick(button).perform();
  await tab.waitFor({ card: "twice" });
  await holds(walk, ONE("twice"));
  assert.equal(front.sent("mutation Launch"), 1);
});
