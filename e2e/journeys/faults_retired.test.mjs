// RunPod switches GraphQL off: the page goes on over REST v2. Rows of docs/faults.md.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { BROKEN, CREATE, dealings, filledIn, holds } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { Launch, launched, Pods, SignIn, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, passesUntil, undoIsOver } from "../support/time.mjs";

const options = { expected: BROKEN, clock: true };
const RETIRED = { name: "retired", times: 0 };

const toGraphql = (seen) => seen.requests.filter((request) => request.url().endsWith("/graphql")).length;

journey("GraphQL is gone before anybody signs in, and the main job is done over REST v2", options, async (walk) => {
  const { simulator, page, signIn, seen, tab } = walk;
  await simulator.fault(RETIRED);
  const pods = await signIn.signInToSimulator(KEY);
  await page.getByText("No pods.").waitFor();
  assert.match(await pods.money.innerText(), /RunPod no longer publishes the balance/);
  const form = await new Launch(page).open();
  await form.fillIn("comfy anna");
  assert.match(await form.price.innerText(), /^\$0\.\d+\/h$/);
  await assertAccessible(page, "launch over REST v2");
  await form.launch();
  await pods.ready();
  const card = pods.card("comfy anna");
  await comesTo(walk, card, "ready");
  await shot(page, "rest-ready");
  await assertAccessible(page, "a pod that is ready over REST v2");
  await card.endIt();
  await undoIsOver(walk);
  await card.isGone();
  assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 1, pods: [] });
  assert.equal(toGraphql(seen), 1, "it was asked once, and said that it is gone");
  const own = new URL("simulator/", simulator.page).href;
  await assertKeyIsKept(tab, KEY, [`${own}graphql`, `${own}v2/`]);
});

journey("GraphQL goes while a launch's answer is lost, and the pod is found over REST v2", options, async (walk) => {
  const { simulator } = walk;
  const form = await filledIn(walk, "lost");
  await simulator.fault({ name: "act-then-drop", operation: CREATE, afterBytes: 1 });
  await simulator.fault({ ...RETIRED, operation: "myself" });
  await form.launch();
  const card = new Pods(walk.page).card("lost");
  await passesUntil(walk, async () => (await card.card.count()) > 0, "the pod is found");
  await holds(walk, { creates: 1, terminates: 0, pods: ["lost"] });
  await until(async () => /1 running/.test(await new Pods(walk.page).money.innerText()), "it runs");
});

journey("GraphQL goes while an end can be undone, and the pod is ended over REST v2", options, async (walk) => {
  const { simulator } = walk;
  const card = (await launched(walk, "meant")).card("meant");
  await card.end.click();
  await card.undo.waitFor();
  await simulator.fault(RETIRED);
  await undoIsOver(walk);
  await card.isGone();
  assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 1, pods: [] });
});

journey("GraphQL goes between two tabs' launches, and each makes one pod", options, async (walk) => {
  const { simulator, context } = walk;
  await launched(walk, "first");
  await simulator.fault(RETIRED);
  const other = await context.newPage();
  await other.goto(walk.page.url().split("#")[0]);
  await new SignIn(other).signInToSimulator(KEY);
  const form = await new Launch(other).open();
  await form.fillIn("second");
  await form.launch();
  await new Pods(other).card("second").card.waitFor();
  await new Pods(other).card("first").card.waitFor();
  assert.equal(await other.getByText("this browser does not know it").count(), 0, "the journal is the same one");
  await holds(walk, { creates: 2, terminates: 0, pods: ["first", "second"] });
});

/// What both APIs say of stock: nothing is left anywhere while `isOut`.
async function stock(page, isOut) {
  await page.route(/\/graphql$|\/v2\/catalog\/gpus/, async (route) => {
    const isCatalog = /query Catalog|catalog\/gpus/.test(`${route.request().url()}${route.request().postData()}`);
    if (!isCatalog || !isOut()) return route.fallback();
    const response = await route.fetch();
    const left = /"(stockStatus|availability)":"\w+"/g;
    await route.fulfill({ response, body: (await response.text()).replace(left, '"$1":"NONE"') });
  });
}

journey("GraphQL goes while a launch waits for stock, and one pod is launched over REST v2", options, async (walk) => {
  const { signIn, page, simulator, seen } = walk;
  await signIn.signInToSimulator(KEY);
  let out = true;
  await stock(page, () => out);
  const form = await new Launch(page).open();
  await form.onVolume("models");
  await form.name.fill("patient");
  await form.gpu("RTX 4090").check();
  await form.unfold();
  await form.whenSoldOut.selectOption("launch");
  await form.launch();
  await form.hunt.getByText(/Waiting for stock for “patient”/).waitFor();
  await simulator.fault(RETIRED);
  const looksOverRest = () => seen.requests.filter((request) => request.url().includes("/catalog/gpus")).length;
  await passesUntil(walk, async () => looksOverRest() > 1, "stock is looked at over REST v2");
  await form.hunt.getByText(/Waiting for stock for “patient”/).waitFor();
  out = false;
  const pods = await new Pods(page).open();
  await passesUntil(walk, async () => (await pods.card("patient").card.count()) > 0, "it is launched");
  assert.match(await pods.money.innerText(), /RunPod no longer publishes the balance/);
  await page.clock.fastForward(120_000);
  assert.deepEqual(await dealings(simulator), { creates: 1, terminates: 0, pods: ["patient"] });
});

journey("REST v2 is chosen before GraphQL goes, and refused to the key", options, async (walk) => {
  const { signIn, page, simulator, seen } = walk;
  const choose = async () => {
    await page.getByText("Settings", { exact: true }).click();
    await page.getByLabel("Use REST v2, RunPod's new API").check();
  };
  await choose();
  await assertAccessible(page, "the settings of the sign-in page");
  const pods = await signIn.signInToSimulator(KEY);
  await page.getByText("No pods.").waitFor();
  const overRest = () => seen.requests.filter((request) => request.url().includes("/v2/pods")).length;
  assert.ok(overRest() > 0);
  assert.match(await pods.money.innerText(), /balance \$/, "GraphQL tells it while it lives");
  await simulator.fault({ name: "forbidden", api: "v2", times: 0 });
  await page.reload();
  const told = pods.told.getByText(/RunPod does not let your key use REST v2/);
  await told.waitFor();
  await assertAccessible(page, "REST v2 is refused to the key");
  await page.getByText("No pods.").waitFor();
  await page.getByRole("button", { name: "Dismiss" }).click();
  await told.waitFor({ state: "detached" });
  assert.match(await pods.money.innerText(), /balance \$/);
});
