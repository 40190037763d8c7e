// A list of choices instead of one GPU: how it is made, how the launch walks it, and how it waits for stock.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Apps, Launch, Pods, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const NO_CAPACITY =
  "There are no longer any instances available with the requested specifications. Please refresh and try again.";

/// RunPod refuses these GPU types, whatever its stock says.
async function refuse(page, names) {
  const refusal = {
    errors: [{ message: NO_CAPACITY, path: ["podFindAndDeployOnDemand"], extensions: { code: "SUPPLY_CONSTRAINT" } }],
    data: { podFindAndDeployOnDemand: null },
  };
  await page.route("**/graphql", (route) => {
    const body = route.request().postDataJSON();
    const refused =
      body.query.includes("mutation Launch") && names.some((name) => body.variables.input.gpuTypeId.includes(name));
    return refused ? route.fulfill({ json: refusal }) : route.fallback();
  });
}

/// What the catalog says of stock, changed on its way to the page.
async function stock(page, change) {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData().includes("query Catalog")) return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    for (const type of json.data.gpuTypes) change(type);
    await route.fulfill({ response, json });
  });
}

const soldOut = (type) => {
  for (const shelf of [type.secure, type.community]) if (shelf) shelf.stockStatus = null;
};

atBothWidths("from sign-in to ComfyUI on a volume it takes five clicks", {}, async ({ page, simulator }) => {
  await page.getByLabel("RunPod API key").fill(KEY);
  await page.getByLabel(/key of the simulator/).check();
  let clicks = 0;
  const act = async (doing) => {
    clicks += 1;
    await doing;
  };
  await act(page.getByRole("button", { name: "Sign in" }).click());
  await act(page.getByRole("link", { name: "Launch a pod" }).first().click());
  await act(new Apps(page).button("ComfyUI").click());
  const form = new Launch(page);
  await act(form.volume.selectOption({ label: "models · 100 GB · EU-RO-1" }));
  await form.priced();
  await act(form.button.click());
  await new Pods(page).card("comfyui").card.waitFor();
  assert.equal(clicks, 5);
  const { myself } = await simulator.ask("{ myself { pods { imageName networkVolumeId } } }");
  assert.deepEqual(myself.pods, [{ imageName: "runpod/comfyui:cuda12.8", networkVolumeId: "m0d3lsr0ro" }]);
});

atBothWidths(
  "pods that nobody has named are told apart by a number, and a name that was typed stays",
  {},
  async ({ signIn, page }) => {
    const pods = await signIn.signInToSimulator(KEY);
    for (const name of ["comfyui", "comfyui-2"]) {
      const form = await new Launch(page).open();
      await form.onVolume("models");
      await until(async () => (await form.name.inputValue()) === name, name);
      await form.gpu("RTX 4090").check();
      await form.launch();
      await pods.card(name).card.waitFor();
    }
    const form = await new Launch(page).open();
    await until(async () => (await form.name.inputValue()) === "comfyui-3", "the next one");
    await form.image.selectOption("pytorch");
    await until(async () => (await form.name.inputValue()) === "pytorch", "it follows the image");
    await form.name.fill("comfyui");
    await form.image.selectOption("comfyui");
    assert.equal(await form.name.inputValue(), "comfyui", "what was typed stays");
  },
);

