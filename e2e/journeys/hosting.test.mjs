// The servers that bring a relay: those of hosting/Caddyfile and hosting/nginx.conf, run for real, and the function of
// hosting/relay.js. What their relays pass, relay_cases.test.mjs says.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test } from "@playwright/test";

import { startFunctions } from "../support/functions_host.mjs";
import { HOSTING, NGINX, startHosting, startNginx, startRecorder, startTrunk } from "../support/hosts.mjs";
import { LOGINS, startBehind } from "../support/login.mjs";
import { journeyToRunPod } from "../support/runpod.mjs";
import { Launch, Pods } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

/// One pod is launched and ended, and nothing else was made.
async function launchesAndEnds(page, pods, simulator) {
  const form = await new Launch(page).open();
  await form.fillIn("relayed");
  await form.launch();
  await pods.ready();
  const card = pods.card("relayed");
  await card.card.waitFor();
  await card.end.click();
  await card.isGone();
  const { creates, pods: left } = await simulator.state();
  assert.deepEqual([creates, left], [1, []]);
}

const QUESTION = JSON.stringify({ query: "{ __typename }" });
const HEADERS = {
  "Launchpod-Authorization": `Bearer ${KEY}`,
  "Content-Type": "application/json",
  "User-Agent": "journey",
};

/// Sends a path exactly as it is written, which no browser does.
function send(port, path, { method = "POST", headers = {}, body = QUESTION } = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers: { ...HEADERS, ...headers } }, (answer) => {
      let text = "";
      answer.on("data", (part) => {
        text += part;
      });
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text }));
    });
    sent.on("error", reject);
    sent.end(method === "POST" ? body : undefined);
  });
}

function behindARelay(name, start, walk) {
  test(name, async () => {
    const runpod = await startRecorder();
    const host = await start(runpod.address).catch((error) => {
      runpod.stop();
      throw error;
    });
    try {
      await walk({ runpod, host });
      assert.ok(!host.log().includes(KEY), "the key is in the log");
    } finally {
      await host.stop();
      runpod.stop();
    }
  });
}

const NOT_PASSED_ON = ["cookie", "origin", "referer", "x-forwarded-host", "x-forwarded-proto"];

for (const [server, start] of [
  ["hosting/Caddyfile", startHosting],
  ["hosting/nginx.conf", startNginx],
  ["hosting/relay.js", startFunctions],
]) {
  behindARelay(
    `${server}: a question and the key pass, under RunPod's name, and nothing else of the browser's`,
    start,
    async ({ runpod, host }) => {
      const origin = `http://${host.host}`;
      const headers = { Cookie: "a=b", Origin: origin, Referer: `${origin}/b` };
      const answer = await send(host.port, "/relay/graphql", { headers });
      assert.deepEqual([answer.status, answer.text], [200, '{"data":{"__typename":"Query"}}']);
      const [{ method, url, headers: passed, body }] = runpod.seen;
      assert.deepEqual([method, url, body], ["POST", "/graphql", QUESTION]);
      assert.equal(passed.authorization, `Bearer ${KEY}`);
      assert.ok(
        ["127.0.0.1", new URL(runpod.address).host].includes(passed.host),
        "the upstream's name, not the page's",
      );
      assert.equal(passed["user-agent"], "journey", "Cloudflare refuses requests without one");
      for (const name of NOT_PASSED_ON) assert.equal(passed[name], undefined, name);
      // The page reads these as a relay that gets no answer; the log, checked below, tells of it without the key.
      runpod.stop();
      assert.ok([500, 502].includes((await send(host.port, "/relay/graphql")).status));
    },
  );

  behindARelay(
    `${server}: what follows GraphQL is reached by its own path, method and query`,
    start,
    async ({ runpod, host }) => {
      const origin = `http://${host.host}`;
      const headers = { Cookie: "a=b", Origin: origin, Referer: `${origin}/b` };
      for (const [method, path] of [
        ["GET", "/v2/pods?limit=1000&cursor=a%2Bb"],
        ["POST", "/v2/pods/abc123/action"],
        ["PATCH", "/v2/network-volumes/abc123"],
        ["DELETE", "/v2/network-volumes/abc123"],
        ["GET", "/v2/catalog/gpus?include=AVAILABILITY&product=POD"],
        ["POST", "/v2/account/secrets"],
        ["DELETE", "/v2/account/secrets/abc123"],
        ["GET", "/v2/billing/pods?bucketSize=hour&lastN=25"],
      ]) {
        const answer = await send(host.port, `/relay${path}`, { method, headers });
        assert.equal(answer.status, 200, `${method} ${path}`);
        const { headers: passed, ...seen } = runpod.seen.pop();
        assert.deepEqual([seen.method, seen.url], [method, path]);
        assert.equal(passed.authorization, `Bearer ${KEY}`);
        for (const name of NOT_PASSED_ON) assert.equal(passed[name], undefined, name);
      }
    },
  );

  behindARelay(
    `${server}: a log comes line by line, and its stream ends with the page`,
    start,
    async ({ runpod, host }) => {
      const page = new AbortController();
      const headers = { ...HEADERS, "Last-Event-ID": "2026-06-01T12:02:03Z/000000000001" };
      const path = "v2/pods/abc123/logs?tail=1000&source=system&since=2026-06-01T12%3A02%3A03Z";
      const answer = await fetch(`${host.address}relay/${path}`, { headers, signal: page.signal });
      assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "text/event-stream"]);
      const { value } = await answer.body.getReader().read();
      assert.match(new TextDecoder().decode(value), /"line":"hello"/);
      const [{ url, headers: passed }] = runpod.seen;
      assert.deepEqual([url, passed["last-event-id"]], [`/${path}`, headers["Last-Event-ID"]]);
      page.abort();
      await expect.poll(() => runpod.logs.left).toBe(1);
    },
  );

  behindARelay(`${server}: no other path of RunPod's is reached from a browser`, start, async ({ runpod, host }) => {
    // fetch tidies a path as browsers do.
    for (const path of [
      "relay",
      "relay/",
      "relay/v1/pods",
      "relay/graphql/../v1/pods",
      "relay/graphql/%2e%2e/v1",
      "graphql",
      "v2/pods",
    ]) {
      const answer = await fetch(host.address + path, { method: "POST", headers: HEADERS, body: QUESTION });
      assert.ok([404, 405].includes(answer.status), `${path}: ${answer.status}`);
    }
    assert.deepEqual(runpod.seen, []);
  });
}

