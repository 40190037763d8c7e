// A browser that dies: what was asked is on disk before it is asked of RunPod. Rows of docs/faults.md.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startBrowserOn } from "../support/browser.mjs";
import { CREATE, dealings, filledIn, made } from "../support/faults.mjs";
import { named } from "../support/names.mjs";
import { Launch, Pods, SignIn, until } from "../support/screens.mjs";
import { KEY, startSimulator } from "../support/simulator.mjs";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/// `walk` gets a simulator and `open`, which opens the page in a browser of the same data each time.
function killed(name, options, walk) {
  named(name, async () => {
    const folder = await mkdtemp(join(tmpdir(), "launchpod-profile-"));
    const simulator = await startSimulator(options);
    let browser;
    const open = async () => {
      browser = await startBrowserOn(folder);
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      page.setDefaultTimeout(30_000);
      const signIn = new SignIn(page);
      await signIn.open(simulator.page);
      return { ...browser, page, signIn, simulator };
    };
    try {
      await walk({ simulator, open });
    } finally {
      await browser?.kill();
      simulator.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

for (const after of [0, 60, 300, 2_500]) {
  killed(
    `a browser that is killed ${after} ms after a launch left knows of it`,
    { speed: 1 },
    async ({ simulator, open }) => {
      await simulator.fault({ name: "delay", operation: CREATE, delayMs: 15_000 });
      const first = await open();
      const form = await filledIn(first, "survivor");
      await form.launch();
      await until(async () => (await dealings(simulator)).creates === 1, "the create has left");
      await pause(after);
      await first.kill();

      const next = await open();
      const pods = await next.signIn.signInToSimulator(KEY);
      await pods.card("survivor").card.waitFor();
      assert.equal(await pods.told.innerText(), "", "it is no stranger's");
      await pause(3_000);
      assert.deepEqual((await dealings(simulator)).pods, ["survivor"]);
    },
  );
}

killed(
  "a browser that is killed while a launch is under way launches nothing else before that is known",
  { speed: 1 },
  async ({ simulator, open }) => {
    // The answer is cut after its first byte, since a browser repeats a request that had none; the pod is made 20 seconds later:
    // no list has it before.
    await simulator.fault({ name: "drop-then-act", operation: CREATE, afterBytes: 1, delayMs: 20_000 });
    const first = await open();
    const form = await filledIn(first, "late comer");
    await form.launch();
    await form.status
      .getByText(/late comer/)
      .first()
      .waitFor();
    await pause(500);
    await first.kill();

    const next = await open();
    await next.signIn.signInToSimulator(KEY);
    const again = await new Launch(next.page).open();
    await again.status
      .getByText(/late comer/)
      .first()
      .waitFor();
    assert.deepEqual((await dealings(simulator)).pods, [], "it is still to come");
    await new Pods(next.page).card("late comer").card.waitFor();
    assert.deepEqual((await dealings(simulator)).pods, ["late comer"]);
  },
);

killed(
  "an end whose browser is killed after its Undo is done by the next one",
  { speed: 1 },
  async ({ simulator, open }) => {
    await made(simulator, { name: "doomed" });
    await simulator.fault({ name: "error-before", operation: "podTerminate", times: 0 });
    const first = await open();
    const pods = await first.signIn.signInToSimulator(KEY);
    await pods.card("doomed").end.click();
    await pods
      .card("doomed")
      .ending.getByText(/^RunPod has trouble of its own\./)
      .waitFor();
    await first.kill();

    await simulator.calm();
    const next = await open();
    await next.signIn.signInToSimulator(KEY);
    await until(async () => (await dealings(simulator)).pods.length === 0, "it is ended");
  },
);

killed(
  "an end whose browser is killed while Undo is open is told and done by the next one",
  { speed: 1 },
  async ({ simulator, open }) => {
    await made(simulator, { name: "doomed" });
    const first = await open();
    const pods = await first.signIn.signInToSimulator(KEY);
    await pods.card("doomed").end.click();
    await pods.card("doomed").undo.waitFor();
    await pause(300);
    await first.kill();
    assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 0, pods: ["doomed"] });

    const next = await open();
    const there = await next.signIn.signInToSimulator(KEY);
    await there.card("doomed").ending.waitFor();
    await until(async () => (await dealings(simulator)).pods.length === 0, "it is ended");
    assert.equal((await dealings(simulator)).terminates, 1);
  },
);

killed(
  "an end that was taken back is not found again after the browser was killed",
  { speed: 1 },
  async ({ simulator, open }) => {
    await made(simulator, { name: "kept" });
    const first = await open();
    const pods = await first.signIn.signInToSimulator(KEY);
    await pods.card("kept").end.click();
    await pods.card("kept").undo.click();
    await pods.card("kept").undo.waitFor({ state: "detached" });
    await pause(300);
    await first.kill();

    const next = await open();
    const there = await next.signIn.signInToSimulator(KEY);
    await there.card("kept").card.waitFor();
    await pause(12_000);
    assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 0, pods: ["kept"] });
  },
);
