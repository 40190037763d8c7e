// Pods that do not come up, or stop by themselves: what is wrong, what it means for the money, and what to do now.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { BROKEN, made } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { comfy } from "../support/pod_page.mjs";
import { until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, later, passesUntil } from "../support/time.mjs";

/// Three seconds between two lists are three minutes.
const quickly = { expected: BROKEN, clock: true, simulator: { speed: 60, flags: ["--balance", "10000"] } };
const phone = { ...quickly, viewport: PHONE };

/// The verdict of this kind on this pod, once it is there, line by line.
async function judged(walk, pod, kind) {
  const { page } = walk;
  const verdict = pod.card.locator(`[data-verdict="${kind}"]`);
  await passesUntil(walk, () => verdict.count(), kind);
  await assertAccessible(page, `the verdict ${kind}`);
  await shot(page, `verdict-${kind}`);
  return verdict.locator("p").allInnerTexts();
}

async function listed(walk, name, more) {
  await made(walk.simulator, { name, ...more });
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card(name).card.waitFor();
  return pods.card(name);
}

/// A pod with ComfyUI, in the list.
async function withComfy(walk, name) {
  await comfy(walk.simulator, { name });
  const pods = await walk.signIn.signInToSimulator(KEY);
  await pods.card(name).card.waitFor();
  return pods.card(name);
}

/// Changes what RunPod's list says of each pod.
async function rewritten(page, change) {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("query Fleet")) return route.fallback();
    const answer = await route.fetch();
    const body = await answer.json();
    body.data.myself.pods.forEach(change);
    return route.fulfill({ json: body });
  });
}

const nowhere = async (walk) => {
  await walk.simulator.fault("no-machine");
  const pod = await listed(walk, "nowhere");
  const [what, money, advice] = await judged(walk, pod, "no-machine");
  assert.match(what, /^RunPod has had no machine for it for more than 3 minutes\./);
  assert.match(money, /^RunPod counts from the moment at which the pod was made: \$0\.\d+\/h\.$/);
  assert.match(advice, /^End it, and launch again/);
};
journey("a pod that has no machine after three minutes is told of, with what to do", quickly, nowhere);
journey("a pod that has no machine after three minutes is told of, on a phone too", phone, nowhere);

journey(
  "a download that comes to no end is told of, with what to do",
  { simulator: { speed: 120, flags: ["--balance", "10000"] } },
  async (walk) => {
    await walk.simulator.fault("pull-loop");
    const pod = await listed(walk, "round and round again");
    const [what, money, advice] = await judged(walk, pod, "pull-failed");
    assert.equal(what, "The image could not be downloaded.");
    assert.match(money, /\$0\.\d+\/h/);
    assert.match(advice, /^End it, and launch again to get another machine\./);
    assert.equal(await pod.stage(), "pulling");
  },
);

