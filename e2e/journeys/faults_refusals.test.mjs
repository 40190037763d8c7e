// What RunPod refuses, and what the browser forbids: told in words, and nothing is made. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { BROKEN, CREATE, card, dealings, filledIn, holds, later, made, sent, takeAll } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const options = { expected: BROKEN, clock: true };
const NOTHING = { creates: 0, terminates: 0, pods: [] };

/// Launches, and reads why nothing came of it.
async function refused(form, name, words) {
  await form.launch();
  await form.status.getByText(`“${name}” was not launched.`).waitFor();
  const told = await form.status.innerText();
  for (const part of [...words, "No pod was made, and nothing is charged."])
    assert.ok(told.includes(part), `${part} is in: ${told}`);
}

for (const [name, fault, words] of [
  [
    "a launch with a key that was switched off is refused in words",
    { name: "unauthorized" },
    ["RunPod does not know this key.", "Forget it here and sign in with another one."],
  ],
  [
    "a launch with a key that may not launch is refused in words",
    { name: "forbidden" },
    ["This key may not do that.", "Use a key that may read and write through the GraphQL API"],
  ],
]) {
  journey(name, options, async (walk) => {
    const form = await filledIn(walk, "refused");
    await walk.simulator.fault({ ...fault, operation: CREATE });
    await refused(form, "refused", words);
    await holds(walk, NOTHING);
    assert.equal(sent(walk.seen, "mutation Launch"), 1);
    await form.status.getByRole("button", { name: "Dismiss" }).click();
    await form.launch();
    await card(walk.page, "refused").card.waitFor();
    assert.equal((await dealings(walk.simulator)).creates, 1);
  });
}

journey(
  "a launch of what others have just taken is refused in words",
  { ...options, simulator: { flags: ["--balance", "10000"] } },
  async (walk) => {
    const form = await filledIn(walk, "too late");
    await takeAll(walk.simulator);
    const before = await dealings(walk.simulator);
    await refused(form, "too late", [
      "RunPod has no machine free for exactly this.",
      "Choose another GPU type, fewer GPUs or a smaller disk, or try again later.",
    ]);
    await holds(walk, before);
  },
);

journey("a launch without the money for it is refused in words", options, async (walk) => {
  const form = await filledIn(walk, "too dear");
  await walk.simulator.fault({ name: "set-balance", balance: 0.2 });
  await refused(form, "too dear", [
    "There is too little money in your RunPod account.",
    "a pod needs at least one hour's price in the account",
  ]);
  const link = form.status.getByRole("link", { name: "Add credit at RunPod" });
  assert.equal(await link.getAttribute("href"), "https://console.runpod.io/user/billing");
  await holds(walk, NOTHING);
});

journey(
  "a launch of which RunPod wants fewer requests (429) is refused, and a second click launches once",
  options,
  async (walk) => {
    const { page, simulator, seen } = walk;
    const form = await filledIn(walk, "patience");
    await simulator.fault({ name: "rate-limit", operation: CREATE });
    await refused(form, "patience", ["RunPod asks for fewer requests.", "Wait a minute and try again."]);
    assert.deepEqual(await dealings(simulator), NOTHING);
    await later(walk, 61);
    await form.launch();
    await card(page, "patience").card.waitFor();
    await holds(walk, { creates: 1, terminates: 0, pods: ["patience"] });
    assert.equal(sent(seen, "mutation Launch"), 2);
  },
);

journey(
  "a launch that RunPod asks to send later (429 with Retry-After) says when, and nothing is sent before",
  options,
  async (walk) => {
    const { page, simulator, seen } = walk;
    const form = await filledIn(walk, "in 40 s");
    await simulator.fault({ name: "rate-limit", operation: CREATE, retryAfter: 40 });
    await refused(form, "in 40 s", ["RunPod asks for fewer requests.", "Wait 40\u00a0s and try again."]);
    const asked = () => seen.requests.filter((request) => request.postData()).length;
    const before = asked();
    await later(walk, 30);
    await form.launch();
    await form.status.getByText("Asking RunPod for “in 40 s” …").waitFor();
    assert.equal(sent(seen, "mutation Launch"), 1);
    assert.equal(asked(), before, "nothing at all is asked meanwhile");
    await page.clock.fastForward(25_000);
    await card(page, "in 40 s").card.waitFor();
    await holds(walk, { creates: 1, terminates: 0, pods: ["in 40 s"] });
    assert.equal(sent(seen, "mutation Launch"), 2);
  },
);

