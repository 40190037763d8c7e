// Accessibility on every screen, and the key nowhere but in its header.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

import { inBothSchemes } from "./browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/// axe finds nothing on the screen as it stands, in light and in dark, and nobody has to scroll to the side.
export async function assertAccessible(page, screen) {
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(wider, 0, `something sticks out to the side on ${screen}`);
  // Evaluated from outside, so that the page's own policy stays as it ships.
  await page.evaluate(axe);
  await inBothSchemes(page, async (colorScheme) => {
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
    assert.deepEqual(told, [], `axe on ${screen} in ${colorScheme}`);
  });
}

const JOURNAL = "launchpod";

/// All that stands in the journal's database, as text.
const written = (name) =>
  new Promise((resolve, reject) => {
    const opened = indexedDB.open(name, 1);
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const database = opened.result;
      if (!database.objectStoreNames.contains("journal")) return reject(new Error("the database has no journal"));
      const texts = database.transaction("journal").objectStore("journal").getAll();
      texts.onsuccess = () => {
        database.close();
        resolve(JSON.stringify(texts.result));
      };
      texts.onerror = () => reject(texts.error);
    };
  });

/// The key is in session storage and in Authorization headers, or in the relay's own; nowhere else. `caches` are those that may be there.
export async function assertKeyIsKept({ page, context, seen }, key, origins, caches = []) {
  const inPage = await page.evaluate(async () => ({
    url: location.href,
    html: document.documentElement.outerHTML,
    values: [...document.querySelectorAll("input:not([type=password])")].map((input) => input.value),
    local: JSON.stringify({ ...localStorage }),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await globalThis.caches.keys(),
  }));
  // Made at the first sign-in that RunPod lets in.
  assert.deepEqual([inPage.databases.filter((name) => name !== JOURNAL), inPage.caches], [[], caches]);
  if (inPage.databases.includes(JOURNAL)) inPage.journal = await page.evaluate(written, JOURNAL);
  for (const [where, text] of Object.entries(inPage))
    assert.ok(!JSON.stringify(text).includes(key), `the key is in ${where}`);
  assert.deepEqual(await context.cookies(), []);
  for (const line of [...seen.console, ...seen.errors])
    assert.ok(!line.includes(key), `the key is on the console: ${line}`);
  let carried = 0;
  for (const request of seen.requests) {
    const headers = { ...(await seen.headers.get(request)) };
    const authorization = headers["launchpod-authorization"] ?? headers.authorization ?? "";
    delete headers["launchpod-authorization"];
    delete headers.authorization;
    assert.ok(!request.url().includes(key), `the key is in the address ${request.url()}`);
    assert.ok(!(request.postData() ?? "").includes(key), "the key is in a body");
    assert.ok(!JSON.stringify(headers).includes(key), "the key is in a header that is not Authorization");
    if (authorization.includes(key)) {
      carried += 1;
      assert.ok(
        origins.some((origin) => request.url().startsWith(origin)),
        `the key went to ${request.url()}`,
      );
    }
  }
  assert.ok(carried > 0, "the key was never sent: this check checked nothing");
}

/// What may ask pods' programs.
const FRAMES = ["/simulator/probe.html", "/simulator/files.html"];

/// Every request went to the page's own origin, but those of the frames, which went to pods' programs alone.
export function assertRequestsStayHome({ page, seen }, simulator) {
  const home = new URL(simulator.page).origin;
  const pods = `${simulator.address}/proxy/`;
  let probed = 0;
  for (const request of seen.requests) {
    const url = request.url();
    if (new URL(url).origin === home) continue;
    assert.ok(url.startsWith(pods), `${request.method()} ${url} went to somebody else`);
    assert.notEqual(request.frame(), page.mainFrame(), `the page itself asked ${url}`);
    assert.ok(FRAMES.includes(new URL(request.frame().url()).pathname), `${url} was not asked by a frame`);
    probed += 1;
  }
  assert.ok(probed > 0, "no pod was probed: this check checked nothing");
}
