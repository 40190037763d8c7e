// Servers that a page or RunPod may stand on, each on a port of its own.
import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect, createServer as createListener } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
};
export const HOSTING = fileURLToPath(new URL("../../hosting/Caddyfile", import.meta.url));
export const NGINX = fileURLToPath(new URL("../../hosting/nginx.conf", import.meta.url));

const listening = (server) =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server.address().port)));

export async function freePort() {
  const listener = createListener();
  const port = await listening(listener);
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

async function answers(port, child) {
  for (let tries = 0; tries < 200 && child.exitCode === null; tries += 1) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    if (open) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/// Runs a server until it is stopped; `log()` is all that it said.
export async function startProgram(program, args, port, { env = {}, ...options } = {}) {
  const child = spawn(program, args, {
    ...options,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      log += text;
    });
  const ended = new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  const stop = async () => {
    child.kill();
    await ended;
  };
  if (await answers(port, child)) return { stop, log: () => log };
  await stop();
  throw new Error(`${program} does not answer:\n${log}`);
}

async function startCaddy(file, port, env = {}) {
  const home = await mkdtemp(join(tmpdir(), "launchpod-caddy-"));
  const homes = { HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
  const config = join(home, "Caddyfile");
  if (file.text) await writeFile(config, file.text);
  const args = ["run", "--adapter", "caddyfile", "--config", file.path ?? config];
  const caddy = await startProgram(process.env.CADDY ?? "caddy", args, port, { env: { ...homes, ...env } });
  const stop = async () => {
    await caddy.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { ...caddy, stop, port };
}

/// The page on the server that hosting/Caddyfile describes, with its relay to `upstream`.
export async function startHosting(upstream) {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const env = {
    LAUNCHPOD_SCHEME: "http",
    LAUNCHPOD_NAME: "127.0.0.1",
    LAUNCHPOD_PORT: String(port),
    LAUNCHPOD_PAGE: process.env.PAGE,
    LAUNCHPOD_UPSTREAM: upstream,
  };
  return { ...(await startCaddy({ path: HOSTING }, port, env)), host, address: `http://${host}/` };
}

/// The same on the server that hosting/nginx.conf describes, without its certificate and with its paths below `home`.
export async function startNginx(upstream) {
  const port = await freePort();
  const host = `127.0.0.1:${port}`;
  const home = await mkdtemp(join(tmpdir(), "launchpod-nginx-"));
  const described = (await readFile(NGINX, "utf8"))
    .replace(/^\s*(ssl_reject_handshake|ssl_certificate|ssl_certificate_key|listen \[::\]:443) .*$/gm, "")
    .replaceAll("listen 443 ssl", `listen ${host}`)
    .replaceAll("/var/log/nginx/", `${home}/`)
    .replaceAll("/var/www/launchpod", process.env.PAGE)
    .replaceAll("launchpad.example.org", "127.0.0.1")
    .replaceAll("server api.runpod.io:443", `server ${new URL(upstream).host}`)
    .replaceAll("api.runpod.io", "127.0.0.1")
    .replaceAll("https://launchpod_runpod", "http://launchpod_runpod");
  const kept = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${home}/${name};`);
  await writeFile(join(home, "site.conf"), described);
  await writeFile(
    join(home, "nginx.conf"),
    `daemon off; worker_processes 1; pid ${home}/pid; error_log stderr;
    events {} http { ${kept.join(" ")} include ${home}/site.conf; }`,
  );
  const args = ["-e", "stderr", "-p", home, "-c", join(home, "nginx.conf")];
  const nginx = await startProgram(process.env.NGINX ?? "nginx", args, port);
  const logged = () => ["launchpod.log", "launchpod.error.log"].map((name) => readFileSync(join(home, name), "utf8"));
  let last = "";
  const stop = async () => {
    last = logged().join("");
    await nginx.stop();
    await rm(home, { recursive: true, force: true });
  };
  return { stop, log: () => nginx.log() + (last || logged().join("")), port, host, address: `http://${host}/` };
}

/// The page on the server that `npx launchpod` starts, with its relay to `upstream`.
export async function startNpx(upstream) {
  const port = await freePort();
  const program = fileURLToPath(new URL("../../module/js/program/launchpod.js", import.meta.url));
  const words = ["serve", "--no-open", "--listen", String(port), "--page", process.env.PAGE, "--upstream", upstream];
  return { ...(await startProgram(process.execPath, [program, ...words], port)), address: `http://127.0.0.1:${port}/` };
}

/// One of the files that `cargo xtask release` made, alone in a folder of its own, and an environment in which nothing but that
/// folder is found.
async function released(pattern) {
  const file = (await readdir(process.env.RELEASED)).find((name) => pattern.test(name));
  const home = await mkdtemp(join(tmpdir(), "launchpod-released-"));
  await copyFile(join(process.env.RELEASED, file), join(home, file));
  const env = { HOME: home, PATH: home, CARGO_HOME: undefined, RUSTUP_HOME: undefined, NODE_PATH: undefined };
  return { file: join(home, file), home, env, remove: () => rm(home, { recursive: true, force: true }) };
}

async function startAlone({ home, env, remove }, program, args, upstream) {
  const port = await freePort();
  const words = [...args, "--no-open", "--listen", String(port), "--upstream", upstream];
  const started = await startProgram(program, words, port, { cwd: home, env });
  const stop = async () => {
    await started.stop();
    await remove();
  };
  return { ...started, stop, address: `http://127.0.0.1:${port}/` };
}

/// The released program, with the page that is in it.
export async function startReleasedProgram(upstream) {
  const alone = await released(/^launchpod-[\d.]+-(?!page)[\w-]+(\.exe)?$/);
  return startAlone(alone, alone.file, [], upstream);
}

/// What the released npm package serves, unpacked as npm does it.
export async function startReleasedPackage(upstream) {
  const alone = await released(/^launchpod-[\d.]+\.tgz$/);
  await promisify(execFile)("tar", ["-xzf", alone.file, "-C", alone.home]);
  return startAlone(alone, process.execPath, [join(alone.home, "package/program/launchpod.js"), "serve"], upstream);
}

/// A server that knows nothing of Launchpod: files, and no header but their type. `keyed` are the requests with a key; `change` may
/// hand out something else than the file of that name holds; `folder` is where the page stands.
export async function startPlainHost({ change = (_, body) => body, folder = "" } = {}) {
  const keyed = [];
  const server = createServer(async (request, response) => {
    if (request.headers.authorization || request.headers["launchpod-authorization"]) keyed.push(request.url);
    if (request.method !== "GET") return response.writeHead(405).end();
    const path = new URL(request.url, "http://host").pathname.replace(/\/$/, "/index.html");
    try {
      if (!path.startsWith(`${folder}/`)) throw new Error("not here");
      const name = path.slice(folder.length + 1);
      const body = change(name, await readFile(join(process.env.PAGE, name)));
      return response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    } catch {
      return response.writeHead(404).end();
    }
  });
  const port = await listening(server);
  return { address: `http://127.0.0.1:${port}${folder}/`, keyed, log: () => "", stop: () => server.close() };
}

/// What stands before RunPod: TLS under its name. CORS is the simulator's own; nothing is added and nothing dropped.
export async function startFront(simulator) {
  const port = await freePort();
  const text = `{
    admin off
    skip_install_trust
    auto_https disable_redirects
    default_sni api.runpod.io
  }
  https://api.runpod.io:${port} {
    bind 127.0.0.1
    tls internal
    reverse_proxy ${simulator.address}
  }`;
  return startCaddy({ text }, port);
}

/// Something in RunPod's place that takes down what reaches it. A log is one line, and then a stream that stays open; `left`
/// counts those that were left. Other answers bear `headers`.
export async function startRecorder(
  headers = { "Access-Control-Allow-Origin": "*", "Set-Cookie": "a=b", "Content-Type": "application/json" },
) {
  const seen = [];
  const logs = { left: 0 };
  const server = createServer((request, response) => {
    if (/\/logs(\?|$)/.test(request.url)) {
      seen.push({ method: request.method, url: request.url, headers: request.headers });
      response.on("close", () => {
        logs.left += 1;
      });
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
      response.write('id: 1\ndata: {"source":"system","line":"hello"}\n\n');
      return;
    }
    let body = "";
    request.on("data", (text) => {
      body += text;
    });
    request.on("end", () => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body });
      response.writeHead(200, headers).end('{"data":{"__typename":"Query"}}');
    });
  });
  const port = await listening(server);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${port}`, seen, logs, stop };
}

/// `trunk serve` with whatever relay the project's own Trunk.toml has, led to `upstream`, and an empty page: building the real
/// one once more would take minutes and show nothing else.
export async function startTrunk(upstream) {
  const settings = await readFile(new URL("../../Trunk.toml", import.meta.url), "utf8");
  const relays = (settings.match(/^\[\[proxy\]\]\n(.+\n)+/gm) ?? []).join("\n");
  const relay = relays.replaceAll("https://api.runpod.io", upstream);
  const folder = await mkdtemp(join(tmpdir(), "launchpod-trunk-"));
  await writeFile(join(folder, "Trunk.toml"), relay);
  await writeFile(join(folder, "index.html"), "<!doctype html><title>A page</title>");
  const port = await freePort();
  const args = ["serve", "--port", String(port), "--address", "127.0.0.1", "--skip-version-check"];
  const env = { NO_COLOR: "true", TRUNK_SKIP_VERSION_CHECK: "true" };
  const trunk = await startProgram(process.env.TRUNK ?? "trunk", args, port, { cwd: folder, env });
  const stop = async () => {
    await trunk.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...trunk, stop, port, address: `http://127.0.0.1:${port}/` };
}
