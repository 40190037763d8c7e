// Models that a ComfyUI pod loads while it starts: chosen in the form, loaded by the start command, told of beside the pod.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const TOKEN = "no_token_that_opens_anything";
const GATED = "https://huggingface.co/black-forest-labs/FLUX.1-dev/blob/main/ae.safetensors";

/// The part of the form that is about models.
class Models {
  constructor(page) {
    this.page = page;
    this.section = page.getByRole("region", { name: "Models", exact: true });
    this.room = this.section.locator('[data-field="models-room"]');
    this.adding = this.section.locator('[data-field="add-model"]');
    this.address = this.section.getByLabel("Address", { exact: true });
    this.own = this.section.locator('[data-field="own-model"]');
    this.token = this.section.getByLabel("Token for Hugging Face");
  }

  async unfold() {
    const details = this.section.locator('[data-field="models"]');
    if ((await details.getAttribute("open")) === null) await details.locator("summary").first().click();
    return this;
  }

  box(name) {
    return this.section.getByRole("checkbox", { name });
  }

  facts(key) {
    return this.section.locator(`#model-${key}-help`);
  }

  async says(locator, words) {
    await until(async () => words.test(await locator.innerText()), `${words}`);
  }

  async add(address, folder) {
    if ((await this.adding.getAttribute("open")) === null) await this.adding.locator("summary").click();
    await this.address.fill(address);
    if (folder) await this.section.getByLabel("Folder", { exact: true }).selectOption(folder);
    await this.section.getByRole("button", { name: "Add this model" }).click();
  }
}

/// The variable with the list, as the pod has it.
async function listed(simulator) {
  const [pod] = await simulator.pods();
  return pod.env.find((own) => own.startsWith("LAUNCHPOD_MODELS="));
}

atBothWidths(
  "models are loaded beside ComfyUI and are a step of its start",
  { simulator: { speed: 30 } },
  async (walk) => {
    const { page, simulator, signIn, look } = walk;
    const pods = await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    const models = await new Models(page).unfold();
    await models.says(models.facts("flux-dev-fp8"), /17\.2\sGB, into the folder checkpoints\. It fits\./);
    await models.says(models.room, /container disk of 50 GB and are gone with the pod/);
    await form.disk.fill("30");
    await models.says(models.facts("flux-dev-fp8"), /It does not fit\./);
    await models.box("Flux dev fp8").check();
    await models.says(models.room, /Chosen: 17\.2\sGB\. What is chosen does not fit/);
    await assertAccessible(page, "models that do not fit");
    await form.fillIn("painter");
    await models.says(models.room, /onto the network volume of \d+ GB.*RunPod does not tell how much of it is free/);
    await models.says(models.facts("flux-dev-fp8"), /Whether it fits is not known\./);
    await models.box("Stable Diffusion 1.5").check();
    await models.says(models.room, /Chosen: 21\.5\sGB\./);
    await assertAccessible(page, "models that are chosen");
    await shot(page, `${look}-models`);
    await form.launch();
    const painter = pods.card("painter");
    const last = painter.card.locator('[data-field="log"]');
    await until(
      async () => /Models: 1 of 2, Flux dev fp8, \d.*of 17\.2\sGB/.test(await last.innerText()),
      "how far",
      90_000,
    );
    await shot(page, `${look}-models-loading`);
    const list = await listed(simulator);
    assert.match(
      list,
      /^LAUNCHPOD_MODELS=checkpoints\|flux1-dev-fp8\.safetensors\|17246524772\|8e91b680[0-9a-f]{56}\|HF_TOKEN\|https:/,
    );
    assert.equal(list.split(" ").length, 2);
    await painter.reaches("ready", 90_000);
    await last.waitFor({ state: "detached", timeout: 90_000 });
    assert.equal(await painter.card.locator("[data-verdict]").count(), 0);
    await assertKeyIsKept(walk.tab, KEY, [simulator.page, simulator.address]);
  },
);

atBothWidths(
  "a model whose host refuses is told of with what to do, and its token is seen nowhere",
  { simulator: { speed: 30 } },
  async (walk) => {
    const { page, simulator, signIn, look } = walk;
    const pods = await signIn.signInToSimulator(KEY);
    const form = await new Launch(page).open();
    const models = await new Models(page).unfold();
    const problem = models.section.locator("#model-problem");
    for (const [address, words] of [
      ["http://huggingface.co/a/b/resolve/main/c.safetensors", /https:\/\//],
      ["https://example.com/c.safetensors", /huggingface\.co, civitai\.com, github\.com/],
      [`https://civitai.com/api/download/models/1?token=${TOKEN}`, /must not stand in an address/],
    ]) {
      await models.add(address);
      await models.says(problem, words);
    }
    await assertAccessible(page, "an address that is refused");
    await models.add(GATED, "vae");
    await models.says(models.own, /ae\.safetensors.*Size not known, into the folder vae/s);
    await models.token.fill(TOKEN);
    await form.fillIn("gated");
    await shot(page, `${look}-models-token`);
    await form.launch();
    const verdict = pods.card("gated").card.locator('[data-verdict="model-token"]');
    await verdict.waitFor({ timeout: 90_000 });
    assert.match(await verdict.innerText(), /wants a login.*Accept the model's terms.*token that may read it/s);
    assert.match(
      await listed(simulator),
      /^LAUNCHPOD_MODELS=vae\|ae\.safetensors\|\|\|HF_TOKEN\|https:\/\/huggingface\.co\/black-forest-labs\//,
    );
    assert.doesNotMatch(await listed(simulator), new RegExp(TOKEN));
    assert.doesNotMatch(await page.content(), new RegExp(TOKEN));
    await pods.card("gated").reaches("ready", 90_000);
    await verdict.waitFor();
    await assertAccessible(page, "a model that could not be loaded");
    await shot(page, `${look}-models-refused`);
  },
);

journey("models are for ComfyUI alone, and not for a start command of one's own", {}, async ({ page, signIn }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  const models = await new Models(page).unfold();
  await models.box("SDXL base 1.0").check();
  await page.getByLabel("Start command", { exact: true }).fill("sleep infinity");
  await models.section.getByText("takes the place of what would load models").waitFor();
  await page.getByLabel("Start command", { exact: true }).fill("");
  assert.ok(await models.box("SDXL base 1.0").isChecked(), "what was chosen is still there");
  await form.image.selectOption({ label: "Jupyter / PyTorch" });
  await models.section.waitFor({ state: "detached" });
});
