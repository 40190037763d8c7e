// What a pod's log says: beside its stage while it comes up, and on its page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { BROKEN } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { journeyToRunPod } from "../support/runpod.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const SECRET = "correct-horse-battery-1";

/// The log on the page of a pod.
class Log {
  constructor(page) {
    this.page = page;
    this.section = page.getByRole("region", { name: "Log", exact: true });
    this.show = this.section.getByRole("button", { name: "Show the log" });
    this.box = this.section.getByRole("region", { name: "Lines of the log" });
    this.rows = this.box.locator(".log-line");
    this.state = this.section.locator('[data-field="log-state"]');
    this.search = this.section.getByLabel("Search");
    this.source = this.section.getByLabel("Lines of", { exact: true });
    this.pause = this.section.getByRole("button", { name: "Pause" });
  }

  async open() {
    await this.show.click();
    await this.state.filter({ hasText: "Live" }).waitFor();
    return this;
  }

  async lines() {
    return this.rows.allTextContents();
  }

  has(text) {
    return until(async () => (await this.lines()).some((line) => line.includes(text)), `a line with ${text}`, 60_000);
  }
}

/// All lines that the simulator has of a pod, read past the page.
async function written(simulator, id) {
  const stop = new AbortController();
  const headers = { Authorization: `Bearer ${KEY}`, "User-Agent": "journey" };
  const answer = await fetch(`${simulator.address}/v2/pods/${id}/logs?tail=1000`, { headers, signal: stop.signal });
  let text = "";
  setTimeout(() => stop.abort(), 1500);
  try {
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) text += part;
  } catch {
    // It never ends by itself.
  }
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data));
}

async function ready(walk, more) {
  const id = await comfy(walk.simulator, more);
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card("comfy").reaches("ready", 90_000);
  return { id, pod: await new PodPage(walk.page).open("comfy") };
}

atBothWidths("a pod that comes up says so line by line", { simulator: { speed: 30 } }, async (walk) => {
  const { page, simulator, signIn, look } = walk;
  await comfy(simulator, { env: [["ADMIN_PASSWORD", SECRET]] });
  const pods = await signIn.signInToSimulator(KEY);
  const last = pods.card("comfy").card.locator('[data-field="log"]');
  await until(async () => /^Its log: Image download: .*layer/.test(await last.innerText()), "the download is one line");
  await assertAccessible(page, "a pod with a line of its log");
  await shot(page, `log-last-${look}`);
  await new PodPage(page).open("comfy");
  const log = await new Log(page).open();
  await log.has("lines in one)");
  assert.equal((await log.lines()).filter((line) => line.includes("Image download")).length, 1);
  await log.has("CUDA Version 12.8.1");
  await assertAccessible(page, "the log");
  await shot(page, `log-${look}`);
  await assertKeyIsKept(walk.tab, KEY, [simulator.page, simulator.address]);
});

journey("of six pods that come up at once each has a line of its log", { simulator: { speed: 5 } }, async (walk) => {
  const { page, simulator, signIn } = walk;
  const names = ["one", "two", "three", "four", "five", "six"];
  for (const name of names) await comfy(simulator, { name });
  const pods = await signIn.signInToSimulator(KEY);
  const without = new Set(names);
  await until(
    async () => {
      for (const name of without)
        if (await pods.card(name).card.locator('[data-field="log"]').count()) without.delete(name);
      return without.size === 0;
    },
    "each pod's stage has a line of its log beside it",
    60_000,
  );
  const looks = walk.seen.requests.filter((request) => request.url().includes("/logs?"));
  assert.ok(
    looks.every((request) => request.url().includes("tail=50")),
    "only their last lines are asked for",
  );
  const open = () => [...walk.seen.underWay].filter((request) => request.url().includes("/logs?")).length;
  assert.ok(open() <= 1, `${open()} logs are read at once`);
  assert.equal(await page.locator('li.pod[data-stage="ready"]').count(), 0, "all of them were on their way");
});

