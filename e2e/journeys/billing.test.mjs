// What was spent and will be, a budget, and what was forgotten.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { counter, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo, passes, passesUntil, undoIsOver } from "../support/time.mjs";

const open = async (page) => {
  await page.getByRole("button", { name: "Spend and budget" }).click();
  await page.getByRole("heading", { name: "This session", exact: true }).waitFor();
};

const dollars = (text) => Number(text.match(/\$([\d.]+)/)[1]);

atBothWidths(
  "what was spent, and what it comes to by the morning, is on the first page",
  { clock: true },
  async (walk) => {
    const { page, look, simulator } = walk;
    const pods = await launched(walk, "dear");
    await page.getByText(/until .*08:00/).waitFor();
    await comesTo(walk, pods.card("dear"), "ready");
    await until(async () => /\$\d+\.\d\d\+? today/.test(await pods.money.innerText()), "the money line says today");
    await open(page);
    const part = (name) =>
      page.locator(".spend-parts > div").filter({ has: page.getByRole("heading", { name, exact: true }) });
    const now = part("Now, per hour");
    assert.equal(dollars(await now.locator("div", { hasText: "GPUs and machines" }).last().innerText()), 0.74);
    await part("Today")
      .getByText(/^dear pod$/)
      .waitFor();
    await part("Today")
      .getByText(/^models volume$/)
      .waitFor();
    const rows = await part("Today").locator("dl > div").allInnerTexts();
    const [total, ...parts] = rows.map(dollars);
    assert.ok(Math.abs(total - parts.reduce((sum, one) => sum + one, 0)) < 0.02, `${rows}`);
    await page.getByText(/^Matches RunPod's figures/).waitFor();
    // A quarter of an hour of the account's later.
    const same = page.getByText(
      /^Matches RunPod's figures, and the fall of your balance in the last \d+\sm\s\d+\ss\.$/,
    );
    await passesUntil(walk, () => same.count(), "RunPod says the same");
    for (const amount of [
      await pods.money.locator('[data-field="today"]').innerText(),
      ...(await part("Today").locator("dd").allInnerTexts()),
    ]) {
      assert.match(amount, /^(≈|at least)\s\$|\d\+ today$/, "an estimate says so");
    }
    await page.getByText(/: ≈\s\$\d+\.\d\d\. The balance would run out /).waitFor();
    // RunPod's own account of it: what the balance lost since the pod was made.
    const { myself } = await simulator.ask("{ myself { clientBalance currentSpendPerHr } }");
    assert.ok(total > 0 && myself.clientBalance < 25);
    await assertAccessible(page, `spend ${look}`);
    await shot(page, `spend-${look}`);
    await page.reload();
    await pods.ready();
    await open(page);
    const after = dollars((await part("Today").locator("dl > div").allInnerTexts())[0]);
    assert.ok(after >= total, `a reload forgets nothing: ${after} of ${total}`);
  },
);

atBothWidths("a budget stops what runs when it is spent", { clock: true }, async (walk) => {
  const { page, look, simulator } = walk;
  const pods = await launched(walk, "frugal");
  await open(page);
  await page.getByLabel("At most ($)").fill("a lot");
  await page.getByRole("button", { name: "Set the budget" }).click();
  await page.getByText("Type an amount in dollars, like 5 or 2.50.").waitFor();
  await page.getByLabel("At most ($)").fill("0.60");
  await page.getByLabel("When it is spent, stop what runs").check();
  await page.getByRole("button", { name: "Set the budget" }).click();
  await until(async () => !/No budget/.test(await page.locator('[data-field="budget"]').innerText()), "it is set");
  await shot(page, `budget-${look}`);
  // Why a pod is stopped is said wherever one is.
  await page.getByRole("navigation").getByRole("link", { name: "Launch a pod" }).click();
  const alarm = page.locator(".undo-bar").getByRole("alert");
  await passesUntil(
    walk,
    () => alarm.getByText(/^Your budget of \$0\.60 is reached: stopping /).count(),
    "it is spent",
  );
  await assertAccessible(page, `a budget that is spent on the launch page ${look}`);
  await pods.open();
  await comesTo(walk, pods.card("frugal"), "stopped");
  assert.equal((await simulator.pods())[0].desiredStatus, "EXITED");
  await alarm.getByText(/budget/i).waitFor();
  await alarm.getByRole("button", { name: "Dismiss" }).click();
  await until(async () => (await alarm.innerText()) === "", "it is read");
  await assertAccessible(page, `a budget that is spent ${look}`);
  await shot(page, `budget-spent-${look}`);
});

journey("a stop by a budget can be taken back, and is not asked again", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  await launched(walk, "spared");
  await open(page);
  await page.getByLabel("At most ($)").fill("0.01");
  await page.getByLabel("When it is spent, stop what runs").check();
  await page.getByRole("button", { name: "Set the budget" }).click();
  await page.getByRole("button", { name: "Undo the stop" }).click();
  await page
    .locator(".undo-bar")
    .getByText("You took that back. Your budget is spent, and stops nothing any more: set it again if it is to.")
    .waitFor();
  await until(
    async () => !(await page.getByLabel("When it is spent, stop what runs").isChecked()),
    "it is not ticked any more",
  );
  await undoIsOver(walk);
  assert.equal((await simulator.pods())[0].desiredStatus, "RUNNING");
});

