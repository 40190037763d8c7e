// The grid of all data centers: what it shows, what it leaves out, and where a volume belongs.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Pods, Stock, Volumes, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const NARROW = { width: 360, height: 780 };

async function opened({ signIn, page }) {
  await signIn.signInToSimulator(KEY);
  const grid = await new Stock(page).open();
  return { form: new Launch(page), grid };
}

journey("the grid shows every data center, with two requests, and a cell of it is launched", {}, async (walk) => {
  const { page, seen, simulator } = walk;
  const asked = counter(seen, "query Places");
  const priced = counter(seen, "query Grid");
  const { form, grid } = await opened(walk);
  assert.deepEqual([asked(), priced()], [1, 1]);
  assert.ok((await grid.columns()).length > 10);
  assert.match((await grid.columns())[0], /EU-CZ-1.*your volume/s, "those with a volume of mine come first");
  await assertAccessible(page, "the grid");
  await shot(page, "grid-desktop");
  const cell = grid.cell("RTX 4090", "EU-RO-1");
  assert.match(
    await cell.getAttribute("aria-label"),
    /^RTX 4090 in EU-RO-1: \$0\.\d+\/h, (in stock|some left|few left \(may fail\))$/,
  );
  await cell.click();
  await grid.taken.getByText("You chose RTX 4090 in EU-RO-1, on your volume “models”.").waitFor();
  await form.priced();
  assert.ok(await form.gpu("RTX 4090").isChecked());
  await form.launch();
  const pods = await new Pods(page).ready();
  await pods.cards.first().waitFor();
  const [made] = await simulator.pods();
  const { myself } = await simulator.ask("{ myself { networkVolumes { id name } } }");
  assert.equal(made.networkVolumeId, myself.networkVolumes.find((volume) => volume.name === "models").id);
});

journey("what the grid shows is what RunPod has", {}, async (walk) => {
  const { grid } = await opened(walk);
  const query =
    '{ gpuTypes { id displayName secureCloud lowestPrice(input: { gpuCount: 1, secureCloud: true, dataCenterId: "US-KS-2", allowedCudaVersions: ["12.8","12.9","13.0","13.1","13.2","13.3"] }) { uninterruptablePrice } } }';
  const { gpuTypes } = await walk.simulator.ask(query);
  const had = gpuTypes.filter(
    (gpu) => gpu.secureCloud && gpu.id !== "unknown" && gpu.lowestPrice.uninterruptablePrice !== null,
  );
  assert.ok(had.length > 0);
  for (const gpu of had) assert.equal(await grid.cell(gpu.displayName, "US-KS-2").count(), 1, gpu.displayName);
  assert.equal(await grid.box.getByRole("button", { name: / in US-KS-2: \$/ }).count(), had.length);
});

atBothWidths("the grid is filtered by memory, price and volume", {}, async (walk) => {
  const { page } = walk;
  const { grid } = await opened(walk);
  const before = await grid.rows.count();
  await grid.memory.selectOption("48");
  await until(async () => (await grid.rows.count()) < before, "fewer rows");
  const memory = (await grid.facts()).map((row) => row.memory);
  assert.ok(memory.length > 0 && memory.every((gb) => gb >= 48), `${memory}`);
  await grid.price.fill("0.90");
  await until(async () => (await grid.prices()).every((price) => price <= 0.9), "nothing dearer is left");
  assert.ok((await grid.prices()).length > 0);
  await grid.price.fill("cheap");
  await grid.box.getByText("Type dollars, like 0.50.").waitFor();
  assert.equal(await grid.price.getAttribute("aria-invalid"), "true");
  await assertAccessible(page, "the grid with a price that is none");
  await grid.price.fill("");
  await grid.memory.selectOption("");
  await grid.withVolume.check();
  await until(async () => (await grid.columns()).length === 3, "the three data centers with a volume");
  await grid.price.fill("0.01");
  await grid.box.getByText("Nothing available fits the filter.").waitFor();
});

