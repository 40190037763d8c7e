// The first run: three questions, a plan with its sum, and one click that makes the volume and launches.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { BROKEN, CREATE, dealings, sent } from "../support/faults.mjs";
import { allVolumes as all, fresh, fromNothing } from "../support/first_run.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Apps, FirstRun, Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const MAKE = "createNetworkVolume";

const isFocused = (page, id) =>
  until(() => page.evaluate((id) => document.activeElement.id === id, id), `the focus is on ${id}`);

atBothWidths("three questions make a volume and a pod in one go", {}, async (walk) => {
  const { page, simulator, seen, look } = walk;
  const first = await fresh(walk);
  await first.box.getByText("A new volume of this size costs $3.50 a month until you delete it.").waitFor();
  await assertAccessible(page, `the three questions ${look}`);
  await shot(page, `${look}-first-run-questions`);
  const sum = await first.planned();
  assert.match(
    sum,
    /^4\sh = \$\d+\.\d\d, then the pod ends\. The volume costs \$3\.50 a month until you delete it, also without a pod\.$/,
  );
  await isFocused(page, "first-plan");
  assert.equal(await first.decided("App"), "ComfyUI");
  assert.match(await first.decided("GPU"), /^.+, \d+ GB, \$\d+\.\d+\/h with its disk\./);
  assert.match(await first.decided("Network volume"), /^A new one, “comfyui-files”, with 50 GB: \$3\.50 a month\.$/);
  assert.match(await first.decided("Timer"), /^It ends the pod after 4\sh\.$/);
  const [place] = (await first.decided("Data center")).match(/^[A-Z]+-[A-Z]+-\d+/);
  await assertAccessible(page, `the plan ${look}`);
  await shot(page, `${look}-first-run-plan`);
  assert.equal(sent(seen, MAKE), 0, "nothing is made before the click");

  await first.make.dblclick();
  await new Pods(page).card("comfyui").card.waitFor();
  const volumes = await all(simulator);
  assert.deepEqual(
    volumes.map(({ name, size, dataCenterId }) => [name, size, dataCenterId]),
    [["comfyui-files", 50, place]],
  );
  const pods = await simulator.pods();
  assert.deepEqual(
    pods.map((pod) => pod.networkVolumeId),
    [volumes[0].id],
  );
  assert.deepEqual([sent(seen, MAKE), sent(seen, "mutation Launch")], [1, 1], "two clicks are one");
});

atBothWidths("an answer that leads to no plan is told beside its question", {}, async (walk) => {
  const { page, seen, look } = walk;
  const first = await fresh(walk);
  await first.atMost.fill("0.01");
  await first.show.click();
  const told = await first.problem("at-most", /^The cheapest GPU that suits and is in stock costs \$\d+\.\d\d\/h/);
  await isFocused(page, "first-at-most");
  assert.equal(await first.sum.count(), 0);
  await assertAccessible(page, `a first run with a problem ${look}`);
  await shot(page, `${look}-first-run-problem`);
  await first.atMost.fill("much");
  await first.size.fill("5");
  await first.size.press("Enter");
  await first.problem("at-most", /^Type dollars per hour/);
  await first.problem("size", /at least 10 GB/);
  await first.size.fill("20");
  await first.problem("size", /^$/);
  await first.atMost.fill(told.match(/\$(\d+\.\d\d)/)[1]);
  assert.match(await first.planned(), /The volume costs \$1\.40 a month/);
  await first.lose.check();
  await first.sum.waitFor({ state: "detached" });
  assert.equal(await first.size.count(), 0);
  assert.match(await first.planned(), /^4\sh = \$\d+\.\d\d, then the pod ends\.$/);
  assert.equal(await first.decided("Network volume"), "None. All files are lost when the pod ends.");
  assert.equal(sent(seen, MAKE), 0);
  await first.launch.click();
  await new Pods(page).card("comfyui").card.waitFor();
  assert.equal(sent(seen, MAKE), 0);
});

