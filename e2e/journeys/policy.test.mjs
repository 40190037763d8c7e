// The policy that ships: what it lets through (policy_negative.test.mjs has what it stops), and what a browser without WebAssembly is told.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "@playwright/test";

import { assertAccessible } from "../support/audit.mjs";
import { openPage, shot } from "../support/browser.mjs";
import { startPlainHost } from "../support/hosts.mjs";
import { Pods, SignIn } from "../support/screens.mjs";
import { startSimulator } from "../support/simulator.mjs";

let plain;
let address;
test.beforeAll(async () => {
  // It sends no header but the files' types: the policy in the page must do.
  plain = await startPlainHost();
  ({ address } = plain);
});
test.afterAll(() => plain?.stop());

async function withPage(browser, options, walk) {
  const tab = await openPage(browser, options);
  try {
    await walk(tab);
  } finally {
    await tab.close();
  }
}

test("without a simulator none is offered, and the same page speaks to api.runpod.io", async ({ browser }) => {
  const key = "rpa_REALLOOKING0123456789ABCDEFGH";
  const simulator = await startSimulator({ key });
  try {
    await withPage(browser, {}, async (tab) => {
      await tab.page.route("https://api.runpod.io/**", async (route) => {
        const answer = await fetch(`${simulator.address}/graphql`, {
          method: "POST",
          headers: await route.request().allHeaders(),
          body: route.request().postData(),
        });
        await route.fulfill({
          status: answer.status,
          headers: { "Access-Control-Allow-Origin": "*", "Content-Type": "application/json" },
          body: await answer.text(),
        });
      });
      const signIn = new SignIn(tab.page);
      await signIn.open(address);
      assert.equal(await signIn.practise.count(), 0);
      assert.equal(await signIn.onSimulator.count(), 0);
      await signIn.key.fill(key);
      await signIn.button.click();
      await new Pods(tab.page).ready();
      await tab.page.getByText(/ · RunPod$/).waitFor();
      const hosts = new Set(tab.seen.requests.map((request) => new URL(request.url()).origin));
      assert.deepEqual([...hosts].sort(), [new URL(address).origin, "https://api.runpod.io"]);
      tab.assertCalm();
    });
  } finally {
    simulator.stop();
  }
});

test("the headers that ship hold the same policy, and no page may frame this one", async () => {
  const simulator = await startSimulator();
  try {
    const answer = await fetch(simulator.page);
    const policy = answer.headers.get("content-security-policy");
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /connect-src 'self' https:\/\/api\.runpod\.io(;|$)/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/);
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    const html = await answer.text();
    const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>/g)];
    const hashes = [...policy.matchAll(/'sha256-/g)];
    assert.ok(inline.length <= hashes.length, "every inline script has its hash");
    assert.doesNotMatch(html, /(src|href)="https?:/, "nothing is loaded from elsewhere");
  } finally {
    simulator.stop();
  }
});

test("every digest in the page is that of the file that ships", async () => {
  const html = await readFile(join(process.env.PAGE, "index.html"), "utf8");
  const value = (tag, key) => tag.match(new RegExp(`\\b${key}="?([^"\\s>]+)`))?.[1];
  const tags = (html.match(/<[^>]*>/g) ?? []).filter((tag) => value(tag, "integrity"));
  const files = tags.map((tag) => value(tag, "href") ?? value(tag, "src"));
  for (const [at, file] of files.entries()) {
    const digest = createHash("sha256")
      .update(await readFile(join(process.env.PAGE, file)))
      .digest("base64");
    assert.equal(value(tags[at], "integrity"), `sha256-${digest}`, file);
  }
  for (const ending of [/launchpod-\w+\.js$/, /loader-\w+\.js$/, /\.css$/]) {
    assert.equal(files.filter((file) => ending.test(file)).length, 1, `${ending} in ${files}`);
  }
});