journey("the grid is walked with the keyboard", {}, async (walk) => {
  const { page } = walk;
  const { grid } = await opened(walk);
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? "");
  assert.equal(await grid.table.locator('button[tabindex="0"]').count(), 1, "Tab stops at one cell");
  await grid.cell("RTX 4090", "EU-RO-1").focus();
  const places = new Set();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]) {
    const before = await focused();
    await page.keyboard.press(key);
    const now = await focused();
    assert.match(now, / in [A-Z]+-[A-Z0-9-]+: \$/, `${key} from ${before} leads to a cell`);
    places.add(now);
  }
  assert.ok(places.size >= 3, [...places].join());
  const [gpu] = (await focused()).split(" in ");
  await page.keyboard.press("Enter");
  await until(async () => page.locator("label.gpu:has(:checked)", { hasText: gpu }).count(), `${gpu} is chosen`);
});

journey("the stock is sorted by name, memory and best price, both ways", {}, async (walk) => {
  const { page } = walk;
  const { grid } = await opened(walk);
  const sorted = async (column, way, compare) => {
    const head = grid.head(column);
    await until(async () => (await head.getAttribute("aria-sort")) === way, `${column} is ${way}`);
    const facts = await grid.facts();
    assert.ok(facts.length > 10);
    facts.slice(1).forEach((row, at) => {
      assert.ok(compare(facts[at], row) <= 0, `${column} ${way}: ${facts[at].name} before ${row.name}`);
    });
    assert.equal(await grid.table.locator("th[aria-sort]").count(), 1, "by one column at a time");
  };
  const by = (key) => (one, other) => one[key] - other[key];
  const turned = (compare) => (one, other) => compare(other, one);
  const byName = (one, other) => one.name.localeCompare(other.name, "en", { numeric: true, sensitivity: "base" });
  await sorted("Best price", "ascending", by("price"));
  for (const [column, compare] of [
    ["Memory", by("memory")],
    ["GPU", byName],
    ["Best price", by("price")],
  ]) {
    const button = grid.head(column).getByRole("button");
    await button.focus();
    await page.keyboard.press("Enter");
    await sorted(column, "ascending", compare);
    assert.ok(await button.evaluate((element) => element === document.activeElement), "the focus stays");
    await page.keyboard.press("Enter");
    await sorted(column, "descending", turned(compare));
  }
  await assertAccessible(page, "the stock, sorted");
});

journey("data centers without stock are counted, and shown if wanted", {}, async (walk) => {
  const { grid } = await opened(walk);
  assert.ok(!(await grid.withEmpty.isVisible()), "each has something");
  await grid.memory.selectOption("141");
  await grid.withEmpty.waitFor();
  const few = (await grid.columns()).length;
  const count = Number.parseInt(
    (await grid.withEmpty.evaluate((box) => box.labels[0].textContent)).match(/\d+/)[0],
    10,
  );
  await grid.withEmpty.check();
  await until(async () => (await grid.columns()).length === few + count, "all of them are shown");
});

journey("head and first column of the stock stay in sight, and a shadow tells of more", {}, async (walk) => {
  const { page } = walk;
  const { grid } = await opened(walk);
  const frame = grid.box.locator(".grid-frame");
  const sides = async () => (await frame.getAttribute("class")).split(" ").slice(1).toSorted().join(" ");
  await until(async () => (await sides()) === "more-right", "there is more to the right alone");
  const [head, first] = [grid.head("GPU"), grid.rows.first().locator("th")];
  const before = [await head.boundingBox(), await first.boundingBox()];
  await grid.box.locator(".grid-box").evaluate((box) => box.scrollBy(300, 200));
  await until(async () => (await sides()) === "more-left more-right", "there is more to both sides");
  assert.equal((await first.boundingBox()).x, before[1].x, "the first column stays");
  const top = (await grid.box.locator(".grid-box").boundingBox()).y;
  assert.ok(Math.abs((await head.boundingBox()).y - top) < 2, "the head stays at the top");
  await grid.box.locator(".grid-box").evaluate((box) => box.scrollTo(9999, 0));
  await until(async () => (await sides()) === "more-left", "and then to the left alone");
  await page.evaluate(() => window.scrollTo(0, 0));
  await shot(page, "stock-scrolled");
});

