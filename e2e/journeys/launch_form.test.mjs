// The launch form: what it shows, and what it refuses before anything is sent.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const launches = (seen) => seen.requests.filter((request) => request.postData()?.includes("mutation Launch")).length;

const BAD = {
  name: [
    ["", /Give the pod a name/],
    ["a\u200bb", /invisible character U\+200B/],
    ["a\u202eb", /U\+202E/],
    ["x".repeat(61), /at most 60/],
  ],
  disk: [
    ["0", /at least 1/],
    ["-5", /whole gigabytes/],
    ["1.5", /whole gigabytes/],
    ["999999", /at most/],
    ["", /whole gigabytes/],
  ],
  mountPath: [
    ["workspace", /absolute/],
    ["/", /folder/],
    ["", /absolute/],
    ["/a/../b", /plain/],
  ],
  count: [
    ["0", /whole number/],
    ["-1", /whole number/],
    ["1.5", /whole number/],
    ["99", /at most/],
  ],
};
const FIELDS = { name: "name", disk: "container-disk", mountPath: "mount-path", count: "gpu-count" };

atBothWidths(
  "bad input is refused beside its field, kept, and never sent",
  {},
  async ({ signIn, page, seen, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("fine");
    await form.unfold();
    for (const [field, cases] of Object.entries(BAD)) {
      const before = await form[field].inputValue();
      for (const [typed, words] of cases) {
        await form[field].fill(typed);
        await form.launch();
        await until(async () => words.test(await form.problem(FIELDS[field]).innerText()), `${field} ${typed}`, 5_000);
        assert.equal(await form[field].inputValue(), typed);
        assert.equal(await form[field].getAttribute("aria-invalid"), "true");
      }
      await form[field].fill(before);
    }
    assert.equal(launches(seen), 0);
    assert.deepEqual(await simulator.pods(), []);
  },
);

atBothWidths(
  "all problems are shown at once and the first gets the focus",
  {},
  async ({ signIn, page, seen, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.onVolume("models");
    await form.unfold();
    await form.disk.fill("0");
    await form.count.fill("many");
    await form.mountPath.fill("nowhere");
    await form.image.selectOption("own");
    await form.ownImage.fill("my image");
    // A name that nobody typed follows the image.
    await form.name.fill("");
    await form.launch();
    await page.getByText("5 fields need another look.").waitFor();
    assert.match(await form.problem("own-image").innerText(), /no spaces/);
    assert.match(await form.problem("gpu-count").innerText(), /whole number/);
    await until(
      async () => (await page.evaluate(() => document.activeElement.id)) === "own-image",
      "the first has the focus",
    );
    assert.deepEqual(await form.summary.locator(".problems button").allInnerTexts(), [
      "Image name",
      "Container disk (GB)",
      "Name",
      "Number of GPUs",
      "Mount path",
    ]);
    await form.summary.getByRole("button", { name: "Mount path" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "mount-path", "the summary leads to the field");
    assert.equal(launches(seen), 0);
    await assertAccessible(page, "launch with problems");
    await shot(page, `${look}-problems`);
  },
);

atBothWidths("the list is sorted, searchable and follows the volume", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  const rows = page.locator("label.gpu");
  assert.ok((await rows.count()) > 20);
  const told = await rows.evaluateAll((all) =>
    all.map((row) => ({
      out: row.classList.contains("out"),
      price: Number(row.innerText.match(/\$([\d.]+)\/h/)[1]),
    })),
  );
  const sorted = [...told].sort((a, b) => a.out - b.out || a.price - b.price);
  assert.deepEqual(told, sorted, "in stock first, cheapest first");
  await form.search.fill("4090");
  await until(async () => (await rows.count()) === 1, "one row left");
  await form.search.fill("no such thing");
  await page.getByText("No GPU type fits the search.").waitFor();
  await form.search.fill("");
  await form.onVolume("models");
  await form.priced();
  await page.getByText(/will run in EU-RO-1/).waitFor();
  const out = page.locator("label.gpu").filter({ has: page.getByText("A100 SXM", { exact: true }) });
  await until(async () => /out of stock/.test(await out.innerText()), "the A100 is out of stock where the volume is");
  await out.getByRole("radio").check();
  await form.launch();
  await until(
    async () => /out of stock in EU-RO-1, where your volume is/.test(await form.problem("gpu-type").innerText()),
    "it is said why",
  );
});

journey(
  "what is said to be in stock can be launched",
  { simulator: { flags: ["--balance", "500"] } },
  async ({ signIn, page }) => {
    const pods = await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.onVolume("models");
    await form.priced();
    const inStock = page.locator("label.gpu:not(.out)");
    await until(async () => (await inStock.count()) < 20, "the stock of one data center");
    const names = await inStock.locator(".gpu-name").allInnerTexts();
    assert.ok(names.length >= 3, `${names}`);
    for (const name of names) {
      await form.open();
      await form.name.fill(`on ${name}`);
      await form.gpu(name).check();
      await form.launch();
      await pods.card(`on ${name}`).card.waitFor();
    }
  },
);

atBothWidths("the price counts every GPU and is shown before the button", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.fillIn("two");
  const price = async () => Number((await form.price.innerText()).match(/[\d.]+/)[0]);
  const one = await price();
  const [session] = (await form.session.innerText()).split(",");
  assert.equal(await form.button.innerText(), `Launch · ${session}`, "the button says the same price");
  assert.ok(Math.abs(Number(session.match(/\$([\d.]+)/)[1]) - 4 * one) <= 0.01, `${session}, ${one}`);
  await form.count.fill("2");
  await form.priced();
  await until(
    async () => (await price()) > one * 1.9 && (await price()) < one * 2.1,
    "twice the GPUs, twice the price",
  );
});

journey("the form survives a look at the list, and no volume is said to keep nothing", {}, async ({ signIn, page }) => {
  const pods = await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.name.fill("half done");
  await pods.open();
  await form.open();
  assert.equal(await form.name.inputValue(), "half done");
  const words = (select) => select.selectedOptions[0].textContent;
  assert.match(await form.volume.evaluate(words), /^None: files are not kept/);
  await page.locator("label.gpu:not(.out)").first().getByRole("radio").check();
  await form.summary.getByText(/No volume: your files are deleted when it ends/).waitFor();
});

/// RunPod has no machine, and says it like this.
const refuse = (page, message) =>
  page.route("**/graphql", (route) => {
    const error = { message, path: ["podFindAndDeployOnDemand"], extensions: { code: "SUPPLY_CONSTRAINT" } };
    const json = { errors: [error], data: { podFindAndDeployOnDemand: null } };
    return route.request().postData().includes("mutation Launch") ? route.fulfill({ json }) : route.fallback();
  });

atBothWidths(
  "RunPod's refusal is told in words and the form is kept",
  {},
  async ({ signIn, page, simulator, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("unlucky");
    await refuse(
      page,
      "There are no longer any instances available with the requested specifications. Please refresh and try again.",
    );
    await form.launch();
    await form.status.getByText("“unlucky” was not launched.").waitFor();
    await form.status.getByText(/nothing is charged/).waitFor();
    await form.status.getByText(/another GPU type/).waitFor();
    await form.status.getByText("What RunPod said").click();
    await form.status.getByText(/no longer any instances/).waitFor();
    await assertAccessible(page, "a refused launch");
    await shot(page, `${look}-refused`);
    assert.equal(await form.name.inputValue(), "unlucky");
    assert.deepEqual(await simulator.pods(), []);
  },
);

atBothWidths(
  "what RunPod refuses is taken back to the field that it is about",
  {},
  async ({ signIn, page, simulator, look }) => {
    const { myself } = await simulator.ask("{ myself { networkVolumes { id name } } }");
    const models = myself.networkVolumes.find(({ name }) => name === "models");
    await simulator.ask(
      'mutation { saveTemplate(input: { name: "short-lived", imageName: "a/b:1", containerDiskInGb: 20, volumeInGb: 0, dockerArgs: "" }) { id } }',
    );
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("taken back");
    await form.image.selectOption("template");
    await page.locator("button.template").filter({ hasText: "short-lived" }).click();
    const refused = async (field, words) => {
      await form.launch();
      await until(async () => words.test(await form.problem(field).innerText()), `${field}: ${words}`, 5_000);
      await page.getByText("One field needs another look.").waitFor();
      await until(
        async () => (await page.evaluate(() => document.activeElement.id)) === field,
        `${field} has the focus`,
      );
    };
    // Others delete, past this page, what the form still shows.
    await simulator.ask('mutation { deleteTemplate(templateName: "short-lived") }');
    await refused("template", /^RunPod refused this: Template not found/);
    await assertAccessible(page, "a refusal beside its field");
    await shot(page, `${look}-refused-field`);
    await form.image.selectOption("comfyui");
    await refuse(page, "There are no longer any instances available with enough disk space.");
    await refused("container-disk", /^RunPod refused this: .*enough disk space/);
    await page.unroute("**/graphql");
    await simulator.ask(`mutation { deleteNetworkVolume(input: { id: "${models.id}" }) }`);
    await refused("network-volume", /^RunPod refused this: Network volume not found/);
    assert.equal(await form.name.inputValue(), "taken back");
    assert.deepEqual(await simulator.pods(), []);
  },
);

journey(
  "an empty account is told before any pod exists",
  { simulator: { flags: ["--balance", "0.10"] } },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("too dear");
    await form.summary.getByText(/^\$[\d.]+ is more than your balance of \$0\.\d\d: it lasts .*RunPod then /).waitFor();
    assert.equal(await form.summary.getByRole("link", { name: /^Add credit at RunPod/ }).count(), 1);
    await form.launch();
    await form.status.getByText(/too little money/).waitFor();
    assert.deepEqual(await simulator.pods(), []);
  },
);

journey(
  "Enter sends the form, and Enter on End and Undo does what a thumb does, on a phone's width",
  { viewport: PHONE },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("keys only");
    await form.name.focus();
    await page.keyboard.press("Enter");
    const pods = new Pods(page);
    await pods.ready();
    const card = pods.card("keys only");
    await card.card.waitFor();
    await card.end.focus();
    await page.keyboard.press("Enter");
    await card.undo.waitFor();
    await page.keyboard.press("Tab");
    assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? ""), /^Undo ending/);
    await page.keyboard.press("Enter");
    await card.undo.waitFor({ state: "detached" });
    assert.equal((await simulator.pods()).length, 1);
  },
);

journey(
  "a name in any script is launched, with each letter and its marks as one",
  {},
  async ({ signIn, page, simulator }) => {
    const pods = await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await form.fillIn("Mu\u0308ller's โมเดล #2 🦊");
    await form.launch();
    await pods.card("M\u00fcller's โมเดล #2 🦊").card.waitFor();
    assert.deepEqual(
      (await simulator.pods()).map(({ name }) => name),
      ["M\u00fcller's โมเดล #2 🦊"],
    );
  },
);