atBothWidths("a list of choices is made, put in order and taken apart", {}, async ({ signIn, page, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await until(
    async () => /^Any GPU with at least 24 GB/.test(await form.choices.first().innerText()),
    "what it begins with",
  );
  await form.gpu("RTX 4090").check();
  await until(
    async () => (await form.choices.count()) === 1 && /RTX 4090/.test(await form.choices.first().innerText()),
    "one instead of it",
  );
  await page.getByRole("button", { name: /^Add as fallback: RTX A6000/ }).click();
  await page.getByText("Or any GPU with enough memory").click();
  await page.getByLabel("At least (GB)").fill("40");
  await page.getByLabel("At most ($ an hour, each)").fill("0.90");
  await page.getByRole("button", { name: "Add to your choices" }).click();
  const names = () => form.choices.locator(".choice-name").allInnerTexts();
  assert.deepEqual(await names(), ["RTX 4090", "RTX A6000", "Any GPU with at least 40 GB, at $0.90 an hour or less"]);
  const now = await form.choices.nth(2).locator(".choice-now").innerText();
  assert.ok(Number(now.match(/^now .+ at \$([\d.]+)\/h$/)[1]) <= 0.9, now);
  await page.getByRole("button", { name: "Try RTX A6000 earlier" }).click();
  assert.deepEqual((await names()).slice(0, 2), ["RTX A6000", "RTX 4090"]);
  await page.getByRole("button", { name: "Remove RTX A6000" }).click();
  assert.deepEqual((await names()).slice(0, 1), ["RTX 4090"]);
  await form.search.fill("B200");
  await until(async () => (await page.locator("label.gpu").count()) === 1, "one row left");
  assert.match(
    await form.choices.first().innerText(),
    /RTX 4090\s*\$[\d.]+\/h, (in stock|some left|few left)/,
    "a search hides nothing of what is chosen",
  );
  await form.search.fill("");
  await form.summary
    .getByText(/If it is taken, \d+ similar ones are tried\. You approve anything more expensive\./)
    .waitFor();
  await assertAccessible(page, "choices");
  await shot(page, `${look}-choices`);
  await page.getByLabel("At least (GB)").fill("lots");
  await page.getByRole("button", { name: "Add to your choices" }).click();
  await form.launch();
  await until(async () => /whole number/.test(await form.problem("gpu-type").innerText()), "no such memory");
});

atBothWidths(
  "the launch walks the choices, each try with its reason and price",
  {},
  async ({ signIn, page, seen, simulator, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await refuse(page, ["4090"]);
    await form.unfold();
    await page.getByLabel("Maximum price without asking ($ per hour)").fill("1.50");
    await form.fillIn("walker");
    const next = page.locator("label.gpu:not(.out)").filter({ hasNotText: "4090" }).first();
    const name = await next.locator(".gpu-name").innerText();
    await page.getByRole("button", { name: new RegExp(`^Add as fallback: ${name}$`) }).click();
    await form.launch();
    const pods = new Pods(page);
    await pods.card("walker").card.waitFor();
    await page.getByText("Tried for “walker”, and not available:").waitFor();
    await page.getByText(/RTX 4090, \$[\d.]+\/h: RunPod has no machine free/).waitFor();
    await assertAccessible(page, "made with the second choice");
    await shot(page, `${look}-second-choice`);
    const asked = seen.requests
      .filter((request) => request.postData()?.includes("mutation Launch"))
      .map((request) => request.postDataJSON().variables.input);
    assert.equal(asked.length, 2);
    const { gpuTypes } = await simulator.ask("{ gpuTypes { id displayName } }");
    const ids = ["RTX 4090", name].map((wanted) => gpuTypes.find(({ displayName }) => displayName === wanted).id);
    assert.deepEqual(
      asked.map(({ gpuTypeId }) => gpuTypeId),
      ids,
    );
    assert.deepEqual(asked[0].env, asked[1].env, "one order, one tag");
    const state = await simulator.state();
    assert.equal(state.creates, 1);
  },
);

atBothWidths("what is dearer than agreed is asked about first", {}, async ({ signIn, page, seen, simulator, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await refuse(page, ["4090"]);
  await form.fillIn("thrifty");
  const dearer = page.locator("label.gpu:not(.out)").last();
  const name = await dearer.locator(".gpu-name").innerText();
  await page.getByRole("button", { name: new RegExp(`^Add as fallback: ${name}$`) }).click();
  const sent = counter(seen, "mutation Launch");
  await form.launch();
  await form.hunt.getByText(/All that is left is dearer than the \$[\d.]+\/h you agreed to/).waitFor();
  await form.hunt.getByText(/RTX 4090, \$[\d.]+\/h: RunPod has no machine free/).waitFor();
  assert.equal(
    await form.hunt.locator(".what + .buttons + details").count(),
    1,
    "what is asked stands before the tries",
  );
  assert.equal(sent(), 1);
  assert.deepEqual(await simulator.pods(), []);
  await assertAccessible(page, "asked about a dearer one");
  await shot(page, `${look}-dearer`);
  await form.hunt.getByRole("button", { name: "Don't" }).click();
  await form.hunt.getByText(/None of your choices was available/).waitFor();
  assert.equal(sent(), 1);
  await form.hunt.getByRole("button", { name: "Dismiss" }).click();
  await form.unfold();
  await page.getByLabel("Maximum price without asking ($ per hour)").fill("0.80");
  await form.launch();
  await form.hunt.getByText(/dearer than the \$0\.80\/h you agreed to/).waitFor();
  await form.hunt.getByRole("button", { name: /^Take it · \$/ }).click();
  await new Pods(page).card("thrifty").card.waitFor();
  assert.equal((await simulator.pods()).length, 1);
});

atBothWidths("it waits for stock and launches once", { clock: true }, async ({ signIn, page, simulator, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  let out = true;
  await stock(page, (type) => out && soldOut(type));
  await form.onVolume("models");
  await form.name.fill("patient");
  await form.gpu("RTX 4090").check();
  await form.launch();
  await until(
    async () => /is out of stock in EU-RO-1/.test(await form.problem("gpu-type").innerText()),
    "said at once",
  );
  await page.getByRole("button", { name: "Wait for it" }).click();
  assert.equal(await form.whenSoldOut.inputValue(), "launch");
  assert.ok(await form.button.evaluate((element) => element === document.activeElement), "the next step has the focus");
  await form.launch();
  await form.hunt.getByText(/Waiting for stock for “patient”/).waitFor();
  await form.hunt.getByText(/leave this tab open/).waitFor();
  await assertAccessible(page, "waiting for stock");
  await shot(page, `${look}-waiting`);
  const pods = await new Pods(page).open();
  await page.getByText(/Waiting for stock for “patient”/).waitFor();
  out = false;
  await page.clock.fastForward(25_000);
  await pods.card("patient").card.waitFor();
  await page.clock.fastForward(120_000);
  assert.equal((await simulator.state()).creates, 1);
});

atBothWidths(
  "it waits for stock and only tells, and waiting can be stopped",
  { clock: true },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    let out = true;
    await stock(page, (type) => out && soldOut(type));
    await form.onVolume("models");
    await form.name.fill("curious");
    await form.gpu("RTX 4090").check();
    await form.unfold();
    await form.whenSoldOut.selectOption("tell");
    await form.launch();
    await form.hunt.getByText(/and says so here/).waitFor();
    await form.hunt.getByRole("button", { name: "Stop waiting" }).click();
    await form.hunt.getByText(/Stopped waiting for “curious”. Nothing was launched/).waitFor();
    await form.hunt.getByRole("button", { name: "Dismiss" }).click();
    await form.launch();
    out = false;
    await page.clock.fastForward(25_000);
    await form.hunt.getByText(/In stock now: RTX 4090/).waitFor();
    assert.deepEqual(await simulator.pods(), []);
    await form.hunt.getByRole("button", { name: /^Launch · \$/ }).click();
    await new Pods(page).card("curious").card.waitFor();
  },
);

/// Two choices, of which RunPod makes the first and calls it refused: a browser has sent the create twice, and heard the
/// second answer.
async function refuseAndMake(page, form, name) {
  await form.unfold();
  await page.getByLabel("Maximum price without asking ($ per hour)").fill("2");
  await form.fillIn(name);
  const next = page.locator("label.gpu:not(.out)").filter({ hasNotText: "4090" }).first();
  await page
    .getByRole("button", { name: new RegExp(`^Add as fallback: ${await next.locator(".gpu-name").innerText()}$`) })
    .click();
  await page.route("**/graphql", async (route) => {
    const body = route.request().postDataJSON();
    if (!body.query.includes("mutation Launch") || !body.variables.input.gpuTypeId.includes("4090"))
      return route.fallback();
    await route.fetch();
    await route.fulfill({
      json: {
        errors: [{ message: NO_CAPACITY, extensions: { code: "SUPPLY_CONSTRAINT" } }],
        data: { podFindAndDeployOnDemand: null },
      },
    });
  });
}

/// Before each try the journal on the disk is read, and that takes a while.
const SLOW_DISK = () => {
  const { getAll } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.getAll = function (...given) {
    const request = getAll.apply(this, given);
    const late = (then) =>
      request.addEventListener("success", (event) => setTimeout(() => then.call(request, event), 1_500));
    Object.defineProperty(request, "onsuccess", { set: late });
    return request;
  };
};

journey(
  "a pod that shows before the next choice is asked for ends the search",
  { init: SLOW_DISK },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await refuseAndMake(page, form, "early");
    await form.launch();
    await new Pods(page).card("early").card.waitFor();
    await page.clock.install();
    await page.clock.fastForward(10_000);
    assert.equal((await simulator.state()).creates, 1);
    await new Launch(page).open();
    await until(async () => /^Launch another/.test(await form.button.innerText()), "nothing is under way");
  },
);

journey(
  "a try that RunPod refused and made all the same leaves one pod",
  {},
  async ({ signIn, page, seen, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    // No list shows the first pod before the second is asked for.
    const creates = counter(seen, "mutation Launch");
    await page.route("**/graphql", async (route) => {
      if (route.request().postData().includes("query Fleet"))
        await until(() => creates() !== 1, "the second create", 10_000);
      return route.fallback();
    });
    await refuseAndMake(page, form, "twofold");
    await form.launch();
    const pods = new Pods(page);
    await pods.card("twofold").card.first().waitFor();
    await until(
      async () => (await simulator.state()).creates === 2 && (await simulator.pods()).length === 1,
      "the younger is ended",
    );
    await until(async () => (await pods.cards.count()) === 1, "one row is left");
    await pods.told.getByText(/twice from one launch. The younger one is being ended/).waitFor();
  },
);

journey(
  "leaving the page while it waits for stock asks first, and a reload says no more of it",
  {},
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    await stock(page, soldOut);
    await form.onVolume("models");
    await form.gpu("RTX 4090").check();
    await form.unfold();
    await form.whenSoldOut.selectOption("launch");
    await form.launch();
    await form.hunt.getByText(/Waiting for stock/).waitFor();
    const asked = page.waitForEvent("dialog");
    const reload = page.reload();
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.accept();
    await reload;
    await new Launch(page).open();
    assert.equal(await form.hunt.innerText(), "");
    assert.deepEqual(await simulator.pods(), []);
  },
);

journey("a pod that RunPod makes dearer than agreed is pointed out", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("risen");
  await page.route("**/graphql", async (route) => {
    if (!/mutation Launch|query Fleet/.test(route.request().postData())) return route.fallback();
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('"costPerHr":0.74', '"costPerHr":0.99') });
  });
  await form.launch();
  await page.getByText(/“risen” costs \$0\.997\/h, more than the \$0\.747\/h that you agreed to/).waitFor();
  await assertAccessible(page, "dearer than agreed");
  await page.getByRole("button", { name: "Dismiss" }).click();
  await page.getByText(/“risen” costs/).waitFor({ state: "detached" });
});

