// Pods that run, their timers and their trouble, in WebKit.
import assert from "node:assert/strict";

import { filledIn, holds, journey, LAUNCH, launched, made, on, reaches, signedIn, until } from "./support.mjs";

const ends = (card) => ({ card, css: '[data-field="ends"]' });

async function running({ tab, simulator }, name) {
  await made(simulator, { name });
  await signedIn(tab);
  await tab.waitFor(on(name).end);
}

journey("the card says when the timer in the pod ends it, and an hour more is one click", {}, async (walk) => {
  const { tab, simulator } = walk;
  await signedIn(tab);
  await launched(tab, "timed");
  const told = async (pattern) => pattern.test(await tab.text(ends("timed")));
  await until(() => told(/^ends (tomorrow )?at .* \(in the pod\)/), "when it ends", 60_000);
  await tab.click({ card: "timed", role: "button", name: /^\+1 h/ });
  const moved = async () => (await simulator.pods()).some(({ name }) => /^timed \[timer 300m/.test(name));
  await until(moved, "RunPod has the mark");
  await until(() => told(/^ends (tomorrow )?at .* \(in the pod\)/), "the pod has read it", 60_000);
});

journey("a pod ends by the timer inside it, with the page elsewhere", { speed: 300 }, async (walk) => {
  const { tab, simulator } = walk;
  await signedIn(tab);
  await filledIn(tab, "short");
  await tab.fill({ label: "End automatically after (hours)" }, "1");
  await tab.click(LAUNCH);
  await until(async () => /^ends (tomorrow )?at/.test(await tab.text(ends("short"))), "its time", 60_000);
  await tab.go("about:blank");
  assert.equal((await simulator.pods()).length, 1, "it runs until its time has come");
  await simulator.pass(3600);
  await until(async () => (await simulator.pods()).length === 0, "it ended itself", 60_000);
});

journey(
  "the frame that asks a pod's program finds that it is ready, and not before",
  {},
  async ({ tab, simulator }) => {
    await signedIn(tab);
    await launched(tab, "probed");
    assert.notEqual(await tab.attribute({ card: "probed" }, "data-stage"), "ready", "RUNNING is not ready");
    await reaches(tab, "probed", "ready");
    const [pod] = await simulator.pods();
    assert.equal(pod.desiredStatus, "RUNNING");
    await tab.waitFor(on("probed").link(/^Open ComfyUI/));
  },
);

journey("an end that RunPod fails is tried again until the pod is gone", {}, async (walk) => {
  const { tab, front } = walk;
  await running(walk, "stubborn");
  front.meddle("mutation Terminate", { status: 502 });
  await tab.click(on("stubborn").end);
  await tab.waitFor(on("stubborn").says(/tries again by itself/));
  await until(() => front.sent("mutation Terminate") >= 2, "it was tried again");
  front.calm();
  await tab.waitForNo(on("stubborn").card, 60_000);
  await holds(walk, { creates: 1, terminates: 1, pods: [] });
});

journey("a launch whose answer is lost makes one pod, and it is found", {}, async (walk) => {
  const { tab, front } = walk;
  await signedIn(tab);
  await filledIn(tab, "lost answer");
  front.meddle("mutation Launch", "unheard");
  await tab.click(LAUNCH);
  await tab.waitFor({ card: "lost answer" }, 60_000);
  await holds(walk, { creates: 1, terminates: 0, pods: ["lost answer"] });
  assert.equal(front.sent("mutation Launch"), 1);
});

journey("a launch that got lost on its way is said, and not repeated", {}, async (walk) => {
  const { tab, front, simulator } = walk;
  await signedIn(tab);
  await filledIn(tab, "never arrived");
  front.meddle("mutation Launch", "lost");
  await tab.click(LAUNCH);
  await tab.waitFor({ within: ".launches", text: /We do not know yet whether RunPod made/ });
  assert.equal(await tab.attribute(LAUNCH, "aria-disabled"), "true");
  assert.deepEqual(await simulator.pods(), []);
});

journey("when RunPod is in trouble the list stays, and recovers", {}, async (walk) => {
  const { tab, front } = walk;
  await running(walk, "patient");
  front.meddle("query Fleet", { status: 502 });
  await tab.waitFor({ text: "RunPod has trouble of its own." });
  assert.ok(await tab.find(on("patient").card));
  front.calm();
  await tab.waitForNo({ text: "RunPod has trouble of its own." }, 60_000);
});

journey("a pod is stopped and started again", {}, async (walk) => {
  const { tab, simulator } = walk;
  await signedIn(tab);
  await made(simulator, { name: "resting", more: "volumeInGb: 20" });
  await reaches(tab, "resting", "ready");
  await tab.click(on("resting").stop);
  await reaches(tab, "resting", "stopped");
  await tab.click(on("resting").start);
  await until(async () => (await simulator.pods())[0].desiredStatus === "RUNNING", "it runs again");
});

journey("the page of a pod opens from its name, and leads back", {}, async (walk) => {
  const { tab } = walk;
  await running(walk, "looked at");
  await tab.click(on("looked at").link("looked at"));
  await tab.waitFor({ role: "heading", name: "looked at" });
  await tab.waitFor({ role: "heading", name: "Connect" });
  await tab.back();
  await tab.waitFor(on("looked at").end);
});

journey("forgetting the key leaves none of it behind", {}, async (walk) => {
  const { tab } = walk;
  await running(walk, "left running");
  await tab.click({ role: "button", name: "Forget key" });
  await tab.waitFor({ label: "RunPod API key" });
  const kept = await tab.run(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));
  assert.ok(!kept.includes("rpa_"), kept);
  await tab.reload();
  await tab.waitFor({ label: "RunPod API key" });
});
