// The page of one pod: ways in, use, facts, environment, and what was asked from here.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { DESKTOP, PHONE, shot } from "../support/browser.mjs";
import { BROKEN } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { PodPage, comfy, told } from "../support/pod_page.mjs";
import { Pods, askingAgain, counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { passes, passesUntil } from "../support/time.mjs";

const PAGE = "**/*_pod.wasm";
const PASSWORD = "open-sesame-77";
const TOKEN = "hf_NobodyMaySeeThis";
const ENV = [
  ["JUPYTER_PASSWORD", PASSWORD],
  ["HF_TOKEN", TOKEN],
  ["MODE", "fast"],
];

/// What was copied, read on another origin: this page's policy lets nothing read that.
async function clipboard({ context, simulator }) {
  const other = await context.newPage();
  await other.goto(simulator.address);
  const text = await other.evaluate(() => navigator.clipboard.readText());
  await other.close();
  return text;
}

/// No secret is in the address or stored on this device.
async function assertKept(walk, id) {
  await assertKeyIsKept(walk.tab, KEY, [walk.simulator.page, walk.simulator.address]);
  const kept = await walk.page.evaluate(() =>
    JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }]),
  );
  for (const secret of [PASSWORD, TOKEN, "fast"]) assert.ok(!kept.includes(secret), `${secret} is kept`);
  assert.ok(kept.includes(`#/pods/${id}`));
}

/// The list is asked for now, as when one comes back to the tab.
const look = (page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));

