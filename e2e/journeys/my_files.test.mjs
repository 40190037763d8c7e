// What ComfyUI has made: seen on the pod's page, downloaded, and told of before the pod is ended.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { assertAccessible, assertKeyIsKept, assertRequestsStayHome } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { BROKEN } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Files, PNG, draw } from "../support/my_files.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { passesUntil } from "../support/time.mjs";

/// A ComfyUI that answers, in a pod without a volume, with these pictures; its page is open.
async function withPictures({ simulator, signIn, page }, ...pictures) {
  const id = await comfy(simulator, { ports: "8188/http,22/tcp", volumeGb: 0 });
  const pods = await signIn.signInToSimulator(KEY);
  await pods.card("comfy").reaches("ready", 90_000);
  for (const name of pictures) await draw(simulator, id, name);
  const pod = await new PodPage(page).open("comfy");
  return { id, pod, files: new Files(page) };
}

atBothWidths("pictures stand on the pod's page, and are downloaded with one click", {}, async (walk) => {
  const { page, simulator, tab, look } = walk;
  const { id, files } = await withPictures(walk, "sunset", "sunset", "a b&c#d");
  await files.says(/^3 pictures$/);
  assert.deepEqual(await files.names(), ["a b&c#d_00001_.png", "sunset_00002_.png", "sunset_00001_.png"]);
  await until(async () => (await files.list.locator("img").count()) === 3, "a thumbnail each");
  for (const image of await files.list.locator("img").all()) {
    assert.match(await image.getAttribute("src"), /^data:image\/jpeg;base64,/);
    assert.ok((await image.evaluate((one) => one.decode().then(() => one.naturalWidth))) > 0);
  }
  const link = files.list.getByRole("link", { name: /^a b&c#d_00001_\.png/ });
  const href = await link.getAttribute("href");
  assert.equal(
    href,
    `${simulator.address}/proxy/${id}-8188/view?filename=a%20b%26c%23d_00001_.png&subfolder=&type=output`,
  );
  assert.match(await link.getAttribute("rel"), /noopener/);
  assert.equal((await fetch(href)).status, 200);
  await files.section.scrollIntoViewIfNeeded();
  await assertAccessible(page, `my files ${look}`);
  await shot(page, `my-files-${look}`);

  const downloads = [];
  page.on("download", (download) => downloads.push(download));
  await files.downloadAll.click();
  await files.says(/^3 files were handed to your browser/);
  await until(() => downloads.length === 3, "three files");
  assert.deepEqual(downloads.map((one) => one.suggestedFilename()).sort(), (await files.names()).sort());
  for (const download of downloads) assert.ok((await readFile(await download.path())).subarray(0, 4).equals(PNG));
  await assertAccessible(page, `downloaded ${look}`);

  await draw(simulator, id, "later");
  await files.look.click();
  await files.says(/^4 pictures$/);
  assert.equal((await files.names())[0], "later_00001_.png");
  assertRequestsStayHome(tab, simulator);
  await assertKeyIsKept(tab, KEY, [simulator.page, simulator.address]);
});

journey("pictures on a pod without a volume are asked about before its end", {}, async (walk) => {
  const { page, simulator } = walk;
  const { pod, files } = await withPictures(walk, "sunset", "sunset");
  await files.says(/^2 pictures$/);
  const question =
    "ComfyUI has made 2 pictures on this pod. The pod has no volume: all its files will be deleted. End it?";
  const ending = pod.state.locator(".ending");
  await pod.state.getByRole("button", { name: /^End (?!and delete)/ }).click();
  await ending.getByText(question, { exact: true }).waitFor();
  await assertAccessible(page, "the question about pictures");
  await shot(page, "my-files-question");
  await ending.getByRole("button", { name: "Keep comfy" }).click();
  assert.equal((await simulator.pods()).length, 1);

  await page.getByRole("link", { name: /All pods/ }).click();
  const card = new Pods(page).card("comfy");
  await card.end.click();
  await card.card.getByText(question, { exact: true }).waitFor();
  await card.endAndDelete.click();
  await until(async () => (await simulator.pods()).length === 0, "it is ended", 60_000);
});

journey("before several pods are ended, those with pictures and no volume are named", {}, async (walk) => {
  const { page, simulator } = walk;
  const { files } = await withPictures(walk, "sunset", "sunset");
  await files.says(/^2 pictures$/);
  await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "plain", imageName: "runpod/base:1.0.2-ubuntu2404",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 0 }) { id } }`);
  await page.getByRole("link", { name: /All pods/ }).click();
  const pods = new Pods(page);
  for (const name of ["comfy", "plain"]) await pods.card(name).pick.check();
  await pods.bulk.getByRole("button", { name: "End 2" }).click();
  const question =
    "ComfyUI has made files on pods that have no volume, and they will be deleted: “comfy” (2 pictures).";
  await pods.bulk.getByText(question, { exact: true }).waitFor();
  await assertAccessible(page, "the question about pictures on several pods");
  await shot(page, "my-files-bulk-question");
  await page.locator("#bulk-keep").click();
  assert.equal((await simulator.pods()).length, 2);
});

journey("where ComfyUI has made nothing, nothing is asked", {}, async (walk) => {
  const { pod, files } = await withPictures(walk);
  await files.says(/^ComfyUI has saved nothing since it was last started\./);
  await pod.state.getByRole("button", { name: /^End / }).click();
  await pod.state.locator(".ending").getByRole("button", { name: /^Undo/ }).click();
});

/// What is said where the list can't be read, and that the end is not asked about then.
async function isClosed({ page, simulator }, pod, id) {
  const link = new Files(page).section.getByRole("link", { name: /^Open ComfyUI/ });
  assert.equal(await link.getAttribute("href"), `${simulator.address}/proxy/${id}-8188/`);
  await assertAccessible(page, "files that can't be read");
  await pod.state.getByRole("button", { name: /^End / }).click();
  await pod.state.locator(".ending").getByRole("button", { name: /^Undo/ }).click();
}

journey("a ComfyUI that lets no other page read is said to be so, with a link to it", {}, async (walk) => {
  await walk.simulator.fault("comfy-without-cors");
  const { id, pod, files } = await withPictures(walk);
  await files.says(/^Something answers, but this page may read nothing of it/);
  await isClosed(walk, pod, id);
});

journey(
  "files of a ComfyUI that refuses other pages are not waited for for ever",
  { expected: BROKEN, clock: true, simulator: { speed: 60, flags: ["--balance", "10000"] } },
  async (walk) => {
    const { page, simulator, signIn } = walk;
    await simulator.fault("comfy-refuses-sites");
    const id = await comfy(simulator, { ports: "8188/http,22/tcp", volumeGb: 0 });
    await signIn.signInToSimulator(KEY);
    const pod = await new PodPage(page).open("comfy");
    const files = new Files(page);
    await files.says(/^ComfyUI does not answer yet\./);
    const said = files.section.getByText(/^Something answers, but this page may read nothing of it/);
    await passesUntil(walk, () => said.count(), "it is said");
    await isClosed(walk, pod, id);
  },
);

journey("names that a pod makes up lead nowhere", {}, async (walk) => {
  const { context } = walk;
  const image = (filename, more) => ({ filename, subfolder: "", type: "output", ...more });
  const images = [
    image("../../etc/passwd"),
    image("x/y.png"),
    image("a.png", { subfolder: "../input" }),
    image("a.png", { type: "temp" }),
    image({ toString: 1 }),
    null,
    image("<img src=x onerror=alert(1)>.png"),
  ];
  await context.route("**/history?*", (route) =>
    route.fulfill({
      headers: { "Access-Control-Allow-Origin": "*" },
      json: { one: { outputs: { 1: { images }, 2: "text", 3: null } }, two: null, three: [] },
    }),
  );
  const { files } = await withPictures(walk);
  await files.says(/^1 picture$/);
  assert.deepEqual(await files.names(), ["<img src=x onerror=alert(1)>.png"]);
  assert.equal(await files.list.locator("img").count(), 0);
});

journey("the frame that asks ComfyUI takes no other questions", {}, async (walk) => {
  const { id, files } = await withPictures(walk, "sunset");
  await files.says(/^1 picture$/);
  assert.equal(await files.frame.getAttribute("sandbox"), "allow-scripts");
  const refused = await files.frame.evaluate(async (frame, podId) => {
    const right = { act: "list", podId, port: 8188, path: "history?max_items=1" };
    const questions = [
      { podId: "evil.example/" },
      { podId: [podId] },
      { port: "8188" },
      { port: 0 },
      { path: "prompt" },
      { path: "../graphql" },
      { path: "view?filename=a.png\n" },
      { path: "https://evil.example/" },
      { act: "constructor" },
    ];
    const ask = (wrong, at) =>
      new Promise((resolve) => {
        const number = 1_000_000 + at;
        addEventListener("message", ({ source, data }) => {
          if (source === frame.contentWindow && data.id === number) resolve(data.failed ?? "taken");
        });
        frame.contentWindow.postMessage({ launchpod: "files", id: number, ...right, ...wrong }, "*");
      });
    return Promise.all([...questions, {}].map(ask));
  }, id);
  assert.deepEqual(refused, [...Array(9).fill("refused"), "taken"]);
});
