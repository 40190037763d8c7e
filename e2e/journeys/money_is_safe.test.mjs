// Answers get lost, pages get reloaded. No second pod, no forgotten end, no pod out of sight.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, Pods, counter, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { passesUntil } from "../support/time.mjs";

const FAILED_REQUEST = [/Failed to load resource/];

/// Lets requests whose body names `operation` through to `how`, all others as they are.
const intercept = (page, operation, how) =>
  page.route("**/graphql", (route) =>
    route.request().postData()?.includes(operation) ? how(route) : route.fallback(),
  );

/// What the page has written down.
const journal = async (page) => {
  const records = await page.evaluate(() =>
    Object.entries(localStorage).filter(([key]) => key.startsWith("launchpod.journal/")),
  );
  return records.map(([, text]) => JSON.parse(text));
};

journey(
  "a launch whose answer is lost makes one pod, and it is found",
  { expected: FAILED_REQUEST },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("lost answer");
    let creates = 0;
    await intercept(page, "mutation Launch", async (route) => {
      creates += 1;
      await route.fetch();
      await route.abort("connectionreset");
    });
    await form.launch();
    const pods = new Pods(page);
    await pods.ready();
    await pods.card("lost answer").card.waitFor();
    assert.equal(creates, 1);
    assert.equal((await simulator.pods()).length, 1);
  },
);

journey(
  "a launch that got lost on its way is said, looked for, and not repeated",
  { expected: FAILED_REQUEST },
  async ({ signIn, page, simulator, seen }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("never arrived");
    let creates = 0;
    await intercept(page, "mutation Launch", (route) => {
      creates += 1;
      return route.abort("connectionreset");
    });
    await form.launch();
    await form.status.getByText(/We do not know yet whether RunPod made/).waitFor();
    await shot(page, "looking");
    await assertAccessible(page, "looking for a pod");
    assert.equal(await form.button.getAttribute("aria-disabled"), "true");
    // A person clicks a grey button all the same; Playwright by itself would wait until it is not grey.
    await form.button.click({ force: true });
    await form.button.dblclick({ force: true });
    await form.name.press("Enter");
    const lists = counter(seen, "query Fleet");
    await until(() => lists() >= 2, "the pod was looked for twice more");
    assert.equal(creates, 1);
    assert.ok(await form.status.getByText(/We do not know yet whether RunPod made/).isVisible());
    assert.deepEqual(await simulator.pods(), []);
  },
);

// Chromium sends a POST again by itself when a connection that it has used before closes before an answer begins.
journey(
  "a launch that the browser repeats by itself leaves one pod",
  { expected: FAILED_REQUEST },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("once");
    await simulator.fault("act-then-drop:podFindAndDeployOnDemand");
    await form.launch();
    const pods = new Pods(page);
    await pods.ready();
    await pods.card("once").card.first().waitFor();
    const { creates } = await simulator.state();
    if (creates > 1)
      await pods.told
        .getByText(/RunPod made “once” twice from one launch\. The younger one is being ended at once/)
        .first()
        .waitFor();
    await until(async () => (await simulator.state()).terminates === creates - 1, "all but one are ended");
    assert.equal((await simulator.pods()).length, 1);
    await until(async () => (await pods.card("once").card.count()) === 1, "one card is left");
  },
);

journey(
  "a reload in the middle of a launch finds its pod",
  { expected: FAILED_REQUEST },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("reloaded");
    await intercept(page, "mutation Launch", async (route) => {
      await route.fetch();
    });
    page.on("dialog", (dialog) => dialog.accept());
    await form.launch();
    await until(async () => (await simulator.pods()).length === 1, "the pod is made");
    await page.reload();
    const pods = new Pods(page);
    await pods.card("reloaded").card.waitFor();
    const [pod] = await simulator.pods();
    await until(async () => (await journal(page)).some((record) => record.pod === pod.id), "the journal knows the pod");
    assert.equal((await simulator.pods()).length, 1);
  },
);

journey("a double click launches once", {}, async ({ signIn, page, simulator, seen }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("twice");
  await form.priced();
  await form.button.dblclick();
  await new Pods(page).ready();
  const lists = counter(seen, "query Fleet");
  await until(() => lists() >= 2, "two lists after the launch");
  assert.equal((await simulator.pods()).length, 1);
  assert.equal(seen.requests.filter((request) => request.postData()?.includes("mutation Launch")).length, 1);
});

journey("an end that fails is tried again until the pod is gone", { expected: FAILED_REQUEST }, async (walk) => {
  const { page, simulator } = walk;
  const pods = await launched(walk, "stubborn");
  let down = true;
  let refused = 0;
  let passed = 0;
  await intercept(page, "mutation Terminate", (route) => {
    if (!down) {
      passed += 1;
      return route.fallback();
    }
    refused += 1;
    return route.fulfill({ status: 502, body: "<html>Bad gateway</html>" });
  });
  const card = pods.card("stubborn");
  await card.end.click();
  await card.ending.getByText(/tries again by itself/).waitFor();
  await card.ending.getByText(/may still cost money/).waitFor();
  await shot(page, "end-tried-again");
  await assertAccessible(page, "an end that is tried again");
  await until(() => refused >= 2, "it was tried again");
  down = false;
  await card.isGone();
  assert.equal(passed, 1);
  assert.deepEqual(await simulator.pods(), []);
});

