// What ends a pod if nobody does: the timer inside it, which the simulator really runs, and the page's own rules.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { PodPage, told } from "../support/pod_page.mjs";
import { Launch, Pods, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, later, passes, passesUntil } from "../support/time.mjs";

/// Launches ComfyUI on "models" that ends after so many hours.
async function timed({ signIn, page }, name, hours, how = async () => {}) {
  const pods = await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn(name);
  await how(form);
  await page.getByLabel("End automatically after (hours)").fill(hours);
  await form.launch();
  await pods.ready();
  await pods.card(name).card.waitFor();
  return pods.card(name);
}

const ends = (card) => card.card.locator('[data-field="ends"]');

/// A line in a terminal of the pod.
const enter = (simulator, pod, line) => simulator.admin("shell", { pod, line });

atBothWidths("a pod ends by the timer inside it, with the page closed", { simulator: { speed: 300 } }, async (walk) => {
  const { page, simulator, look } = walk;
  const card = await timed(walk, "short", "1");
  await ends(card)
    .getByText(/^ends (1\sh after it starts|(tomorrow )?at \d\d:\d\d) \(in the pod\)$/)
    .waitFor();
  await ends(card)
    .getByText(/^ends (tomorrow )?at \d\d:\d\d \(in the pod\)$/)
    .waitFor({ timeout: 60_000 });
  await assertAccessible(page, `what ends a pod ${look}`);
  await shot(page, `ends-${look}`);
  await page.goto("about:blank");
  assert.equal((await simulator.pods()).length, 1, "it runs until its time has come");
  await simulator.pass(3600);
  await until(async () => (await simulator.pods()).length === 0, "it ended itself", 60_000);
  const state = await simulator.state();
  assert.ok(Object.keys(state.fromInside).length > 0, JSON.stringify(state.fromInside));
  assert.ok(!/terminate/i.test(JSON.stringify(state.acted)), `and nobody else did: ${JSON.stringify(state.acted)}`);
});

journey(
  "a pod that went while the page was closed is told of to whoever comes back, once",
  { simulator: { speed: 300 }, clock: true },
  async (walk) => {
    const { page, simulator } = walk;
    await timed(walk, "unseen", "0.5");
    await page.goto("about:blank");
    await until(async () => (await simulator.pods()).length === 0, "it ended itself", 60_000);
    await page.goto(simulator.page);
    const pods = await new Pods(page).ready();
    await page.getByText("No pods.").waitFor();
    // So long it is watched whether a second pod comes of the launch.
    await later(walk, 430);
    await pods.told
      .getByText(/^“unseen”: It ended while this page was closed: by its timer, or from somewhere else\./)
      .waitFor();
    await assertAccessible(page, "a pod that went unseen");
    await pods.told.getByRole("button", { name: "Dismiss" }).click();
    await page.reload();
    await page.getByText("No pods.").waitFor();
    await later(walk, 430);
    await page.getByText(/checked just now/).waitFor();
    assert.equal(await pods.told.getByText(/“unseen”/).count(), 0, "once is enough");
  },
);

journey(
  "a pod with a volume of its own is stopped by its timer, and keeps it",
  { simulator: { speed: 300 } },
  async (walk) => {
    const { simulator } = walk;
    const card = await timed(walk, "keeper", "0.5", async (form) => {
      await form.image.selectOption("pytorch");
      await form.volume.selectOption("");
      await form.unfold();
      await walk.page.getByLabel("Pod volume (GB)").fill("20");
      await form.summary.getByText(/stops it, which keeps its own volume, 4\sh after its start/).waitFor();
    });
    await ends(card)
      .getByText(/^stops .*\(in the pod\)$/)
      .waitFor();
    await until(async () => (await simulator.pods())[0]?.desiredStatus === "EXITED", "it stopped itself", 60_000);
    await card.reaches("stopped");
    assert.equal(await ends(card).innerText(), "", "what is stopped is not about to end");
  },
);

atBothWidths(
  "where no timer can be set, nothing ends the pod, and that is said",
  {},
  async ({ signIn, page, look }) => {
    const pods = await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.name.fill("endless");
    await form.image.selectOption("own");
    await form.ownImage.fill("ghcr.io/someone/thing:1.0");
    await page.getByText(/Nothing will end this pod by itself/).waitFor();
    await form.summary.getByText(/Nothing ends it by itself/).waitFor();
    await form.launch();
    await ends(pods.card("endless")).getByText("nothing ends this pod").waitFor();
    await assertAccessible(page, `nothing ends it ${look}`);
  },
);