journey(
  "a pod without a GPU is waited for too, and launched once",
  { clock: true },
  async ({ signIn, page, simulator }) => {
    await signIn.signInToSimulator(KEY);
    let out = false;
    await page.route("**/graphql", async (route) => {
      if (!route.request().postData().includes("query CpuOffers")) return route.fallback();
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({
        response,
        body: out ? body.replaceAll(/"stockStatus":"\w+"/g, '"stockStatus":null') : body,
      });
    });
    const form = await (await new Launch(page).open()).unfold();
    await form.name.fill("mover");
    await form.image.selectOption("pytorch");
    await page.getByLabel("Kind of pod").selectOption("cpu");
    const machine = page.getByLabel("Machine", { exact: true });
    await until(async () => (await machine.locator("option").count()) > 2, "machines");
    await form.unfold();
    await form.whenSoldOut.selectOption("launch");
    await form.priced();
    out = true;
    // The minute for which prices hold is over.
    await page.clock.fastForward(61_000);
    await until(async () => /out of stock/.test(await machine.locator("option").first().innerText()), "sold out");
    await form.launch();
    await form.hunt.getByText(/Waiting for stock for “mover”/).waitFor();
    assert.equal((await simulator.state()).creates, 0);
    out = false;
    await page.clock.fastForward(25_000);
    await new Pods(page).card("mover").card.waitFor();
    await page.clock.fastForward(120_000);
    assert.equal((await simulator.state()).creates, 1);
  },
);
