// What axe can't see: nothing moves by itself, all of it is there at 400 %, and whatever is clicked is large enough.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { PHONE } from "../support/browser.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { Launch, Pods, launched } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

/// Notes what moves without a click: the browser leaves out what comes within half a second after one.
const NOTE_SHIFTS = () => {
  globalThis.shifts = [];
  const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
  const tell = ({ node, previousRect, currentRect }) => {
    const element = node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement;
    const name = element?.id || element?.className || element?.nodeName || "gone";
    const inPod = Boolean(element?.closest("li.pod"));
    return {
      inPod,
      moved: box(previousRect) !== box(currentRect),
      what: `${name}: ${box(previousRect)} → ${box(currentRect)}`,
    };
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts.push(entry.sources.map(tell));
  }).observe({ type: "layout-shift", buffered: true });
};

atBothWidths("nothing on the list moves by itself", { init: NOTE_SHIFTS }, async (walk) => {
  const { page } = walk;
  const pods = await launched(walk, "still");
  await pods.card("still").reaches("ready");
  await page.reload();
  await pods.card("still").reaches("ready");
  // A pod that comes to another stage says more or less than before: what else stands on the page stays where it is.
  const shifts = await page.evaluate(() => globalThis.shifts.splice(0));
  assert.deepEqual(
    shifts.flat().filter(({ inPod, moved }) => moved && !inPod),
    [],
    "while the page comes up",
  );
  // Some polls: money and lengths of time grow.
  await page.waitForTimeout(8_000);
  const later = await page.evaluate(() => globalThis.shifts.flat());
  // Figures that stand at the right grow by parts of a pixel.
  assert.deepEqual(
    later.filter(({ moved }) => moved),
    [],
    "from list to list",
  );
});

/// 1280 x 1024 at 400 %.
const ZOOMED = { width: 320, height: 256 };

journey("at 400 % nothing sticks out, and what has the focus is in sight", { viewport: ZOOMED }, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator);
  await signIn.signInToSimulator(KEY);
  const pods = await new Pods(page).ready();
  await pods.card("comfy").card.waitFor();
  const screens = [
    async () => {},
    async () => (await new Launch(page).open()).unfold(),
    async () => {
      await pods.open();
      await new PodPage(page).open("comfy");
    },
  ];
  for (const goThere of screens) {
    await goThere();
    const where = await page.title();
    const wider = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(await wider(), 0, `something sticks out on “${where}”`);
    const hidden = await page.evaluate(async () => {
      const found = [];
      for (const control of document.querySelectorAll("main :is(a, button, input, select, textarea, summary)")) {
        if (!control.checkVisibility({ visibilityProperty: true }) || control.disabled) continue;
        control.focus({ preventScroll: false });
        await new Promise(requestAnimationFrame);
        const { x, y, width, height } = control.getBoundingClientRect();
        const top = document.elementFromPoint(x + Math.min(width, 320 - x) / 2, y + Math.min(height, 24) / 2);
        const seen = top && (control.contains(top) || top.contains(control) || control.labels?.[0]?.contains(top));
        if (!seen) found.push(`${control.id || control.textContent} at ${Math.round(y)} below ${top?.className}`);
      }
      return found;
    });
    assert.deepEqual(hidden, [], `on “${where}”`);
  }
});

/// Whatever is narrower or lower than 24 px and is no link within a sentence (WCAG 2.5.8).
const smallTargets = (page) =>
  page.evaluate(() => {
    const inSentence = (element) => {
      const around = element.parentElement;
      return (
        element.matches("a, button.link") && around.textContent.trim().length > element.textContent.trim().length + 3
      );
    };
    // A label is the same target: the larger of both counts.
    const size = (element) => {
      const boxes = [element, ...(element.labels ?? [])].map((part) => part.getBoundingClientRect());
      return ["width", "height"].map((side) => Math.round(Math.max(...boxes.map((box) => box[side]))));
    };
    return (
      [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !inSentence(element))
        .map((element) => [element.ariaLabel || element.textContent.trim() || element.id, ...size(element)])
        // What is for screen readers alone is 1 px wide.
        .filter(([, width, height]) => (width < 24 || height < 24) && width > 1)
    );
  });

for (const [name, options] of [
  ["what is clicked is at least 24 px wide and high", {}],
  ["what is clicked is at least 24 px wide and high, on a phone", { viewport: PHONE }],
])
  journey(name, options, async (walk) => {
    const { page, simulator, signIn } = walk;
    await comfy(simulator);
    assert.deepEqual(await smallTargets(page), [], "sign-in");
    await signIn.signInToSimulator(KEY);
    const pods = await new Pods(page).ready();
    await pods.card("comfy").reaches("ready");
    assert.deepEqual(await smallTargets(page), [], "list");
    await new PodPage(page).open("comfy");
    assert.deepEqual(await smallTargets(page), [], "pod");
    await pods.open();
    await (await new Launch(page).open()).unfold();
    assert.deepEqual(await smallTargets(page), [], "launch");
  });

/// A language whose texts are 40 % longer than the English ones: vowels twice, but in gaps.
const LONGER = (() => {
  const file = new URL("../../words/locales/en.json", import.meta.url);
  const longer = (text) => text.replace(/\{[^}]*\}|[aeiou]/g, (part) => (part.length > 1 ? part : part + part));
  return JSON.parse(readFileSync(file, "utf8"), (_, value) => (typeof value === "string" ? longer(value) : value));
})();

/// What hides a part of its own text.
const cutTexts = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.textContent.trim())
      .filter((element) => {
        const { overflowX } = getComputedStyle(element);
        const forReaders = element.closest(".visually-hidden") !== null;
        const hides = overflowX === "hidden" || overflowX === "clip";
        return hides && !forReaders && element.scrollWidth > element.clientWidth + 1;
      })
      .map((element) => `${element.className}: ${element.textContent.trim().slice(0, 60)}`),
  );

atBothWidths("with texts that are 40 % longer nothing is cut and nothing sticks out", {}, async (walk) => {
  const { page, simulator } = walk;
  await page.route("**/locales/de.json", (route) => route.fulfill({ json: LONGER }));
  await comfy(simulator);
  await page.locator("#language").selectOption("de");
  await page.getByRole("button", { name: "Siign iin" }).waitFor();
  const screens = {
    "sign-in": async () => {},
    list: async () => {
      await page.locator("#key").fill(KEY);
      await page.getByRole("checkbox").first().check();
      await page.getByRole("button", { name: "Siign iin" }).click();
      await page.locator('li.pod[data-stage="ready"]').waitFor({ timeout: 60_000 });
    },
    apps: async () => {
      await page.evaluate(() => {
        location.hash = "#/launch";
      });
      await page.locator('[data-app="comfyui"]').waitFor();
      await page.waitForFunction(() => [...document.styleSheets].some(({ href }) => href?.includes("/apps.css?")));
    },
    launch: async () => {
      await page.locator(".to-form").click();
      await page.locator("label.gpu").first().waitFor();
    },
  };
  for (const [name, goThere] of Object.entries(screens)) {
    await goThere();
    assert.deepEqual(await cutTexts(page), [], `on ${name}`);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(wider, 0, `something sticks out on ${name}`);
  }
});
