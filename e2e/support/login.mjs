// What somebody puts before a whole site so that strangers stay out: a password of HTTP's own, or a form and a cookie.
import { createServer, request as ask } from "node:http";

const BASIC = `Basic ${Buffer.from("anna:a word").toString("base64")}`;
const COOKIE = "entered=yes";

/// How each is passed: by an address with the password in it, or by the form's answer.
export const LOGINS = {
  "HTTP's own password": {
    isIn: ({ authorization }) => authorization === BASIC,
    refuse: (response) => response.writeHead(401, { "WWW-Authenticate": 'Basic realm="launchpod"' }).end(),
    enter: (page, { address }) => page.goto(`${address.replace("//", "//anna:a%20word@")}manifest.webmanifest`),
  },
  "a form and a cookie": {
    isIn: ({ cookie }) => (cookie ?? "").includes(COOKIE),
    refuse: (response) => response.writeHead(302, { Location: "/login" }).end(),
    enter: (page, { address }) => page.goto(`${address}login`),
  },
};

/// A server before another one: it asks for a login, and hands on all else as it came.
export async function startBehind(login, start) {
  const behind = await start();
  const server = createServer((incoming, answer) => {
    if (incoming.url === "/login") {
      answer.writeHead(200, {
        "Set-Cookie": `${COOKIE}; HttpOnly; SameSite=Lax; Path=/`,
        "Content-Type": "text/plain",
      });
      return answer.end("entered");
    }
    if (!login.isIn(incoming.headers)) return login.refuse(answer);
    const { method, url: path, headers } = incoming;
    const asked = ask({ host: "127.0.0.1", port: behind.port, method, path, headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers);
      got.pipe(answer);
    });
    asked.on("error", () => answer.destroy());
    answer.on("close", () => asked.destroy());
    incoming.pipe(asked);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
    return behind.stop();
  };
  return { ...behind, stop, address: `http://127.0.0.1:${server.address().port}/` };
}
