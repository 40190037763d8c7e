// hosting/relay-cases.json against the servers that hosting/ describes, each run for real. No browser is needed.
import { test } from "@playwright/test";

import { startHosting, startNginx } from "../support/hosts.mjs";
import { eachCase, headersBothWays } from "../support/relay_cases.mjs";

const OWN = ["cache-control", "connection", "content-length", "cross-origin-opener-policy", "permissions-policy"];
const EVERYWHERE = [...OWN, "referrer-policy", "server", "transfer-encoding", "x-content-type-options"];

for (const [server, start] of [
  ["hosting/Caddyfile", startHosting],
  ["hosting/nginx.conf", startNginx],
]) {
  test(`${server}: each case of the relay comes out as the table says`, () => eachCase(start));
  test(`${server}: of headers only what is listed passes either way`, () => headersBothWays(start, EVERYWHERE));
}
