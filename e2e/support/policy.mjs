// The policies and headers that ship, by letter, and a neighbour that notes who comes.
import { createServer } from "node:http";

const NO_TEXT_AS_SCRIPT = "require-trusted-types-for 'script'";

export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self' https://api.runpod.io",
  "frame-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  NO_TEXT_AS_SCRIPT,
  "trusted-types default",
].join("; ");

/// Digests are not of this list: {digest} stands for one.
export const FRAME_POLICY = [
  "default-src 'none'",
  "script-src {digest}",
  "connect-src https://*.proxy.runpod.net",
  "img-src https://*.proxy.runpod.net",
  "base-uri 'none'",
  "form-action 'none'",
  NO_TEXT_AS_SCRIPT,
  "trusted-types 'none'",
].join("; ");

export const OFFLINE_POLICY = [
  "default-src 'none'",
  "script-src {digest}",
  "style-src {digest}",
  "base-uri 'none'",
  "form-action 'none'",
  NO_TEXT_AS_SCRIPT,
  "trusted-types 'none'",
].join("; ");

export const WORKER_POLICY = "default-src 'none'; connect-src 'self'";

/// The headers of every address.
export const EVERYWHERE = [
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Origin-Agent-Cluster", "?1"],
];

/// Text in which each digest is only one.
export const withoutDigests = (text) => text.replaceAll(/'sha256-[A-Za-z0-9+/]{43}='/g, "{digest}");

const ANSWERS = {
  js: ["text/javascript", "window.hacked = true; export default 1;"],
  css: ["text/css", "body { outline: 3px solid red }"],
  html: ["text/html", "<!doctype html><title>elsewhere</title>"],
  json: ["application/json", "{}"],
  svg: ["image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
  events: ["text/event-stream", "data: 1\n\n"],
};

/// A site that lets everybody in and has what they ask for. `hits` are the addresses that were asked for.
export async function startElsewhere() {
  const hits = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://host");
    hits.push(pathname);
    const framed = searchParams.get("frames");
    const image = searchParams.get("image");
    const [type, body] = framed
      ? ["text/html", `<!doctype html><title>a frame</title><iframe src="${framed}" width="900" height="700"></iframe>`]
      : image
        ? ["text/html", `<!doctype html><title>a picture</title><img src="${image}" alt="">`]
        : (ANSWERS[pathname.split(".").at(-1)] ?? ["text/plain", ""]);
    response.writeHead(200, { "Content-Type": type, "Access-Control-Allow-Origin": "*" }).end(body);
  });
  server.on("upgrade", (request, socket) => {
    hits.push(request.url);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${server.address().port}`, hits, stop };
}
