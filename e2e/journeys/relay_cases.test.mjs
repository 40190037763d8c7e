// hosting/relay-cases.json against the servers that hosting/ describes, each run for real. No browser is needed.
import assert from "node:assert/strict";
import { test } from "@playwright/test";

import { startFunctions } from "../support/functions_host.mjs";
import { startHosting, startNginx } from "../support/hosts.mjs";
import { eachCase, headersBothWays, tooOften } from "../support/relay_cases.mjs";

const OF_THE_PAGE = ["cross-origin-opener-policy", "cross-origin-resource-policy", "origin-agent-cluster"];
const OWN = [...OF_THE_PAGE, "cache-control", "connection", "content-length", "permissions-policy"];
const EVERYWHERE = [...OWN, "referrer-policy", "server", "transfer-encoding", "x-content-type-options"];

for (const [server, start] of [
  ["hosting/Caddyfile", startHosting],
  ["hosting/nginx.conf", startNginx],
  ["hosting/relay.js", startFunctions],
]) {
  test(`${server}: each case of the relay comes out as the table says`, () => eachCase(start));
  test(`${server}: of headers only what is listed passes either way`, () => headersBothWays(start, EVERYWHERE));
}

for (const [server, start] of [
  ["hosting/nginx.conf", startNginx],
  ["hosting/relay.js", startFunctions],
])
  test(`${server}: who asks far too often is told to wait`, () => tooOften(start));

test("Cloudflare Pages and Netlify run the same function, for all below /relay", async () => {
  const cloudflare = await import("../../hosting/functions/relay/[[path]].js");
  const netlify = await import("../../hosting/edge-functions/relay.js");
  const waited = [];
  const context = { request: new Request("https://a.example/relay/x"), waitUntil: (act) => waited.push(act) };
  for (const answer of [await cloudflare.onRequest(context), await netlify.default(context.request, context)]) {
    assert.deepEqual([answer.status, answer.headers.get("cache-control")], [404, "no-store"]);
  }
  assert.deepEqual([netlify.config.path, waited], [["/relay", "/relay/*"], []]);
});