journey("a budget warns before it is spent", { clock: true }, async (walk) => {
  const { page, simulator } = walk;
  await launched(walk, "careful");
  await open(page);
  const session = page
    .locator(".spend-parts > div")
    .filter({ has: page.getByRole("heading", { name: "This session", exact: true }) })
    .locator("dd")
    .first();
  const spent = await passesUntil(
    walk,
    async () => {
      const now = dollars(await session.innerText());
      return now >= 0.3 && now;
    },
    "30 cents are spent",
  );
  await page.getByLabel("At most ($)").fill((spent * 1.15).toFixed(2));
  await page.getByRole("button", { name: "Set the budget" }).click();
  await page.getByText(/80\u00a0% of your budget is spent/).waitFor();
  assert.equal((await simulator.pods())[0].desiredStatus, "RUNNING");
});

journey("a budget that only warns stops nothing", { clock: true }, async (walk) => {
  const { page, seen, simulator } = walk;
  await launched(walk, "warned");
  await open(page);
  await page.getByLabel("At most ($)").fill("0.20");
  await page.getByRole("button", { name: "Set the budget" }).click();
  const spent = page.getByText(/Your budget is spent.*Nothing is stopped by it/);
  await passesUntil(walk, () => spent.count(), "it is spent");
  assert.equal(counter(seen, "mutation Stop")(), 0);
  assert.equal((await simulator.pods())[0].desiredStatus, "RUNNING");
});

atBothWidths(
  "volumes that nobody uses are told with what they cost, and deleted only where they are ticked",
  {},
  async ({ signIn, page, look, simulator }) => {
    await signIn.signInToSimulator(KEY);
    await open(page);
    const box = page.locator(".forgotten");
    await box
      .getByText(/a month/)
      .first()
      .waitFor();
    const rows = box.getByRole("listitem");
    assert.equal(await rows.count(), 3);
    assert.equal(
      await box.getByRole("checkbox", { checked: true }).count(),
      0,
      "nothing that holds data is ticked for anybody",
    );
    const nothing = box.getByRole("button", { name: "Delete selected" });
    assert.equal(await nothing.getAttribute("aria-disabled"), "true");
    await assertAccessible(page, `forgotten things ${look}`);
    await shot(page, `forgotten-${look}`);
    await box.getByLabel(/^archive/).check();
    const sweep = box.getByRole("button", { name: /^Delete 1 volume · saves \$/ });
    await sweep.click();
    await box
      .getByText(
        /^“archive”: Everything on it is lost for good: up to [\d,]+ GB\. Nobody can bring that back, RunPod neither\.$/,
      )
      .waitFor();
    await assertAccessible(page, `the question before a sweep ${look}`);
    await box.getByRole("button", { name: "Keep it all" }).click();
    assert.equal(await rows.count(), 3, "nothing is deleted by one click");
    await sweep.click();
    await box.getByRole("button", { name: "Delete for good" }).click();
    await until(async () => (await rows.count()) === 2, "one is gone");
    const { myself } = await simulator.ask("{ myself { networkVolumes { name } } }");
    assert.deepEqual(myself.networkVolumes.map(({ name }) => name).sort(), ["models", "studio"]);
  },
);

