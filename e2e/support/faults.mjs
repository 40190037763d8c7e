// What the journeys through faults have in common: each row of docs/faults.md is one of them.
import assert from "node:assert/strict";

import { Launch, Pods, asks, until } from "./screens.mjs";
import { KEY } from "./simulator.mjs";
import { answered, later } from "./time.mjs";

export { later };

/// What the browser itself writes down of an answer that is a failure.
export const BROKEN = [/Failed to load resource/];
export const CREATE = "podFindAndDeployOnDemand";

/// Signed in, with the form filled in for a pod of this name.
export async function filledIn({ signIn, page }, name) {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn(name);
  return form;
}

/// How many requests so far have a body that names `operation`.
export const sent = (seen, operation) => seen.requests.filter((request) => asks(request, operation)).length;

/// The mark that the page sent along with its first create.
export const tagOf = (seen) =>
  seen.requests.map((request) => request.postData()?.match(/"LAUNCHPOD_TAG","value":"([^"]+)"/)).find(Boolean)[1];

/// What has really happened: creates, terminates, and the names of the pods that are there.
export async function dealings(simulator) {
  const { creates, terminates, pods } = await simulator.state();
  return { creates, terminates, pods: pods.map((pod) => pod.name).sort() };
}

/// What has really happened is this, and stays this while the page asks for two more lists.
export async function holds(walk, expected) {
  const { simulator, seen } = walk;
  await until(
    async () => JSON.stringify(await dealings(simulator)) === JSON.stringify(expected),
    JSON.stringify(expected),
  );
  for (let lists = 0; lists < 2; lists += 1) {
    const before = sent(seen, "query Fleet");
    await later(walk, 16);
    await until(() => sent(seen, "query Fleet") > before, "one more list");
  }
  await answered(walk);
  assert.deepEqual(await dealings(simulator), expected);
}

const PYTORCH = "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404";

/// A pod that somebody makes past this page.
export async function made(simulator, { name, more = "", type = CREATE, image = PYTORCH, ports = "8888/http" }) {
  const answer = await simulator.ask(`mutation { ${type}(input: { name: "${name}", imageName: "${image}",
    gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, ports: "${ports}", ${more} }) { id } }`);
  return answer[type]?.id;
}

/// The create of this launch once more, as something on the way repeats a request.
export const repeated = (simulator, name, tag) =>
  made(simulator, { name, more: `volumeInGb: 0, env: [{ key: "LAUNCHPOD_TAG", value: "${tag}" }]` });

/// Others take every RTX 4090 in the data center of the volume "models".
export async function takeAll(simulator) {
  for (const gpus of [8, 4, 2, 1]) {
    const another = `mutation { ${CREATE}(input: { name: "others", imageName: "a/b", gpuTypeId: "NVIDIA GeForce RTX 4090", gpuCount: ${gpus},
      cloudType: SECURE, dataCenterId: "EU-RO-1", containerDiskInGb: 10, volumeInGb: 0 }) { id } }`;
    while ((await simulator.ask(another))[CREATE]);
  }
}

/// The tab is closed, and the page opened again in another one, with the key typed anew.
export async function openedAgain({ page, anotherTab, simulator, seen }) {
  await page.close();
  const tab = await anotherTab();
  await tab.goto(simulator.page);
  return { page: tab, seen, simulator };
}

/// The card of a pod of this name, in the list.
export const card = (page, name) => new Pods(page).card(name);

/// How a file of the page's own can fail to come, and what answers in its place.
export const FILES_THAT_FAIL = [
  ["that does not arrive", (route) => route.abort()],
  ["that the server no longer has", (route) => route.fulfill({ status: 404, body: "gone" })],
  [
    "in whose place something else comes",
    (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<p>" }),
  ],
];