journey(
  "four hours are on by default for ComfyUI, PyTorch and RunPod's own templates",
  {},
  async ({ signIn, page, simulator }) => {
    const pods = await signIn.signInToSimulator(KEY);
    const { podTemplates } = await simulator.ask(
      "{ podTemplates(input: { isRunpod: true }) { name imageName isServerless } }",
    );
    const template = podTemplates.find((one) => !one.isServerless && /^runpod\/pytorch:/.test(one.imageName));
    const pick = {
      comfyui: async () => {},
      pytorch: async () => {},
      template: () =>
        page
          .locator("button.template")
          .filter({ has: page.getByText(template.name, { exact: true }) })
          .click(),
    };
    for (const [image, choose] of Object.entries(pick)) {
      const form = await new Launch(page).open();
      await form.name.fill(image);
      await form.image.selectOption(image);
      await choose();
      await form.volume.selectOption("");
      await form.gpu("RTX 4090").check();
      assert.equal(await page.getByLabel("End automatically after (hours)").inputValue(), "4", image);
      await form.launch();
      await pods.ready();
      await ends(pods.card(image))
        .getByText(/^(ends|stops) .*\(in the pod\)$/)
        .waitFor();
    }
  },
);

journey("hours that are none are refused beside their field, and none at all is no timer", {}, async (walk) => {
  const { signIn, page } = walk;
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("odd");
  await page.getByLabel("End automatically after (hours)").fill("soon");
  await form.launch();
  await until(
    async () => /Type hours, from 0\.02 to 2160/.test(await form.problem("end-after").innerText()),
    "refused",
  );
  await page.getByLabel("End automatically after (hours)").fill("");
  await form.launch();
  await ends(new Pods(page).card("odd")).getByText("nothing ends this pod").waitFor();
});

atBothWidths(
  "the timer is changed from a terminal in the pod, with a line from here",
  { simulator: { speed: 300 }, clock: true },
  async (walk) => {
    const { page, simulator } = walk;
    const card = await timed(walk, "longer", "1");
    await passesUntil(
      walk,
      () =>
        ends(card)
          .getByText(/at \d\d:\d\d \(in the pod\)/)
          .count(),
      "when it ends",
    );
    const id = await card.card.getAttribute("data-pod");
    await page.goto(`${page.url().split("#")[0]}#/pods/${id}`);
    await page.getByText("Change or cancel the timer in the pod").click();
    for (const does of ["Ends it two hours from now", "Switches the timer off", "Tells how long is left"]) {
      await page.getByText(does, { exact: true }).waitFor();
    }
    const line = await page.locator("#timer-none").innerText();
    assert.match(line, /^rm /);
    await enter(simulator, id, line);
    await assertAccessible(page, "the lines for a terminal");
    await shot(page, `timer-lines-${walk.look}`);
    const late = page.getByText(/was to end .*\(in the pod\), and did not: end it/);
    await passesUntil(walk, () => late.count(), "it is late");
    assert.equal((await simulator.pods()).length, 1, "what was cancelled inside does not end it");
  },
);

atBothWidths("the page ends a pod at a time of day, while it is open", { clock: true }, async (walk) => {
  const { page, simulator, look } = walk;
  const card = await timed(walk, "evening", "");
  await ends(card).getByText("nothing ends this pod").waitFor();
  const id = await card.card.getAttribute("data-pod");
  await page.goto(`${page.url().split("#")[0]}#/pods/${id}`);
  await page.getByRole("button", { name: "Set the time" }).click();
  await page.getByText("Type a time, like 18:30.").waitFor();
  const now = new Date((await simulator.state()).now);
  const soon = new Date(now.getTime() + 12 * 60_000);
  const time = await page.evaluate((at) => {
    const d = new Date(at);
    return `${String(d.getHours()).padStart(2, "0")}:${String(d.getMinutes()).padStart(2, "0")}`;
  }, soon.getTime());
  const pod = new PodPage(page);
  await page.getByLabel("At a time of day").fill(time);
  await page.getByRole("button", { name: "Set the time" }).click();
  await page.getByText("The rule is set. It holds only while this page is open in this browser.").waitFor();
  await page
    .getByText(new RegExp(`ends (tomorrow )?at ${time} only while this page is open`))
    .first()
    .waitFor();
  await assertAccessible(page, `a rule of the page's ${look}`);
  await shot(page, `rule-${look}`);
  await page.reload();
  await page
    .getByText(/only while this page is open/)
    .first()
    .waitFor();
  await passesUntil(walk, async () => (await simulator.pods()).length === 0, "the page ended it");
  await page.getByText(/^This pod is gone/).waitFor();
  const asked = await pod.lines();
  assert.ok(asked.includes("A rule that was set here came due: this page asks for it by itself."), `${asked}`);
  assert.ok(!asked.includes("End was clicked."), "nobody did");
  const pods = await new Pods(page).open();
  await pods.told
    .getByText(new RegExp(`^“evening”: Ended by your rule: it was due (yesterday )?at ${time}\\.$`))
    .waitFor();
});

