// hosting/relay-cases.json, played against a relay: what passes, what does not, and which headers go either way.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { request } from "node:http";

import { startRecorder } from "./hosts.mjs";
import { KEY } from "./simulator.mjs";

export const CASES = JSON.parse(readFileSync(new URL("../../hosting/relay-cases.json", import.meta.url), "utf8"));
const QUESTION = JSON.stringify({ query: "{ __typename }" });

const filled = (text, host) => text.replaceAll("{key}", KEY).replaceAll("{host}", host);

/// Headers by their names in small letters.
const named = (headers, host) =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), filled(value, host)]));

const usual = (host) =>
  named(
    { Host: host, "Launchpod-Authorization": "Bearer {key}", "Content-Type": "application/json", "User-Agent": "case" },
    host,
  );

/// Sends a path exactly as it is written, and the body in one piece of a told length or in chunks.
function send(port, { method, path, headers, body, chunked }) {
  return new Promise((resolve, reject) => {
    const length = chunked || !body ? {} : { "content-length": body.length };
    const options = {
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { ...headers, ...length },
      agent: false,
      timeout: 10_000,
    };
    const sent = request({ ...options, setHost: false }, (answer) => {
      let text = "";
      answer.on("data", (part) => {
        text += part;
        // A log has no end.
        if (answer.headers["content-type"] === "text/event-stream") answer.destroy();
      });
      const done = () => resolve({ status: answer.statusCode, headers: answer.headers, text });
      answer.on("close", done);
    });
    // A server that refuses what is too large may hang up before all of it is sent; it has answered then.
    sent.on("error", reject).on("timeout", () => sent.destroy(new Error("no answer in 10 s")));
    if (chunked) {
      for (let at = 0; at < body.length; at += 50_000) sent.write(body.slice(at, at + 50_000));
      sent.end();
    } else sent.end(body);
  });
}

function questionOf(one, host) {
  const sends = ["POST", "PATCH"].includes(one.method);
  const body = one.bytes ? "x".repeat(one.bytes) : sends ? QUESTION : undefined;
  const headers = { ...usual(host), ...named(one.headers, host) };
  return { method: one.method, path: filled(one.path, host), headers, body, chunked: one.chunked };
}

/// All cases, against the relay that `start(upstream)` starts.
export async function eachCase(start) {
  const runpod = await startRecorder();
  const relay = await start(runpod.address).catch((error) => {
    runpod.stop();
    throw error;
  });
  const wrong = [];
  try {
    for (const one of CASES.cases) {
      runpod.seen.length = 0;
      try {
        const question = questionOf(one, relay.host);
        const answer = await send(relay.port, question);
        const seen = runpod.seen.splice(0);
        assert.equal(answer.status, one.status);
        assert.deepEqual(
          seen.map(({ method, url }) => [method, url]),
          one.asked === null ? [] : [[one.method, one.asked]],
        );
        if (one.asked && !/\/logs/.test(one.asked)) assert.equal(seen[0].body, question.body ?? "");
        for (const [name, value] of Object.entries(one.answered ?? {})) assert.equal(answer.headers[name], value, name);
        assert.ok(answer.text.includes(one.says ?? ""), answer.text);
        assert.ok(!answer.text.includes(KEY), "the key comes back");
        assert.equal(answer.headers["access-control-allow-origin"], undefined);
        // Dots may lead out of the relay, where there is nothing.
        if (one.status !== 421 && !/\.\.|%2e/.test(one.path)) {
          assert.deepEqual(
            [answer.headers["cache-control"], answer.headers["x-content-type-options"]],
            ["no-store", "nosniff"],
          );
        }
      } catch (error) {
        wrong.push(`${one.say} (${one.method} ${one.path}): ${error.message}`);
      }
    }
    assert.deepEqual(wrong, []);
    assert.ok(!relay.log().includes(KEY), "the key is in the log");
  } finally {
    await relay.stop();
    runpod.stop();
  }
}

/// What passes of the headers, both ways; `own` are those that the server answers with by itself.
export async function headersBothWays(start, own) {
  const { toRunPod: there, fromRunPod: back } = CASES;
  const runpod = await startRecorder({ ...back.pass, ...back.stay });
  const relay = await start(runpod.address).catch((error) => {
    runpod.stop();
    throw error;
  });
  try {
    const { host } = relay;
    const headers = { ...usual(host), ...named(there.stay, host), ...named(there.pass, host) };
    const answer = await send(relay.port, { method: "GET", path: "/relay/v2/pods", headers });
    assert.equal(answer.status, 200);
    const { host: name, connection: _, ...passed } = runpod.seen[0].headers;
    assert.equal(name.split(":")[0], "127.0.0.1", "the upstream's name, not the page's");
    const { "launchpod-authorization": authorization, ...pass } = named(there.pass, host);
    assert.deepEqual(passed, { ...pass, authorization });
    const came = Object.entries(answer.headers).filter(([header]) => !own.includes(header));
    assert.deepEqual(Object.fromEntries(came), named(back.pass, host));
  } finally {
    await relay.stop();
    runpod.stop();
  }
}

/// Who asks far too often is told to wait, and what is refused reaches nobody.
export async function tooOften(start) {
  const runpod = await startRecorder();
  const relay = await start(runpod.address).catch((error) => {
    runpod.stop();
    throw error;
  });
  try {
    const { host } = relay;
    const one = () => send(relay.port, { method: "GET", path: "/relay/v2/pods", headers: usual(host) });
    const answers = [];
    for (let round = 0; round < 20; round += 1) answers.push(...(await Promise.all(Array.from({ length: 30 }, one))));
    const passed = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    assert.equal(passed.length + refused.length, 600);
    assert.ok(passed.length >= 200 && refused.length > 0, `${passed.length} passed`);
    assert.equal(runpod.seen.length, passed.length);
    assert.ok(refused.every(({ headers }) => headers["retry-after"] === "1"));
  } finally {
    await relay.stop();
    runpod.stop();
  }
}
