// What each button of a pod does, said before it is clicked: from the pod's own disks and prices. The start of several at once.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { made, sent } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { later } from "../support/time.mjs";

const FULL = "There are not enough free GPUs on the host machine to start this pod.";

// Honest time: at speed 60 others take what a stopped pod lets go of within seconds.
const honest = { clock: true, simulator: { speed: 1, flags: ["--balance", "10000"] } };

/// Six pods, of which the first three are stopped.
async function six({ simulator, signIn }) {
  const ids = {};
  for (const name of ["anna", "bert", "cora", "dora", "emil", "fred"]) {
    ids[name] = await made(simulator, { name, more: "volumeInGb: 20" });
    if (name < "d") await simulator.ask(`mutation { podStop(input: { podId: "${ids[name]}" }) { id } }`);
  }
  const list = await signIn.signInToSimulator(KEY);
  await list.card("fred").stop.waitFor();
  return { list, ids };
}

const focused = (button) => button.evaluate((element) => element === document.activeElement);

atBothWidths("a pod's page says before a click what dies, what survives and what goes on costing", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator);
  await signIn.signInToSimulator(KEY);
  const pod = await new PodPage(page).open("comfy");
  const deeds = page.locator("details.deeds");
  await deeds.locator("summary").click();
  const stop = await pod.beside(deeds, "Stop").innerText();
  assert.match(
    stop,
    /^Everything outside \/workspace is deleted\. What is in \/workspace stays on the pod's own volume \(20 GB\)\./,
  );
  assert.match(stop, /Its 20 GB go on costing \$0\.0056\/h \(\$4\.00 a month\), twice as much as while it runs\./);
  const end = "Everything on it is deleted, the 20 GB of its own volume in /workspace too. It costs nothing any more.";
  assert.equal(await pod.beside(deeds, "End").innerText(), end);
  await assertAccessible(page, `what the buttons do ${walk.look}`);
  await shot(page, `pod-deeds-${walk.look}`);
  await pod.state.getByRole("button", { name: /^Stop / }).click();
  await pod.state
    .locator(".ending")
    .getByText(/Its 20 GB go on costing \$0\.0056\/h/)
    .waitFor();
  await pod.reaches("stopped");
  assert.equal(await page.getByRole("heading", { name: "Auto-stop" }).count(), 0, "what does not run is not to end");
  assert.match(
    await pod.beside(deeds, "Start").innerText(),
    /It will cost \$0\.\d+\/h \(\$[\d.,]+ a month\), until you stop or end it\./,
  );
});

atBothWidths(
  "several pods start with one click and for one sum; one whose GPU is gone does not stop the others",
  honest,
  async (walk) => {
    const { page, simulator, seen, look } = walk;
    const { list, ids } = await six(walk);
    // All that the filter shows, and no others.
    await (await list.tool("Show")).selectOption({ label: "stopped" });
    await list.tools.getByRole("button", { name: "Select all 3 shown" }).click();
    await list.bulk.getByText(/^3 selected, /).waitFor();
    const start = list.bulk.getByRole("button", { name: /^Start 3 · \$\d+\.\d+\/h$/ });
    await start.waitFor();
    assert.equal(await list.bulk.getByText(/not started/).count(), 0, "all of them can be started");
    await list.hidden.getByRole("button", { name: "Show all" }).click();
    await list.bulk.getByRole("button", { name: "Select all 6 shown" }).click();
    await list.bulk.getByText(/^6 selected, /).waitFor();
    await list.bulk
      .getByText(/^3 are not started: “(dora|emil|fred)”, “(dora|emil|fred)” and “(dora|emil|fred)” run already\.$/)
      .waitFor();

    const rate = async (button) => Number((await button.innerText()).match(/\$([\d.]+)\/h/)[1]);
    let sum = 0;
    for (const name of ["anna", "bert", "cora"]) sum += await rate(list.card(name).start);
    assert.ok(Math.abs((await rate(start)) - sum) < 0.01, `the button says the sum: ${sum}`);
    await assertAccessible(page, `six selected, of which three can be started (${look})`);
    await shot(page, `bulk-start-${look}`);

    const undo = page.getByRole("button", { name: "Undo all 3" });
    await start.click();
    await undo.waitFor();
    await list.bulk
      .getByText(
        /^Together they will cost \$\d+\.\d+\/h until you stop or end them\. Each starts on the same machine or not at all/,
      )
      .waitFor();
    await undo.click();
    await undo.waitFor({ state: "detached" });
    await later(walk, 7);
    assert.equal(sent(seen, "mutation Resume"), 0, "what is taken back is not asked for");

    await page.route("**/graphql", (route) => {
      const body = route.request().postData() ?? "";
      return body.includes("podResume") && body.includes(ids.bert)
        ? route.fulfill({ json: { errors: [{ message: FULL }], data: { podResume: null } } })
        : route.fallback();
    });
    await list.bulk.getByText(/^3 selected, /).waitFor();
    await start.click();
    await undo.waitFor();
    await assertAccessible(page, `three starting (${look})`);
    await later(walk, 7);
    await list.card("anna").stop.waitFor();
    await list.card("cora").stop.waitFor();
    await list
      .card("bert")
      .ending.getByText(/machine/)
      .waitFor();
    await list.card("bert").start.waitFor();
    await later(walk, 60);
    for (const name of ["anna", "bert", "cora"]) {
      const asked = seen.requests.filter((request) => {
        const body = request.postData() ?? "";
        return body.includes("mutation Resume") && body.includes(ids[name]);
      });
      assert.equal(asked.length, 1, `${name} was asked for once`);
    }
    const status = Object.fromEntries((await simulator.pods()).map((pod) => [pod.name, pod.desiredStatus]));
    assert.deepEqual([status.anna, status.bert, status.cora], ["RUNNING", "EXITED", "RUNNING"]);
    await shot(page, `bulk-started-${look}`);
  },
);

journey("all pods are selected, started and taken back with the keyboard alone", honest, async (walk) => {
  const { page, simulator, seen } = walk;
  const { list } = await six(walk);
  await list.card("anna").pick.focus();
  await page.keyboard.press("Space");
  await list.bulk.getByRole("button", { name: "Select all 6 shown" }).focus();
  await page.keyboard.press("Enter");
  await until(() => focused(list.bulk.getByRole("button", { name: "Select none" })), "the focus is in the bar");
  const start = list.bulk.getByRole("button", { name: /^Start 3 · / });
  await start.focus();
  await page.keyboard.press("Enter");
  const undo = page.getByRole("button", { name: "Undo all 3" });
  await until(() => focused(undo), "the focus is on Undo");
  await page.keyboard.press("Enter");
  await undo.waitFor({ state: "detached" });
  await until(() => focused(start), "and then where it was");
  await later(walk, 7);
  assert.equal(sent(seen, "mutation Resume"), 0);
  assert.equal((await simulator.pods()).filter((pod) => pod.desiredStatus === "EXITED").length, 3);
});
