// What stands between WebKit and the page's server: it notes what is asked, interferes with it, and adds a script to the page
// where the journey wants one (the driver has no way to run one before the page does).
import { once } from "node:events";
import { createServer, request as ask } from "node:http";

const SCRIPT = "/before-the-page.js";

/// Starts it before a simulator's page. `init` runs before anything of the page. A file whose `path` fits one of the changes comes
/// as its `change` makes it.
export async function startFront(simulator, init, changes = []) {
  const requests = [];
  let rules = [];
  const server = createServer(async (incoming, answer) => {
    const parts = [];
    for await (const part of incoming) parts.push(part);
    const body = Buffer.concat(parts);
    const told = { method: incoming.method, path: incoming.url, headers: incoming.headers, body: body.toString() };
    requests.push(told);
    if (incoming.url === SCRIPT) {
      answer.writeHead(200, { "Content-Type": "text/javascript" });
      return answer.end(`(${init})();`);
    }
    const how = rules.find(({ operation }) => names(told, operation))?.how;
    if (how === "lost") return incoming.socket.destroy();
    if (how?.status) {
      answer.writeHead(how.status, { "Content-Type": "text/html" });
      return answer.end(how.body ?? "<html>");
    }
    return pass(told, body, how === "unheard" ? null : answer);
  });
  const pass = (told, body, answer) => {
    const { pathname } = new URL(told.path, simulator.page);
    const headers = { ...told.headers };
    const isPage = init && pathname === "/";
    const change = changes.find(({ path }) => path.test(pathname))?.change;
    if (isPage || change) headers["accept-encoding"] = "identity";
    const asked = ask(new URL(told.path, simulator.page), { method: told.method, headers }, async (got) => {
      if (!answer) return got.resume();
      if (!isPage && !change) {
        answer.writeHead(got.statusCode, got.headers);
        return got.pipe(answer);
      }
      const parts = [];
      for await (const part of got) parts.push(part);
      const whole = Buffer.concat(parts);
      const withScript = (html) => Buffer.from(html.replace("<head>", `<head><script src=".${SCRIPT}"></script>`));
      const sent = change ? change(whole) : withScript(whole.toString());
      answer.writeHead(got.statusCode, { ...got.headers, "content-length": sent.length });
      return answer.end(sent);
    });
    asked.on("error", () => answer?.destroy());
    answer?.on("close", () => asked.destroy());
    asked.end(body);
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    page: `http://127.0.0.1:${server.address().port}/`,
    requests,
    /// How many requests so far name this operation.
    sent: (operation) => requests.filter((request) => names(request, operation)).length,
    /// From now on requests that name this operation are "lost" (they never arrive), "unheard" (they are done, and never
    /// answered), or answered with a status.
    meddle: (operation, how) => rules.unshift({ operation, how }),
    /// Everything passes again.
    calm: () => (rules = []),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const names = ({ body }, operation) => body.includes(operation);
