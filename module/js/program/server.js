// All that the page's port answers: the page, the relay, and what this is.
import { createServer } from "node:http";
import { NAME, asked, isFromAnotherPage } from "./guard.js";
import { VERSION } from "./version.js";

/// Where a running program says what it is.
export const ABOUT = "/.well-known/launchpod";
/// How long the head of a request may take, in milliseconds.
const HEAD_WITHIN = 30_000;
/// A browser opens six to one server.
const MOST_CONNECTIONS = 256;

/// The server, not yet listening.
export const serverOf = (page, relay) => {
  const server = createServer({ headersTimeout: HEAD_WITHIN }, (request, response) => {
    answer(page, relay, request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  return server;
};

const answer = (page, relay, request, response) => {
  const words = (status, text) => response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(text);
  const place = asked(request);
  // The port is the browser's business: it may come through a tunnel.
  if (!place) return words(421, "This is Launchpod on this computer: open it as 127.0.0.1.");
  const { name, port, path, query } = place;
  for (const [header, value] of page.headersFor(path)) response.setHeader(header, value);
  if (path === "/relay" || path.startsWith("/relay/")) {
    if (isFromAnotherPage(request)) return words(403, "This is for Launchpod's own page alone.");
    return relay.answer(request, response, { path, query });
  }
  if (path === ABOUT && request.method === "GET") {
    response.writeHead(200, { "Content-Type": "application/json" });
    return response.end(JSON.stringify({ program: "launchpod", version: VERSION }));
  }
  if (name !== NAME && (request.method === "GET" || request.method === "HEAD")) {
    const address = `${path}${query === null ? "" : `?${query}`}`;
    return response.writeHead(307, { Location: `http://${NAME}${port ? `:${port}` : ""}${address}` }).end();
  }
  return page.answer(request, response, path);
};
