// Where the page can't be loaded: what stands there then, how old it is, and that no old version of the page runs.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { journey } from "../support/journey.mjs";
import { comfy } from "../support/pod_page.mjs";
import { Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const GONE = [/net::ERR_CONNECTION_REFUSED/, /net::ERR_INCOMPLETE_CHUNKED_ENCODING/, /Failed to fetch/];

/// All that is kept for the time without a network, by its path.
const keptFiles = (page) =>
  page.evaluate(async () => {
    const kept = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) kept.push(new URL(request.url).pathname);
    return kept;
  });

journey(
  "what cannot be loaded says what was last seen and when, and offers nothing that it cannot do",
  { offline: true, expected: GONE },
  async (walk) => {
    const { page, simulator, signIn, tab } = walk;
    await comfy(simulator, { name: "left running" });
    await signIn.signInToSimulator(KEY);
    const pods = await new Pods(page).ready();
    await pods.card("left running").reaches("ready");
    await page.evaluate(() => navigator.serviceWorker.ready);
    await until(async () => (await keptFiles(page)).includes("/offline.html"), "the page for later is there");
    assert.deepEqual(await keptFiles(page), ["/offline.html"], "no part of the app is kept");
    await until(
      async () => /left running: ready, \$/i.test(await page.evaluate(() => localStorage.getItem("launchpod.seen"))),
      "the list is written down",
    );
    await assertKeyIsKept(tab, KEY, [simulator.address, simulator.page], ["launchpod-offline"]);

    simulator.stop();
    // Once it has answered: an answer may be lost with the page.
    await page.evaluate(() => void setTimeout(() => location.reload()));
    await page.getByRole("heading", { name: "Launchpod can't be reached", level: 1 }).waitFor();
    await page.getByRole("heading", { name: /^As of \d+ \w+ \d{4}, \d\d:\d\d$/, level: 2 }).waitFor();
    await page.getByText(/left running: ready, \$/i).waitFor();
    assert.deepEqual(await page.getByRole("button").allInnerTexts(), ["Try again"]);
    assert.equal(await page.getByRole("link").count(), 0);
    assert.ok(!(await page.content()).includes(KEY));
    await assertAccessible(page, "without a network");
  },
);

journey("forgetting the key forgets what was last seen", { offline: true }, async ({ page, simulator, signIn }) => {
  await comfy(simulator, { name: "left running" });
  await signIn.signInToSimulator(KEY);
  const pods = await new Pods(page).ready();
  await until(() => page.evaluate(() => localStorage.getItem("launchpod.seen") !== null), "it is written down");
  await pods.forgetKey();
  await signIn.key.waitFor();
  assert.equal(await page.evaluate(() => localStorage.getItem("launchpod.seen")), null);
});
