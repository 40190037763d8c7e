// Many pods: found, ordered and grouped; several ended or stopped with one click and one Undo; thousands of rows.
import assert from "node:assert/strict";

import { Lists } from "../bench/pods.mjs";
import { startCounting } from "../bench/touched.mjs";
import { assertAccessible } from "../support/audit.mjs";
import { DESKTOP, PHONE, shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { undoIsOver } from "../support/time.mjs";

const OWN = 'volumeInGb: 40, volumeMountPath: "/workspace"';
const NONE = "volumeInGb: 0";

/// Seven pods: two on the volume "models", one with a volume of its own, the rest without any; the last one is stopped.
async function seven({ simulator, signIn }) {
  const { myself } = await simulator.ask("{ myself { networkVolumes { id name } } }");
  const models = `volumeInGb: 0, networkVolumeId: "${myself.networkVolumes.find(({ name }) => name === "models").id}", dataCenterId: "EU-RO-1"`;
  const pods = [
    ["anna", models],
    ["bert", models],
    ["cora", OWN],
    ["dora", NONE],
    ["emil", NONE],
    ["fred", NONE],
    ["gina", OWN],
  ];
  const ids = {};
  for (const [name, more] of pods) {
    const gpu = name === "dora" ? "NVIDIA RTX A5000" : "NVIDIA GeForce RTX 4090";
    const made =
      await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "${name}", imageName: "runpod/pytorch:1.0.2-cu1281-torch280-ubuntu2404",
      gpuTypeId: "${gpu}", gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, ports: "22/tcp", ${more} }) { id } }`);
    ids[name] = made.podFindAndDeployOnDemand.id;
  }
  await simulator.ask(`mutation { podStop(input: { podId: "${ids.gina}" }) { id } }`);
  const list = await signIn.signInToSimulator(KEY);
  await list.card("gina").reaches("stopped");
  return { list, ids };
}

const alive = async (simulator) =>
  (await simulator.pods())
    .filter((pod) => pod.desiredStatus !== "TERMINATED")
    .map((pod) => pod.name)
    .sort();
const widths = { desktop: { viewport: DESKTOP }, phone: { viewport: PHONE } };

for (const [width, options] of Object.entries(widths)) {
  journey(`pods are found, ordered and grouped, and none is hidden silently (${width})`, options, async (walk) => {
    const { page } = walk;
    const { list } = await seven(walk);
    assert.equal(await list.search.isVisible(), width === "desktop", "on a phone the tools are folded");
    assert.equal((await list.hidden.innerText()).trim(), "");
    const search = await list.tool("Search");
    await shot(page, `many-${width}`);

    await search.fill("ANNA models");
    await until(async () => (await list.cards.count()) === 1, "only anna is found");
    await list.hidden.getByText(/^6 more pods, \$\d+\.\d+\/h, are hidden by the filter\.$/).waitFor();
    await assertAccessible(page, `a filtered list (${width})`);
    await list.hidden.getByRole("button", { name: "Show all" }).click();
    await until(async () => (await list.cards.count()) === 7, "all are there");
    assert.equal(await search.inputValue(), "");

    await (await list.tool("Show")).selectOption({ label: "stopped" });
    await until(async () => (await list.names()).join() === "gina", "the stopped one");
    await (await list.tool("Show")).selectOption({ label: "all" });
    await (await list.tool("Sort by")).selectOption({ label: "name" });
    await until(async () => (await list.names()).join() === "anna,bert,cora,dora,emil,fred,gina", "by name");
    await (await list.tool("Sort by")).selectOption({ label: "cost per hour" });
    await until(async () => (await list.names()).at(-1) === "gina", "the cheapest comes last");
    await (await list.tool("Group by")).selectOption({ label: "data center" });
    const places = page.locator("li.group h2");
    await until(async () => (await places.allInnerTexts()).includes("EU-RO-1"), "by data center");
    await (await list.tool("Group by")).selectOption({ label: "network volume" });
    const groups = page.locator("li.group");
    await until(async () => (await groups.count()) === 2, "two groups");
    assert.match((await groups.first().innerText()).replace(/\s+/g, " "), /^Volume “models” 2 pods, \$\d+\.\d+\/h$/);
    assert.match((await groups.last().innerText()).replace(/\s+/g, " "), /^No network volume 5 pods, /);
    await assertAccessible(page, `a grouped list (${width})`);
    await shot(page, `many-grouped-${width}`);

    // The tab remembers it.
    await page.reload();
    await until(async () => (await groups.count()) === 2, "the groups are there again");
    assert.equal((await list.names()).at(-1), "gina");
  });

  journey(
    `several pods end with one click, and one Undo takes all of them back (${width})`,
    { ...options, clock: true },
    async (walk) => {
      const { page, simulator, seen } = walk;
      const { list } = await seven(walk);
      const ends = counter(seen, "mutation Terminate");
      for (const name of ["anna", "bert", "dora"]) await list.card(name).pick.check();
      await list.bulk.getByText(/^3 selected, \$\d+\.\d+\/h$/).waitFor();
      await assertAccessible(page, `three selected (${width})`);
      await shot(page, `many-selected-${width}`);
      const undo = page.getByRole("button", { name: "Undo all 3" });
      await list.bulk.getByRole("button", { name: "End 3" }).click();
      await undo.waitFor();
      await list.bulk
        .getByText(
          "2 keep their network volumes, which go on costing $0.0097/h; 1 has no volume. Everything else on them is deleted.",
        )
        .waitFor();
      assert.equal(await page.getByRole("button", { name: /^Undo/ }).count(), 1, "one Undo for all");
      assert.equal(await list.card("anna").end.getAttribute("aria-disabled"), "true");
      await undo.click();
      await undo.waitFor({ state: "detached" });
      await undoIsOver(walk);
      assert.equal(ends(), 0);
      assert.equal((await alive(simulator)).length, 7);

      await list.bulk.getByText(/^3 selected/).waitFor();
      await list.bulk.getByRole("button", { name: "End 3" }).click();
      await undo.waitFor();
      // Last: on a busy machine it takes longer than Undo is there.
      await shot(page, `many-ending-${width}`);
      await assertAccessible(page, `three ending (${width})`);
      await undoIsOver(walk);
      await list.card("anna").isGone();
      await until(async () => (await alive(simulator)).join() === "cora,emil,fred,gina", "the three have ended");
      assert.equal(ends(), 3, "each was asked for once");
    },
  );
}

journey(
  "an end asks first where a pod's own volume would die, of one pod and of several",
  { clock: true },
  async (walk) => {
    const { page, simulator } = walk;
    const { list } = await seven(walk);
    const cora = list.card("cora");
    await cora.end.click();
    await cora.ending.getByText("Its own volume of 40 GB will be deleted. End it?").waitFor();
    const focused = (button) => button === document.activeElement;
    await until(() => cora.keep.evaluate(focused), "the focus is on the safe answer");
    await assertAccessible(page, "the question before an end");
    await shot(page, "own-volume-asked");
    assert.equal(await cora.undo.count(), 0);
    await cora.keep.click();
    assert.ok(await cora.end.evaluate(focused), "the focus is on End again");
    assert.equal((await cora.ending.innerText()).trim(), "");

    await list.tool("Search");
    await page.getByRole("button", { name: "Select all 7 shown" }).click();
    await list.bulk.getByRole("button", { name: "End 7" }).click();
    const question = list.bulk.getByText(
      /^Pods' own volumes will be deleted with them: “(cora|gina)” \(40 GB\), “(cora|gina)” \(40 GB\)\.$/,
    );
    await question.waitFor();
    await assertAccessible(page, "the question before a bulk end");
    await list.bulk.getByRole("button", { name: "Keep them" }).click();
    await question.waitFor({ state: "detached" });
    await list.card("gina").pick.uncheck();
    await list.bulk.getByRole("button", { name: "End 6" }).click();
    await list.bulk.getByRole("button", { name: "End 6 and delete" }).click();
    await list.bulk
      .getByText(
        "2 keep their network volumes, which go on costing $0.0097/h; 1 loses 40 GB of its own volume; 3 have no volume. Everything else on them is deleted.",
      )
      .waitFor();
    await undoIsOver(walk);
    await until(async () => (await alive(simulator)).join() === "gina", "all but one have ended");

    await list.card("gina").endIt();
    await list
      .card("gina")
      .ending.getByText(/40 GB of its own volume/)
      .waitFor();
    await undoIsOver(walk);
    await list.card("gina").isGone();
    assert.deepEqual(await alive(simulator), []);
  },
);

journey("several pods stop with one click; those that do not run are let be", {}, async (walk) => {
  const { simulator, seen } = walk;
  const { list } = await seven(walk);
  const stops = counter(seen, "mutation Stop");
  for (const name of ["cora", "emil", "gina"]) await list.card(name).pick.check();
  await list.bulk.getByRole("button", { name: "Stop 2" }).click();
  await list.bulk
    .getByText(/^1 keeps 40 GB of its own volume, which go on costing \$0\.0111\/h; 1 has no volume\./)
    .waitFor();
  await list.card("cora").reaches("stopped");
  await list.card("emil").reaches("stopped");
  assert.equal(stops(), 2);
  assert.equal((await alive(simulator)).length, 7);
});

journey("a reload in the middle of a bulk end loses none and ends none twice", {}, async (walk) => {
  const { page, simulator } = walk;
  const { list } = await seven(walk);
  for (const name of ["anna", "bert", "emil"]) await list.card(name).pick.check();
  await list.bulk.getByRole("button", { name: "End 3" }).click();
  await page.getByRole("button", { name: "Undo all 3" }).waitFor();
  // Whoever clicks End and leaves means it.
  await page.reload();
  await until(async () => (await alive(simulator)).join() === "cora,dora,fred,gina", "the three have ended");
  await list.card("anna").isGone();
  await list.card("cora").card.waitFor();
  assert.equal((await simulator.state()).terminates, 3);
  assert.equal((await alive(simulator)).length, 4);
});

journey(
  "each pod of a bulk end has a record of its own in the journal, and the one Undo clears them all",
  {},
  async (walk) => {
    const { page, simulator } = walk;
    const { list } = await seven(walk);
    for (const name of ["anna", "bert"]) await list.card(name).pick.check();
    await list.bulk.getByRole("button", { name: "End 2" }).click();
    await page.getByRole("button", { name: "Undo all 2" }).waitFor();
    const records = await page.evaluate(() => Object.keys(localStorage).filter((key) => /\/end\//.test(key)));
    assert.equal(records.length, 2, "each pod has a record of its own");
    await page.getByRole("button", { name: "Undo all 2" }).click();
    await until(
      () => page.evaluate(() => !Object.keys(localStorage).some((key) => /\/end\//.test(key))),
      "no record is left",
    );
    assert.equal((await alive(simulator)).length, 7);
  },
);

journey("several pods are selected, ended and taken back with the keyboard alone", {}, async (walk) => {
  const { page, simulator } = walk;
  const { list } = await seven(walk);
  await list.card("anna").pick.focus();
  await page.keyboard.press("Space");
  await list.card("bert").pick.focus();
  await page.keyboard.press("Space");
  await list.bulk.getByRole("button", { name: "End 2" }).focus();
  await page.keyboard.press("Enter");
  const undo = page.getByRole("button", { name: "Undo all 2" });
  await until(() => undo.evaluate((button) => button === document.activeElement), "the focus is on Undo");
  await page.keyboard.press("Enter");
  await undo.waitFor({ state: "detached" });
  const again = list.bulk.getByRole("button", { name: "End 2" });
  await until(() => again.evaluate((button) => button === document.activeElement), "and then where it was");
  assert.equal((await alive(simulator)).length, 7);
});

journey("of a long list nothing sticks out when the window becomes narrow", {}, async (walk) => {
  const { page } = walk;
  await seven(walk);
  // All rows have been in sight, and most of them are not any more.
  for (const height of [3000, 500]) {
    await page.setViewportSize({ ...DESKTOP, height });
    await page.waitForTimeout(800);
  }
  await page.setViewportSize(PHONE);
  await page.waitForTimeout(500);
  await until(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it fits");
});

/// The row's stage, its words, what RunPod said, what it means, what it costs, what ends it, the way in, and two buttons.
const SAID_OF_A_STOP = 9;

for (const [width, options] of Object.entries(widths)) {
  journey(
    `of a thousand pods a poll touches only those that changed (${width})`,
    { ...options, simulator: { speed: 1 } },
    async ({ page, signIn }) => {
      const lists = new Lists();
      let told;
      await page.route("**/graphql", async (route) => {
        if (!route.request().postData()?.includes("query Fleet")) return route.continue();
        const changed = lists.next();
        await route.fulfill({ contentType: "application/json", body: lists.answer() });
        told?.(changed);
      });
      const pods = await signIn.signInToSimulator(KEY);
      await pods.cards.nth(999).waitFor({ state: "attached" });
      // Which rows are in sight is told a moment later, and those that are not stand still.
      await page.waitForTimeout(2_000);
      lists.moving = true;
      for (let polls = 0; polls < 3; polls += 1) {
        await page.evaluate(startCounting);
        const answered = new Promise((resolve) => {
          told = resolve;
        });
        await page.evaluate(() => {
          document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
        });
        const changed = await answered;
        await page.waitForTimeout(2_500);
        const { rows, nodes, vain, moved, ticked } = await page.evaluate(() => globalThis.touched());
        const touched = rows.filter((id) => changed.includes(id) || !moved.includes(id));
        assert.deepEqual(touched.sort(), changed.sort());
        assert.deepEqual(vain, [], "nothing is written once more as it was");
        assert.ok(nodes <= SAID_OF_A_STOP * changed.length, `${nodes} nodes of ${changed.length} rows`);
        assert.ok(ticked < 100, `only rows in sight count their seconds: ${ticked} did`);
      }
      await pods.tools.waitFor();
      await (await pods.tool("Search")).fill("train-99");
      await until(async () => (await pods.cards.count()) === 11, "eleven of a thousand");
      await pods.hidden.getByText(/^989 more pods, \$[\d.]+\/h, are hidden/).waitFor();
    },
  );
}

/// RunPod's lists, as long as wanted.
async function listing(page, lists) {
  await page.route("**/graphql", async (route) => {
    if (!route.request().postData()?.includes("query Fleet")) return route.continue();
    lists.next();
    await route.fulfill({ contentType: "application/json", body: lists.answer() });
  });
}

for (const [width, count] of [
  ["desktop", 20_000],
  ["phone", 5_000],
]) {
  journey(
    `of ${count} pods those in sight are drawn, and every one is found (${width})`,
    { ...widths[width], simulator: { speed: 1 } },
    async ({ page, signIn }) => {
      await listing(page, new Lists(count));
      const pods = await signIn.signInToSimulator(KEY);
      await until(async () => (await pods.cards.count()) === count, "a row for each", 60_000);
      // Counted in the page: a locator looks into each of the rows, and takes ten seconds for that.
      const drawn = () => page.evaluate(() => document.querySelectorAll("li.pod:has(.pod-money)").length);
      await until(async () => {
        const rows = await drawn();
        return rows > 0 && rows < 100;
      }, "those near the screen are drawn");
      const last = pods.cards.last();
      await last.scrollIntoViewIfNeeded();
      await last.getByRole("button", { name: /^End / }).waitFor();
      assert.ok((await drawn()) < 100, "those that were left are drawn no more");
      // The name stands in each row, for the browser's own search and for whoever walks with the keyboard.
      const middle = pods.cards.nth(count / 2);
      await middle.getByRole("link").first().focus();
      await middle.getByRole("button", { name: /^End / }).waitFor();
      assert.ok(
        await middle
          .getByRole("link")
          .first()
          .evaluate((link) => link === document.activeElement),
        "the focus stays",
      );
      await (await pods.tool("Search")).fill(`train-${count - 1}`);
      await until(async () => (await pods.cards.count()) === 1, "one of them all");
      await pods.cards.first().getByRole("button", { name: /^End / }).waitFor();
      await pods.hidden
        .getByText(new RegExp(`^${(count - 1).toLocaleString("en-US")} more pods|^${count - 1} more pods`))
        .waitFor();
    },
  );
}