journey("an end whose answer is lost is done once and confirmed", { expected: FAILED_REQUEST }, async (walk) => {
  const { page, simulator } = walk;
  const pods = await launched(walk, "half heard");
  let first = true;
  await intercept(page, "mutation Terminate", async (route) => {
    if (!first) return route.fallback();
    first = false;
    await route.fetch();
    await route.abort("connectionreset");
  });
  await pods.card("half heard").end.click();
  await pods.card("half heard").isGone();
  assert.deepEqual(await simulator.pods(), []);
});

journey("a reload while Undo is open does not forget the end", {}, async (walk) => {
  const { page, simulator } = walk;
  const pods = await launched(walk, "reloaded end");
  await pods.card("reloaded end").end.click();
  await pods.card("reloaded end").undo.waitFor();
  await page.reload();
  await pods.ready();
  await pods.card("reloaded end").isGone();
  assert.deepEqual(await simulator.pods(), []);
});

for (const [how, leave] of [
  ["going elsewhere", (page) => page.goto("about:blank")],
  ["closing the tab", (page) => page.close({ runBeforeUnload: true })],
]) {
  journey(`${how} while Undo is open sends the end at once`, { leaves: true }, async (walk) => {
    const { page, simulator } = walk;
    const pods = await launched(walk, "left alone");
    await pods.card("left alone").end.click();
    await pods.card("left alone").undo.waitFor();
    await leave(page);
    await until(async () => (await simulator.pods()).length === 0, "the pod is gone", 4_000);
  });
}

journey("forgetting the key while an end is open says so first", {}, async (walk) => {
  const { page, signIn } = walk;
  const pods = await launched(walk, "open end");
  await pods.card("open end").end.click();
  await pods.forgetKey();
  await page.getByText("Something you asked for is not finished.").waitFor();
  await shot(page, "forget-key-with-open-end");
  await assertAccessible(page, "forget key with something open");
  await page.getByRole("button", { name: "Stay" }).click();
  await pods.card("open end").isGone();
  await pods.forgetKey();
  await signIn.key.waitFor();
});

journey("a list that comes back empty by fault takes no pod from sight", {}, async (walk) => {
  const { page } = walk;
  const pods = await launched(walk, "still there");
  let emptied = 0;
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("query Fleet")) return route.fallback();
    emptied += 1;
    const answer = await route.fetch();
    const body = await answer.json();
    body.data.myself.pods = [];
    return route.fulfill({ json: body });
  });
  await until(() => emptied >= 3, "three empty lists");
  assert.ok(await pods.card("still there").card.isVisible());
});

journey(
  "when RunPod is in trouble the list stays, says how old it is, and recovers",
  { expected: FAILED_REQUEST },
  async (walk) => {
    const { page } = walk;
    const pods = await launched(walk, "patient");
    let down = true;
    await intercept(page, "query Fleet", (route) =>
      down ? route.fulfill({ status: 502, body: "<html>" }) : route.fallback(),
    );
    await page.getByText("RunPod has trouble of its own.").waitFor();
    await page.getByText(/checked \d+\ss ago/).waitFor();
    assert.ok(await pods.card("patient").card.isVisible());
    await shot(page, "trouble");
    down = false;
    await page.getByText("RunPod has trouble of its own.").waitFor({ state: "detached", timeout: 60_000 });
  },
);

journey("polling neither moves the focus nor rebuilds a row", { clock: true }, async (walk) => {
  const { page, seen } = walk;
  const pods = await launched(walk, "steady");
  const card = pods.card("steady");
  await card.end.focus();
  await page.evaluate(() => {
    document.activeElement.closest("li").launchpodSame = true;
  });
  const lists = counter(seen, "query Fleet");
  await passesUntil(walk, () => lists() >= 4, "four more lists");
  assert.equal(await page.evaluate(() => document.activeElement.closest("li")?.launchpodSame), true);
  assert.match(await page.evaluate(() => document.activeElement.textContent), /^End/);
});

journey("names and texts from RunPod are shown as text", {}, async (walk) => {
  const { page, simulator } = walk;
  await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "<img src=x onerror=alert(1)>", imageName: "a/<b>b</b>",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 0, ports: "3000/http" }) { id } }`);
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card("<img src=x onerror=alert(1)>").card.waitFor();
  assert.equal(await page.locator("main img").count(), 0);
});

journey("Enter in a search, or in what adds a choice, launches nothing", {}, async ({ signIn, page, seen }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("searching");
  await page.getByLabel(/^Search GPU types/).fill("48 GB");
  await page.keyboard.press("Enter");
  await page.getByText("Or any GPU with enough memory").click();
  await page.getByLabel("At least (GB)").fill("40");
  await page.keyboard.press("Enter");
  await until(async () => (await form.choices.count()) === 2, "the choice was added");
  await form.image.selectOption("template");
  await page.getByLabel(/^Search templates/).fill("comfy");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByText(/need(s)? another look/).count(), 0);
  assert.equal(counter(seen, "mutation Launch")(), 0);
  assert.equal(await form.hunt.innerText(), "");
});