atBothWidths("the stock has an address, and one comes back from it and to it", {}, async (walk) => {
  const { page, signIn } = walk;
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.name.fill("kept");
  const grid = new Stock(page);
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  await grid.fromForm.click();
  await grid.ready();
  assert.ok(page.url().endsWith("#/stock"));
  assert.equal(await page.title(), "Stock · Launchpod");
  assert.equal(await grid.link.getAttribute("aria-current"), "page");
  await until(async () => (await focused()) === "Stock", "the heading has the focus");

  await page.goBack();
  await form.priced();
  assert.equal(await form.name.inputValue(), "kept", "what was typed is kept");
  assert.equal(await grid.taken.innerText(), "", "nothing was chosen");
  await page.goForward();
  await grid.ready();
  if (await grid.here.isVisible()) await grid.here.selectOption("EU-RO-1");
  await grid.cell("RTX 4090", "EU-RO-1").click();
  await grid.taken.getByText(/^You chose RTX 4090 in EU-RO-1/).waitFor();
  await until(async () => (await focused()) === "Launch a pod", "the heading has the focus");
  assert.equal(await form.name.inputValue(), "kept");
  await assertAccessible(page, "the form with what was chosen");
  await form.showAll();
  await form.gpu("L40S").check();
  await until(async () => (await grid.taken.innerText()) === "", "what is no longer chosen is not said");

  await page.goBack();
  await grid.ready();
  await page.reload();
  await grid.ready();
});

journey("the stock on a phone is sorted by a list", { viewport: PHONE }, async (walk) => {
  const { grid } = await opened(walk);
  await grid.sort.selectOption("GPU");
  const byName = (one, other) => one.localeCompare(other, "en", { numeric: true, sensitivity: "base" });
  await until(async () => {
    const names = (await grid.facts()).map((row) => row.name);
    return names.length > 10 && names.join() === names.toSorted(byName).join();
  }, "the rows are sorted by name");
});

async function advised(walk, name) {
  const { page } = walk;
  const { grid } = await opened(walk);
  await grid.tick("RTX 4090");
  await grid.tick("L40S");
  const first = grid.sites.first();
  await until(async () => /; \d of 2/.test(await first.innerText()), "the advice counts what is there");
  assert.match(
    await first.innerText(),
    /^[A-Z]+-[A-Z0-9-]+, [A-Z][A-Za-z ]+: (RTX 4090|L40S) (in stock|some left|few left)/,
  );
  await assertAccessible(page, `${name} advice`);
  await shot(page, `${name}-advice`);
  const place = (await first.innerText()).split(",")[0];
  await first.getByRole("button").click();
  const volumes = new Volumes(page);
  await until(async () => (await volumes.place.inputValue()) === place, "the data center is chosen for the new volume");
  await until(
    async () => volumes.name.evaluate((element) => element === document.activeElement),
    "its name has the focus",
  );
}

journey("where a volume belongs is told, and it can be made there", {}, (walk) => advised(walk, "grid-desktop"));
journey("where a volume belongs is told on a phone, in the dark", { viewport: PHONE, colorScheme: "dark" }, (walk) =>
  advised(walk, "grid-phone"),
);

journey("the grid on a narrow phone is a list of one data center", { viewport: NARROW }, async (walk) => {
  const { page } = walk;
  const { form, grid } = await opened(walk);
  await grid.here.selectOption("EU-RO-1");
  const cell = grid.cell("RTX 4090", "EU-RO-1");
  await cell.waitFor();
  const shown = await grid.box
    .getByRole("button", { name: / in [A-Z-0-9]+: \$/ })
    .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
  assert.ok(shown.length > 0 && shown.every((label) => label.includes(" in EU-RO-1: ")), `${shown}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wide, 0, "nothing sticks out to the side");
  await assertAccessible(page, "the grid on a phone");
  await shot(page, "grid-narrow");
  await cell.click();
  await form.priced();
  assert.ok(await form.gpu("RTX 4090").isChecked());
});

journey(
  "the grid is kept for a minute, and a failure is told and tried again",
  { clock: true, expected: [/Failed to load resource/] },
  async (walk) => {
    const { page, seen, simulator } = walk;
    const { grid } = await opened(walk);
    const priced = counter(seen, "query Grid");
    await new Pods(page).open();
    await grid.open();
    await page.clock.fastForward(30_000);
    assert.equal(priced(), 0, "what is younger than a minute is not asked for again");
    await simulator.fault({ name: "error-before", operation: "gpuTypes", times: 0 });
    await page.clock.fastForward(32_000);
    await grid.box.getByText(/RunPod has trouble of its own/).waitFor();
    await simulator.calm();
    await until(async () => {
      await page.clock.fastForward(11_000);
      return (await grid.box.getByText(/RunPod has trouble of its own/).count()) === 0;
    }, "the grid is there again");
    assert.ok((await grid.rows.count()) > 10);
  },
);