for (const [server, start] of [
  ["hosting/Caddyfile", startHosting],
  ["hosting/nginx.conf", startNginx],
]) {
  behindARelay(`${server}: no odd path passes, and no file for hosts is shown`, start, async ({ runpod, host }) => {
    for (const path of [
      "//relay/graphql/..;/v2",
      "/relay/v2",
      "/relay/v2/pods/%61",
      "/relay/v2/pods/a/%2e%2e",
      "/relay/v2/pods/../secrets",
      "/relay/v2/account/secrets/a/b",
      "/RELAY/graphql",
      "/relay/GraphQL",
      "/_headers",
      "/_headers.caddy",
      "/_headers.nginx",
    ]) {
      const { status } = await send(host.port, path);
      assert.ok([400, 404, 405].includes(status), `${path}: ${status}`);
      assert.notEqual((await send(host.port, path, { method: "GET" })).status, 200, path);
    }
    for (const method of ["GET", "PUT", "DELETE", "OPTIONS"]) {
      const answer = await send(host.port, "/relay/graphql", { method });
      assert.deepEqual([answer.status, answer.headers.allow], [405, "POST"], method);
    }
    for (const [method, path, allow] of [
      ["PUT", "/relay/v2/pods", "GET, POST"],
      ["POST", "/relay/v2/pods/a", "GET, PATCH, DELETE"],
      ["GET", "/relay/v2/pods/a/action", "POST"],
      ["POST", "/relay/v2/pods/a/logs", "GET"],
      ["DELETE", "/relay/v2/templates", "GET"],
    ]) {
      const answer = await send(host.port, path, { method });
      assert.deepEqual([answer.status, answer.headers.allow], [405, allow], path);
    }
    assert.deepEqual(runpod.seen, []);
  });

  behindARelay(`${server}: the log tells of each request, and of failures, without the key`, start, async (there) => {
    const { runpod, host } = there;
    await send(host.port, `/relay/graphql?api_key=${KEY}`);
    await send(host.port, `/index.html?${KEY}`, { method: "GET" });
    await send(host.port, `/relay/graphql?api_key=${KEY}`, { headers: { Host: "a.example" } });
    await send(host.port, `/relay/v2/pods?api_key=${KEY}`);
    runpod.stop();
    const { status, text } = await send(host.port, `/relay/graphql?api_key=${KEY}`);
    assert.equal(status, 502);
    assert.ok(!text.includes(KEY));
    // What is logged last is logged after the answer.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const lines = host
      .log()
      .split("\n")
      .filter((line) => line.includes("/relay/"));
    for (const code of ["200", "400", "421", "502"]) {
      assert.ok(
        lines.some((line) => line.includes(` ${code} `) || line.includes(`"status":${code}`)),
        `${code}: ${lines.join("\n")}`,
      );
    }
    assert.doesNotMatch(host.log(), /Authorization|Bearer|api_key/i);
  });

  behindARelay(
    `${server}: the page has the headers that dist/_headers names, and comes compressed`,
    start,
    async (there) => {
      const { host } = there;
      const blocks = (await readFile(join(process.env.PAGE, "_headers"), "utf8")).split(/\n(?=\S)/);
      for (const block of blocks) {
        const [path, ...lines] = block.trim().split("\n");
        if (["/probe", "/files", "/offline"].includes(path)) continue; // only some hosts shorten addresses like this
        const examples = { "/*": "/", "/locales/*": "/locales/de.json", "/docs/*": "/docs/about.txt" };
        const address = examples[path] ?? path;
        // nginx itself knows gzip alone.
        const packed = start === startNginx ? "gzip" : "br";
        const answer = await send(host.port, address, { method: "GET", headers: { "Accept-Encoding": packed } });
        // There are docs only where somebody has put them; their policy is there all the same.
        assert.ok(answer.status === 200 || path === "/docs/*", `${answer.status} for ${address}`);
        for (const line of lines) {
          const [name, ...value] = line.trim().split(": ");
          // These servers are run without a certificate here.
          const expected = name === "Strict-Transport-Security" ? undefined : value.join(": ");
          assert.equal(answer.headers[name.toLowerCase()], expected, `${name} of ${address}`);
        }
        if (/\.(js|css|wasm|svg|json)$/.test(address))
          assert.equal(answer.headers["content-encoding"], packed, address);
        if (address.endsWith(".wasm")) assert.equal(answer.headers["content-type"], "application/wasm");
      }
    },
  );
}

