// How the launch form is laid out: what is folded away says so, and the price and Launch never leave the window.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Apps, Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const says = (form, words) => until(async () => (await form.changes()) === words, words, 5_000);

atBothWidths("“Advanced” says what in it is not as usual", {}, async ({ signIn, page, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  assert.equal(await form.changes(), "Advanced · defaults");
  await form.unfold();
  await page.getByLabel("How to rent").selectOption("spot");
  await form.ports.fill("9000/http");
  await form.count.fill("2");
  await says(form, "Advanced · 3 changed: Spot, Number of GPUs, Ports");
  await form.count.fill("1");
  await form.more.locator("summary").first().click();
  await until(async () => !(await form.count.isVisible()), "folded");
  await says(form, "Advanced · 2 changed: Spot, Ports");
  await form.summary.getByText("Spot", { exact: true }).waitFor();
  await form.summary.getByText("Machine, spot bid").waitFor();
  await form.summary.getByText("Same machine on demand").waitFor();
  await assertAccessible(page, "what is folded away");
  await shot(page, `${look}-advanced`);
  await form.onVolume("models");
  await form.unfold();
  await page.getByLabel("Kind of pod").selectOption("cpu");
  await says(form, "Advanced · 2 changed: No GPU, Ports");
  await form.image.selectOption("own");
  await says(form, "Advanced · 1 changed: No GPU");
});

/// Whether all of it is in the window.
const inSight = (locator) =>
  locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

/// Whether the button is in the window, and the price beside it or on it.
async function priceAndButton(page, form, width) {
  assert.ok(await inSight(form.button), `the button at ${await page.evaluate(() => scrollY)}`);
  if (width > PHONE.width) assert.ok(await inSight(form.session), "the price");
  assert.match(await form.button.innerText(), /· 4\sh = \$[\d.]+$/);
}

atBothWidths("the price and Launch are in sight wherever the page stands", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.priced();
  const { width } = page.viewportSize();
  const everywhere = async () => {
    for (const part of [0, 0.5, 1]) {
      await page.evaluate((part) => window.scrollTo(0, document.body.scrollHeight * part), part);
      await priceAndButton(page, form, width);
    }
  };
  await everywhere();
  await form.unfold();
  await page.getByLabel("How to rent").selectOption("spot");
  await form.priced();
  await everywhere();
});

atBothWidths("what became of a launch is in sight where Launch is", {}, async ({ signIn, page, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await page.route("**/graphql", (route) => {
    if (!route.request().postData().includes("mutation Launch")) return route.fallback();
    const message = "There are no longer any instances available with the requested specifications.";
    const error = { message, extensions: { code: "SUPPLY_CONSTRAINT" } };
    return route.fulfill({ json: { errors: [error], data: { podFindAndDeployOnDemand: null } } });
  });
  await form.unfold();
  await page.getByLabel("Maximum price without asking ($ per hour)").fill("20");
  await form.priced();
  await page.evaluate(() => window.scrollTo(0, 0));
  await form.launch();
  await until(async () => (await form.hunt.locator(".tried li").count()) > 7, "a long list", 40_000);
  assert.ok(await inSight(form.hunt.locator(".what")), "what is asked for now");
  assert.ok(await inSight(form.button), "the button");
  assert.equal(await form.hunt.getByRole("listitem").count(), 0, "a long list is folded");
  await form.hunt.getByText("What was tried").click();
  await form.hunt.getByRole("listitem").nth(7).waitFor();
  await assertAccessible(page, "a long list of tries");
  await shot(page, `${look}-long-list`);
});

journey("on a phone no list has to be scrolled within the page", { viewport: PHONE }, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  await page.getByRole("link", { name: "Launch a pod" }).first().click();
  await new Launch(page).pastApps();
  const rows = page.locator("label.gpu");
  await rows.first().waitFor();
  const shown = async () => (await rows.evaluateAll((all) => all.filter((row) => row.checkVisibility()))).length;
  const scrolled = () =>
    page.locator("main").evaluate((main) =>
      [...main.querySelectorAll("*")]
        .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
        .filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight)
        .map(({ className }) => className),
    );
  assert.deepEqual([await shown(), await scrolled()], [6, []]);
  const form = new Launch(page);
  await form.search.fill("A");
  await until(async () => (await shown()) > 6, "a search shows all that it finds");
  await form.search.fill("");
  await until(async () => (await shown()) === 6, "the first ones");
  await form.showAll();
  assert.equal(await shown(), await rows.count());
  assert.deepEqual(await scrolled(), []);
  await rows.nth(20).getByRole("radio").check();
  await until(async () => (await page.locator(".gpu-row.chosen").count()) === 1, "it is seen which is chosen");
});

journey("four interactions lead from the pasted key to a pod, and fourteen to an expert's", {}, async (walk) => {
  const { page, signIn, simulator } = walk;
  let interactions = 0;
  const act = async (act) => {
    interactions += 1;
    await act;
  };
  const made = async (count) => {
    await until(async () => (await simulator.pods()).length === count, `${count} pods are made`);
    const done = interactions;
    interactions = 0;
    return done;
  };
  const form = new Launch(page);
  const opens = async (app) => {
    await act(page.getByRole("link", { name: "Launch a pod" }).first().click());
    await act(new Apps(page).button(app).click());
    await form.priced();
  };
  await signIn.onSimulator.check();
  await signIn.key.fill(KEY);
  await act(page.keyboard.press("Enter"));
  await new Pods(page).ready();
  await opens("ComfyUI");
  await act(form.button.click());
  assert.equal(await made(1), 4);

  // An expert has opened “Advanced” before, and finds it open.
  await opens("My own image");
  await form.unfold();
  await page.goBack();
  await page.reload();
  await new Pods(page).ready();
  interactions = 1;
  await opens("My own image");
  await act(form.gpu("RTX 4090").check());
  for (const other of ["RTX 5090", "RTX A6000"])
    await act(page.getByRole("button", { name: `Add as fallback: ${other}` }).click());
  await act(page.getByLabel("How to rent").selectOption("spot"));
  await act(page.getByLabel("Place", { exact: true }).selectOption("EU-RO-1"));
  await act(form.ownImage.fill("ghcr.io/me/mine:1"));
  await act(page.getByRole("button", { name: "Add a variable" }).click());
  await act(page.getByLabel("Name of variable 1").fill("MODE=fast=1"));
  await act(form.ports.fill("3000/http"));
  await act(page.getByLabel("Start command").fill("serve"));
  await form.priced();
  await act(form.button.click());
  assert.ok((await made(2)) <= 14);
  assert.ok((await simulator.state()).pods.some(({ name, spot }) => name === "mine" && spot));
  const { myself } = await simulator.ask("{ myself { pods { imageName env } } }");
  const expert = myself.pods.find(({ imageName }) => imageName === "ghcr.io/me/mine:1");
  assert.ok(expert.env.includes("MODE=fast=1"), expert.env.join());
});