journey("a volume that is kept on purpose is not counted, also after a reload", {}, async ({ signIn, page }) => {
  const pods = await signIn.signInToSimulator(KEY);
  await page.getByText(/^3 unused volumes: \$[\d.]+ a month\./).waitFor();
  await page.getByRole("button", { name: "Review" }).click();
  const box = page.locator(".forgotten");
  await until(
    () => box.getByRole("heading", { name: "Not in use" }).evaluate((it) => it === document.activeElement),
    "focus",
  );
  await box.getByRole("button", { name: "I keep this: models" }).click();
  await box.getByText(/^2 unused volumes/).waitFor();
  await box.getByText(/^models, kept on purpose: \$[\d.]+ a month$/).waitFor();
  assert.equal(await box.getByRole("checkbox").count(), 2, "no sweep takes it");
  await assertAccessible(page, "a kept volume");
  await page.reload();
  await pods.ready();
  await page.getByText(/^2 unused volumes/).waitFor();
  await open(page);
  await box.getByRole("button", { name: "Count it again: models" }).click();
  await box.getByText(/^3 unused volumes/).waitFor();
});

journey(
  "pods that were stopped days ago are forgotten, and one sweep ends them, with one Undo",
  { clock: true },
  async (walk) => {
    const { signIn, page, simulator } = walk;
    for (const name of ["old", "older"]) {
      const made =
        await simulator.ask(`mutation { podFindAndDeployOnDemand(input: { name: "${name}", imageName: "a/b:c", gpuTypeId: "NVIDIA GeForce RTX 4090",
      gpuCount: 1, cloudType: SECURE, containerDiskInGb: 10, volumeInGb: 0, ports: "3000/http" }) { id } }`);
      await simulator.ask(`mutation { podStop(input: { podId: "${made.podFindAndDeployOnDemand.id}" }) { id } }`);
    }
    const pods = await signIn.signInToSimulator(KEY);
    await pods.card("older").card.waitFor();
    await passes(walk, 48 * 3600);
    await page.getByText(/^2 stopped pods and \d unused volumes: \$[\d.]+ a month\./).waitFor({ timeout: 60_000 });
    await open(page);
    const box = page.locator(".forgotten");
    await box.getByLabel(/^older/).waitFor({ timeout: 60_000 });
    const sweep = box.getByRole("button", { name: /^End 2 pods/ });
    await sweep.click();
    await page.getByRole("button", { name: "Undo all 2" }).click();
    await pods.card("old").end.waitFor();
    assert.equal((await simulator.pods()).length, 2);
    await sweep.click();
    await page.getByRole("button", { name: "Undo all 2" }).waitFor();
    await undoIsOver(walk);
    await pods.card("old").isGone();
    await pods.card("older").isGone();
    assert.deepEqual(await simulator.pods(), []);
  },
);

journey("RunPod's bills stand beside what this page had estimated", { clock: true }, async (walk) => {
  const { page, seen } = walk;
  const asked = () => seen.requests.filter((request) => request.url().includes("/v2/billing/pods")).length;
  const pods = await launched(walk, "billed");
  await comesTo(walk, pods.card("billed"), "ready");
  // Two hours of the account's, list by list: one at least is whole.
  for (let quarters = 0; quarters < 8; quarters += 1) await passes(walk, 900);
  assert.equal(asked(), 0, "nobody looks at it");
  await open(page);
  const bills = page.locator('[data-field="bills"]');
  const words =
    /^In the 24\sh until \d\d:\d\d RunPod billed \$\d+\.\d\d for pods; this page had estimated \$\d+\.\d\d, (the same|less than 1 % (less|more)|\d+ % (less|more))\.$/;
  await until(async () => words.test(await bills.innerText()), `the bills: ${words}`);
  const [billed, estimated] = (await bills.innerText()).match(/\$[\d.]+/g).map(dollars);
  assert.ok(billed > 0 && Math.abs(billed - estimated) / billed < 0.1, `${billed}, ${estimated}`);
  await assertAccessible(page, "bills");
  assert.equal(asked(), 1, "once, however many lists come");
});

journey(
  "bills that can't be had are said, and not made up",
  { expected: [/Failed to load resource/] },
  async (walk) => {
    const { page, simulator } = walk;
    await launched(walk, "unbilled");
    await simulator.fault({ name: "bad-gateway", operation: "listPodBilling", times: 0 });
    await open(page);
    await page
      .getByText(/^What RunPod billed could not be read, so only this page's estimates stand here\. RunPod /)
      .waitFor();
  },
);
