// Network volumes: made once, grown, deleted, and what each costs.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { BROKEN, made, sent } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Pods, SignIn, Volumes, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const MAKE = "createNetworkVolume";

const all = async (simulator) =>
  (await simulator.ask("{ myself { networkVolumes { id name size dataCenterId } } }")).myself.networkVolumes;
const named = async (simulator, name) => (await all(simulator)).filter((volume) => volume.name === name);

async function opened({ signIn, page }) {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  const volumes = await new Volumes(page).open();
  return { form, volumes };
}

async function makeOne(walk, look) {
  const { page, simulator } = walk;
  const { form, volumes } = await opened(walk);
  await volumes.fillIn("fresh", "1200", "US-KS-2");
  assert.match(await volumes.make.innerText(), /\$80\.00 a month/);
  await volumes.box
    .getByText("It costs $80.00 a month, from the moment RunPod makes it until you delete it.")
    .waitFor();
  await assertAccessible(page, `${look} volumes`);
  await shot(page, `${look}-volumes`);
  await volumes.make.click();
  await volumes.box
    .locator(".volume-maker")
    .getByText("“fresh” is there: 1,200 GB in US-KS-2, $80.00 a month.")
    .waitFor();
  const [volume] = await named(simulator, "fresh");
  assert.deepEqual([volume.size, volume.dataCenterId], [1200, "US-KS-2"]);
  await until(async () => (await form.volume.inputValue()) === volume.id, "it is chosen in the form");
  await page.getByText(/The pod will run in US-KS-2/).waitFor();
  await new Pods(page).open();
  await page.getByRole("button", { name: "Spend and budget" }).click();
  const unused = page.locator(".forgotten");
  await unused
    .getByText(/^fresh/)
    .first()
    .waitFor();
  assert.doesNotMatch(await unused.innerText(), /chosen in the form/, "it is told where it was asked for");
}

journey("a volume is made with its price before the button, and chosen", {}, (walk) => makeOne(walk, "desktop"));
journey("a volume is made on a phone, in the dark", { viewport: PHONE, colorScheme: "dark" }, (walk) =>
  makeOne(walk, "phone"),
);

atBothWidths("a new volume that can't be is refused beside its field", {}, async (walk) => {
  const { page, simulator, seen, look } = walk;
  const { volumes } = await opened(walk);
  const before = (await all(simulator)).length;
  await volumes.size.fill("5");
  await volumes.make.click();
  await volumes.problem("name", /Give the volume a name/);
  await volumes.problem("size", /at least 10 GB/);
  await volumes.problem("place", /Choose a data center/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "volume-name");
  await assertAccessible(page, "volumes with problems");
  await shot(page, `${look}-volumes-problems`);
  for (const [size, words] of [
    ["", /whole gigabytes/],
    ["1.5", /whole gigabytes/],
    ["4097", /at most 4096/],
    ["-1", /whole gigabytes/],
  ]) {
    await volumes.size.fill(size);
    await volumes.size.press("Enter");
    await volumes.problem("size", words);
  }
  await volumes.name.fill("<b>");
  await volumes.make.click();
  await volumes.problem("name", /letters, digits/);
  assert.equal(sent(seen, MAKE), 0);
  assert.equal((await all(simulator)).length, before);
  assert.equal(sent(seen, "mutation Launch"), 0, "Enter in these fields launches nothing");
});

journey("a double click makes one volume", {}, async (walk) => {
  const { simulator, seen } = walk;
  const { volumes } = await opened(walk);
  await volumes.fillIn("once", "50", "EU-RO-1");
  await simulator.fault({ name: "delay", operation: MAKE, delayMs: 1500 });
  await volumes.make.dblclick();
  await volumes.box.getByRole("button", { name: "Waiting for RunPod …" }).click({ force: true });
  await volumes.said("“once” is there");
  assert.equal((await named(simulator, "once")).length, 1);
  assert.equal(sent(seen, "mutation MakeVolume"), 1);
});

