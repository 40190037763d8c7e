// One Chromium for a file of journeys; each journey gets a context of its own, and is watched while it runs.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

export const startBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });

/// Opens a page that notes what it must never do. `expected` names console errors that the journey provokes.
export async function openPage(browser, { viewport = DESKTOP, colorScheme = "light", expected = [], init } = {}) {
  const context = await browser.newContext({ viewport, colorScheme });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const seen = { console: [], errors: [], requests: [] };
  context.on("request", (request) => seen.requests.push(request));
  page.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  if (init) await page.addInitScript(init);
  return {
    page,
    context,
    seen,
    /// Nothing broke and nothing was blocked but what the journey meant to.
    assertCalm() {
      assert.deepEqual(seen.errors, []);
      const bad = seen.console.filter((line) => line.startsWith("error:") && !expected.some((part) => part.test(line)));
      assert.deepEqual(bad, []);
    },
  };
}

/// A picture for whoever looks; where SHOTS names no folder, none is taken.
export async function shot(page, name) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
