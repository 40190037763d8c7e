// The page on this computer, its headers, who gets in, and its relay: hosting/relay-cases.json, which any relay can be tried with,
// against this one.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FILES, QUESTION, SECRET, ask, get, head, send, startLaunchpod, startRecorder } from "./serving.mjs";
import { PACKAGE } from "./support.mjs";

const table = JSON.parse(await readFile(new URL("../../hosting/relay-cases.json", import.meta.url), "utf8"));
const WASM = "/launchpod-0a1b2c3d4e5f6071_bg.wasm";

const filled = (text, host) => text.replaceAll("{key}", SECRET).replaceAll("{host}", host);

/// These headers, filled in, in the place of those of the same name.
const withMore = (headers, more = {}, host = "") => {
  const names = Object.keys(more).map((name) => name.toLowerCase());
  const kept = headers.filter(([name]) => !names.includes(name.toLowerCase()));
  return [...kept, ...Object.entries(more).map(([name, value]) => [name, filled(value, host)])];
};

const usual = (host) => [
  ["Host", host],
  ["Launchpod-Authorization", `Bearer ${SECRET}`],
  ["Content-Type", "application/json"],
  ["User-Agent", "case"],
];

const bodyOf = ({ method, bytes }) => {
  if (bytes) return "x".repeat(bytes);
  return ["POST", "PATCH"].includes(method) ? QUESTION : "";
};

const requestOf = (entry, host) => {
  const body = bodyOf(entry);
  const headers = withMore(usual(host), entry.headers, host);
  if (entry.chunked) headers.push(["Transfer-Encoding", "chunked"]);
  else if (body) headers.push(["Content-Length", body.length]);
  const sent = entry.chunked ? `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : body;
  return [head(entry.method, filled(entry.path, host), headers), sent];
};

test("each case of the relay comes out as the table says", async (t) => {
  const runpod = await startRecorder(t);
  const launchpod = await startLaunchpod(t, runpod.port);
  assert.ok(table.cases.length > 50);
  for (const entry of table.cases) {
    const { say, method, status, asked, answered = {}, says = "" } = entry;
    const answer = await send(launchpod.port, ...requestOf(entry, launchpod.host));
    const seen = runpod.take().map((one) => [one.method, one.address, one.body]);
    assert.equal(answer.status, status, say);
    assert.deepEqual(seen, asked === null ? [] : [[method, asked, bodyOf(entry)]], say);
    for (const [name, value] of Object.entries(answered)) assert.equal(answer.headers[name], value, say);
    assert.ok(answer.text.includes(says), `${say}: ${answer.text}`);
    assert.ok(!answer.text.includes(SECRET), say);
    assert.equal(answer.headers["access-control-allow-origin"], undefined, say);
    if (status === 421) continue;
    assert.equal(answer.headers["cache-control"], status === 403 ? undefined : "no-store", say);
    assert.equal(answer.headers["x-content-type-options"], "nosniff", say);
  }
});

test("of headers only what is listed passes either way", async (t) => {
  const { toRunPod, fromRunPod } = table;
  const runpod = await startRecorder(t, { headers: { ...fromRunPod.pass, ...fromRunPod.stay } });
  const launchpod = await startLaunchpod(t, runpod.port);
  const { host } = launchpod;
  const headers = withMore(withMore(usual(host), toRunPod.pass, host), toRunPod.stay, host);
  const answer = await send(launchpod.port, head("GET", "/relay/v2/pods/a/logs", headers));
  const [{ headers: seen }] = runpod.take();
  const lower = (object, at) => withMore([], object, at).map(([name, value]) => [name.toLowerCase(), value]);
  const { "launchpod-authorization": authorization, ...pass } = Object.fromEntries(lower(toRunPod.pass, host));
  const expected = { ...pass, authorization, host: `127.0.0.1:${runpod.port}` };
  const { connection, ...came } = Object.fromEntries(Object.entries(seen).map(([name, values]) => [name, values[0]]));
  assert.deepEqual(came, expected);
  for (const [name, value] of lower(fromRunPod.pass)) assert.equal(answer.headers[name], value, name);
  const ours = ["cache-control", "connection", "keep-alive", "referrer-policy", "transfer-encoding"];
  const rest = Object.keys(answer.headers).filter((name) => !ours.includes(name));
  const passed = lower(fromRunPod.pass).map(([name]) => name);
  assert.deepEqual(rest.sort(), [...passed, "x-content-type-options"].sort());
});

test("the list of addresses is the one of the program launchpod", async () => {
  const rules = await readFile(new URL("../../program/src/relay/rules.rs", import.meta.url), "utf8");
  const own = await readFile(new URL("program/relay_rules.js", PACKAGE), "utf8");
  const placesOf = (text, pattern) => [...text.matchAll(pattern)].map(([, path, methods]) => `${path} ${methods}`);
  const there = placesOf(rules, /^ {4}place\("([^"]+)", &\[([^\]]+)\]\),$/gm);
  assert.deepEqual(placesOf(own, /^ {2}\["([^"]+)", \[([^\]]+)\]\],$/gm), there);
  assert.equal(there.length, 16);
  for (const name of ["FROM_PAGE", "TO_PAGE", "QUERY"]) {
    const listOf = (text) => text.match(new RegExp(`const ${name}\\b[^=]*=\\s*\\[([^\\]]+)\\]`))[1].match(/"[^"]+"/g);
    assert.deepEqual(listOf(own), listOf(rules), name);
  }
});

/// A server that reads the head of one request, says `answer`, and waits until the other side has gone.
const openEnded = async (t, answer) => {
  let left;
  const gone = new Promise((resolve) => {
    left = resolve;
  });
  const server = createServer((socket) => {
    socket.once("data", () => socket.write(answer));
    socket.on("error", () => {});
    socket.on("close", left);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return { port: server.address().port, gone };
};

/// Reads a socket until these words have come.
const readUntil = async (socket, words) => {
  let got = "";
  while (!got.includes(words)) got += (await once(socket, "data"))[0];
  return got;
};

test("a log arrives line by line, and its stream ends with the page", { timeout: 10_000 }, async (t) => {
  const runpod = await openEnded(
    t,
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n13\r\nid: 1\ndata: hello\n\n\r\n",
  );
  const launchpod = await startLaunchpod(t, runpod.port);
  const page = connect(launchpod.port, "127.0.0.1");
  page.write(
    head("GET", "/relay/v2/pods/a/logs?tail=5", [
      ["Host", launchpod.host],
      ["Accept", "text/event-stream"],
    ]),
  );
  assert.match(await readUntil(page, "data: hello\n\n"), /content-type: text\/event-stream/i);
  page.destroy();
  await runpod.gone;
});

test("an answer that leads elsewhere is followed by nobody", async (t) => {
  const elsewhere = await startRecorder(t);
  for (const status of [301, 302, 307, 308]) {
    const runpod = await startRecorder(t, { status, headers: { Location: `http://127.0.0.1:${elsewhere.port}/` } });
    const answer = await ask(await startLaunchpod(t, runpod.port));
    assert.deepEqual([answer.status, answer.headers.location, runpod.seen.length], [502, undefined, 1]);
    assert.match(answer.text, /does not go there/);
  }
  assert.deepEqual(elsewhere.seen, []);
});