for (const [name, fault] of [
  ["a volume that is made although its answer is cut off is found", { name: "act-then-drop", afterBytes: 1 }],
  ["a volume that is made although it is answered with 500 is found", { name: "error-after" }],
  [
    "a volume that is made some seconds after its answer was lost is found",
    { name: "drop-then-act", afterBytes: 1, delayMs: 3_000 },
  ],
]) {
  journey(name, { expected: BROKEN }, async (walk) => {
    const { simulator, seen } = walk;
    const { volumes } = await opened(walk);
    // One of the same name, size and place is there already: it must not be taken for the new one.
    await simulator.ask(
      'mutation { createNetworkVolume(input: { name: "lost", size: 50, dataCenterId: "EU-RO-1" }) { id } }',
    );
    const [old] = await named(simulator, "lost");
    await volumes.fillIn("lost", "50", "EU-RO-1");
    await simulator.fault({ ...fault, operation: MAKE });
    await volumes.make.click();
    if (fault.name === "drop-then-act") {
      await volumes.said("We do not know yet whether RunPod made “lost”.");
      assert.equal(
        await volumes.box.getByRole("button", { name: "Waiting for RunPod …" }).getAttribute("aria-disabled"),
        "true",
      );
      await shot(walk.page, "volumes-unclear");
    }
    await volumes.said("“lost” is there");
    const ids = (await named(simulator, "lost")).map((volume) => volume.id);
    assert.equal(ids.length, 2);
    const form = new Launch(walk.page);
    await until(
      async () => ids.includes(await form.volume.inputValue()) && (await form.volume.inputValue()) !== old.id,
      "the new one is chosen",
    );
    assert.equal(sent(seen, "mutation MakeVolume"), 1);
  });
}

journey(
  "a volume that never arrived is given up after two minutes",
  { expected: BROKEN, clock: true },
  async (walk) => {
    const { page, simulator, seen } = walk;
    const { volumes } = await opened(walk);
    await volumes.fillIn("never", "50", "EU-RO-1");
    await simulator.fault({ name: "error-before", operation: MAKE });
    await volumes.make.click();
    await volumes.said("We do not know yet whether RunPod made “never”.");
    await until(async () => {
      await page.clock.fastForward(6_000);
      return volumes.box.getByText("It is safe to make it again.").count();
    }, "it is given up");
    assert.deepEqual([sent(seen, "mutation MakeVolume"), (await named(simulator, "never")).length], [1, 0]);
    await volumes.make.click();
    await volumes.said("“never” is there");
    assert.equal((await named(simulator, "never")).length, 1);
  },
);

/// A volume that is being made when the page is left: `acted` says whether RunPod has heard of it.
async function leftInTheMiddle(walk, name, acted) {
  const { page, simulator } = walk;
  const { volumes } = await opened(walk);
  await volumes.fillIn(name, "50", "EU-RO-1");
  // Neither answered nor refused: the page is left meanwhile.
  if (acted) await simulator.fault({ name: "delay", operation: MAKE, delayMs: 600_000 });
  else
    await page.route("**/graphql", (route) =>
      route.request().postData().includes(MAKE) ? undefined : route.fallback(),
    );
  await volumes.make.click();
  await volumes.said(`Asking RunPod for “${name}” …`);
  await until(() => sent(walk.seen, "mutation MakeVolume") === 1, "it is asked for");
  if (acted) await until(async () => (await named(simulator, name)).length === 1, "it is made");
}

/// Loads the page anew, past its question whether that is meant.
async function reloaded({ page }) {
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
  await page.unroute("**/graphql");
}

journey(
  "a volume that is being made when the page is loaded anew is found, and nothing is made twice",
  { expected: BROKEN },
  async (walk) => {
    const { page, simulator, seen } = walk;
    await leftInTheMiddle(walk, "reloaded", true);
    await reloaded(walk);
    const volumes = new Volumes(page);
    await volumes.said("“reloaded” is there: 50 GB in EU-RO-1");
    const [volume] = await named(simulator, "reloaded");
    await until(async () => (await new Launch(page).volume.inputValue()) === volume.id, "it is chosen in the form");
    assert.deepEqual([sent(seen, "mutation MakeVolume"), (await named(simulator, "reloaded")).length], [1, 1]);
    await page.reload();
    await new Launch(page).pastApps();
    await new Launch(page).priced();
    assert.equal(await page.getByText(/is there: 50 GB/).count(), 0, "what is known is not looked for again");
  },
);

journey(
  "a volume that was never made when the page was loaded anew blocks the next for two minutes",
  { expected: BROKEN, clock: true },
  async (walk) => {
    const { page, simulator, seen } = walk;
    await leftInTheMiddle(walk, "unborn", false);
    await reloaded(walk);
    const volumes = new Volumes(page);
    await volumes.said("This page was left while RunPod was being asked for “unborn”, 50 GB.");
    const waiting = volumes.box.getByRole("button", { name: "Waiting for RunPod …" });
    assert.equal(await waiting.getAttribute("aria-disabled"), "true");
    await assertAccessible(page, "a volume that may be there");
    await shot(page, "volumes-left");
    await waiting.click({ force: true });
    await until(async () => {
      await page.clock.fastForward(6_000);
      return volumes.box.getByText("It is safe to make it again.").count();
    }, "it is given up");
    assert.deepEqual([sent(seen, "mutation MakeVolume"), (await named(simulator, "unborn")).length], [1, 0]);
    await volumes.place.locator("option").nth(1).waitFor({ state: "attached" });
    await volumes.fillIn("unborn", "50", "EU-RO-1");
    await volumes.make.click();
    await volumes.said("“unborn” is there");
    assert.equal((await named(simulator, "unborn")).length, 1);
  },
);

