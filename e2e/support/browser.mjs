// One browser for all journeys of a worker; each journey gets a context of its own, and is watched while it runs.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { chromium, firefox } from "@playwright/test";

/// What Playwright (1.64) switches off. Of several such flags the last one alone counts, and that is the one below.
const OFF_FOR_PLAYWRIGHT = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "DialMediaRouteProvider",
  "GlobalMediaControls",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "BlockOriginHeaderModificationOnRedirect",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "Translate",
  "AutoDeElevate",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
];

/// Pages of Chromium's own that it loads for each window's address bar: they took 40 % of the processor's time.
const OFF_FOR_SPEED = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

const ARGUMENTS = [
  `--disable-features=${[...OFF_FOR_PLAYWRIGHT, ...OFF_FOR_SPEED].join(",")}`,
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/// Its times have 24 hours, and its dollars a plain sign.
export const LOCALE = "en-GB";
export const DESKTOP = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/// A pod's program that is not up yet: the probe asks all the same, and the browser writes that down.
const PROBE_UNANSWERED = [
  /^error: Access to fetch at '[^']*\/proxy\/[a-z0-9]+-\d+\/[^']*' from origin 'null' has been blocked by CORS policy/,
  /Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at \S*\/proxy\/[a-z0-9]+-\d+\//,
  /^error: Failed to load resource: .* \(\S*\/proxy\/[a-z0-9]+-\d+\/\S*\)$/,
];

/// The browser that the journeys run in: "chromium" or "firefox".
export const ENGINE = process.env.ENGINE ?? "chromium";
export const IS_FIREFOX = ENGINE === "firefox";

/// How the browser is started. Firefox is the one that people install, and not a build of Playwright's own.
export const LAUNCH = IS_FIREFOX
  ? { executablePath: process.env.FIREFOX, channel: "moz-firefox" }
  : { executablePath: process.env.CHROMIUM, args: ARGUMENTS };

const engine = IS_FIREFOX ? firefox : chromium;

export const startBrowser = (more = []) => engine.launch({ ...LAUNCH, args: [...(LAUNCH.args ?? []), ...more] });

/// A browser whose data outlive it, as a person's own. `kill` ends it as a crash or an empty battery does.
export async function startBrowserOn(folder) {
  const context = await engine.launchPersistentContext(folder, {
    ...LAUNCH,
    viewport: DESKTOP,
    locale: LOCALE,
    serviceWorkers: "block",
  });
  const kill = async () => {
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (command.includes(folder)) process.kill(Number(pid), "SIGKILL");
    }
    await context.close().catch(() => {});
  };
  return { context, kill };
}

/// A browser for which this front is api.runpod.io.
export const startBrowserBehind = (front) =>
  startBrowser([`--host-resolver-rules=MAP api.runpod.io:443 127.0.0.1:${front.port}`, "--ignore-certificate-errors"]);

/// Playwright can't read in Firefox what a page sends: there each request brings a copy of its body in a header.
const BODY_COPY = "x-body-copy";
const COPY_BODIES = (header) => {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    // What outlives its page is sent at once.
    if (request.keepalive || ["GET", "HEAD"].includes(request.method)) return send(request);
    const bytes = new TextEncoder().encode(await request.clone().text());
    request.headers.set(header, btoa(Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("")));
    return send(request);
  };
};

/// From then on a request says what it sends, as in other browsers.
function readCopies(request) {
  const kind = Object.getPrototypeOf(request);
  kind.postData = function postData() {
    const copy = this.headers()[BODY_COPY];
    return copy === undefined ? null : Buffer.from(copy, "base64").toString();
  };
  kind.postDataJSON = function postDataJSON() {
    return JSON.parse(this.postData());
  };
}