for (const [screen, viewport] of [
  ["desktop", DESKTOP],
  ["phone", PHONE],
]) {
  journey(`a pod's page says how to connect, on a ${screen}`, { viewport }, async (walk) => {
    const { page, context, simulator, signIn } = walk;
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const id = await comfy(simulator, { env: ENV });
    const pods = await signIn.signInToSimulator(KEY);
    await pods.card("comfy").reaches("ready", 90_000);
    await pods
      .card("comfy")
      .link(/^Open ComfyUI/)
      .waitFor();
    await pods.card("comfy").link("Connect to comfy").click();
    const pod = await new PodPage(page).ready("comfy");
    assert.equal(new URL(page.url()).hash, `#/pods/${id}?connect`);
    await until(
      () => page.evaluate(() => document.activeElement?.id === "connect"),
      "the focus is where it says how to connect",
    );

    for (const name of [/^Open ComfyUI/, /^Open Jupyter/, /^Open FileBrowser/]) {
      assert.ok((await pod.connect.getByRole("link", { name }).getAttribute("href")).includes(id));
    }
    assert.equal(await pod.connect.getByRole("link", { name: /^Connect/ }).count(), 0, "no way to where one is");
    await pod.connect.getByText(/Whoever has one of these links gets in/).waitFor();
    await pod.connect
      .getByText(/FileBrowser starts with a login that is the same for everybody and public: the image's own page/)
      .waitFor();

    const { pod: real } = await simulator.ask(`{ pod(input: { podId: "${id}" }) { machine { podHostId }
      runtime { ports { ip isIpPublic privatePort publicPort type } } } }`);
    const wire = (port) => real.runtime.ports.find((one) => one.privatePort === port);
    const ssh = wire(22);
    assert.equal(ssh.isIpPublic, true);
    const ways = [
      [
        "SSH through RunPod",
        "the SSH command through RunPod",
        `ssh ${real.machine.podHostId}@ssh.runpod.io -i ~/.ssh/id_ed25519`,
      ],
      ["SSH directly", "the direct SSH command", `ssh root@${ssh.ip} -p ${ssh.publicPort} -i ~/.ssh/id_ed25519`],
      ["TCP port 7000", "the address of TCP port 7000", `${wire(7000).ip}:${wire(7000).publicPort}`],
    ];
    for (const [label, what, text] of ways) {
      const way = pod.beside(pod.connect, label);
      await way.getByText(text, { exact: true }).waitFor();
      await way.getByRole("button", { name: `Copy ${what}` }).click();
      await way.getByRole("status").getByText("Copied.").waitFor();
      assert.equal(await clipboard(walk), text);
    }
    await pod
      .beside(pod.connect, "SSH through RunPod")
      .getByText(/no file copy/)
      .waitFor();

    const asked = counter(walk.seen, "query PodEnv");
    assert.equal(asked(), 0, "nobody has asked for anything secret");
    await pod.askForPassword.click();
    const password = pod.connect.locator("#jupyter-password");
    await password.waitFor();
    assert.ok(!(await page.locator("body").innerText()).includes(PASSWORD));
    await pod.connect.getByRole("button", { name: "Copy the Jupyter password" }).click();
    await until(async () => (await clipboard(walk)) === PASSWORD, "it is copied without being shown");
    await pod.connect.getByRole("button", { name: "Show the Jupyter password" }).click();
    assert.equal(await password.innerText(), PASSWORD);
    assert.equal(asked(), 1);
    await assertAccessible(page, `a pod's page on a ${screen}`);
    await pod.connect.getByRole("button", { name: "Show the Jupyter password" }).click();
    await shot(page, `pod-page-${screen}`);
    await assertKept(walk, id);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
  });
}

atBothWidths("a pod's page tells what the pod is, and its environment only when asked", {}, async (walk) => {
  const { page, simulator, signIn, seen } = walk;
  const id = await comfy(simulator, { env: ENV });
  await signIn.signInToSimulator(KEY);
  const pod = await new PodPage(page).open("comfy");
  assert.match(await page.title(), /comfy · Launchpod$/);
  const fact = async (name) => pod.beside(pod.facts, name).innerText();
  await pod.facts.getByText("Secure Cloud").waitFor();
  // Told once it has a machine.
  await until(async () => (await fact("GPU")) === "RTX 4090 ×1", "its GPU");
  assert.match(await fact("Processor and memory"), /^\d+ vCPU · \d+ GB of memory$/);
  assert.match(await fact("Container disk"), /^50 GB/);
  assert.equal(await fact("Pod volume"), "20 GB at /workspace");
  assert.equal(await fact("Image"), "runpod/comfyui:cuda12.8");
  assert.equal(await fact("Start command"), "bash -c '/start.sh'");
  assert.match(await fact("Ports"), /8188\/http.*22\/tcp/);
  // It may say something new after the page's last list.
  await until(async () => {
    const { pod: real } = await simulator.ask(`{ pod(input: { podId: "${id}" }) { lastStatusChange } }`);
    return (await fact("RunPod last said")).split(":")[0] === real.lastStatusChange.split(":")[0];
  }, "the page says what RunPod last said");

  const asked = counter(seen, "query PodEnv");
  await pod.reaches("ready");
  assert.equal(asked(), 0);
  await pod.environment.getByRole("button", { name: "Show the environment" }).click();
  const token = pod.beside(pod.environment, "HF_TOKEN");
  await token.waitFor();
  assert.ok(!(await page.locator("body").innerText()).includes(TOKEN), "values are masked");
  await token.getByRole("button", { name: "Show the value of HF_TOKEN" }).click();
  assert.match(await token.innerText(), new RegExp(TOKEN));
  assert.ok(!(await pod.environment.innerText()).includes(PASSWORD), "one by one");
  await assertAccessible(page, "an environment");
  await shot(page, `pod-environment-${walk.look}`);
  await pod.environment.getByRole("button", { name: "Hide the environment" }).click();
  await token.waitFor({ state: "detached" });
  assert.equal(asked(), 1);
  await assertKept(walk, id);
  assert.ok(!(await page.content()).includes(TOKEN), "what is hidden is gone");
});

atBothWidths(
  "a pod's charts get a point with each list, and say in words what they show",
  { clock: true },
  async (walk) => {
    const { page, simulator, signIn, seen } = walk;
    await comfy(simulator);
    const loads = [3, 97, 82];
    let busy;
    await told(page, "query Fleet", (pod) => {
      if (!pod.runtime) return;
      pod.runtime.gpus = [{ gpuUtilPercent: busy, memoryUtilPercent: null }];
      pod.runtime.container = { cpuPercent: 12, memoryPercent: 40 };
    });
    busy = loads[0];
    await signIn.signInToSimulator(KEY);
    const pod = await new PodPage(page).open("comfy");
    await pod.use.getByText("No figures yet: RunPod sends them once the program runs.").waitFor();
    await assertAccessible(page, "no figures yet");
    await passesUntil(walk, async () => (await pod.state.getAttribute("data-stage")) === "ready", "it is ready");
    for (const load of loads) {
      busy = load;
      // Samples that are closer than this to each other are one, whichever list brings them.
      await passes(walk, 6 * simulator.speed);
      const lists = counter(seen, "query Fleet");
      await look(page);
      await until(() => lists() > 0, "a list");
      await pod.picture(new RegExp(`^GPU ${load} %`)).waitFor();
    }
    await pod.picture(/^GPU 82 %, lowest 3 %, highest 97 % in the last /).waitFor();
    await pod.picture(/^CPU 12 %, all through the last /).waitFor();
    await pod.picture("GPU memory: RunPod does not say").waitFor();
    await pod.chart("GPU memory").getByText("RunPod does not say", { exact: true }).waitFor();
    assert.match(
      await pod.chart("GPU").innerText(),
      /^GPU\s+(3 – 97 %\s+)?82 %\s+100 %\s+50 %\s+0 %\s+10 min ago\s+now$/,
    );
    const heights = await pod.use.locator(".chart").evaluateAll((all) => all.map((one) => one.offsetHeight));
    assert.equal(new Set(heights).size, 1, `all charts are equally high: ${heights}`);
    const line = (meter) => pod.chart(meter).locator("path.curve").getAttribute("d");
    assert.ok((await line("GPU")).split("L").length >= 4, "three points or more");
    assert.match(await line("GPU"), /^M\d+ \d+(L\d+ \d+)+$/);
    assert.equal(await line("GPU memory"), "", "what is not told is not drawn");
    await pod.use.scrollIntoViewIfNeeded();
    await assertAccessible(page, "charts");
    await shot(page, `pod-charts-${walk.look}`);
  },
);

atBothWidths("each section of a pod's page is one press away, and the one in sight is marked", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator);
  await signIn.signInToSimulator(KEY);
  const pod = await new PodPage(page).open("comfy");
  await pod.reaches("ready");
  const address = page.url();
  const isMarked = async (name) => (await pod.sections.locator("[aria-current]").allInnerTexts()).join() === name;
  await until(() => isMarked("Connect"), "the first one is marked");
  const names = await pod.sections.getByRole("button").allInnerTexts();
  const headings = await page.getByRole("heading", { level: 2 }).allInnerTexts();
  assert.deepEqual(names, headings, "every section has its way");
  for (const name of names) {
    await pod.wayTo(name).focus();
    await page.keyboard.press("Enter");
    const heading = page.getByRole("heading", { level: 2, name, exact: true });
    assert.ok(await heading.evaluate((one) => one === document.activeElement), `the focus is on ${name}`);
    const seen = await heading.evaluate((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return one.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    assert.ok(seen, `nothing lies over ${name}`);
    await until(() => isMarked(name), `${name} is marked`);
    await until(
      () => pod.wayTo(name).evaluate((one) => one.getBoundingClientRect().right <= innerWidth),
      "its way too",
    );
  }
  await page.evaluate(() => document.activeElement.blur());
  await page.evaluate(() => window.scrollTo(0, 0));
  await until(() => isMarked("Connect"), "whoever scrolls up sees it marked");
  assert.equal(page.url(), address, "the address is the page's, still");
  await assertAccessible(page, "the ways to the sections");
  await shot(page, `pod-sections-${walk.look}`);
  const top = (section) => section.evaluate((one) => one.getBoundingClientRect().top);
  if (walk.look === "desktop") {
    const autoStop = page.getByRole("region", { name: "Auto-stop" });
    assert.equal(await top(autoStop), await top(pod.environment), "what is narrow stands beside each other");
  }

  await pod.state.getByRole("button", { name: /^Stop / }).click();
  await pod.wayTo("Auto-stop").waitFor({ state: "detached", timeout: 60_000 });
  assert.equal(await pod.wayTo("Use").count(), 0, "there is no way to what is not there");
});

atBothWidths("what was asked of a pod from here is told on its page, and survives a reload", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  const id = await comfy(simulator, { env: ENV });
  const pods = await signIn.signInToSimulator(KEY);
  await pods.card("comfy").endIt();
  await pods.card("comfy").undo.click();
  const pod = await new PodPage(page).open("comfy");
  await pod.history.getByText("End was clicked.").waitFor();
  assert.deepEqual(await pod.lines(), ["Taken back in time: RunPod was not asked.", "End was clicked."]);
  await pod.state.getByRole("button", { name: /^Stop / }).click();
  await pod.history.getByText("RunPod's list confirmed it.").waitFor();
  const story = ["RunPod's list confirmed it.", "RunPod agreed.", "RunPod was asked to stop it.", "Stop was clicked."];
  assert.deepEqual((await pod.lines()).slice(0, 4), story);
  await pod.connect.getByText("It is stopped: start it first.").first().waitFor();
  await assertAccessible(page, "a history");
  await shot(page, `pod-history-${walk.look}`);
  await page.reload();
  await pod.ready("comfy");
  assert.deepEqual((await pod.lines()).slice(0, 4), story);
  assert.match(await pod.history.getByRole("listitem").first().innerText(), /^\d+ \w+ \d{4}, \d\d:\d\d:\d\d /);
  await assertKept(walk, id);
});

