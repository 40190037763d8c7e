// All that RunPod takes beyond the simple form: each is sent as it was filled in, and nothing else is.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const sent = (seen) => seen.requests.filter((request) => request.postData()?.includes("mutation Launch")).map((request) => request.postDataJSON());
const variables = (input) => Object.fromEntries(input.env.map(({ key, value }) => [key, value]));

journey("spot is bid for at the going price or more, and says what it is", {}, async ({ signIn, page, seen, simulator }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.fillIn("bidder");
  await page.getByLabel("How to rent").selectOption("spot");
  await page.getByText(/RunPod is phasing it out and may refuse it/).waitFor();
  const bid = page.getByLabel("Your bid ($ per GPU and hour)");
  await page.getByText(/The going price of the RTX 4090 is \$0\.\d+\/h/).waitFor();
  await bid.fill("0.01");
  await form.launch();
  await until(async () => /The going price is \$[\d.]+\/h a GPU/.test(await form.problem("bid").innerText()), "a bid that gets nothing");
  assert.equal(sent(seen).length, 0);
  await bid.fill("0.55");
  await until(async () => /\$0\.55/.test(await form.summary.innerText()), "the bid is the price");
  await form.launch();
  await new Pods(page).card("bidder").card.waitFor();
  const [{ query, variables: { input } }] = sent(seen);
  assert.match(query, /mutation LaunchSpot/);
  assert.equal(input.bidPerGpu, 0.55);
  assert.equal((await simulator.state()).pods[0].spot, true);
});

for (const viewport of [undefined, PHONE]) {
  const where = viewport ? "on a phone" : "at a desk";
  journey(`every detail is sent as it was filled in ${where}`, { viewport }, async ({ signIn, page, seen }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.name.fill("everything");
    await form.image.selectOption("own");
    await form.ownImage.fill("ghcr.io/someone/thing:1.0");
    await form.cloud.selectOption("ALL");
    await page.getByLabel("vCPUs, at least").fill("4");
    await page.getByLabel("Memory (GB), at least").fill("16");
    await page.getByLabel("CUDA versions").fill("12.4, 12.8");
    await page.getByLabel("Pod volume (GB)").fill("40");
    await form.mountPath.fill("/data/");
    await form.ports.fill("3000/http, 22/tcp");
    await page.getByRole("button", { name: "Add a variable" }).click();
    await page.getByLabel("Name of variable 1").fill("HF_TOKEN");
    const value = page.getByLabel("Value of HF_TOKEN", { exact: true });
    await value.fill("hf_secret");
    assert.equal(await value.getAttribute("type"), "password", "values are masked");
    await page.getByRole("button", { name: "Add a variable" }).click();
    await page.getByLabel("Name of variable 2").fill("WANDB");
    await page.getByLabel("Value of WANDB", { exact: true }).fill("{{ RUNPOD_SECRET_wandb }}");
    await page.getByLabel("Start command").fill("bash -c 'sleep infinity'");
    await page.getByLabel(/^Start Jupyter/).check();
    await page.getByLabel(/^Start SSH/).uncheck();
    await form.disk.fill("25");
    await assertAccessible(page, `details ${where}`);
    await shot(page, `details-${viewport ? "phone" : "desk"}`);
    await page.reload();
    assert.equal(sent(seen).length, 0);
  });
}

journey("what was filled in arrives at RunPod", {}, async ({ signIn, page, seen, simulator }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.name.fill("everything");
  await form.image.selectOption("own");
  await form.ownImage.fill("ghcr.io/someone/thing:1.0");
  await form.cloud.selectOption("ALL");
  await page.getByLabel("vCPUs, at least").fill("4");
  await page.getByLabel("Pod volume (GB)").fill("40");
  await form.mountPath.fill("/data/");
  await form.ports.fill("3000/http, 22/tcp");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.getByLabel("Name of variable 1").fill("MODE");
  await page.getByLabel("Value of MODE", { exact: true }).fill("fast");
  await page.getByLabel("Start command").fill("bash -c 'sleep infinity'");
  await page.getByLabel(/^Start SSH/).uncheck();
  await form.disk.fill("25");
  await form.launch();
  await new Pods(page).card("everything").card.waitFor();
  const [{ variables: { input } }] = sent(seen);
  assert.equal(input.minVcpuCount, 4);
  assert.equal(input.startSsh, false);
  assert.equal(variables(input).MODE, "fast");
  assert.ok(!("minCudaVersion" in input) && !("networkVolumeId" in input) && !("templateId" in input));
  const { myself } = await simulator.ask("{ myself { pods { imageName volumeInGb volumeMountPath containerDiskInGb ports dockerArgs env } } }");
  const [pod] = myself.pods;
  assert.deepEqual({ ...pod, env: pod.env.includes("MODE=fast") }, {
    imageName: "ghcr.io/someone/thing:1.0", volumeInGb: 40, volumeMountPath: "/data", containerDiskInGb: 25,
    ports: "3000/http,22/tcp", dockerArgs: "bash -c 'sleep infinity'", env: true,
  });
});

