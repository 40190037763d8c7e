// What the policy forbids is tried, part by part: with the headers that ship, and with the policy in the page alone.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "@playwright/test";

import { assertAccessible } from "../support/audit.mjs";
import { IS_FIREFOX, openPage, shot } from "../support/browser.mjs";
import { startPlainHost } from "../support/hosts.mjs";
import { journey } from "../support/journey.mjs";
import { MARKUP, NOTING, SCRIPTS } from "../support/policy_tries.mjs";
import {
  EVERYWHERE,
  FRAME_POLICY,
  OFFLINE_POLICY,
  PAGE_POLICY,
  WORKER_POLICY,
  startElsewhere,
  withoutDigests,
} from "../support/policy.mjs";
import { SignIn, until } from "../support/screens.mjs";
import { KEY, startSimulator } from "../support/simulator.mjs";

const withHeaders = async () => {
  const { page, stop } = await startSimulator();
  return { address: page, stop };
};

/// The page on such a host, a site elsewhere, and a browser in which anything may be written to the console.
function onHost(name, start, walk, options = {}) {
  test(name, async ({ browser }) => {
    const host = await start();
    const elsewhere = await startElsewhere();
    const tab = await openPage(browser, { expected: [/./], ...options });
    try {
      await walk({ ...tab, tab, address: host.address, elsewhere });
    } finally {
      await tab.close();
      elsewhere.stop();
      host.stop();
    }
  });
}

const blockedBy = (page) => page.evaluate(() => globalThis.blocked);

for (const [how, start] of [
  ["with the headers", withHeaders],
  ["with the policy in the page alone", () => startPlainHost()],
]) {
  onHost(
    `markup that somebody got into the page does nothing, ${how}`,
    start,
    async ({ page, address, elsewhere }) => {
      const markup = MARKUP.map(([, , html]) => html)
        .join("")
        .replaceAll("{elsewhere}", elsewhere.address);
      await page.route(address, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replace("</body>", `${markup}</body>`) });
      });
      await new SignIn(page).open(address);
      await page.evaluate(() => {
        document.getElementById("a-link").click();
        document.getElementById("a-handler").click();
        for (const form of document.forms) {
          try {
            if (/-form$/.test(form.id)) form.submit();
          } catch {
            // Firefox throws where it refuses.
          }
        }
      });
      await page.waitForTimeout(500);
      const blocked = await blockedBy(page);
      const missing = MARKUP.filter(([, directives]) => !directives.some((name) => blocked.includes(name)));
      assert.deepEqual(missing, [], `blocked: ${blocked}`);
      assert.deepEqual(elsewhere.hits, []);
      assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
      assert.equal(page.url(), address);
      assert.equal(await page.evaluate(() => document.baseURI), address);
    },
    { init: NOTING },
  );

  onHost(
    `what a script of the page's own might be led to do is stopped, ${how}`,
    start,
    async ({ page, address, elsewhere }) => {
      await new SignIn(page).open(address);
      for (const [name, directives, attempt] of SCRIPTS) {
        const before = (await blockedBy(page)).length;
        const error = await page.evaluate(attempt, elsewhere.address).then(String, String);
        await page.waitForTimeout(60);
        const blocked = (await blockedBy(page)).slice(before);
        const isStopped = directives.some((directive) => blocked.includes(directive) || error.includes(directive));
        assert.ok(isStopped, `${name}: blocked by ${blocked}; ${error}`);
        assert.equal(await page.evaluate(() => globalThis.hacked), undefined, name);
        assert.deepEqual(elsewhere.hits, [], name);
      }
      assert.equal(page.url(), address);
    },
    { init: NOTING },
  );
}

onHost(
  "no page of another site frames this one or what asks pods",
  withHeaders,
  async ({ page, address, elsewhere }) => {
    for (const name of ["", "probe.html", "files.html", "offline.html"]) {
      await page.goto(`${elsewhere.address}/?frames=${encodeURIComponent(address + name)}`);
      await page.waitForTimeout(500);
      const [, frame] = page.frames();
      const words = await frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
      assert.doesNotMatch(words, /Launchpod/, name);
      const own = () => document.querySelectorAll("meta[name^=launchpod], #again").length;
      assert.equal(await frame.evaluate(own).catch(() => 0), 0, name);
    }
  },
);

onHost(
  "where no header keeps it out of a frame the page shows nothing but why",
  () => startPlainHost(),
  async ({ page, address, elsewhere }) => {
    await page.goto(`${elsewhere.address}/?frames=${encodeURIComponent(address)}`);
    const framed = page.frameLocator("iframe");
    await framed.getByRole("heading", { name: "Launchpod does not run inside another page" }).waitFor();
    await framed.getByText("Open Launchpod in a tab of its own.").waitFor();
    assert.equal(await framed.getByLabel("RunPod API key").count(), 0);
    await page.goto(address);
    await new SignIn(page).key.waitFor();
    await shot(page, "not-framed");
  },
);

onHost("another site's window holds no hand on the page, and shows none of its files", withHeaders, async (walk) => {
  const { page, address, elsewhere, anotherTab } = walk;
  await page.goto(`${elsewhere.address}/a.html`);
  const opened = page.context().waitForEvent("page");
  await page.evaluate((there) => {
    globalThis.theirs = open(there);
  }, address);
  const theirs = await opened;
  await theirs.getByLabel("RunPod API key").waitFor();
  assert.equal(await theirs.evaluate(() => globalThis.opener), null);
  await until(() => page.evaluate(() => globalThis.theirs.closed), "their hand on it is cut");
  const picture = await anotherTab();
  await picture.goto(`${elsewhere.address}/?image=${encodeURIComponent(`${address}icon-192.png`)}`);
  assert.equal(await picture.evaluate(() => document.images[0].naturalWidth), 0);
});

