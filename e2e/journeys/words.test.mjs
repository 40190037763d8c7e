// The words of the launch form: each field says what it is, each GPU type what it is good for, and one list leads to RunPod's pages.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths } from "../support/journey.mjs";
import { Launch, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const FIELDS = new URL("../../core/src/order/field.rs", import.meta.url);

/// The ids of all fields of an order, as the page has them.
const allFields = async () => [...(await readFile(FIELDS, "utf8")).matchAll(/=> "([a-z-]+)"/g)].map(([, id]) => id);

/// Every control of the form, with what describes it: by itself, or as one of a group.
const controls = (page) =>
  page.locator("form.launch").evaluate((form) => {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const described = (element) => element?.getAttribute("aria-describedby")?.split(" ") ?? [];
    return [...form.querySelectorAll("input, select, textarea")].filter(seen).map((control) => {
      const own = described(control);
      const ids = own.length ? own : described(control.closest("fieldset[aria-describedby]"));
      const by = ids.map((id) => document.getElementById(id));
      const help = by.find((element) => element?.id.endsWith("-help"));
      return {
        name: control.labels[0]?.innerText || control.getAttribute("aria-label"),
        dangling: ids.filter((_, at) => !by[at]),
        help: help && seen(help) ? help.firstChild.textContent : "",
        field: help?.id.replace(/-help$/, ""),
      };
    });
  });

/// Where RunPod explains the words of the form: each link leads to its documentation, in a new tab, and says so.
async function assertDocs(page) {
  const list = page.getByRole("list", { name: "RunPod explains more, each in a new tab:" });
  const links = await list
    .getByRole("link")
    .evaluateAll((all) => all.map(({ href, rel, target }) => [href, rel, target]));
  assert.equal(links.length, 9);
  for (const [href, rel, target] of links) {
    assert.match(href, /^https:\/\/docs\.runpod\.io\/[a-z]+\/[a-z/-]+$/);
    assert.deepEqual([rel, target], ["noopener noreferrer", "_blank"], href);
  }
}

/// Each control as the form stands says what it is; returns the fields that they belong to.
async function explained(page) {
  const all = await controls(page);
  assert.ok(all.length > 15, `${all.length} controls`);
  for (const { name, dangling, help } of all) {
    assert.ok(name, "every control has a label");
    assert.deepEqual(dangling, [], `what describes ${name} is there`);
    assert.ok(help.length > 20, `${name} has no help: ${help}`);
  }
  // A model, and what leads to one, are of one field.
  return all.map(({ field }) => field.replace(/^(model|token)-.*/, "models"));
}

atBothWidths(
  "every field says what it is, and one list says where RunPod explains more",
  {},
  async ({ signIn, page, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    const found = new Set();
    const lookAt = async (shows) => {
      const fields = await explained(page);
      for (const field of shows) assert.ok(fields.includes(field), `${field} is there: ${fields}`);
      for (const field of fields) found.add(field);
    };
    await assertDocs(page);
    await page.getByText("Or any GPU with enough memory").click();
    await page.getByRole("button", { name: "Add a variable" }).click();
    for (const fold of ["models", "add-model", "model-tokens"])
      await page.locator(`details[data-field="${fold}"] > summary`).click();
    await lookAt(["pod-volume", "cloud", "place", "env", "gpu-type", "models"]);
    await page.getByLabel("How to rent").selectOption("spot");
    await form.image.selectOption("template");
    await page.locator("button.template").first().waitFor();
    await lookAt(["bid", "template", "own-image", "registry"]);
    await assertAccessible(page, "all words");
    await shot(page, `${look}-words`);
    await form.onVolume("models");
    await form.priced();
    await lookAt(["network-volume", "mount-path"]);
    await page.getByLabel("Kind of pod").selectOption("cpu");
    await page.getByLabel("Machine", { exact: true }).waitFor();
    await lookAt(["cpu"]);
    assert.deepEqual([...found].sort(), (await allFields()).sort(), "no field is without words");
  },
);

/// GPU types that are newer than this page: the first as another one has it, the second with as little as RunPod may tell.
const NEWER = [
  { id: "NVIDIA R100", displayName: "R100", memoryInGb: 288 },
  { id: "ACME X1", displayName: "X1", memoryInGb: null },
];

async function addNewer(page) {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData().includes("query Catalog")) return route.fallback();
    const response = await route.fetch();
    const json = await response.json();
    const like = json.data.gpuTypes.find(({ id }) => id === "NVIDIA GeForce RTX 4090");
    json.data.gpuTypes.push(...NEWER.map((newer) => ({ ...like, ...newer })));
    await route.fulfill({ response, json });
  });
}

atBothWidths(
  "every GPU type says its memory, its generation and what it is good for; one newer than the page can be had too",
  {},
  async (all) => {
    const { signIn, page, seen, look } = all;
    await signIn.signInToSimulator(KEY);
    await addNewer(page);
    const form = await new Launch(page).open();
    const lines = await page.locator("label.gpu").evaluateAll((rows) =>
      rows.map((row) => ({
        name: row.querySelector(".gpu-name").innerText,
        memory: row.querySelector(".gpu-name + span").innerText,
        line: row.querySelector(".good-for").innerText,
        shown: row.querySelector(".good-for").checkVisibility(),
      })),
    );
    const names = NEWER.map(({ displayName }) => displayName);
    const known = lines.filter(({ name }) => !names.includes(name));
    assert.ok(known.length > 20 && known.length === lines.length - 2, `${known.length} of ${lines.length}`);
    for (const { name, memory, line, shown } of known) {
      assert.ok(shown, name);
      assert.match(memory, /^\d+ GB$/, name);
      assert.match(line, /^(Volta|Ampere|Ada|Hopper|CDNA 3|CDNA 4|Blackwell)\. .{10,}$/, name);
    }
    const [large, bare] = names.map((name) => lines.find((line) => line.name === name));
    assert.equal(large.memory, "288 GB");
    assert.match(large.line, /^Training large models/, "what its memory is enough for");
    assert.deepEqual([bare.memory, bare.line], ["? GB", ""]);
    await shot(page, `${look}-newer-gpus`);
    for (const { id, displayName } of NEWER) {
      await form.gpu(displayName).check();
      await form.name.fill(`on ${displayName}`);
      await form.priced();
      await until(async () => (await form.summary.innerText()).includes(displayName), "it is what one gets");
      const launches = counter(seen, `"gpuTypeId":"${id}"`);
      await form.launch();
      await form.status.getByText(`“on ${displayName}” was not launched.`).waitFor();
      assert.equal(launches(), 1, "it was asked for, and this RunPod has none");
    }
  },
);
