// What the policy forbids is tried in WebKit, too: markup in the page is tried in the other browsers alone, which can change it.
import assert from "node:assert/strict";

import { startElsewhere } from "../support/policy.mjs";
import { NOTING, SCRIPTS } from "../support/policy_tries.mjs";
import { journey } from "./support.mjs";

const KEY_FIELD = { label: "RunPod API key" };

journey(
  "what a script might be led to do reaches nobody and runs nothing",
  { init: NOTING },
  async ({ tab, front }) => {
    await tab.waitFor(KEY_FIELD);
    const knowsTrustedTypes = await tab.run(() => typeof globalThis.trustedTypes === "object");
    const elsewhere = await startElsewhere();
    try {
      for (const [name, directives, attempt] of SCRIPTS) {
        // Before WebKit 26 text is markup: the rest of the policy stands alone there.
        if (!knowsTrustedTypes && directives.some((directive) => /trusted-types/.test(directive))) continue;
        const before = await tab.run(() => globalThis.blocked.length);
        const error = await tab.run(attempt, elsewhere.address).then(String, String);
        await new Promise((resolve) => setTimeout(resolve, 100));
        const blocked = await tab.run((at) => globalThis.blocked.slice(at), before);
        const isStopped = directives.some((directive) => blocked.includes(directive) || error.includes(directive));
        assert.ok(isStopped, `${name}: blocked by ${blocked}; ${error}`);
        assert.equal(await tab.run(() => globalThis.hacked ?? null), null, name);
        assert.deepEqual(elsewhere.hits, [], name);
      }
      assert.equal(await tab.run(() => location.href), front.page);
    } finally {
      elsewhere.stop();
    }
  },
);

/// The same length, and it would run: other words, another name.
const rewritten = (path, from, to) => ({
  path,
  change: (body) => Buffer.from(body.toString("latin1").replaceAll(from, to), "latin1"),
});

for (const [what, change, words] of [
  ["an app", rewritten(/_bg\.wasm$/, "RunPod API key", "XunPod API key"), /between you and the site changed the file/],
  [
    "bindings",
    rewritten(/\/launchpod-\w+\.js$/, "launchpod", "launchpad"),
    /did not arrive, or was changed on its way/,
  ],
])
  journey(
    `${what} that came changed on the way: nothing of it runs, and the page says so`,
    { changes: [change] },
    (walk) => walk.tab.waitFor({ text: words }),
  );