journey(
  "a volume that another tab was making when it was closed is found before another one is made",
  { expected: BROKEN },
  async (walk) => {
    const { simulator } = walk;
    await leftInTheMiddle(walk, "orphan", true);
    const next = await walk.tab.anotherTab();
    await new SignIn(next).open(simulator.page);
    await new SignIn(next).signInToSimulator(KEY);
    await new Launch(next).open();
    const volumes = await new Volumes(next).open();
    await volumes.said("Another tab of this page is making a volume.");
    assert.equal(await volumes.button("Waiting for RunPod …").getAttribute("aria-disabled"), "true");
    await walk.page.close();
    await volumes.said("“orphan” is there");
    assert.equal((await named(simulator, "orphan")).length, 1);
  },
);

atBothWidths("a volume grows, and does not shrink", {}, async (walk) => {
  const { page, simulator, look } = walk;
  const { volumes } = await opened(walk);
  await volumes.button("Grow models").click();
  const size = page.getByLabel("New size of models (GB)");
  await until(() => size.evaluate((element) => element === document.activeElement), "the size has the focus");
  assert.equal(await size.inputValue(), "150");
  await volumes.box.getByText("That is $3.50 more a month.").waitFor();
  for (const [typed, words] of [
    ["50", /only grow/],
    ["100", /already/],
    ["9999", /at most/],
  ]) {
    await size.fill(typed);
    await size.press("Enter");
    await until(async () => words.test(await page.locator("#volume-grow-size-problem").innerText()), typed, 5_000);
  }
  await size.fill("200");
  await volumes.box.getByText("$7.00 a month now, $14.00 a month then.").waitFor();
  await assertAccessible(page, "growing a volume");
  await shot(page, `${look}-volumes-grow`);
  await volumes.button("Make it larger").click();
  await volumes.said("“models” has 200 GB now: $14.00 a month.");
  assert.equal((await named(simulator, "models"))[0].size, 200);
  await until(
    async () => /models · 200 GB/.test(await new Launch(page).volume.innerText()),
    "the form shows its new size",
  );
});

atBothWidths(
  "a volume that a pod uses can't be deleted, and one that nothing uses only in two steps",
  {},
  async (walk) => {
    const { page, simulator, seen, look } = walk;
    const [models] = await named(simulator, "models");
    await made(simulator, {
      name: "holder",
      more: `volumeInGb: 0, networkVolumeId: "${models.id}", dataCenterId: "EU-RO-1"`,
    });
    const { form, volumes } = await opened(walk);
    await volumes.box.getByText("Used by “holder”: end that first to delete the volume.").waitFor();
    assert.equal(await volumes.button("Delete models").getAttribute("aria-disabled"), "true");
    await volumes.button("Delete models").click({ force: true });
    await form.onVolume("studio");
    await volumes.button("Delete studio").click();
    await volumes.box.getByText(/“studio” has room for 50 GB in US-KS-2\. Everything on it is lost for good/).waitFor();
    await assertAccessible(page, "deleting a volume");
    await shot(page, `${look}-volumes-delete`);
    await volumes.button("Keep it").click();
    assert.equal(sent(seen, "deleteNetworkVolume"), 0);
    await volumes.button("Delete studio").click();
    await volumes.button("Delete “studio” and its 50 GB for good").click();
    await volumes.said("“studio” is gone, and costs nothing any more.");
    assert.deepEqual((await all(simulator)).map((volume) => volume.name).sort(), ["archive", "models"]);
    assert.equal(await form.volume.inputValue(), "", "the form has no volume then");
  },
);

journey("a volume that somebody else has deleted is gone", {}, async (walk) => {
  const { simulator } = walk;
  const { volumes } = await opened(walk);
  const [studio] = await named(simulator, "studio");
  await volumes.button("Delete studio").click();
  await simulator.ask(`mutation { deleteNetworkVolume(input: { id: "${studio.id}" }) }`);
  await volumes.button("Delete “studio” and its 50 GB for good").click();
  await volumes.said("“studio” is gone");
});

journey("volumes made elsewhere are there when the form is opened a minute later", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  const { form } = await opened(walk);
  await new Pods(page).open();
  await simulator.ask(
    'mutation { createNetworkVolume(input: { name: "elsewhere", size: 20, dataCenterId: "EU-RO-1" }) { id } }',
  );
  await page.clock.fastForward(61_000);
  await form.open();
  await until(async () => /elsewhere · 20 GB/.test(await form.volume.innerText()), "the new volume can be chosen");
});
