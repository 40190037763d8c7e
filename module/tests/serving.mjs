// For the tests of `launchpod serve`: a small page, a RunPod that takes down what reaches it, and requests that are sent as they
// are written.
import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import { PACKAGE } from "./support.mjs";

export const SECRET = "rpa_SENTINEL0000000000000000000000000000KEY";
export const QUESTION = '{"query":"{ __typename }"}';

const { Page } = await import(new URL("program/page.js", PACKAGE));
const { Relay } = await import(new URL("program/relay.js", PACKAGE));
const { serverOf } = await import(new URL("program/server.js", PACKAGE));

/// What `cargo xtask build` makes, on a small scale.
export const HEADERS = `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=1
/
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
  Cache-Control: no-cache
/locales/*
  Cache-Control: no-cache
/launchpod-0a1b2c3d4e5f6071_bg.wasm
  Cache-Control: public, max-age=31536000, immutable
`;
export const FILES = {
  _headers: HEADERS,
  "_headers.caddy": "",
  "index.html": "<!DOCTYPE html><title>Launchpod</title>",
  "launchpod-0a1b2c3d4e5f6071_bg.wasm": "plain",
  "locales/de.json": "{}",
};

const listening = async (server) => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address().port;
};

/// A RunPod whose every answer is the same. What reached it is in `seen`.
export const startRecorder = async (t, { status = 200, headers = {}, answer } = {}) => {
  const seen = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    const { method, url, rawHeaders, headersDistinct } = request;
    seen.push({ method, address: url, rawHeaders, headers: headersDistinct, body: Buffer.concat(chunks).toString() });
    if (answer) return answer(request, response);
    response.writeHead(status, headers).end('{"data":{"__typename":"Query"}}');
  });
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: await listening(server), seen, take: () => seen.splice(0) };
};

/// The page and a relay that leads to this port.
export const startLaunchpod = async (t, upstream = 1, patience = {}) => {
  const relay = new Relay(`http://127.0.0.1:${upstream}`, patience);
  const files = Object.entries(FILES).map(([name, text]) => [name, Buffer.from(text)]);
  const server = serverOf(new Page(new Map(files)), relay);
  t.after(() => {
    relay.close();
    server.close();
    server.closeAllConnections();
  });
  const port = await listening(server);
  return { port, host: `127.0.0.1:${port}`, relay };
};

/// The head of a request, as it is sent.
export const head = (method, path, headers) =>
  `${method} ${path} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;

/// Sends bytes as they are, and reads one answer whole.
export const send = async (port, ...parts) => {
  const socket = connect(port, "127.0.0.1");
  for (const part of parts) socket.write(part);
  const chunks = [];
  let answer = null;
  for await (const chunk of socket) {
    chunks.push(chunk);
    answer = parsed(Buffer.concat(chunks).toString("latin1"));
    if (answer?.whole) break;
  }
  socket.destroy();
  if (!answer) throw new Error(`no answer: ${Buffer.concat(chunks)}`);
  return answer;
};

const parsed = (text) => {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const status = Number(first.split(" ")[1]);
  const rest = text.slice(end + 4);
  const isChunked = headers["transfer-encoding"] === "chunked";
  const length = Number(headers["content-length"] ?? 0);
  const whole = isChunked ? rest.endsWith("0\r\n\r\n") : status === 304 || rest.length >= length;
  return { status, headers, text: isChunked ? unchunked(rest) : rest, whole };
};

const unchunked = (rest) => {
  const [, size, more] = /^([0-9a-f]+)\r\n(.*)$/s.exec(rest) ?? [null, "0", ""];
  const length = Number.parseInt(size, 16);
  return length === 0 ? "" : more.slice(0, length) + unchunked(more.slice(length + 2));
};

/// Asks for an address by GET, with these headers besides the host.
export const get = ({ port, host }, path, headers = {}) => {
  const all = { Host: host, ...headers };
  return send(port, head("GET", path, Object.entries(all)));
};

/// GraphQL's question through the relay, as the page sends it.
export const ask = ({ port, host }, more = []) =>
  send(
    port,
    head("POST", "/relay/graphql", [
      ["Host", host],
      ["Launchpod-Authorization", `Bearer ${SECRET}`],
      ["Content-Length", QUESTION.length],
      ...more,
    ]) + QUESTION,
  );