/// Opens a page that notes what it must never do. `expected` names console errors that the journey provokes; `clock` puts
/// the time of the pages into the journey's hands; `beside` is another tab, of the same browser's data; `offline` lets the
/// page show something where it can't be loaded.
export async function openPage(
  browser,
  {
    viewport = DESKTOP,
    colorScheme = "light",
    expected = [],
    init,
    clock = false,
    beside,
    locale = LOCALE,
    offline = false,
  } = {},
) {
  const serviceWorkers = offline ? "allow" : "block";
  const context = beside?.context ?? (await browser.newContext({ viewport, colorScheme, locale, serviceWorkers }));
  if (clock) await context.clock.install();
  if (IS_FIREFOX && !beside) await context.addInitScript(COPY_BODIES, BODY_COPY);
  const page = await context.newPage();
  const seen = { console: [], errors: [], requests: [], headers: new Map(), underWay: new Set() };
  (beside ? page : context).on("request", (request) => {
    if (IS_FIREFOX) readCopies(request);
    seen.requests.push(request);
    // What the page before has asked is never told to be over.
    const frame = frameOf(request);
    if (request.isNavigationRequest() && frame && !frame.parentFrame()) forget(seen.underWay, frame.page());
    // Asked for at once: a tab that is closed later takes its requests' headers with it.
    seen.headers.set(
      request,
      request.allHeaders().catch(() => request.headers()),
    );
    seen.underWay.add(request);
  });
  for (const end of ["requestfinished", "requestfailed"]) context.on(end, (request) => seen.underWay.delete(request));
  const tabs = [];
  const watch = async (tab) => {
    tabs.push(tab);
    tab.setDefaultTimeout(20_000);
    tab.on("console", (message) =>
      seen.console.push(`${message.type()}: ${message.text()} (${message.location().url})`),
    );
    tab.on("pageerror", (error) => {
      // Where Firefox says what Chromium writes to its console.
      if (IS_FIREFOX && /Cross-Origin Request Blocked|hashes in the integrity attribute/.test(error))
        seen.console.push(`error: ${error}`);
      else seen.errors.push(String(error));
    });
    // What a closed tab has asked is never told to be over either.
    tab.on("close", () => forget(seen.underWay, tab));
    if (init) await tab.addInitScript(init);
    return tab;
  };
  await watch(page);
  return {
    page,
    context,
    seen,
    /// One more tab of this browser, watched like the first.
    anotherTab: async () => watch(await context.newPage()),
    /// This tab once more, with its session, as "Duplicate tab" makes it.
    async duplicate() {
      const opened = context.waitForEvent("page");
      await page.evaluate(() => {
        open(location.href);
      });
      return watch(await opened);
    },
    /// Closes all of it. A journey's own answers that are still under way then fail, which is no fault of the page.
    async close() {
      await Promise.allSettled([...tabs, context].map((place) => place.unrouteAll({ behavior: "ignoreErrors" })));
      await context.close();
    },
    /// Nothing broke and nothing was blocked but what the journey meant to.
    assertCalm() {
      assert.deepEqual(seen.errors, []);
      const meant = [...PROBE_UNANSWERED, ...expected];
      const bad = seen.console.filter((line) => line.startsWith("error:") && !meant.some((part) => part.test(line)));
      assert.deepEqual(bad, []);
    },
  };
}

/// The frame that asks; a page that is only about to be opened has none.
function frameOf(request) {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

function forget(underWay, tab) {
  for (const request of underWay) if (frameOf(request)?.page() === tab) underWay.delete(request);
}

/// Lets a journey say whether the tab is in sight.
export const SIGHT = () => {
  let sight = "visible";
  Object.defineProperty(Document.prototype, "visibilityState", { get: () => sight });
  Object.defineProperty(Document.prototype, "hidden", { get: () => sight === "hidden" });
  globalThis.see = (state) => {
    sight = state;
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  };
};

/// The error, with what stood on the page and on the console. Runners print the stack, which has a copy of the message.
export async function withSight(error, { page, seen }) {
  const words = await page
    .locator("body")
    .innerText()
    .catch(() => "no page");
  const sight = `\n--- on the page:\n${words}\n--- on the console:\n${seen.console.join("\n")}`;
  error.message += sight;
  error.stack += sight;
  return error;
}

/// Does something in light and in dark, and leaves the page in the one that it was in.
export async function inBothSchemes(page, what) {
  const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await what(colorScheme);
  }
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
}

/// Pictures in light and in dark for whoever looks; where SHOTS names no folder, none is taken.
export async function shot(page, name) {
  const folder = process.env.SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await inBothSchemes(page, (scheme) => page.screenshot({ path: `${folder}/${name}-${scheme}.png`, fullPage: true }));
}