journey("a history that was broken from outside is an empty one, and goes on from there", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator);
  const pods = await signIn.signInToSimulator(KEY);
  await pods.card("comfy").endIt();
  await pods.card("comfy").undo.click();
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("launchpod.history/"));
    localStorage[key] = '{"broken": <img src=x onerror=alert(1)>';
  });
  await page.reload();
  const pod = await new PodPage(page).open("comfy");
  await pod.history.getByText("Nothing yet.").waitFor();
  await pod.state.getByRole("button", { name: /^End / }).click();
  await pod.state.getByRole("button", { name: /^End and delete / }).click();
  await pod.history.getByText("End was clicked.").waitFor();
  await pod.state.getByRole("button", { name: /^Undo/ }).click();
  await pod.history
    .getByText(/^Taken back/)
    .or(pod.history.getByText(/Taken back in time/))
    .first()
    .waitFor();
});

journey("a pod that goes while its page is open says so", {}, async ({ page, simulator, signIn }) => {
  const id = await comfy(simulator);
  await signIn.signInToSimulator(KEY);
  const pod = await new PodPage(page).open("comfy");
  await simulator.ask(`mutation { podTerminate(input: { podId: "${id}" }) }`);
  await look(page);
  await page.getByText(/This pod is gone: RunPod does not have it any more/).waitFor();
  assert.equal(await pod.connect.count(), 0, "nothing leads there");
  await assertAccessible(page, "a pod that is gone");
  await shot(page, "pod-gone");
  await page.getByRole("link", { name: "Back to the pods" }).click();
  await new Pods(page).ready();
});