journey("a log is searched, chosen from, paused, copied and saved", {}, async (walk) => {
  const { page, context, simulator } = walk;
  await context.grantPermissions(["clipboard-write"]);
  const { id } = await ready(walk);
  const log = await new Log(page).open();
  await log.has("To see the GUI go to");
  await log.search.fill("cuda VERSION");
  await until(async () => (await log.lines()).length === 1, "one line has that");
  await log.section.getByText("1 line has that.").waitFor();
  await log.section.getByRole("button", { name: "Copy these lines" }).click();
  await log.section.getByText("Copied.").waitFor();
  // No page of this policy may read what others have copied: a person pastes.
  await log.search.fill("");
  await log.search.press("ControlOrMeta+V");
  assert.match(await log.search.inputValue(), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ container CUDA Version 12\.8\.1$/);
  await log.search.fill("");
  await log.source.selectOption({ label: "Machine (system)" });
  await log.has("start container for");
  assert.ok((await log.lines()).every((line) => !line.includes("CUDA Version")));
  await log.source.selectOption({ label: "Machine and program" });
  await log.has("CUDA Version");
  const saved = page.waitForEvent("download");
  await log.section.getByRole("button", { name: "Download these lines" }).click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), "comfy.log");
  assert.match(await readFile(await file.path(), "utf8"), /container CUDA Version 12\.8\.1\n/);
  await log.pause.click();
  await simulator.admin("time", { passMs: 1000 });
  const before = await log.lines();
  await simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id } }`);
  await log.section.getByText(/Paused: [1-9]\d* new\./).waitFor();
  assert.deepEqual(await log.lines(), before);
  await log.pause.click();
  await log.has("stop container");
});

journey("a log goes on after a break, and no line comes twice", { expected: BROKEN }, async (walk) => {
  const { page, simulator } = walk;
  const { id } = await ready(walk);
  await simulator.fault({ name: "log-break", afterEvents: 150 });
  await simulator.fault({ name: "log-repeat", repeat: 5 });
  const log = new Log(page);
  await log.show.click();
  await log.has("To see the GUI go to");
  const container = (await written(simulator, id)).filter(({ source }) => source === "container");
  const shown = (await log.lines()).filter((line) => /^\S* container /.test(line));
  assert.equal(shown.length, container.length);
  const struck = await simulator.calm();
  for (const name of ["log-break", "log-repeat"])
    assert.equal(struck.find((fault) => fault.name === name)?.struck ?? 1, 1, name);
});

for (const [where, options] of [
  ["", {}],
  [", on a phone too", { viewport: PHONE }],
]) {
  journey(`hostile lines of a log do nothing${where}`, options, async (walk) => {
    const { page, simulator } = walk;
    page.on("dialog", () => assert.fail("a line opened a dialog"));
    await ready(walk);
    await simulator.fault("log-hostile");
    const log = await new Log(page).open();
    await log.has("<script>alert(1)</script><img src=x onerror=alert(2)>");
    await log.has('<a href="javascript:alert(3)">press here</a>');
    await log.has("safe ⟨U+202E⟩gnp.exe⟨U+202C⟩");
    await log.has("no JSON at all");
    await log.has("progress 30%␈␈");
    const found = await log.box.evaluate((box) => ({
      elements: [...new Set([...box.querySelectorAll("*")].map((element) => element.localName))].sort(),
      harm: /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(box.textContent),
    }));
    assert.deepEqual(found, { elements: ["bdi", "div", "span"], harm: false });
    await assertAccessible(page, "a log with hostile lines");
    await shot(page, `log-hostile${where && "-phone"}`);
  });
}

journey("a line that tells of a failure is a verdict at once", { simulator: { speed: 1 } }, async (walk) => {
  const { page, simulator, signIn } = walk;
  const line =
    "OCI runtime create failed: requirement error: unsatisfied condition: cuda>=12.8, please update your driver";
  const data = JSON.stringify({ source: "system", line, ts: new Date(Date.now() + 60_000).toISOString() });
  await page.route("**/v2/pods/*/logs?*", (route) =>
    route.fulfill({
      contentType: "text/event-stream",
      headers: { "Access-Control-Allow-Origin": "*" },
      body: `id: 1\ndata: ${data}\n\n`,
    }),
  );
  await comfy(simulator);
  const pods = await signIn.signInToSimulator(KEY);
  const verdict = pods.card("comfy").card.locator('[data-verdict="driver-old"]');
  await verdict.waitFor();
  const [what, money, advice] = await verdict.locator("p").allInnerTexts();
  assert.match(what, /^The driver of its machine is too old for the CUDA that the image needs/);
  assert.match(money, /\$0\.\d+\/h/);
  assert.match(advice, /^End it, and launch again with “CUDA versions” set/);
  await assertAccessible(page, "a verdict from a log");
});

journey(
  "a log that this key may not read is told of, and nothing else is missing",
  { expected: BROKEN },
  async (walk) => {
    const { page } = walk;
    await page.route("**/v2/pods/*/logs?*", (route) =>
      route.fulfill({
        status: 403,
        contentType: "application/problem+json",
        headers: { "Access-Control-Allow-Origin": "*" },
        body: '{"title":"Forbidden","status":403,"detail":"forbidden"}',
      }),
    );
    await ready(walk);
    const log = new Log(page);
    await log.show.click();
    const told = log.section.locator(".failure");
    await told.waitFor();
    assert.match(await told.innerText(), /This key may not do that\.[^]*The pod goes on as it was[^]*REST v2/);
    assert.equal(await page.locator('[data-field="log"]').count(), 0);
  },
);

journeyToRunPod(
  "a log comes through the relay, too",
  { cors: "refused", relay: true, expected: [/blocked by CORS policy/, /Failed to load resource/] },
  async ({ signIn, page, simulator }) => {
    await comfy(simulator);
    await signIn.key.fill(KEY);
    await signIn.button.click();
    await new Pods(page).ready();
    await new PodPage(page).open("comfy");
    const log = await new Log(page).open();
    await log.has("create container runpod/comfyui");
  },
);