journey("a program that does not answer is told of, until it does", phone, async (walk) => {
  const { page } = walk;
  await page.route("**/proxy/**", (route) => route.abort());
  const pod = await listed(walk, "silence");
  const [what, money, advice] = await judged(walk, pod, "silent");
  assert.match(what, /^Jupyter has not answered in more than (10|30)\sm since its container started\.$/);
  assert.match(money, /^It is paid for while nobody can use it: \$0\.\d+\/h\.$/);
  assert.match(advice, /^Read its log, on its page or in RunPod's console\./);
  await page.unroute("**/proxy/**");
  await comesTo(walk, pod, "ready");
  assert.equal(await pod.card.locator("[data-verdict]").count(), 0);
});

journey("a program that this page cannot read is not accused", phone, async (walk) => {
  const { page, simulator } = walk;
  // Something answers in its place, and says nothing of who may read it. Not Playwright: it would say so by itself.
  await page.route("**/proxy/*-8188/**", (route) => route.continue({ url: `${simulator.address}/out-of-order` }));
  const pod = await withComfy(walk, "closed");
  const [what, money, advice] = await judged(walk, pod, "unreadable");
  assert.equal(what, "ComfyUI may be up: something answers there, and your browser lets this page read nothing of it.");
  assert.match(money, /^It is paid for, up or not: \$0\.\d+\/h\.$/);
  assert.doesNotMatch(advice, /end it/i);
  await pod.link(/^Try ComfyUI \(/).waitFor();
  await page.unroute("**/proxy/*-8188/**");
  await comesTo(walk, pod, "ready");
});

journey("a ComfyUI that sends no CORS headers is known by its own picture", quickly, async (walk) => {
  await walk.simulator.fault("comfy-without-cors");
  const pod = await withComfy(walk, "community");
  await comesTo(walk, pod, "ready");
  await pod.link(/^Open ComfyUI/).waitFor();
});

journey(
  "a ComfyUI that refuses other pages is said to be maybe up, with its address to copy",
  quickly,
  async (walk) => {
    const { simulator } = walk;
    await simulator.fault("comfy-refuses-sites");
    const pod = await withComfy(walk, "newer");
    await comesTo(walk, pod, "listening");
    await pod.link(/^Try ComfyUI \(/).waitFor();
    const [what, , advice] = await judged(walk, pod, "unreadable");
    assert.match(what, /^ComfyUI may be up: /);
    assert.match(
      advice,
      /Newer ComfyUI refuses a link from another page with 403, and opens all the same from a copied address\./,
    );
    assert.doesNotMatch(advice, /end it/i);
    await pod.card.getByRole("button", { name: "Copy the address of ComfyUI" }).waitFor();
    await simulator.calm();
    await comesTo(walk, pod, "ready");
    assert.equal(await pod.card.locator("[data-verdict]").count(), 0);
  },
);

journey("the program that a pod is for decides when it is ready, not the Jupyter beside it", quickly, async (walk) => {
  const { page, simulator } = walk;
  await comfy(simulator, { name: "slow", ports: "8188/http,8888/http,22/tcp" });
  await page.route("**/proxy/*-8188/**", (route) => route.fulfill({ status: 502 }));
  const pods = await walk.signIn.signInToSimulator(KEY);
  const pod = pods.card("slow");
  await passesUntil(walk, () => pod.link(/^Open Jupyter/).count(), "Jupyter answers");
  await pod.link(/^Try ComfyUI \(/).waitFor();
  assert.equal(await pod.stage(), "listening");
  await page.unroute("**/proxy/*-8188/**");
  await comesTo(walk, pod, "ready");
});

journey("a container that ends and starts again and again is told of", quickly, async (walk) => {
  // The simulator's containers hold.
  await rewritten(walk.page, (pod) => {
    pod.machine = { ...pod.machine, gpuDisplayName: "RTX 4090", dataCenterId: "EU-RO-1" };
    pod.runtime = { uptimeInSeconds: 1, ports: [], container: null, gpus: [] };
  });
  await walk.page.route("**/proxy/**", (route) => route.fulfill({ status: 502 }));
  const pod = await listed(walk, "stumbling");
  const [what, money] = await judged(walk, pod, "falling");
  assert.match(what, /^Its container has ended and started again three times within 20 minutes/);
  assert.match(money, /^Each try is paid for: \$/);
});

journey("an image that is too old for its GPU is told of", quickly, async (walk) => {
  await rewritten(walk.page, (pod) => {
    pod.imageName = "runpod/pytorch:2.4.0-py3.11-cuda12.4.1-devel-ubuntu22.04";
    if (pod.machine) pod.machine.gpuDisplayName = "RTX 5090";
  });
  const pod = await listed(walk, "yesterday's");
  const [what, , advice] = await judged(walk, pod, "old-image");
  assert.match(what, /^By its name this image is made for CUDA 12\.4, and the RTX 5090 runs 12\.8 and later alone/);
  assert.match(advice, /^End it, and launch a newer image/);
});

journey("a pod that waits for a machine without the money for an hour is told of", quickly, async (walk) => {
  await walk.simulator.fault("no-machine");
  const pod = await listed(walk, "penniless");
  await walk.simulator.fault({ name: "set-balance", balance: 0.5 });
  const [what, money, advice] = await judged(walk, pod, "account-empty");
  assert.match(what, /^RunPod has given it no machine, and your account holds less than one hour of it\.$/);
  assert.match(money, /^RunPod deletes this pod with all that is on it/);
  assert.match(advice, /^Add money in RunPod's console/);
});

journey("a pod that RunPod stops, as the account is empty, says so", quickly, async (walk) => {
  const { myself } = await walk.simulator.ask("{ myself { networkVolumes { id name } } }");
  const { id } = myself.networkVolumes.find((volume) => volume.name === "models");
  const pod = await listed(walk, "spent", { more: `networkVolumeId: "${id}", volumeInGb: 0, dataCenterId: "EU-RO-1"` });
  await walk.simulator.fault("empty-balance");
  const [what, money, advice] = await judged(walk, pod, "account-empty");
  assert.equal(what, "RunPod stopped it. Nobody here asked for that.");
  assert.equal(money, "It costs nothing now; its network volume goes on costing.");
  assert.match(advice, /^Your account is empty: add money/);
});

journey("a spot pod that is outbid says what that means", phone, async (walk) => {
  const pod = await listed(walk, "cheaper", { type: "podRentInterruptable", more: "bidPerGpu: 0.95, volumeInGb: 20" });
  await walk.simulator.fault("outbid");
  const [what, money] = await judged(walk, pod, "outbid");
  assert.equal(what, "Somebody bid more for its GPU, so RunPod stopped it.");
  assert.match(money, /^Its GPU costs nothing now; its disk goes on at \$0\.\d+\/h\.$/);
});

journey(
  "a pod that was stopped elsewhere says so, and one that was stopped before says nothing",
  quickly,
  async (walk) => {
    const { page, simulator } = walk;
    const pod = await listed(walk, "hands off");
    const id = await pod.card.getAttribute("data-pod");
    await simulator.ask(`mutation { podStop(input: { podId: "${id}" }) { id } }`);
    const [what, , advice] = await judged(walk, pod, "stopped");
    assert.match(what, /^It was stopped, and not from here: in RunPod's console/);
    assert.equal(advice, "Start it if you still need it, else end it.");
    await page.reload();
    await comesTo(walk, pod, "stopped");
    await until(
      async () => (await pod.card.locator("[data-verdict]").count()) === 0,
      "who stopped it is not known any more",
    );
  },
);

journey("a pod whose machine is gone says what to do", quickly, async (walk) => {
  const pod = await listed(walk, "homeless");
  await walk.simulator.fault("host-gone");
  const [what, , advice] = await judged(walk, pod, "lost");
  assert.match(what, /^Its machine is gone/);
  assert.equal(advice, "End it to be sure, and launch again.");
});

journey("no pod is late while RunPod is silent", quickly, async (walk) => {
  const { page, simulator } = walk;
  const pod = await listed(walk, "patience");
  await simulator.fault({ name: "error-before", operation: "myself", times: 0 });
  await page.locator("main > .failure").waitFor();
  await until(async () => /^\d+\sm|more than \d+\sm/.test(await pod.climb.innerText()), "time passes");
  // Three minutes of the account's and more, in which nobody knows whether it has a machine.
  await later(walk, 5);
  assert.equal(await pod.card.locator("[data-verdict]").count(), 0);
});
