// What people come for, in WebKit.
import assert from "node:assert/strict";

import { LAUNCH, filledIn, holds, journey, made, on, reaches, signIn, signedIn, until } from "./support.mjs";

journey("practising takes one click and no key", { key: null }, async ({ tab }) => {
  await tab.click({ role: "button", name: "Try the demo (free)" });
  await tab.waitFor({ text: /nothing here is real/ });
});

journey("a wrong key is told", {}, async ({ tab }) => {
  await signIn(tab, "rpa_WRONG7H3K9QZ2M5X8C1V4B6N0LABC");
  await tab.waitFor({ css: ".failure, #key-problem" });
  assert.match(await tab.text({ css: ".failure, #key-problem" }), /key/);
});

journey("the main job", {}, async (walk) => {
  const { tab, simulator, front, driver } = walk;
  const pod = on("comfy anna");
  await signedIn(tab);
  await tab.waitFor({ text: /^No pods\./ });
  await filledIn(tab, "comfy anna");
  assert.match(await tab.text(LAUNCH), /^Launch · 4 h = \$\d+\.\d\d$/);
  await tab.click(LAUNCH);
  await tab.waitFor(pod.card);
  await reaches(tab, "comfy anna", "ready");
  assert.match(await tab.text(pod.card), /\$0\.\d+\/h/);

  const open = await tab.waitFor(pod.link(/^Open ComfyUI/));
  const before = await driver.getAllWindowHandles();
  await open.click();
  const opened = await until(
    async () => (await driver.getAllWindowHandles()).find((one) => !before.includes(one)),
    "ComfyUI is opened",
  );
  await driver.switchTo().window(opened);
  await until(async () => /ComfyUI/.test(await driver.getTitle()), "it is ComfyUI");
  assert.equal(await driver.executeScript(() => globalThis.opener), null);
  await driver.close();

  await tab.click(pod.end);
  await tab.waitFor(pod.undo);
  assert.match(await tab.text(pod.ending), /“models” stays/);
  await tab.click(pod.undo);
  await tab.waitForNo(pod.undo);
  await holds(walk, { creates: 1, terminates: 0, pods: ["comfy anna"] });
  assert.equal(front.sent("mutation Terminate"), 0, "what was undone was never sent");

  await tab.click(pod.end);
  await tab.waitForNo(pod.card);
  await tab.waitFor({ text: /^No pods\./ });
  assert.deepEqual(await simulator.pods(), []);

  await tab.click({ role: "button", name: "Forget key" });
  await tab.waitFor({ label: "RunPod API key" });
  assert.deepEqual(await tab.run(() => ({ ...sessionStorage })), {});
});

journey("several pods end with one click, and one Undo takes all of them back", {}, async (walk) => {
  const { tab, simulator, front } = walk;
  const names = ["anna", "bert", "cora", "dora", "emil", "fred", "gina"];
  for (const name of names) await made(simulator, { name });
  await signedIn(tab);
  await tab.waitFor(on("gina").end);
  for (const card of names.slice(0, 3)) await tab.check({ card, css: "input[type=checkbox]" });
  await tab.click({ role: "button", name: "End 3" });
  await tab.click({ role: "button", name: "Undo all 3" });
  await tab.waitForNo({ role: "button", name: "Undo all 3" });
  await holds(walk, { creates: 7, terminates: 0, pods: names });
  assert.equal(front.sent("mutation Terminate"), 0);
});
