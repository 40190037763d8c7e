// A host that runs a function beside the page, as Cloudflare Pages and Netlify do: it answers to its own name alone, tidies
// addresses, and hands over a Request.
import { createServer, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { relay } from "../../hosting/relay.js";
import { Pace } from "../../module/js/program/relay_rules.js";
import { freePort } from "./hosts.mjs";

/// `fetch`, without the headers that Node's own adds.
function sent(address, { method, headers, body }) {
  return new Promise((resolve, reject) => {
    const length = body ? { "content-length": body.byteLength } : {};
    const options = { method, headers: { ...Object.fromEntries(headers), ...length }, agent: false };
    const question = request(address, options, (answer) => {
      const pairs = Object.entries(answer.headers).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
      answer.on("error", () => {});
      resolve(new Response(Readable.toWeb(answer), { status: answer.statusCode, headers: pairs }));
    });
    question.on("error", reject);
    question.end(body && Buffer.from(body));
  });
}

/// The page's host, with the relay to `upstream`; `log()` is empty, for the function writes nothing.
export async function startFunctions(upstream) {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const lasting = [];
  const pace = new Pace();
  const server = createServer(async (asked, response) => {
    if (asked.headers.host !== host) return response.writeHead(421).end();
    const { method, headers } = asked;
    const body = ["GET", "HEAD"].includes(method) ? undefined : Readable.toWeb(asked);
    const question = new Request(new URL(asked.url, `http://${host}`), { method, headers, body, duplex: "half" });
    const answer = await relay(question, { upstream, send: sent, lasts: (act) => lasting.push(act), pace });
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.flushHeaders();
    try {
      if (answer.body) await pipeline(Readable.fromWeb(answer.body), response);
      else response.end();
    } catch {
      // Either end has gone.
    }
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { stop, log: () => "", port, host, address: `http://${host}/`, lasting };
}
