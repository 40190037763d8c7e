// What a person waits for, in bytes over the wire with brotli, headers and all, as Chromium counts them.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";

import { ENGINE } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { Pods, SignIn, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

/// In bytes, not 3 % more than what is reached, so that no growth goes unseen.
const LIMITS = { form: 110_000, list: 415_000, idle: 570_000 };
/// What the list waits for: neither a picture, nor the worker for a time without network, nor the frame that asks pods, nor what RunPod
/// is asked.
const REQUESTS = 6;
const IS_BESIDE = /favicon|service-worker|probe|graphql/;
/// What the form does without.
const LATER = [{ urlPattern: "*launchpod-*_*.wasm*" }];
const IS_APP = /_bg\.wasm/;

/// Counts what comes from the page's own host, from now on.
async function counting(page, host) {
  const client = await page.context().newCDPSession(page);
  const files = new Map();
  const held = [];
  let holds = false;
  client.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (request.url.startsWith(host)) files.set(requestId, { url: request.url, bytes: 0 });
  });
  client.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId);
    if (file) file.bytes += encodedDataLength;
  });
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const file = files.get(requestId);
    if (file) file.bytes = encodedDataLength;
  });
  client.on("Network.requestServedFromCache", ({ requestId }) => files.delete(requestId));
  const letThrough = (requestId) => client.send("Fetch.continueRequest", { requestId });
  client.on("Fetch.requestPaused", ({ requestId, request }) => {
    if (holds && !IS_APP.test(request.url)) held.push(requestId);
    else letThrough(requestId);
  });
  await client.send("Network.enable");
  await client.send("Fetch.enable", { patterns: LATER });
  return {
    hold: () => {
      holds = true;
    },
    release: async () => {
      holds = false;
      await Promise.all(held.splice(0).map(letThrough));
    },
    forget: async () => {
      await client.send("Network.clearBrowserCache");
      files.clear();
    },
    fetched: () => [...files.values()].filter(({ bytes }) => bytes > 0),
    asked: () => files.size,
    waitedFor: () => [...files.values()].map(({ url }) => url).filter((url) => !IS_BESIDE.test(url)),
  };
}

const sum = (files) => files.reduce((all, { bytes }) => all + bytes, 0);
const table = (files) => files.map(({ url, bytes }) => `${bytes}  ${url.replace(/^.*\//, "/")}`).join("\n");

function keeps(what, files) {
  const bytes = sum(files);
  if (process.env.SHOW_WEIGHT)
    appendFileSync(process.env.SHOW_WEIGHT, `${what}: ${bytes} bytes in ${files.length} files\n${table(files)}\n`);
  assert.ok(bytes <= LIMITS[what], `${what}: ${bytes} of ${LIMITS[what]} bytes\n${table(files)}`);
}

if (ENGINE === "chromium") {
  journey("what a person waits for stays light", { stayOutside: true }, async ({ page, simulator }) => {
    const wire = await counting(page, simulator.page);
    wire.hold();
    await page.goto(simulator.page);
    await page
      .getByLabel(/API key/)
      .first()
      .waitFor();
    keeps("form", wire.fetched());
    await wire.release();

    await new SignIn(page).signInToSimulator(KEY);
    const made =
      await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "one", imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
      gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 20 }) { id } }`);
    // With a pod that starts, what reads its log comes, too.
    await simulator.ask(`mutation { podStop(input: { podId: "${made.podFindAndDeployOnDemand.id}" }) { id } }`);
    await new Pods(page).card("one").reaches("stopped");
    await wire.forget();
    await page.reload();
    await new Pods(page).card("one").card.waitFor();
    const asked = wire.waitedFor();
    keeps("list", wire.fetched());
    assert.ok(asked.length <= REQUESTS, `${asked.length} requests until the list stands\n${asked.join("\n")}`);

    let before = -1;
    await until(async () => {
      const now = wire.asked();
      const calm = now === before;
      before = now;
      if (!calm) await page.waitForTimeout(4_000);
      return calm;
    }, "nothing more is fetched");
    keeps("idle", wire.fetched());
  });
}