for (const [what, hash] of [
  ["that nobody has", "#/pods/nobody123"],
  ["that can be none", "#/pods/../<b>evil</b>"],
]) {
  journey(
    `an address with an id ${what} gives words and a way back`,
    { stayOutside: true },
    async ({ page, simulator, signIn, seen }) => {
      await signIn.open(`${simulator.page}${hash}`);
      await signIn.key.fill(KEY);
      await signIn.onSimulator.check();
      await signIn.button.click();
      await page.getByText(/Your RunPod account has no pod of this address/).waitFor();
      await assertAccessible(page, "no such pod");
      assert.equal(await page.locator("b").count(), 0);
      assert.equal(seen.requests.filter((request) => request.postData()?.includes("PodWiring")).length, 0);
      await page.getByRole("link", { name: "Back to the pods" }).click();
      await new Pods(page).ready();
    },
  );
}

for (const [how, fail] of [
  ["that does not arrive", (route) => route.abort()],
  ["that the server no longer has", (route) => route.fulfill({ status: 404, body: "gone" })],
]) {
  journey(
    `a pod's page ${how} is told in words and can be tried again, and the list goes on`,
    { expected: BROKEN },
    async ({ page, simulator, signIn, seen }) => {
      const asked = () => seen.requests.filter((request) => request.url().endsWith("_pod.wasm")).length;
      await page.route(PAGE, fail);
      await comfy(simulator);
      const pods = await signIn.signInToSimulator(KEY);
      await page.getByRole("link", { name: "comfy", exact: true }).focus();
      await until(() => asked() === 1, "who has the focus there may open it");
      await askingAgain(asked, () => page.getByRole("link", { name: "comfy", exact: true }).click());
      const pod = new PodPage(page);
      await pod.heading("comfy").waitFor();
      await pod.lost.getByText(/The pod goes on as it was/).waitFor();
      await assertAccessible(page, "no page of a pod");
      await page.getByRole("link", { name: "All pods" }).click();
      await pods.card("comfy").end.waitFor();
      await askingAgain(asked, () => page.getByRole("link", { name: "comfy", exact: true }).click());
      await pod.lost.waitFor();
      await page.unroute(PAGE);
      await pod.lost.getByRole("button", { name: "Try again" }).click();
      await pod.ready("comfy");
    },
  );
}

journey(
  "a pod's page comes once somebody points at it, and opens by its address after a reload",
  {},
  async ({ page, simulator, signIn, seen }) => {
    const asked = () =>
      seen.requests.map((request) => request.url().match(/_(launch|pod)\.wasm$/)?.[1]).filter(Boolean);
    await comfy(simulator);
    assert.deepEqual(asked(), [], "nobody is signed in");
    await signIn.signInToSimulator(KEY);
    await page.getByRole("link", { name: "comfy", exact: true }).hover();
    await until(() => asked().length > 0, "it is fetched though nobody has opened it");
    const pod = await new PodPage(page).open("comfy");
    assert.deepEqual(asked(), ["pod"], "once is enough, and nothing else is fetched");
    await page.reload();
    await pod.ready("comfy");
  },
);