test("without WebAssembly and with a lost file the page says why in words", async ({ browser }) => {
  await withPage(
    browser,
    {
      expected: [/./],
      init: () => {
        delete globalThis.WebAssembly;
      },
    },
    async ({ page }) => {
      await page.goto(address);
      await page
        .locator("#shell")
        .getByText(/WebAssembly/)
        .first()
        .waitFor();
      await shot(page, "no-wasm");
    },
  );
  await withPage(browser, { expected: [/./] }, async ({ page }) => {
    await page.route("**/*.wasm", (route) => route.abort());
    await page.goto(address);
    await page.getByRole("button", { name: /Reload/ }).waitFor();
  });
});

test("without scripts the page says how to switch them on", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(address);
  assert.match(await page.locator("body").innerText(), /JavaScript switched off/);
  await context.close();
});

const NO_COMPILE_STREAMING = () => {
  delete WebAssembly.compileStreaming;
};
const NO_IMPORT_MAPS = () => {
  HTMLScriptElement.supports = () => false;
};
// As WebKit says it.
const FORBIDDEN_AT_START = () => {
  WebAssembly.instantiate = () => Promise.reject(new EvalError("Refused to create a WebAssembly object"));
};

for (const [which, init, cause, words] of [
  ["that can't compile while it downloads", NO_COMPILE_STREAMING, "tooOld", /Safari from 16\.4/],
  ["from before import maps", NO_IMPORT_MAPS, "tooOld", /Firefox from 115/],
  ["that is told to run no WebAssembly only as it starts", FORBIDDEN_AT_START, "forbidden", /security policy/],
]) {
  test(`a browser ${which} is told what to do`, async ({ browser }) => {
    await withPage(browser, { expected: [/./], init }, async ({ page }) => {
      await page.goto(address);
      await page.locator(`[data-cause="${cause}"]`).getByText(words).waitFor();
      await assertAccessible(page, `a browser ${which}`);
    });
  });
}

test("a site whose policy forbids WebAssembly is told so", async ({ browser }) => {
  await withPage(browser, { expected: [/./] }, async ({ page }) => {
    await page.route(address, async (route) => {
      const answer = await route.fetch();
      const without = (text) => text.replaceAll(/ (&#39;|')wasm-unsafe-eval(&#39;|')/g, "");
      const headers = answer.headers();
      headers["content-security-policy"] = without(headers["content-security-policy"] ?? "");
      await route.fulfill({ response: answer, headers, body: without(await answer.text()) });
    });
    await page.goto(address);
    await page
      .locator('[data-cause="forbidden"]')
      .getByText(/send the headers that come with Launchpod/)
      .waitFor();
  });
});

test("a browser that can't count what it downloads starts the page all the same", async ({ browser }) => {
  const init = () => {
    delete globalThis.TransformStream;
  };
  await withPage(browser, { init }, ({ page }) => new SignIn(page).open(address));
});

test("the shell paints before the app arrives", async ({ browser }) => {
  await withPage(browser, {}, async ({ page }) => {
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    await page.route("**/*.wasm", async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(address, { waitUntil: "commit" });
    await page.getByText(/Loading Launchpod/).waitFor();
    await shot(page, "loading");
    release();
    await page.getByLabel("RunPod API key").waitFor();
    assert.equal(await page.locator("#shell").count(), 0);
  });
});

for (const [where, panic] of [
  [
    "a task",
    () => {
      setTimeout(() => {
        throw new WebAssembly.RuntimeError("unreachable");
      });
    },
  ],
  [
    "a promise",
    () => {
      Promise.reject(new WebAssembly.RuntimeError("unreachable"));
    },
  ],
]) {
  test(`a panic in ${where} is told in words, with what goes on costing`, async ({ browser }) => {
    await withPage(browser, { expected: [/./] }, async ({ page }) => {
      await new SignIn(page).open(address);
      await page.evaluate(panic);
      await page
        .locator("#shell-crash")
        .getByText(/go on running, and go on costing/)
        .waitFor();
      await page.getByRole("button", { name: "Reload" }).click();
      await new SignIn(page).key.waitFor();
      assert.equal(await page.locator("#shell-crash").count(), 0);
    });
  });
}
