// What a browser refuses or has not, in WebKit: taken away before the page begins.
import assert from "node:assert/strict";

import { LAUNCH, filledIn, holds, journey, launched, made, on, signedIn } from "./support.mjs";

const GONE = { creates: 1, terminates: 1, pods: [] };

/// Launches, takes an end back, and ends: what must hold in each.
async function livesOn(walk, name) {
  const { tab, front } = walk;
  await signedIn(tab);
  await launched(tab, name);
  await tab.click(on(name).end);
  await tab.click(on(name).undo);
  await tab.waitForNo(on(name).undo);
  await tab.click(on(name).end);
  await tab.waitForNo(on(name).card);
  await holds(walk, GONE);
  assert.deepEqual([front.sent("mutation Launch"), front.sent("mutation Terminate")], [1, 1]);
}

const LACKING = {
  "no Web Locks": () => Object.defineProperty(Navigator.prototype, "locks", { get: () => undefined }),
  "Web Locks that fail": () => {
    LockManager.prototype.request = () => Promise.reject(new Error("no locks"));
  },
  "no database": () => Object.defineProperty(globalThis, "indexedDB", { get: () => undefined }),
  "no notifications": () => delete globalThis.Notification,
  "a language that is none": () =>
    Object.defineProperty(Navigator.prototype, "languages", { get: () => ["C", "en-US@posix"] }),
};

for (const [browser, init] of Object.entries(LACKING))
  journey(`with ${browser} a pod is launched and ended, once each`, { init }, (walk) => livesOn(walk, "all the same"));

/// A browser that keeps nothing for this page.
const FORBIDDEN = () =>
  Object.defineProperty(globalThis, "localStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });

journey(
  "a browser that keeps nothing launches nothing, and ends pods all the same",
  { init: FORBIDDEN },
  async (walk) => {
    const { tab, front, simulator } = walk;
    await made(simulator, { name: "elsewhere" });
    await signedIn(tab);
    await filledIn(tab, "kept nowhere");
    await tab.click(LAUNCH);
    await tab.waitFor({ text: /This browser keeps nothing for this page, so a launch could be lost from sight\./ });
    assert.equal(front.sent("mutation Launch"), 0);
    await tab.click({ within: "nav", role: "link", name: "Pods" });
    await tab.click(on("elsewhere").end);
    await tab.waitForNo(on("elsewhere").card);
    await holds(walk, GONE);
  },
);

journey("without WebAssembly the page says why in words", { init: () => delete globalThis.WebAssembly }, ({ tab }) =>
  tab.waitFor({ within: "#shell", text: /WebAssembly switched off/ }),
);