/// A browser that keeps nothing for this page.
const FORBIDDEN = () =>
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });

journey(
  "a browser that keeps nothing launches nothing, and ends pods all the same",
  { ...options, init: FORBIDDEN },
  async (walk) => {
    const { page, simulator, seen } = walk;
    await made(simulator, { name: "elsewhere" });
    const form = await filledIn(walk, "kept nowhere");
    await form.launch();
    await form.summary
      .getByText("This browser keeps nothing for this page, so a launch could be lost from sight.", { exact: false })
      .waitFor();
    assert.match(
      await form.summary.innerText(),
      /Allow site data for this page \(a private window may forbid it\)\. Nothing was launched\./,
    );
    assert.equal(sent(seen, "mutation Launch"), 0);
    const pods = await new Pods(page).open();
    await pods.card("elsewhere").end.click();
    await pods.card("elsewhere").undo.waitFor();
    await later(walk, 7);
    await pods.card("elsewhere").isGone();
    await holds(walk, { creates: 1, terminates: 1, pods: [] });
  },
);

journey(
  "a key that is switched off in mid-session is told, and the next sign-in goes on with what was asked",
  options,
  async (walk) => {
    const { page, simulator, signIn } = walk;
    const form = await filledIn(walk, "unfinished");
    await form.launch();
    const pods = await new Pods(page).ready();
    await pods.card("unfinished").end.waitFor();
    await simulator.fault({ name: "unauthorized", times: 0 });
    await pods.card("unfinished").end.click();
    await pods.card("unfinished").undo.waitFor();
    await later(walk, 7);
    await pods
      .card("unfinished")
      .ending.getByText(
        "RunPod does not know this key. The pod may still cost money. This page tries again by itself: leave it open.",
      )
      .waitFor();
    await pods.trouble.getByText("What you see may be out of date; running pods go on costing money.").waitFor();
    assert.match(
      await pods.trouble.innerText(),
      /The key may have been switched off\. Forget it here and sign in with another one\./,
    );
    assert.ok(await pods.card("unfinished").card.isVisible());
    await pods.forgetKey();
    await page.getByRole("button", { name: "Forget key all the same" }).click();
    await signIn.key.waitFor();
    assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage }).includes("rpa_")), false);
    assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 0, pods: ["unfinished"] });
    await simulator.calm();
    await signIn.signInToSimulator(KEY);
    await pods.card("unfinished").isGone();
    await holds(walk, { creates: 1, terminates: 1, pods: [] });
  },
);

journey("forgetting the key in mid-launch does not lose the pod", options, async (walk) => {
  const { page, simulator, signIn } = walk;
  const form = await filledIn(walk, "left behind");
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 600_000 });
  await form.launch();
  await form.status.getByText("Asking RunPod for “left behind” …").waitFor();
  await until(async () => (await dealings(simulator)).creates === 1, "it is made");
  const questions = [];
  page.on("dialog", (dialog) => {
    questions.push(dialog.type());
    return dialog.accept();
  });
  await new Pods(page).forgetKey();
  await page.getByText("Something you asked for is not finished.").waitFor();
  await page.getByRole("button", { name: "Forget key all the same" }).click();
  await signIn.key.waitFor();
  assert.deepEqual(questions, [], "it is not asked a second time");
  await signIn.signInToSimulator(KEY);
  await card(page, "left behind").card.waitFor();
  await holds(walk, { creates: 1, terminates: 0, pods: ["left behind"] });
});