journey(
  "words of RunPod's that a shell would understand become no command",
  {},
  async ({ page, simulator, signIn }) => {
    await comfy(simulator);
    await told(page, "query PodWiring", (pod) => {
      if (pod.machine) pod.machine.podHostId = "-oProxyCommand=reboot";
      for (const port of pod.runtime?.ports ?? []) Object.assign(port, { ip: "1.2.3.4;reboot" });
    });
    await signIn.signInToSimulator(KEY);
    const pod = await new PodPage(page).open("comfy");
    await pod.reaches("ready");
    await pod.connect.getByText(/tells a name for it that is none, so no command is offered/).waitFor();
    await pod.connect
      .getByText(/tells an address for it that is none/)
      .first()
      .waitFor();
    assert.ok(!(await pod.connect.innerText()).includes("reboot"));
    assert.equal(await pod.connect.getByRole("button", { name: /^Copy/ }).count(), 0);
  },
);

journey(
  "a pod without a public address or without 22/tcp says why there is no direct SSH",
  {},
  async ({ page, simulator, signIn }) => {
    await comfy(simulator, { name: "closed", ports: "8188/http" });
    await comfy(simulator, { name: "inside" });
    await told(page, "query PodWiring", (pod) => {
      for (const port of pod.runtime?.ports ?? []) Object.assign(port, { ip: "100.65.1.2", isIpPublic: false });
    });
    const pods = await signIn.signInToSimulator(KEY);
    const pod = await new PodPage(page).open("closed");
    await pod
      .beside(pod.connect, "SSH directly")
      .getByText(/needs the port 22\/tcp, which this pod does not have/)
      .waitFor();
    assert.equal(await pod.askForPassword.count(), 0, "no Jupyter, no password");
    await pods.open();
    await pod.open("inside");
    await pod.reaches("ready");
    await pod.beside(pod.connect, "SSH directly").getByText("Its machine has no public address.").waitFor();
    await pod.beside(pod.connect, "TCP port 7000").getByText("Its machine has no public address.").waitFor();
  },
);

journey(
  "the way to a pod that can't be had is told, and can be asked for again",
  { expected: BROKEN },
  async ({ page, simulator, signIn }) => {
    await comfy(simulator);
    const pods = await signIn.signInToSimulator(KEY);
    await pods.card("comfy").reaches("ready", 90_000);
    await page.route("**/graphql", (route) =>
      route.request().postData()?.includes("query Pod") ? route.abort() : route.fallback(),
    );
    const pod = await new PodPage(page).open("comfy");
    await pod.connect.getByText(/could not reach RunPod/).waitFor();
    await pod.connect.getByRole("link", { name: /^Open ComfyUI/ }).waitFor();
    await pod.askForPassword.click();
    await until(
      async () => (await pod.connect.getByText(/could not reach RunPod/).count()) === 2,
      "the password can't be had either",
    );
    await pod.environment.getByRole("button", { name: "Show the environment" }).click();
    await pod.environment.getByText(/could not reach RunPod/).waitFor();
    await assertAccessible(page, "no way in");
    await page.unrouteAll();
    await pod.connect.getByRole("button", { name: "Ask for the way again" }).click();
    await pod
      .beside(pod.connect, "SSH directly")
      .getByText(/^ssh root@/)
      .waitFor();
  },
);

const NO_CLIPBOARD = () => {
  Object.defineProperty(Navigator.prototype, "clipboard", {
    value: { writeText: () => Promise.reject(new Error("no")) },
  });
};

journey(
  "where the browser does not let the page copy, the text is selected and that is said",
  { init: NO_CLIPBOARD },
  async ({ page, simulator, signIn }) => {
    await comfy(simulator, { env: ENV });
    const pods = await signIn.signInToSimulator(KEY);
    await pods.card("comfy").reaches("ready", 90_000);
    const pod = await new PodPage(page).open("comfy");
    const way = pod.beside(pod.connect, "SSH through RunPod");
    await way.getByRole("button", { name: /^Copy/ }).click();
    await way
      .getByRole("status")
      .getByText(/does not let this page copy. The text is selected/)
      .waitFor();
    const selected = () => page.evaluate(() => getSelection().toString());
    await until(async () => /^ssh \S+@ssh\.runpod\.io/.test(await selected()), "it is selected");
    await pod.askForPassword.click();
    await pod.connect.getByRole("button", { name: "Copy the Jupyter password" }).click();
    await until(async () => (await selected()) === PASSWORD, "a secret is shown then, and selected");
  },
);
