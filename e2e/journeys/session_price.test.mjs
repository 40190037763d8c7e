// What a session costs: from the launch until the timer in the pod ends it.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { PodPage } from "../support/pod_page.mjs";
import { Launch, launched, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";
import { comesTo } from "../support/time.mjs";

const dollars = (text) => Number(text.match(/\$([\d.]+)/)[1]);

const openSpending = async (page) => {
  await page.getByRole("button", { name: "Spend and budget" }).click();
  await page.getByRole("heading", { name: "This session", exact: true }).waitFor();
};

atBothWidths("the whole session's price is the headline, and follows the timer", {}, async ({ signIn, page, look }) => {
  await signIn.signInToSimulator(KEY);
  const form = await new Launch(page).open();
  await form.fillIn("priced");
  await form.priced();
  const hours = page.getByLabel("End automatically after (hours)");
  const four = await form.session.innerText();
  assert.match(four, /^4\sh = \$\d+\.\d\d, then it ends$/);
  assert.equal(await form.button.innerText(), `Launch · ${four.split(",")[0]}`);
  await form.summary
    .getByText(
      /^The timer begins when the pod has started\. .* at \$0\.\d+\/h\. After the end the pod costs nothing\. Your volume “models” costs \$\d+\.\d\d a month whether a pod runs or not\.$/,
    )
    .waitFor();
  await assertAccessible(page, `a session's price ${look}`);
  await shot(page, `session-price-${look}`);

  await hours.fill("2");
  await until(async () => /^2\sh = /.test(await form.session.innerText()), "two hours");
  const two = await form.session.innerText();
  assert.ok(Math.abs(dollars(four) - 2 * dollars(two)) <= 0.02, `${four}; ${two}`);
  assert.match(await form.button.innerText(), /^Launch · 2\sh = \$/);

  await hours.fill("");
  await until(async () => (await form.session.count()) === 0, "no timer, no session");
  assert.match(await form.button.innerText(), /^Launch · \$0\.\d+\/h$/);
  await form.summary.getByText(/^Left until (tomorrow at )?08:00, it costs ≈\s\$\d+\.\d\d\.$/).waitFor();
  await form.summary.getByText(/Nothing ends it by itself/).waitFor();
});

atBothWidths(
  "with a timer the balance lasts longer, and the pod is told with what it comes to in all",
  { clock: true, simulator: { flags: ["--balance", "5"] } },
  async (walk) => {
    const { page, look } = walk;
    const pods = await launched(walk, "timed");
    await comesTo(walk, pods.card("timed"), "ready");
    // At about $0.87/h in all, $5 would be gone in less than six hours; after the four of the timer only volumes cost.
    const balance = pods.money.locator('[data-field="balance"]');
    const lasts = async () => Number((await balance.innerText()).match(/enough for (\d+)\sh/)?.[1]);
    await until(async () => (await lasts()) >= 10, "it lasts longer than without the timer");
    await openSpending(page);
    const all = /^“timed” ends (tomorrow )?at \d\d:\d\d, (≈|at least)\s\$\d+\.\d\d in all\.$/;
    const told = dollars(await page.getByText(all).innerText());
    assert.ok(told > 2.9 && told < 3.6, `four hours and the start: ${told}`);
    await assertAccessible(page, `what timers leave ${look}`);
    await shot(page, `session-spend-${look}`);
    const pod = await new PodPage(page).open("timed");
    await pod.state.getByText(/^Ends (tomorrow )?at \d\d:\d\d, (≈|at least)\s\$\d+\.\d\d in all\.$/).waitFor();
    await assertAccessible(page, `a pod with its end ${look}`);
    await shot(page, `session-pod-${look}`);
  },
);

journey("a budget that ends before the timer is told before the launch", { clock: true }, async (walk) => {
  const { page } = walk;
  const pods = await launched(walk, "first");
  await comesTo(walk, pods.card("first"), "ready");
  await openSpending(page);
  await page.getByLabel("At most ($)").fill("2");
  await page.getByLabel("When it is spent, stop what runs").check();
  await page.getByRole("button", { name: "Set the budget" }).click();
  await page.getByText(/of \$2\.00 spent: reached in .*, with the timers that run\.$/).waitFor();
  const form = await new Launch(page).open();
  await form.fillIn("second");
  await form.summary
    .getByText(
      /^Your budget has \$[01]\.\d\d left, enough for (1\sh(\s\d+\sm)?|\d+\sm(\s\d+\ss)?): this page then stops what runs, if it is open\.$/,
    )
    .waitFor();
  assert.equal(await form.summary.getByRole("link", { name: /^Add credit/ }).count(), 0, "there is enough of that");
  await assertAccessible(page, "a budget that ends first");
});

journey("a rule of the page is told beside the forecast, and not counted", { clock: true }, async (walk) => {
  const { page } = walk;
  const pods = await launched(walk, "ruled");
  await comesTo(walk, pods.card("ruled"), "ready");
  await new PodPage(page).open("ruled");
  await page.getByLabel("When its GPU was idle for (minutes)").fill("1440");
  await page.getByRole("button", { name: "Set the idle rule" }).click();
  await page.getByText(/ends when its GPU was idle for 1\sd, only while this page is open$/).waitFor();
  await pods.open();
  await page
    .locator(".forecast")
    .getByText(/A rule for an idle GPU is not counted: it acts only while this page is open\.$/)
    .waitFor();
});