journey("a pod without a GPU", {}, async ({ signIn, page, seen }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.name.fill("files");
  await form.onVolume("models");
  await form.image.selectOption("pytorch");
  await page.getByLabel("Kind of pod").selectOption("cpu");
  await page.getByLabel("Size", { exact: true }).selectOption("8");
  const machine = page.getByLabel("Machine", { exact: true });
  await until(async () => (await machine.locator("option").count()) > 2 && /8 vCPUs/.test(await machine.locator("option").first().innerText()), "machines of that size");
  await machine.selectOption({ index: 1 });
  await form.priced();
  await assertAccessible(page, "without a GPU");
  await shot(page, "cpu");
  await form.launch();
  await new Pods(page).card("files").card.waitFor();
  const [{ query, variables: { input } }] = sent(seen);
  assert.match(query, /mutation LaunchCpu/);
  assert.match(input.instanceId, /^cpu[35][cgm]-8-\d+$/);
  assert.ok(!("gpuTypeId" in input) && !("volumeInGb" in input));
});

journey("a template fills the form in, says so, and is named to RunPod", {}, async ({ signIn, page, seen, simulator }) => {
  await signIn.signInToSimulator(KEY);
  const { podTemplates } = await simulator.ask("{ podTemplates(input: { isRunpod: true }) { id name imageName containerDiskInGb ports isServerless } }");
  const template = podTemplates.find((one) => !one.isServerless);
  const form = await (await new Launch(page).open()).unfold();
  await form.onVolume("models");
  await form.image.selectOption("template");
  await page.getByLabel("Search templates by name, image or description").fill(template.name);
  await page.locator("button.template").filter({ has: page.getByText(template.name, { exact: true }) }).click();
  await until(async () => (await form.ownImage.inputValue()) === template.imageName, "its image");
  assert.equal(await form.disk.inputValue(), String(template.containerDiskInGb));
  await page.locator("#own-image-help").getByText(`From the template “${template.name}”`).waitFor();
  await page.locator("#container-disk-help").getByText(/^From the template/).waitFor();
  await form.disk.fill("33");
  await until(async () => !/From the template/.test(await page.locator("#container-disk-help").innerText()), "what is changed is one's own");
  await form.name.fill("templated");
  await assertAccessible(page, "from a template");
  await shot(page, "template");
  await form.launch();
  await new Pods(page).card("templated").card.waitFor();
  const [{ variables: { input } }] = sent(seen);
  assert.equal(input.templateId, template.id);
  assert.equal(input.imageName, template.imageName);
  assert.equal(input.containerDiskInGb, 33);
});

journey("the details stay as they were left, and a problem among them unfolds them", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  let form = await (await new Launch(page).open()).unfold();
  await form.fillIn("folded");
  await form.mountPath.fill("nowhere");
  await form.more.locator("summary").first().click();
  await until(async () => (await form.more.getAttribute("open")) === null, "folded");
  await form.launch();
  await until(async () => /absolute/.test(await form.problem("mount-path").innerText()), "the problem");
  assert.notEqual(await form.more.getAttribute("open"), null);
  await until(async () => (await page.evaluate(() => document.activeElement.id)) === "mount-path", "it has the focus");
  await page.reload();
  form = new Launch(page);
  await form.more.waitFor();
  await until(async () => (await form.more.getAttribute("open")) !== null, "remembered");
});

journey("before the button stands what it costs running, stopped, in a day, and for how long the balance lasts", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.gpu("RTX 4090").check();
  await page.getByLabel("Pod volume (GB)").fill("72");
  await form.disk.fill("72");
  await form.priced();
  await until(async () => /\$0\.71\/h/.test(await form.price.innerText()), "0.69 + twice 0.01 for the disks");
  const lines = Object.fromEntries(await page.locator(".price div").evaluateAll((all) => all.map((line) => [line.children[0].innerText, line.children[1].innerText])));
  assert.deepEqual(lines["Disks while it is stopped"], "≈ $0.02/h");
  assert.deepEqual(lines["A whole day"], "$17.04");
  assert.match(lines["All you spend now"], /^\$0\.126\/h/);
  assert.match(lines["All you would spend"], /^\$0\.836\/h/);
  assert.match(lines["Your balance would last"], /1 d \d+ h/);
});
