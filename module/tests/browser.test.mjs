// The packed package, built into a page by Vite, in headless Chromium.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { after, before, test } from "node:test";
import { build } from "vite";
import { startBrowser } from "../../e2e/support/browser.mjs";
import { emptyProject } from "./project.mjs";
import { HURRIED, KEY, SPEED, hurry, living, optionsFor, startSimulator } from "./support.mjs";

const CREATE = "podFindAndDeployOnDemand";
const ORDER = { name: "page", networkVolume: "models", gpus: ["NVIDIA GeForce RTX 4090"] };
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

let project;
let server;
let browser;

before(async () => {
  project = await emptyProject();
  const [app, out] = [join(project.folder, "app"), join(project.folder, "out")];
  await mkdir(app);
  await writeFile(
    join(app, "index.html"),
    `<!doctype html><title>page</title><script type="module" src="/main.js"></script>`,
  );
  await writeFile(join(app, "main.js"), `import * as launchpod from "launchpod"; window.launchpod = launchpod;`);
  await build({ root: app, logLevel: "error", build: { outDir: out, emptyOutDir: true } });
  server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://page").pathname.replace(/\/$/, "/index.html");
    const file = await readFile(join(out, path)).catch(() => null);
    response.writeHead(file ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(file);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  server?.close();
  await project?.remove();
});

const scene = (name, play) =>
  test(name, { timeout: 120_000 }, async () => {
    const simulator = await startSimulator({ speed: SPEED });
    const context = await browser.newContext();
    const requests = [];
    context.on("request", (request) => requests.push(request));
    await context.addInitScript(hurry, HURRIED);
    const open = async () => {
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${server.address().port}/`);
      await page.waitForFunction(() => window.launchpod);
      return page;
    };
    try {
      await play({ simulator, open, given: { options: optionsFor(simulator), order: ORDER }, context, requests });
    } finally {
      await context.close();
      simulator.stop();
    }
  });

/// All that stands in the package's own database, by key.
const journal = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opened = indexedDB.open("launchpod-module", 1);
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const store = opened.result.transaction("texts").objectStore("texts");
          const [keys, texts] = [store.getAllKeys(), store.getAll()];
          texts.onsuccess = () => {
            opened.result.close();
            resolve(Object.fromEntries(keys.result.map((key, at) => [key, texts.result[at]])));
          };
        };
      }),
  );

scene(
  "a launch is on disk before its request leaves, and an earlier version's records are found",
  async ({ open, given, context }) => {
    const [page, other] = [await open(), await open()];
    let before;
    await context.route("**/graphql", async (route) => {
      if (route.request().postData()?.includes(`${CREATE}(`)) before ??= await journal(other);
      return route.continue();
    });
    const launch = ({ options, order }) => new window.launchpod.Launcher(options).launch(order).then(({ id }) => id);
    const id = await page.evaluate(launch, given);
    const [[key, text]] = Object.entries(before).filter(([place]) => place.includes("/launch/"));
    assert.ok(!text.includes(id), "written before there was a pod");
    // As an earlier version left it, in Web Storage alone.
    await page.close();
    await other.evaluate(
      ([place, record]) =>
        new Promise((resolve, reject) => {
          localStorage.setItem(place, record);
          const gone = indexedDB.deleteDatabase("launchpod-module");
          gone.onsuccess = resolve;
          gone.onerror = reject;
        }),
      [key, text],
    );
    const found = await other.evaluate(async ({ options }) => {
      const launcher = new window.launchpod.Launcher(options);
      const recovered = await launcher.recover();
      return JSON.stringify(recovered);
    }, given);
    assert.ok(found.includes(id), found);
  },
);

scene("a browser without a database keeps its records in Web Storage", async ({ open, given, context }) => {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("not here", "SecurityError");
    };
  });
  const page = await open();
  await page.evaluate(
    ({ options, order }) => new window.launchpod.Launcher(options).launch(order).then(({ id }) => id),
    given,
  );
  assert.match(await page.evaluate(() => JSON.stringify({ ...localStorage })), /launchpod\.journal.*\/launch\//);
});

scene("a pod is launched, gets ready, and is terminated", async ({ simulator, open, given, requests }) => {
  const page = await open();
  const everything = async () =>
    JSON.stringify([await journal(page), await page.evaluate(() => ({ ...localStorage }))]);
  // While the pod is there: some time after its end nothing stands in the journal.
  let kept;
  await page.exposeFunction("look", async () => {
    kept = await everything();
  });
  const told = await page.evaluate(async ({ options, order }) => {
    const launcher = new window.launchpod.Launcher(options);
    const stages = [];
    const pod = await launcher.withPod(order, async (pod) => (await window.look(), pod), {
      onStage: ({ stage }) => stages.push(stage),
    });
    return { stage: pod.stage, stages, date: pod.createdAt instanceof Date, left: (await launcher.pods()).length };
  }, given);
  assert.deepEqual([told.stage, told.stages.at(-1), told.date, told.left], ["ready", "ready", true, 0]);
  assert.deepEqual(await living(simulator), []);
  const carriers = requests.filter((request) => JSON.stringify(request.headers()).includes(KEY));
  assert.ok(
    carriers.length > 0 && carriers.every((request) => request.url().endsWith("/graphql")),
    "the key goes to the API alone",
  );
  assert.ok(requests.every((request) => !request.url().includes(KEY)));
  assert.match(kept, /launchpod\.journal/);
  assert.ok(![kept, await everything()].some((texts) => texts.includes(KEY)), "the key is kept nowhere");
});

for (const fault of [
  { name: "act-then-drop", operation: CREATE, afterBytes: 1 },
  { name: "act-then-drop", operation: CREATE },
  { name: "error-after", operation: CREATE },
]) {
  scene(
    `a lost answer leaves one pod, though Chromium repeats requests: ${JSON.stringify(fault)}`,
    async ({ simulator, open, given }) => {
      await simulator.fault(fault);
      const page = await open();
      const id = await page.evaluate(async ({ options, order }) => {
        const launcher = new window.launchpod.Launcher(options);
        await launcher.pods();
        const { id } = await launcher.launch(order);
        await launcher.waitForReady(id);
        return id;
      }, given);
      for (let left = 100; left > 0 && (await living(simulator)).length > 1; left -= 1) await page.waitForTimeout(100);
      assert.deepEqual(
        (await living(simulator)).map((pod) => pod.id),
        [id],
      );
    },
  );
}

scene("a page that is closed in mid-launch finds its pod again", async ({ simulator, open, given }) => {
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 4000 });
  const first = await open();
  await first.evaluate(({ options, order }) => {
    new window.launchpod.Launcher(options).launch(order).catch(() => {});
  }, given);
  for (let left = 100; left > 0 && (await simulator.state()).creates === 0; left -= 1) await first.waitForTimeout(50);
  await first.close();
  const second = await open();
  const recovered = await second.evaluate(({ options }) => new window.launchpod.Launcher(options).recover(), given);
  assert.deepEqual(
    recovered.map(({ state, pod }) => [state, pod.id]),
    [["placed", (await living(simulator))[0].id]],
  );
});

scene("two tabs launch one after the other", async ({ simulator, open, given }) => {
  await simulator.fault({ name: "delay", operation: CREATE, delayMs: 300, times: 2 });
  const tabs = [await open(), await open()];
  const launch = ({ options, order }) => new window.launchpod.Launcher(options).launch(order).then(({ id }) => id);
  const ids = await Promise.all(tabs.map((tab) => tab.evaluate(launch, given)));
  assert.equal(new Set(ids).size, 2);
  assert.equal((await simulator.state()).creates, 2);
});

scene("RunPod that lets no page in is told of as such", async ({ simulator, open, given }) => {
  await simulator.fault({ name: "cors", mode: "none" });
  const page = await open();
  const told = await page.evaluate(
    ({ options }) => new window.launchpod.Launcher(options).pods().catch(({ code, message }) => ({ code, message })),
    given,
  );
  assert.equal(told.code, "no-access");
  assert.match(told.message, /CORS/);
});

scene("without a key there is no launcher, whatever the environment", async ({ open }) => {
  const page = await open();
  const code = await page.evaluate(() => {
    globalThis.process = { env: { RUNPOD_API_KEY: "rpa_FROMTHEENVIRONMENT123" } };
    try {
      return new window.launchpod.Launcher() && "made";
    } catch (error) {
      return error.code;
    }
  });
  assert.equal(code, "wrong-key");
});