test("RunPod's own refusals come back as they are, and who says nothing of itself is launchpod", async (t) => {
  for (const status of [400, 401, 403, 404, 410, 429, 500, 503]) {
    const runpod = await startRecorder(t, { status });
    assert.equal((await ask(await startLaunchpod(t, runpod.port))).status, status);
    assert.match(runpod.seen[0].headers["user-agent"][0], /^launchpod\/\d/, "Cloudflare refuses those without");
  }
});

test("where nobody answers, or not in time, that is said and not the key", async (t) => {
  t.mock.method(console, "error", () => {});
  const nobody = await ask(await startLaunchpod(t, 1));
  assert.deepEqual([nobody.status, nobody.text], [502, "This relay got no answer from 127.0.0.1."]);
  const silent = await openEnded(t, "");
  const slow = await ask(await startLaunchpod(t, silent.port, { answer: 100 }));
  assert.deepEqual([slow.status, slow.text], [504, "This relay got no answer from 127.0.0.1 in time."]);
  assert.ok(!JSON.stringify([nobody, slow, ...console.error.mock.calls]).includes(SECRET));
});

test("an answer that breaks off, or stops, breaks off here too", { timeout: 10_000 }, async (t) => {
  const runpod = await openEnded(t, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"data":');
  const launchpod = await startLaunchpod(t, runpod.port, { silence: 100 });
  const page = connect(launchpod.port, "127.0.0.1");
  page.write(head("GET", "/relay/v2/pods", [["Host", launchpod.host]]));
  const got = await readUntil(page, "data");
  assert.match(got, /content-length: 100/i, "the browser can tell that it is not whole");
  await once(page, "close");
});

test("an order is seen through though the page has gone, and half an order never leaves", async (t) => {
  let done = 0;
  const begun = Promise.withResolvers?.() ?? deferred();
  const runpod = await startRecorder(t, {
    answer: (_, response) => {
      begun.resolve();
      setTimeout(() => {
        if (!response.destroyed) done += 1;
        response.end("{}");
      }, 300);
    },
  });
  const launchpod = await startLaunchpod(t, runpod.port);
  const order = (length) =>
    head("POST", "/relay/graphql", [
      ["Host", launchpod.host],
      ["Content-Length", length],
    ]);
  const page = connect(launchpod.port, "127.0.0.1");
  page.write(`${order(2)}{}`);
  await begun.promise;
  page.destroy();
  await launchpod.relay.actsDone(5000);
  assert.equal(done, 1);
  runpod.take();
  const half = connect(launchpod.port, "127.0.0.1");
  half.end(`${order(100)}{"half":`);
  half.resume();
  await once(half, "close");
  assert.deepEqual(runpod.seen, []);
});

const deferred = () => {
  const parts = {};
  parts.promise = new Promise((resolve) => {
    parts.resolve = resolve;
  });
  return parts;
};

test("a key goes nowhere unencrypted", async () => {
  const { Relay } = await import(new URL("program/relay.js", PACKAGE));
  for (const good of ["https://api.runpod.io", "http://127.0.0.1:4600/", "http://localhost:1", "http://[::1]:1"])
    assert.ok(new Relay(good));
  for (const bad of [
    "http://api.runpod.io",
    "http://10.0.0.1",
    "ftp://127.0.0.1",
    "api.runpod.io",
    "",
    "https://a@b.example",
    "https://a.example/x",
    "http://localhost.example",
  ])
    assert.throws(() => new Relay(bad), /it leads to RunPod\.$/, bad);
});

test("every address bears the headers that ship, and files are not sent twice", async (t) => {
  const launchpod = await startLaunchpod(t);
  for (const [path, status, policy, keeps] of [
    ["/", 200, "default-src 'none'; frame-ancestors 'none'", "no-cache"],
    ["/locales/de.json", 200, undefined, "no-cache"],
    [WASM, 200, undefined, "public, max-age=31536000, immutable"],
    ["/nothing", 404, undefined, undefined],
    ["/relay/nothing", 404, undefined, "no-store"],
    ["/.well-known/launchpod", 200, undefined, undefined],
  ]) {
    const answer = await get(launchpod, path);
    const { headers } = answer;
    assert.deepEqual(
      [answer.status, headers["content-security-policy"], headers["cache-control"]],
      [status, policy, keeps],
      path,
    );
    assert.deepEqual([headers["x-content-type-options"], headers["referrer-policy"]], ["nosniff", "no-referrer"], path);
    assert.equal(headers["strict-transport-security"], undefined, "nobody needs a certificate for 127.0.0.1");
  }
  const first = await get(launchpod, WASM);
  assert.deepEqual([first.text, first.headers["content-type"]], ["plain", "application/wasm"]);
  const again = await get(launchpod, WASM, { "If-None-Match": `"x", W/${first.headers.etag}` });
  assert.deepEqual([again.status, again.text], [304, ""]);
  for (const hidden of ["/_headers", "/%5fheaders", "/_headers.caddy", "/../package.json", "/locales"])
    assert.equal((await get(launchpod, hidden)).status, 404, hidden);
});

test("only this computer's own name is answered, and the page has one name", async (t) => {
  const launchpod = await startLaunchpod(t);
  for (const path of ["/", "/relay/graphql", "/.well-known/launchpod", "/nothing"]) {
    for (const host of ["a.example", "127.0.0.1.a.example", "a@127.0.0.1", "10.0.0.1", "[::1]", "", "127.0.0.1:x"])
      assert.ok([400, 421].includes((await get(launchpod, path, { Host: host })).status), `${host} ${path}`);
    assert.equal((await get(launchpod, `http://a.example${path}`)).status, 421);
    const twice = head("GET", path, [
      ["Host", launchpod.host],
      ["Host", "a.example"],
    ]);
    assert.ok([400, 421].includes((await send(launchpod.port, twice)).status));
  }
  assert.equal((await get(launchpod, "/", { Host: "127.0.0.1:9000" })).status, 200, "through a tunnel");
  for (const [host, path, there] of [
    ["localhost:4800", "/?x=1", "http://127.0.0.1:4800/?x=1"],
    ["LOCALHOST", "/index.html", "http://127.0.0.1/index.html"],
  ]) {
    const answer = await get(launchpod, path, { Host: host });
    assert.deepEqual([answer.status, answer.headers.location], [307, there]);
  }
});

/// Starts the program; `said` gives what it has said once that matches.
const start = (t, words) => {
  const program = fileURLToPath(new URL("program/launchpod.js", PACKAGE));
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  t.after(() => child.kill("SIGKILL"));
  let all = "";
  const said = async (pattern) => {
    while (!pattern.test(all)) all += (await once(child.stdout, "data"))[0];
    return all.match(pattern);
  };
  child.stderr.resume();
  return { child, said, ended: once(child, "exit") };
};

test("the program serves a page until it is ended, and a second start shows the first", {
  timeout: 20_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-page-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const own = ["--page", folder, "--no-open"];
  const first = start(t, ["serve", ...own, "--listen", "0"]);
  const [, port] = await first.said(/ is at http:\/\/127\.0\.0\.1:(\d+)\/$/m);
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), FILES["index.html"]);
  const second = start(t, [...own, "--listen", port]);
  await second.said(/runs already, at/);
  assert.deepEqual(await second.ended, [0, null]);
  first.child.kill("SIGTERM");
  await first.said(/Pods on RunPod go on running, and cost money/);
  assert.deepEqual(await first.ended, [0, null]);
});

test("who asks far too often is told to wait, and what is refused reaches nobody", async (t) => {
  const runpod = await startRecorder(t);
  const launchpod = await startLaunchpod(t, runpod.port);
  const answers = [];
  for (let round = 0; round < 15; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: 20 }, () => get(launchpod, "/relay/v2/pods")))));
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length > 0 && answers.length - refused.length >= 200, `${refused.length} refused`);
  assert.equal(runpod.seen.length, answers.length - refused.length);
  assert.ok(refused.every(({ headers }) => headers["retry-after"] === "1"));
});