onHost("of a browser's powers the page has that to copy, and no other", withHeaders, async ({ page, address }) => {
  await new SignIn(page).open(address);
  assert.notEqual(await page.evaluate(() => globalThis.originAgentCluster), false);
  if (IS_FIREFOX) return; // it heeds no Permissions-Policy
  const left = await page.evaluate(() => document.featurePolicy.allowedFeatures());
  // What the browser says of itself in headers (ch-…) asks nobody for anything.
  assert.deepEqual(
    left.filter((name) => !name.startsWith("ch-") && name !== "aria-notify"),
    ["clipboard-write"],
  );
});

onHost("what asks pods reaches nothing else, and no key", withHeaders, async ({ page, address, elsewhere }) => {
  for (const name of ["probe.html", "files.html"]) {
    await page.goto(address + name);
    const seen = await page.evaluate(async (there) => {
      const reached = [];
      for (const url of [`${there}/a.json`, location.origin, "https://api.runpod.io/graphql"])
        await fetch(url, { mode: "no-cors" }).then(
          () => reached.push(url),
          () => {},
        );
      const storage = (() => {
        try {
          return String(sessionStorage.length);
        } catch (error) {
          return error.name;
        }
      })();
      return { reached, storage, origin: globalThis.origin };
    }, elsewhere.address);
    assert.deepEqual(seen, { reached: [], storage: "SecurityError", origin: "null" }, name);
  }
  assert.deepEqual(elsewhere.hits, []);
});

journey("the frames that ask pods are sandboxed by the page, too", {}, async ({ signIn, page }) => {
  await signIn.signInToSimulator(KEY);
  await page.locator("iframe").first().waitFor({ state: "attached" });
  const frames = await page.evaluate(() =>
    [...document.querySelectorAll("iframe")].map((frame) => frame.getAttribute("sandbox")),
  );
  assert.ok(frames.length > 0 && frames.every((sandbox) => sandbox === "allow-scripts"), String(frames));
});

test("the policies and headers that ship are these, by letter", async () => {
  const file = withoutDigests(await readFile(join(process.env.PAGE, "_headers"), "utf8"));
  const rules = Object.fromEntries(
    file.split(/\n(?=\S)/).map((block) => {
      const [path, ...lines] = block.trim().split("\n");
      return [
        path,
        lines.map((line) =>
          line
            .trim()
            .split(/: (.*)/s)
            .slice(0, 2),
        ),
      ];
    }),
  );
  const [powers, encrypted] = rules["/*"].splice(EVERYWHERE.length);
  assert.deepEqual(rules["/*"], EVERYWHERE);
  assert.match(powers.join(": "), /^Permissions-Policy: clipboard-write=\(self\)(, [a-z-]+=\(\)){50,}$/);
  assert.deepEqual(encrypted, ["Strict-Transport-Security", "max-age=31536000"]);
  const alone = "; frame-ancestors 'none'";
  const framed = "; frame-ancestors 'self'; sandbox allow-scripts";
  for (const [path, policy] of [
    ["/", PAGE_POLICY + alone],
    ["/index.html", PAGE_POLICY + alone],
    ["/probe", FRAME_POLICY + framed],
    ["/probe.html", FRAME_POLICY + framed],
    ["/files", FRAME_POLICY + framed],
    ["/files.html", FRAME_POLICY + framed],
    ["/offline", OFFLINE_POLICY + alone],
    ["/offline.html", OFFLINE_POLICY + alone],
    ["/service-worker.js", WORKER_POLICY],
  ]) {
    const expected = [
      ["Content-Security-Policy", policy],
      ["Cache-Control", "no-cache"],
    ];
    assert.deepEqual(rules[path], expected, path);
  }
  for (const [name, policy] of [
    ["index.html", PAGE_POLICY],
    ["probe.html", FRAME_POLICY],
    ["files.html", FRAME_POLICY],
    ["offline.html", OFFLINE_POLICY],
  ]) {
    const html = withoutDigests(await readFile(join(process.env.PAGE, name), "utf8"));
    assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`), name);
  }
});

for (const [locale, words] of [
  ["en-GB", /Others may have pages at this address, and those could read your key/],
  ["de-DE", /Auch andere können unter dieser Adresse Seiten haben/],
  ["es-ES", /Otras personas pueden tener páginas en esta dirección/],
  ["ja-JP", /このアドレスには他の人のページもあるかもしれず/],
  ["zh-CN", /其他人可能在这个地址下也有网页/],
])
  onHost(
    `where others may have pages on the same origin the sign-in page says so, in ${locale}`,
    () => startPlainHost({ folder: "/launchpod" }),
    async ({ page, address }) => {
      await page.goto(address);
      await page.locator(".notice").getByText(words).waitFor();
      await assertAccessible(page, `a shared address, ${locale}`);
    },
    { locale },
  );

onHost(
  "at the root of a name of its own the page warns of nothing",
  () => startPlainHost(),
  async ({ page, address }) => {
    await new SignIn(page).open(address);
    assert.equal(await page.locator(".notice").count(), 0);
  },
);
