// The example of a page: built by Vite, served by Vite, used in Chromium.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build, preview } from "vite";

import { assertAccessible } from "../../e2e/support/audit.mjs";
import { openPage, startBrowser } from "../../e2e/support/browser.mjs";
import { project, startGround } from "./ground.mjs";

const WEB = join(dirname(fileURLToPath(import.meta.url)), "../examples/web");

let browser;
let site;
let simulator;

before(async () => {
  [browser, simulator, site] = await Promise.all([startBrowser(), startGround(), project(WEB)]);
  process.env.VITE_RUNPOD_PROXY_URL = simulator.proxy;
  process.env.VITE_SIMULATOR_SPEED = String(simulator.speed);
  process.env.RUNPOD_API_BASE_URL = simulator.address;
  // Vite looks for packages beside the page, and above.
  const root = join(site.folder, "web");
  await build({ root, logLevel: "error" });
  site.server = await preview({ root, logLevel: "error", preview: { host: "127.0.0.1", port: 0 } });
  [site.address] = site.server.resolvedUrls.local;
});

after(async () => {
  await browser?.close();
  await site?.server?.close();
  simulator?.stop();
  await site?.remove();
});

const rows = (page) => page.getByRole("list", { name: "Your pods" }).getByRole("listitem");

test("a person launches, waits, opens ComfyUI and terminates", async () => {
  const tab = await openPage(browser);
  const { page, context, close, seen } = tab;
  await page.goto(site.address);
  await assertAccessible(page, "the empty page");

  await page.getByLabel("RunPod API key").fill(simulator.key);
  await page.getByLabel("RunPod API key").press("Enter");
  const status = page.getByRole("status");
  await status.getByText(/costs from now on/).waitFor();
  assert.equal(await page.getByRole("button", { name: "Launch" }).isDisabled(), true, "one at a time");
  await status.getByText(/is ready/).waitFor({ timeout: 60_000 });

  // A reload forgets the key, and nothing else.
  await page.reload();
  await page.getByLabel("RunPod API key").fill(simulator.key);
  await page.getByRole("button", { name: "Show my pods" }).click();
  const link = rows(page).getByRole("link", { name: "Open ComfyUI of comfyui" });
  await link.waitFor();
  await assertAccessible(page, "the page with a pod");
  const [opened] = await Promise.all([context.waitForEvent("page"), link.click()]);
  await opened.getByRole("heading", { name: "ComfyUI" }).waitFor();

  // Rows are kept when the list is told anew: the keyboard stays where it was.
  const terminate = rows(page).getByRole("button", { name: "Terminate comfyui" });
  await terminate.press("Enter");
  await status.getByText("comfyui is gone and costs nothing any more.").waitFor({ timeout: 60_000 });
  await rows(page).waitFor({ state: "detached" });
  const { creates, pods } = await simulator.state();
  assert.deepEqual([creates, pods], [1, []]);

  assert.deepEqual(seen.errors, []);
  const kept = await page.evaluate(
    () => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.body.innerHTML,
  );
  assert.ok(!kept.includes(simulator.key), "the key is nowhere but in its field");
  assert.ok(
    seen.requests.every((request) => !request.url().includes(simulator.key)),
    "and in no address",
  );
  await close();
});

test("a wrong key is told in words", async () => {
  const { page, close } = await openPage(browser, { colorScheme: "dark" });
  await page.goto(site.address);
  await page.getByLabel("RunPod API key").fill("rpa_WRONG");
  await page.getByRole("button", { name: "Launch" }).click();
  await page.getByRole("alert").getByText(/key/).waitFor();
  await assertAccessible(page, "the page with an error");
  assert.equal(await page.getByRole("button", { name: "Launch" }).isEnabled(), true);
  await close();
});
