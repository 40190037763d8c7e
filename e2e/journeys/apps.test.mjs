// What a launch begins with: the apps. One click fills in the form and shows the price, the second launches.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { comfy } from "../support/pod_page.mjs";
import { Apps, Launch, Pods, Stock, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo } from "../support/time.mjs";

const APPS = [
  "ComfyUI",
  "ComfyUI + Flux",
  "A1111 / Forge",
  "Kohya",
  "Jupyter / PyTorch",
  "Ollama + Open WebUI",
  "vLLM",
];
const OTHERS = ["A template", "My own image", "My presets"];
const code = (order) => Buffer.from(JSON.stringify(order)).toString("base64url");

async function opened({ signIn, page }) {
  await signIn.signInToSimulator(KEY);
  const apps = await new Apps(page).open();
  await page.waitForFunction(() => [...document.styleSheets].some(({ href }) => href?.includes("/apps.css?")));
  return apps;
}

/// The price of an app's card, once it is there.
async function priceOf(apps, name) {
  const price = apps.price(name);
  await until(async () => /^from \$\d+\.\d+\/h$/.test(await price.innerText()), `a price for ${name}`);
  return (await price.innerText()).slice("from ".length);
}

atBothWidths("one click on an app shows its price, and the second launches it", {}, async (walk) => {
  const { page, simulator, seen, look } = walk;
  const launches = counter(seen, "mutation Launch");
  const apps = await opened(walk);
  assert.deepEqual(await apps.names(), [...APPS, ...OTHERS]);
  for (const name of APPS) {
    await priceOf(apps, name);
    assert.match(await apps.card(name).innerText(), /GPU with \d+ GB or more[\s\S]*ready in \d+ to \d+ min/);
  }
  const boxes = await apps.cards.evaluateAll((cards) =>
    cards.map((card) => {
      const { left, width, height } = card.getBoundingClientRect();
      return { left, width, height };
    }),
  );
  const columns = new Set(boxes.map(({ left }) => Math.round(left))).size;
  const phone = page.viewportSize().width < 500;
  assert.ok(phone ? columns === 1 : columns >= 3, `${columns} columns`);
  assert.ok(
    boxes.every(({ width, height }) => width >= 200 && height >= 48 && (!phone || height <= 170)),
    JSON.stringify(boxes),
  );
  await assertAccessible(page, `the apps ${look}`);
  await shot(page, `${look}-apps`);

  const price = await priceOf(apps, "ComfyUI");
  // Anywhere on the card: it is one button.
  const box = await apps.card("ComfyUI").boundingBox();
  await page.mouse.click(box.x + box.width - 12, box.y + box.height - 12);
  const form = new Launch(page);
  await form.priced();
  assert.match(await form.button.innerText(), /^Launch · 4\sh = \$\d+\.\d\d$/);
  assert.equal(await form.price.innerText(), price);
  assert.equal(await form.changes(), "Advanced · defaults");
  assert.equal(launches(), 0, "one click launches nothing");
  await assertAccessible(page, `the form of an app ${look}`);
  await form.button.click();
  await new Pods(page).card("comfyui").card.waitFor();
  assert.equal(launches(), 1);
  const { myself } = await simulator.ask("{ myself { pods { imageName } } }");
  assert.deepEqual(myself.pods, [{ imageName: "runpod/comfyui:cuda12.8" }]);
  await apps.open();
  assert.deepEqual((await apps.names()).slice(0, 1), ["ComfyUI"], "the next launch begins with the apps too");
});