journey("a rule of the page's stands beside the timer in the pod", {}, async (walk) => {
  const { page } = walk;
  const card = await timed(walk, "both", "4");
  const id = await card.card.getAttribute("data-pod");
  await page.goto(`${page.url().split("#")[0]}#/pods/${id}`);
  await page.getByLabel("When its GPU was idle for (minutes)").fill("1440");
  await page.getByRole("button", { name: "Set the idle rule" }).click();
  const both = /^ends .*\(in the pod\); ends when its GPU was idle for 1\sd, only while this page is open$/;
  await page.locator('[data-field="ends"]').getByText(both).waitFor();
  assert.equal(
    await new PodPage(page).beside(new PodPage(page).facts, "Start command").innerText(),
    "the image's own, and beside it the pod's timer",
  );
  await new Pods(page).open();
  await ends(card).getByText(both).waitFor();
});

atBothWidths("a pod that its timer ended is told of until that is read", { clock: true }, async (walk) => {
  const { page, look } = walk;
  const card = await timed(walk, "nightly", "0.5");
  await passesUntil(walk, async () => (await card.card.count()) === 0, "it ended itself");
  const pods = new Pods(page);
  const words = pods.told.getByText(
    /^“nightly”: Ended by its timer (yesterday )?at \d\d:\d\d\. Its GPU costs nothing any more\.$/,
  );
  await words.waitFor();
  await until(async () => /^Gone: nightly · /.test(await page.title()), "the title says so");
  assert.match(await page.locator("link[rel=icon]").getAttribute("href"), /^favicon-stopped\.svg$/);
  await assertAccessible(page, `a pod that went ${look}`);
  await shot(page, `gone-${look}`);
  await pods.told.getByRole("button", { name: "Dismiss" }).click();
  await words.waitFor({ state: "detached" });
  await until(async () => /^Pods · /.test(await page.title()), "and no more");
});

/// Six minutes of the account's and more, in which the page sees the pod more than once.
async function sixMinutes(walk) {
  const lists = counter(walk.seen, "query Fleet");
  for (let steps = 0; steps < 5; steps += 1) await passes(walk, 90);
  await until(() => lists() >= 2, "lists in these minutes");
}

journey(
  "the page ends a pod whose GPU was idle, and not one that works",
  { simulator: { speed: 30 }, clock: true },
  async (walk) => {
    const { page, simulator } = walk;
    const pods = await walk.signIn.signInToSimulator(KEY);
    await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "idle", imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 0, ports: "8888/http" }) { id } }`);
    const card = pods.card("idle");
    await passesUntil(walk, () => card.card.count(), "it is listed");
    const id = await card.card.getAttribute("data-pod");
    await simulator.admin("load", { pod: id, gpu: 80 });
    await page.goto(`${page.url().split("#")[0]}#/pods/${id}`);
    await page.getByLabel("When its GPU was idle for (minutes)").fill("5");
    await page.getByRole("button", { name: "Set the idle rule" }).click();
    await page
      .getByText(/ends when its GPU was idle for 5\sm, only while this page is open/)
      .first()
      .waitFor();
    await page.goto(`${page.url().split("#")[0]}#/pods`);
    await comesTo(walk, card, "ready");
    await sixMinutes(walk);
    assert.equal((await simulator.pods()).length, 1, "it works, and is there");
    await simulator.admin("load", { pod: id, gpu: 0 });
    await passesUntil(walk, async () => (await simulator.pods()).length === 0, "idle for five minutes, and ended");
  },
);

journey(
  "a pod is not idle while one of its GPUs works a little",
  { simulator: { speed: 30 }, clock: true },
  async (walk) => {
    const { page, simulator } = walk;
    await told(page, "query Fleet", (pod) => {
      if (pod.runtime)
        pod.runtime.gpus = [0, 8, 0, 0].map((percent) => ({ gpuUtilPercent: percent, memoryUtilPercent: 0 }));
    });
    const pods = await walk.signIn.signInToSimulator(KEY);
    await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "four", imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 0, ports: "8888/http" }) { id } }`);
    const card = pods.card("four");
    await passesUntil(walk, () => card.card.count(), "it is listed");
    await comesTo(walk, card, "ready");
    await page.getByRole("link", { name: "four", exact: true }).click();
    await page.getByLabel("When its GPU was idle for (minutes)").fill("5");
    await page.getByRole("button", { name: "Set the idle rule" }).click();
    await sixMinutes(walk);
    assert.equal((await simulator.pods()).length, 1, "one of the four works");
  },
);