journey("what a first run's plan decided is changed in the form", {}, async (walk) => {
  const { page, simulator, seen } = walk;
  const first = await fresh(walk);
  await first.app.selectOption("comfyui-flux");
  await first.atMost.fill("3");
  await first.planned();
  const [place] = (await first.decided("Data center")).match(/^[A-Z]+-[A-Z]+-\d+/);
  await first.change("network volume").click();
  await isFocused(page, "volume-size");
  const form = new Launch(page);
  await page.getByText("This form was filled in from your three answers.").waitFor();
  const planned = async () => [
    await form.image.inputValue(),
    await page.getByLabel("Volume name").inputValue(),
    await page.getByLabel("Volume size (GB)").inputValue(),
    await page.getByLabel("Volume's data center").inputValue(),
  ];
  assert.deepEqual(await planned(), ["comfyui-flux", "comfyui-flux-files", "50", place]);
  await page.getByRole("button", { name: "Restore the form as it was" }).click();
  assert.equal(await form.image.inputValue(), "comfyui");
  await new Apps(page).change.click();
  assert.equal(await first.app.inputValue(), "comfyui-flux", "the answers are still there");
  await first.planned();
  await first.change("GPU").click();
  await isFocused(page, "gpu-type");
  await form.priced();
  assert.deepEqual([await all(simulator), sent(seen, MAKE)], [[], 0]);
});

journey("a first run takes a volume that is there, and waits behind its button", {}, async (walk) => {
  const { page, simulator, seen, signIn } = walk;
  await signIn.signInToSimulator(KEY);
  await new Apps(page).open();
  const first = new FirstRun(page);
  assert.equal(await first.button.getAttribute("aria-expanded"), "false");
  await first.button.click();
  await first.atMost.fill("3");
  await first.planned();
  const [, name] = (await first.decided("Network volume")).match(
    /^Your “(.+)” with [\d,]+ GB\. Nothing new is made\.$/,
  );
  await first.launch.click();
  await new Pods(page).card("comfyui").card.waitFor();
  const volume = (await all(simulator)).find((one) => one.name === name);
  assert.deepEqual(
    (await simulator.pods()).map((pod) => pod.networkVolumeId),
    [volume.id],
  );
  assert.equal(sent(seen, MAKE), 0);
});

journey("a first run whose launch is refused tells what its volume costs", { expected: BROKEN }, async (walk) => {
  const { page, simulator } = walk;
  const first = await fresh(walk);
  await first.planned();
  await simulator.fault({ name: "forbidden", operation: CREATE });
  await first.make.click();
  const form = new Launch(page);
  await form.status.getByText("“comfyui” was not launched.").waitFor();
  const filled = await page.locator(".presets .filled").innerText();
  assert.match(filled, /The volume “comfyui-files” is made\. It costs \$3\.50 a month until you delete it/);
  assert.match(filled, /open “Manage volumes” below/);
  assert.deepEqual(
    [(await all(simulator)).map((volume) => volume.name), (await dealings(simulator)).creates],
    [["comfyui-files"], 0],
  );
  await form.status.getByRole("button", { name: "Dismiss" }).click();
  await form.launch();
  await new Pods(page).card("comfyui").card.waitFor();
  assert.equal((await all(simulator)).length, 1);
});

journey("a first run whose volume is refused launches nothing", { expected: BROKEN }, async (walk) => {
  const { page, simulator, seen } = walk;
  const first = await fresh(walk);
  await first.planned();
  await simulator.fault({ name: "forbidden", operation: MAKE });
  await first.make.click();
  await first.box.getByText("“comfyui-files” was not made.").waitFor();
  assert.deepEqual([await all(simulator), sent(seen, "mutation Launch")], [[], 0]);
  await first.make.click();
  await new Pods(page).card("comfyui").card.waitFor();
  assert.equal((await all(simulator)).length, 1);
});

atBothWidths("from an empty account to a picture on one's own disk, and to the receipt", {}, async (walk) => {
  const { page, simulator, seen, tab, look } = walk;
  let frames = 0;
  await fromNothing(walk, async (name) => {
    frames += 1;
    await assertAccessible(page, `${name} ${look}`);
    await shot(page, `${look}-film-${frames}-${name}`);
  });
  assert.deepEqual([sent(seen, MAKE), sent(seen, "mutation Launch"), sent(seen, "mutation Terminate")], [1, 1, 1]);
  assert.deepEqual(await simulator.pods(), []);
  assert.equal((await all(simulator)).length, 1, "the volume stays");
  await assertKeyIsKept(tab, KEY, [simulator.page, simulator.address]);
});