atBothWidths("“Change app” leads back, and nothing that was typed is lost", {}, async (walk) => {
  const { page } = walk;
  const apps = await opened(walk);
  const heading = () => page.evaluate(() => document.activeElement.textContent.trim());
  const form = await apps.choose("vLLM");
  await until(async () => (await heading()) === "Launch a pod", "the focus is on the heading");
  await form.name.fill("mine");
  await form.disk.fill("70");
  await form.priced();
  await form.showAll();
  await form.gpu("RTX 4090").check();
  await apps.change.click();
  await apps.box.waitFor();
  await until(async () => (await heading()) === "Launch a pod", "the focus is on the heading again");
  await apps.toForm.click();
  const typed = async () => [
    await form.image.inputValue(),
    await form.name.inputValue(),
    await form.disk.inputValue(),
    await form.choices.locator(".choice-name").allInnerTexts(),
  ];
  assert.deepEqual(await typed(), ["vllm", "mine", "70", ["RTX 4090"]]);
  await apps.change.click();
  await apps.choose("Kohya");
  assert.deepEqual(await typed(), ["kohya", "mine", "70", ["RTX 4090"]]);
  await form.unfold();
  assert.equal(await page.getByLabel("Start command").inputValue(), "", "vLLM's went with it");
  await new Pods(page).open();
  await page.getByRole("navigation").getByRole("link", { name: "Launch a pod" }).click();
  await form.priced();
  assert.deepEqual(await typed(), ["kohya", "mine", "70", ["RTX 4090"]], "who comes back finds the form");
});

journey("a template, an image of one's own and a preset are chosen beside the apps", {}, async (walk) => {
  const { page } = walk;
  const apps = await opened(walk);
  await apps.card("My presets").getByText("None yet. Save one above the form.").waitFor();
  assert.equal(await apps.card("My presets").getByRole("button").count(), 0);
  const form = await apps.choose("My own image");
  await form.ownImage.fill("ghcr.io/me/mine:1");
  await apps.change.click();
  await apps.choose("My own image");
  assert.equal(await form.ownImage.inputValue(), "ghcr.io/me/mine:1");
  await apps.change.click();
  await apps.choose("A template");
  await page.getByLabel("Search templates by name, image or description").waitFor();
  await apps.change.click();
  await apps.choose("Kohya");
  await page.locator(".presets details > summary").click();
  await page.getByLabel("Name of the preset").fill("training");
  await page.keyboard.press("Enter");
  await page.getByText("“training” is saved on this device.").waitFor();
  await page.reload();
  await apps.card("My presets").getByRole("button", { name: "training" }).click();
  await page
    .getByText(/“training”/)
    .first()
    .waitFor();
  await form.priced();
  assert.equal(await form.image.inputValue(), "kohya");
});

journey("whoever comes with something to launch finds the form at once", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator, { name: "flux" });
  await signIn.signInToSimulator(KEY);
  await page.getByRole("button", { name: "Launch again flux" }).click();
  const [form, apps] = [new Launch(page), new Apps(page)];
  await until(async () => (await form.name.inputValue()) === "flux", "a pod that is launched again");
  await page.reload();
  await apps.box.waitFor();
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    `#/launch?order=${code({ launchpod: 1, name: "from a link" })}`,
  );
  await until(async () => (await form.name.inputValue()) === "from a link", "a link");
  await page.reload();
  await apps.box.waitFor();
  const stock = await new Stock(page).open();
  if (await stock.here.isVisible()) await stock.here.selectOption("EU-RO-1");
  await stock.cell("RTX 4090", "EU-RO-1").click();
  await stock.taken.getByText(/^You chose RTX 4090 in EU-RO-1/).waitFor();
  assert.equal(await apps.box.count(), 0);
});

journey("an app with another image than RunPod's is launched and becomes ready", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  const apps = await opened(walk);
  const form = await apps.choose("Ollama + Open WebUI");
  await form.priced();
  await page.getByText(/who opens it first becomes its administrator/).waitFor();
  await page.locator('[data-field="no-timer"]').waitFor();
  await form.button.click();
  const card = (await new Pods(page).ready()).card("ollama");
  await card.card.waitFor();
  await comesTo(walk, card, "ready");
  assert.match(await card.services.innerText(), /Open WebUI/);
  const { myself } = await simulator.ask("{ myself { pods { imageName } } }");
  assert.deepEqual(myself.pods, [{ imageName: "ghcr.io/open-webui/open-webui:ollama" }]);
});