behindARelay("trunk serve: no relay leads anywhere", startTrunk, async ({ runpod, host }) => {
  for (const path of ["relay/graphql", "relay/v2/pods"]) {
    const answer = await fetch(host.address + path, { method: "POST", headers: HEADERS, body: QUESTION });
    assert.ok([404, 405].includes(answer.status), `${path}: ${answer.status}`);
  }
  assert.deepEqual(runpod.seen, []);
});

test("hosting/nginx.conf: the relay leads to api.runpod.io over TLS, and checks that it is RunPod", async () => {
  const described = await readFile(NGINX, "utf8");
  assert.deepEqual(
    described.match(/^\s*server [^{]+;$/gm),
    ["\tserver api.runpod.io:443;"],
    "there is no other upstream",
  );
  const led = described.match(/^\s*proxy_pass .+$/gm);
  assert.ok(led.length > 0 && led.every((line) => line.includes("https://launchpod_runpod$launchpod_address")));
  for (const line of ["proxy_ssl_verify on;", "proxy_ssl_name api.runpod.io;", "proxy_next_upstream off;"]) {
    assert.ok(described.includes(line), line);
  }
});

test("hosting/Caddyfile: unless told otherwise, the relay leads to api.runpod.io over TLS, and the page has a certificate", () => {
  const told = ([name]) => !name.startsWith("LAUNCHPOD_");
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(told)), LAUNCHPOD_PAGE: process.env.PAGE };
  const args = ["adapt", "--adapter", "caddyfile", "--config", HOSTING];
  const config = execFileSync(process.env.CADDY ?? "caddy", args, {
    env,
    stdio: ["ignore", "pipe", "ignore"],
  }).toString();
  assert.match(
    config,
    /"protocol":"http","response_header_timeout":75000000000,"tls":\{\}\},"upstreams":\[\{"dial":"api\.runpod\.io:443"\}\]/,
  );
  assert.match(config, /"listen":\[":443"\]/);
  const upstreams = [...config.matchAll(/"dial":"([^"]+)"/g)].map(([, upstream]) => upstream);
  assert.deepEqual([...new Set(upstreams)], ["api.runpod.io:443"], "there is no other upstream");
  assert.equal(config.match(/"tls":\{\}/g).length, upstreams.length, "each is reached over TLS");
});

journeyToRunPod(
  "hosting/Caddyfile: somebody launches and ends a pod through the relay, with the policy on",
  {
    cors: "refused",
    relay: true,
    expected: [/blocked by CORS policy/, /Failed to load resource/],
  },
  async ({ signIn, page, tab, simulator, host, keyWentTo }) => {
    assert.match((await fetch(host.address)).headers.get("content-security-policy"), /frame-ancestors 'none'/);
    await signIn.key.fill(KEY);
    await signIn.button.click();
    const pods = await new Pods(page).ready();
    await launchesAndEnds(page, pods, simulator);
    await keyWentTo(tab, "relay", "runpod");
  },
);

for (const [kind, login] of Object.entries(LOGINS))
  journeyToRunPod(
    `hosting/Caddyfile: somebody signs in, launches and ends a pod behind ${kind}`,
    {
      cors: "refused",
      relay: (upstream) => startBehind(login, () => startHosting(upstream)),
      enter: login.enter,
      expected: [/blocked by CORS policy/, /Failed to load resource/],
    },
    async ({ signIn, page, simulator }) => {
      await signIn.key.fill(KEY);
      await signIn.button.click();
      const pods = await new Pods(page).ready();
      await page.getByText(/checked .* · RunPod, through this page's own server/).waitFor();
      await launchesAndEnds(page, pods, simulator);
    },
  );
