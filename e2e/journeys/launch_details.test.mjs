// All that RunPod takes beyond the simple form: each is sent as it was filled in, and nothing else is.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths } from "../support/journey.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const sent = (seen) =>
  seen.requests
    .filter((request) => request.postData()?.includes("mutation Launch"))
    .map((request) => request.postDataJSON());
const variables = (input) => Object.fromEntries(input.env.map(({ key, value }) => [key, value]));

atBothWidths(
  "spot is bid for at the going price or more, and says what it is",
  {},
  async ({ signIn, page, seen, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.fillIn("bidder");
    await page.getByLabel("How to rent").selectOption("spot");
    await page.getByText(/RunPod is phasing it out and may refuse it/).waitFor();
    const bid = page.getByLabel("Your bid ($ per GPU and hour)");
    await page.getByText(/The going price of the RTX 4090 is \$0\.\d+\/h/).waitFor();
    const going = (await page.getByText(/The going price of the RTX 4090/).innerText()).match(/\$([\d.]+)\/h/)[1];
    await until(async () => Number(await bid.inputValue()) === Number(going), "what goes now is the first bid");
    await bid.fill("");
    await form.summary.getByText("Type your bid to see the price.").waitFor();
    assert.equal(await form.price.count(), 0, "without a bid nothing has a price");
    await bid.fill("0.01");
    await page
      .locator(".choice-now")
      .getByText(/^left out: goes for \$[\d.]+\/h, above your bid$/)
      .waitFor();
    await form.launch();
    await until(
      async () => /The going price is \$[\d.]+\/h a GPU/.test(await form.problem("bid").innerText()),
      "a bid that gets nothing",
    );
    assert.equal(sent(seen).length, 0);
    await bid.fill("0.95");
    await until(async () => /\$0\.95/.test(await form.summary.innerText()), "the bid is the price");
    await form.summary
      .getByText(
        /It is spot, for your bid of \$0\.95\/h: RunPod stops it when somebody bids more\. On demand it costs \$0\.\d+\/h, no more than your bid, and nobody takes it\./,
      )
      .waitFor();
    await form.launch();
    const { card } = new Pods(page).card("bidder");
    await card.waitFor();
    await card.getByText(/ · spot, bid \$0\.95\/h \(on demand from \$0\.\d+\/h\)$/).waitFor();
    const [
      {
        query,
        variables: { input },
      },
    ] = sent(seen);
    assert.match(query, /mutation LaunchSpot/);
    assert.equal(input.bidPerGpu, 0.95);
    assert.equal((await simulator.state()).pods[0].spot, true);
  },
);

/// What the form holds, by label.
const TEXTS = {
  Name: "everything",
  "Image name": "ghcr.io/someone/thing:1.0",
  "vCPUs, at least": "4",
  "Memory (GB), at least": "16",
  "CUDA versions": "12.4, 12.8",
  "Pod volume (GB)": "40",
  "Mount path": "/data/",
  Ports: "3000/http, 22/tcp, 70000/tcp",
  "Start command": "bash -c 'sleep infinity'",
  "Container disk (GB)": "25",
};
const VARIABLES = [
  ["MODE", "fast"],
  ["HF_TOKEN", "hf_secret"],
  ["WANDB", "{{ RUNPOD_SECRET_wandb }}"],
];

/// Fills in all that the form has for a GPU pod without a network volume.
async function fillInEverything(page, form) {
  await form.image.selectOption("own");
  await form.cloud.selectOption("ALL");
  for (const [label, text] of Object.entries(TEXTS)) await page.getByLabel(label, { exact: true }).fill(text);
  for (const [at, [name, value]] of VARIABLES.entries()) {
    await page.getByRole("button", { name: "Add a variable" }).click();
    await page.getByLabel(`Name of variable ${at + 1}`).fill(name);
    const field = page.getByLabel(`Value of ${name}`, { exact: true });
    await field.fill(value);
    assert.equal(await field.getAttribute("type"), "password", "values are masked");
  }
  await page.getByLabel(/^Start Jupyter/).check();
  await page.getByLabel(/^Start SSH/).uncheck();
}

atBothWidths(
  "every detail arrives at RunPod as it was filled in",
  {},
  async ({ signIn, page, seen, simulator, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await fillInEverything(page, form);
    await form.priced();
    await assertAccessible(page, "details");
    await shot(page, `${look}-details`);
    assert.equal(sent(seen).length, 0);
    await form.launch();
    await new Pods(page).card("everything").card.waitFor();
    const [
      {
        variables: { input },
      },
    ] = sent(seen);
    const { minVcpuCount, minMemoryInGb, allowedCudaVersions, startSsh, startJupyter, cloudType } = input;
    assert.deepEqual(
      { minVcpuCount, minMemoryInGb, allowedCudaVersions, startSsh, startJupyter, cloudType },
      {
        minVcpuCount: 4,
        minMemoryInGb: 16,
        allowedCudaVersions: ["12.4", "12.8"],
        startSsh: false,
        startJupyter: true,
        // Of either cloud the cheaper one is asked for.
        cloudType: "COMMUNITY",
      },
    );
    const { LAUNCHPOD_TAG, ...own } = variables(input);
    assert.ok(LAUNCHPOD_TAG);
    assert.deepEqual(own, Object.fromEntries(VARIABLES));
    assert.ok(!("minCudaVersion" in input) && !("networkVolumeId" in input) && !("templateId" in input));
    const { myself } = await simulator.ask(
      "{ myself { pods { imageName volumeInGb volumeMountPath containerDiskInGb ports dockerArgs env } } }",
    );
    const [pod] = myself.pods;
    assert.deepEqual(
      { ...pod, env: pod.env.includes("MODE=fast") },
      {
        imageName: "ghcr.io/someone/thing:1.0",
        volumeInGb: 40,
        volumeMountPath: "/data",
        containerDiskInGb: 25,
        ports: "3000/http,22/tcp,70000/tcp",
        dockerArgs: "bash -c 'sleep infinity'",
        env: true,
      },
    );
  },
);

/// The GPU types of which RunPod has one in the secure cloud on a machine like this, by name.
async function hadBy(simulator, needs) {
  const { gpuTypes } = await simulator.ask(
    `{ gpuTypes { id displayName secureCloud lowestPrice(input: { gpuCount: 1, secureCloud: true, ${needs} }) { stockStatus } } }`,
  );
  return gpuTypes
    .filter(({ id, secureCloud, lowestPrice }) => id !== "unknown" && secureCloud && lowestPrice?.stockStatus)
    .map(({ displayName }) => displayName)
    .sort();
}

atBothWidths(
  "what the machine must have leaves the GPU types that RunPod has on such machines",
  {},
  async ({ signIn, page, simulator, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.image.selectOption("own");
    await form.ownImage.fill("ghcr.io/someone/thing:1.0");
    const inStock = page.locator("label.gpu:not(.out) .gpu-name");
    const shows = async (needs, words) => {
      const names = await hadBy(simulator, needs);
      await form.priced();
      await until(
        async () => JSON.stringify((await inStock.allInnerTexts()).sort()) === JSON.stringify(names),
        `${words}: ${names}`,
      );
      return names.length;
    };
    const all = await shows("", "any machine");
    for (const [label, text, needs] of [
      ["vCPUs, at least", "24", "minVcpuCount: 24"],
      ["Memory (GB), at least", "100", "minMemoryInGb: 100"],
      ["CUDA versions", "12.4", 'allowedCudaVersions: ["12.4"]'],
    ]) {
      const field = page.getByLabel(label, { exact: true });
      await field.fill(text);
      const left = await shows(needs, label);
      assert.ok(left > 0 && left < all, `${label} leaves ${left} of ${all}`);
      await field.fill("");
    }
    await page.getByLabel("vCPUs, at least", { exact: true }).fill("9999");
    await page.getByLabel("CUDA versions", { exact: true }).fill("12.4");
    assert.equal(await shows('minVcpuCount: 9999, allowedCudaVersions: ["12.4"]', "no such machine"), 0);
    await form.launch();
    await until(
      async () =>
        /out of stock\. You ask for 9999 vCPUs, CUDA 12\.4: with less there may be some/.test(
          await form.problem("gpu-type").innerText(),
        ),
      "it is said what narrows it",
    );
    await shot(page, `${look}-narrowed`);
  },
);

atBothWidths(
  "a country, several GPUs and a login for the image arrive at RunPod",
  {},
  async ({ signIn, page, seen, simulator }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.name.fill("two abroad");
    await form.image.selectOption("own");
    await form.ownImage.fill("ghcr.io/someone/private:2.0");
    await page.getByLabel("Registry credentials").selectOption({ label: "ghcr-practice" });
    const place = page.getByLabel("Place", { exact: true });
    await until(async () => (await place.locator("option", { hasText: "Anywhere in " }).count()) > 1, "the countries");
    const countries = await place.locator("option", { hasText: "Anywhere in " }).allTextContents();
    const names = countries.map((name) => name.trim());
    assert.deepEqual(names, [...names].sort(), "by name");
    assert.equal(names.filter((name) => /Czech/.test(name)).length, 1, "one country stands there once");
    assert.ok(!names.some((name) => /Argentina/.test(name)), "the Secure Cloud has no data center there");
    await place.selectOption("US");
    await form.count.fill("2");
    await form.priced();
    await form.launch();
    await new Pods(page).card("two abroad").card.waitFor();
    const [
      {
        variables: { input },
      },
    ] = sent(seen);
    assert.deepEqual([input.countryCode, input.gpuCount, "dataCenterId" in input], ["US", 2, false]);
    const { myself } = await simulator.ask(
      "{ myself { containerRegistryCreds { id name } pods { gpuCount imageName } } }",
    );
    assert.equal(
      input.containerRegistryAuthId,
      myself.containerRegistryCreds.find(({ name }) => name === "ghcr-practice").id,
    );
    assert.deepEqual(myself.pods, [{ gpuCount: 2, imageName: "ghcr.io/someone/private:2.0" }]);
  },
);

atBothWidths("a pod without a GPU", {}, async ({ signIn, page, seen, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.name.fill("files");
  await form.onVolume("models");
  await form.image.selectOption("pytorch");
  await page.getByLabel("Kind of pod").selectOption("cpu");
  await form.image.selectOption("comfyui");
  await page.getByText(/^ComfyUI needs a GPU, and you chose a machine without one/).waitFor();
  await form.image.selectOption("pytorch");
  await page.getByLabel("Size", { exact: true }).selectOption("8");
  const machine = page.getByLabel("Machine", { exact: true });
  await until(
    async () =>
      (await machine.locator("option").count()) > 2
      && /8 vCPUs/.test(await machine.locator("option").first().innerText()),
    "machines of that size",
  );
  await machine.selectOption({ index: 1 });
  for (const label of ["How to rent", "vCPUs, at least", "Memory (GB), at least", "CUDA versions", "Pod volume (GB)"]) {
    assert.equal(await page.getByLabel(label, { exact: true }).count(), 0, `${label} means nothing without a GPU`);
  }
  await form.disk.fill("121");
  await form.launch();
  await until(
    async () =>
      /This machine can have at most (80|120) GB of container disk/.test(
        await form.problem("container-disk").innerText(),
      ),
    "so much disk for each vCPU",
  );
  assert.equal(sent(seen).length, 0);
  await form.disk.fill("80");
  await form.priced();
  await assertAccessible(page, "without a GPU");
  await shot(page, `${look}-cpu`);
  await form.launch();
  await new Pods(page).card("files").card.waitFor();
  const [
    {
      query,
      variables: { input },
    },
  ] = sent(seen);
  assert.match(query, /mutation LaunchCpu/);
  assert.match(input.instanceId, /^cpu[35][cgm]-8-\d+$/);
  assert.ok(!("gpuTypeId" in input) && !("volumeInGb" in input));
});

atBothWidths(
  "a template fills the form in, says so, and is named to RunPod",
  {},
  async ({ signIn, page, seen, simulator, look }) => {
    await signIn.signInToSimulator(KEY);
    const { podTemplates } = await simulator.ask(
      "{ podTemplates(input: { isRunpod: true }) { id name imageName containerDiskInGb ports isServerless } }",
    );
    const template = podTemplates.find((one) => !one.isServerless);
    const form = await (await new Launch(page).open()).unfold();
    await form.onVolume("models");
    await form.image.selectOption("template");
    await page.getByLabel("Search templates by name, image or description").fill(template.name);
    await page
      .locator("button.template")
      .filter({ has: page.getByText(template.name, { exact: true }) })
      .click();
    await until(async () => (await form.ownImage.inputValue()) === template.imageName, "its image");
    const pressed = page.locator('button.template[aria-pressed="true"] .template-name');
    assert.deepEqual(await pressed.allInnerTexts(), [template.name], "it is marked as chosen");
    await page
      .locator("#image-help")
      .getByText(/A template fills in the image, /)
      .waitFor();
    assert.equal(await form.disk.inputValue(), String(template.containerDiskInGb));
    await page.locator("#own-image-help").getByText(`From the template “${template.name}”`).waitFor();
    await page
      .locator("#container-disk-help")
      .getByText(/^From the template/)
      .waitFor();
    await form.disk.fill("33");
    await until(
      async () => !/From the template/.test(await page.locator("#container-disk-help").innerText()),
      "what is changed is one's own",
    );
    await form.name.fill("templated");
    await assertAccessible(page, "from a template");
    await shot(page, `${look}-template`);
    await form.launch();
    await new Pods(page).card("templated").card.waitFor();
    const [
      {
        variables: { input },
      },
    ] = sent(seen);
    assert.equal(input.templateId, template.id);
    assert.equal(input.imageName, template.imageName);
    assert.equal(input.containerDiskInGb, 33);
  },
);

atBothWidths(
  "another image takes back what the template brought, keeps what was typed, and says what is not its own",
  {},
  async ({ signIn, page, seen, simulator, look }) => {
    await simulator.ask(
      'mutation { saveTemplate(input: { name: "odd one", imageName: "a/b:1", containerDiskInGb: 21, volumeInGb: 0, dockerArgs: "sleep 9", ports: "3000/http", env: [{ key: "THEIRS", value: "1" }] }) { id } }',
    );
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    const differs = page.locator('[data-field="differs"]');
    const start = page.getByLabel("Start command", { exact: true });
    await form.onVolume("models");
    await form.image.selectOption("template");
    await page.getByLabel("Search templates by name, image or description").fill("odd one");
    await page.locator("button.template").filter({ hasText: "odd one" }).click();
    await until(async () => (await start.inputValue()) === "sleep 9", "its start command");
    assert.equal(await form.name.inputValue(), "odd one");
    await page.getByRole("button", { name: "Add a variable" }).click();
    await page.getByLabel("Name of variable 2").fill("MINE");
    await page.getByLabel("Value of MINE", { exact: true }).fill("2");
    await until(
      async () => /^Other than the template's own: environment\.$/.test(await differs.innerText()),
      "what is one's own is said",
    );
    await form.image.selectOption("comfyui");
    await until(async () => (await start.inputValue()) === "", "the start command goes with its template");
    assert.deepEqual([await form.name.inputValue(), await form.disk.inputValue()], ["comfyui", "50"]);
    await until(
      async () => /^Other than the image's own: environment\.$/.test(await differs.innerText()),
      "what stays is said",
    );
    await assertAccessible(page, "after a template");
    await shot(page, `${look}-taken-back`);
    await form.launch();
    await new Pods(page).card("comfyui").card.waitFor();
    const [
      {
        variables: { input },
      },
    ] = sent(seen);
    const { LAUNCHPOD_TAG, ...own } = variables(input);
    assert.ok(LAUNCHPOD_TAG);
    assert.deepEqual(own, { MINE: "2" });
    assert.equal(input.ports, "8188/http,8080/http,8888/http,22/tcp");
    assert.ok(!/sleep 9/.test(input.dockerArgs ?? ""));
  },
);

atBothWidths("a pasted value of several lines arrives line by line", {}, async ({ signIn, page, seen }) => {
  const pem = "-----BEGIN KEY-----\nb3BlbnNzaC1rZXk=\n-----END KEY-----\n";
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.fillIn("keyed");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.getByLabel("Name of variable 1").fill("RCLONE");
  const value = page.getByLabel("Value of RCLONE", { exact: true });
  await value.evaluate(
    (input, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    pem.replaceAll("\n", "\r\n"),
  );
  await page.getByText("3 lines are kept as they are. Press Show to change them.").waitFor();
  assert.deepEqual([await value.getAttribute("type"), await value.getAttribute("readonly")], ["password", ""]);
  await until(async () => (await page.evaluate(() => document.activeElement.id)) === "env-value-0", "the focus stays");
  await assertAccessible(page, "a value of several lines");
  await page.getByRole("button", { name: "Show the value of RCLONE" }).click();
  assert.equal(await value.inputValue(), pem);
  await form.launch();
  await new Pods(page).card("keyed").card.waitFor();
  const [
    {
      variables: { input },
    },
  ] = sent(seen);
  assert.equal(variables(input).RCLONE, pem);
});

atBothWidths(
  "a start command that needs a shell says so, and bash gets it at a click",
  {},
  async ({ signIn, page, seen, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.fillIn("shelled");
    const start = page.getByLabel("Start command", { exact: true });
    const told = page.locator('[data-field="no-shell"]');
    await start.fill("python main.py --enable-cors-header *");
    assert.equal(await told.count(), 0);
    await start.fill("cd /workspace && echo 'a b' $HOME");
    await told.getByText("RunPod starts this without a shell, and only a shell understands “cd”.").waitFor();
    await assertAccessible(page, "a start command without a shell");
    await shot(page, `${look}-no-shell`);
    await told.getByRole("button", { name: "Let bash run it" }).click();
    const wrapped = "bash -c 'cd /workspace && echo '\\''a b'\\'' $HOME'";
    assert.equal(await start.inputValue(), wrapped);
    await told.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.id), "start-command", "the focus is not lost");
    await form.launch();
    await new Pods(page).card("shelled").card.waitFor();
    assert.equal(sent(seen)[0].variables.input.dockerArgs, wrapped);
  },
);

atBothWidths(
  "the details stay as they were left, and a problem among them unfolds them",
  {},
  async ({ signIn, page }) => {
    await signIn.signInToSimulator(KEY);
    let form = await (await new Launch(page).open()).unfold();
    await form.fillIn("folded");
    await form.mountPath.fill("nowhere");
    await form.more.locator("summary").first().click();
    await until(async () => (await form.more.getAttribute("open")) === null, "folded");
    await form.launch();
    await until(async () => /absolute/.test(await form.problem("mount-path").innerText()), "the problem");
    assert.notEqual(await form.more.getAttribute("open"), null);
    await until(
      async () => (await page.evaluate(() => document.activeElement.id)) === "mount-path",
      "it has the focus",
    );
    await page.reload();
    form = await new Launch(page).pastApps();
    await form.more.waitFor();
    await until(async () => (await form.more.getAttribute("open")) !== null, "remembered");
  },
);

atBothWidths(
  "before the button stands what it costs running, stopped, in all, and for how long the balance lasts, and a ceiling holds",
  {},
  async ({ signIn, page, seen, look }) => {
    await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.gpu("RTX 4090").check();
    await page.getByLabel("Pod volume (GB)").fill("72");
    await form.disk.fill("72");
    await form.priced();
    await until(async () => /\$0\.76\/h/.test(await form.price.innerText()), "0.74 + twice 0.01 for the disks");
    const read = async () =>
      Object.fromEntries(
        await page
          .locator(".price div")
          .evaluateAll((all) => all.map((line) => [line.children[0].innerText, line.children[1].innerText])),
      );
    const lines = await read();
    assert.match(await form.session.innerText(), /^4\sh = \$3\.04, then it stops$/);
    assert.deepEqual(lines["Disks while it is stopped"], "≈ $0.02/h");
    assert.equal(lines["A whole day"], undefined, "it does not last a day");
    assert.match(lines["All you spend now"], /^\$0\.126\/h/);
    assert.match(lines["All you would spend"], /^\$0\.886\/h/);
    // Its timer stops it after four hours; its disk and the volumes go on.
    assert.match(lines["Your balance would last"], /^[4-9]\sd\s\d+\sh/);
    await assertAccessible(page, "the price");
    await shot(page, `${look}-price`);
    await page.getByLabel("End automatically after (hours)").fill("");
    await until(async () => (await read())["A whole day"] === "$18.24", "without a timer a day is told");
    await page.getByLabel("Maximum price without asking ($ per hour)").fill("0.50");
    await form.launch();
    await until(
      async () =>
        /^Nothing that you chose costs \$0\.50\/h or less: the cheapest is \$0\.76\/h/.test(
          await form.problem("ceiling").innerText(),
        ),
      "above what was agreed to",
    );
    assert.equal(sent(seen).length, 0);
  },
);
