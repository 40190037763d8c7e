// The list as a table: a line a pod, the same rows, and no other on a phone.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { PHONE, shot } from "../support/browser.mjs";
import { journey } from "../support/journey.mjs";
import { comfy } from "../support/pod_page.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const NAMES = ["one", "two", "three", "four", "five", "six"];

/// Six pods that run.
async function six({ page, simulator, signIn }) {
  for (const name of NAMES) await comfy(simulator, { name });
  await signIn.signInToSimulator(KEY);
  const pods = await new Pods(page).ready();
  for (const name of NAMES) await pods.card(name).reaches("ready");
  return pods;
}

/// Where this part of each row begins and ends, from the left; each place once.
const edges = (page, part) =>
  page.locator(`li.pod ${part}`).evaluateAll((all) => {
    const sides = all.map((element) => element.getBoundingClientRect()).map(({ left, right }) => [left, right]);
    return [...new Set(sides.map(([left, right]) => `${Math.round(left)} ${Math.round(right)}`))];
  });

const heights = (pods) =>
  pods.cards.evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().height)));

journey("six running pods are seen at once, and their money stands in columns", {}, async (walk) => {
  const { page } = walk;
  const pods = await six(walk);
  await pods
    .card("one")
    .link(/^Open ComfyUI/)
    .waitFor();
  const [first, last] = await Promise.all([pods.cards.first().boundingBox(), pods.cards.last().boundingBox()]);
  assert.ok(last.y + last.height - first.y <= 700, `${last.y + last.height - first.y} px`);
  for (const field of ["uptime", "hourly", "spent"])
    assert.equal((await edges(page, `dd[data-field="${field}"]`)).length, 1, `${field} stands in one column`);
  await shot(page, "six-cards");
});

journey("as a table each pod is a line, the same row as before, and a reload finds it so", {}, async (walk) => {
  const { page } = walk;
  const pods = await six(walk);
  await pods.card("two").card.evaluate((row) => {
    row.launchpodSame = true;
  });
  await pods.layOut("Table");
  assert.equal(await pods.card("two").card.evaluate((row) => row.launchpodSame), true, "its row is the same");
  for (const height of await heights(pods)) assert.ok(height <= 56, `one line: ${height} px`);
  for (const part of [".stage", '[data-field="gpu"]', '[data-field="place"]', ".services", ".pod-end"])
    assert.equal((await edges(page, part)).length, 1, `${part} stands in one column`);
  const headings = await page.locator(".pods-columns > span").allInnerTexts();
  assert.deepEqual(headings, ["Name", "State", "GPU", "Data center", "Ends", "Up for", "Per hour", "So far"]);
  const one = pods.card("one");
  for (const part of [one.pick, one.end, one.stop, one.link(/^Open ComfyUI/), one.link("one")])
    assert.ok(await part.isVisible());
  await assertAccessible(page, "the table");
  await shot(page, "six-table");

  await page.reload();
  await until(async () => (await pods.cards.count()) === 6, "all are there again");
  await pods.card("one").reaches("ready");
  assert.ok(await pods.layouts.getByRole("radio", { name: "Table" }).isChecked());
  for (const height of await heights(pods)) assert.ok(height <= 56, `one line: ${height} px`);
  await pods.layOut("Cards");
  assert.equal(await page.locator(".pods-columns").count(), 0);
  assert.ok((await heights(pods)).every((height) => height > 56));

  await pods.layOut("Table");
  await page.setViewportSize(PHONE);
  assert.ok(!(await pods.layouts.isVisible()), "a phone has cards");
  assert.ok(!(await page.locator(".pods-columns").isVisible()));
  assert.ok((await heights(pods)).every((height) => height > 150));
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
});

journey("in the table a question and Undo stand in a line below the pod's", {}, async (walk) => {
  const { page, simulator } = walk;
  const pods = await six(walk);
  await pods.layOut("Table");
  const three = pods.card("three");
  await three.end.click();
  await three.ending.getByText("Its own volume of 20 GB will be deleted. End it?").waitFor();
  await assertAccessible(page, "a question in the table");
  await three.keep.click();
  await three.endIt();
  await three.undo.waitFor();
  const [row, ending] = await Promise.all([three.card.boundingBox(), three.ending.boundingBox()]);
  assert.ok(ending.width > row.width - 48, "it spans the row");
  await three.undo.hover();
  await assertAccessible(page, "Undo in the table");
  await shot(page, "six-table-undo");
  await three.undo.click();
  await three.undo.waitFor({ state: "detached" });
  assert.equal((await simulator.pods()).length, 6);

  await three.endIt();
  await three.isGone();
  assert.equal((await simulator.pods()).length, 5);
});
