// A RunPod to try things on, and a project that has the package installed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";

export const KEY = "rpa_MODULE77H3K9QZ2M5X8C1V4B6N0L";

/// A simulator of one's own. `faults` are on from its start.
export async function startSimulator({ speed = 100, faults = [] } = {}) {
  const flags = ["--listen", "127.0.0.1:0", "--speed", String(speed), "--key", KEY];
  for (const fault of faults) flags.push("--fault", fault);
  const child = spawn(process.env.SIMULATOR, flags, { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const found = line.match(/^RunPod simulator listening on (http:\/\/\S+)$/)?.[1];
      if (found) resolve(found);
    });
    child.on("exit", (code) => reject(new Error(`the simulator ended with ${code} before it listened`)));
    child.on("error", reject);
  });
  const proxy = `${address}/proxy/{podId}-{port}`;
  return {
    address,
    proxy,
    speed,
    /// What a program is to find in its environment.
    environment: { NO_PROXY: "127.0.0.1", RUNPOD_API_KEY: KEY, RUNPOD_API_BASE_URL: address, RUNPOD_PROXY_URL: proxy },
    /// What has really happened.
    state: async () => (await fetch(`${address}/admin/state`)).json(),
    stop: () => child.kill(),
  };
}

/// A folder with copies of `files` in it, and the package installed.
export async function project(...files) {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(process.env.PACKAGE, join(folder, "node_modules/launchpod"), "dir");
  for (const file of files) await cp(file, join(folder, basename(file)), { recursive: true });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/// Runs a program to its end: `{ code, said }`. `begun` gets the process, `seen` all it has said whenever it says more.
export async function run(program, words, { cwd, env, begun = () => {}, seen = () => {} }) {
  const child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  begun(child);
  let said = "";
  for (const out of [child.stdout, child.stderr]) {
    out.setEncoding("utf8").on("data", (text) => {
      said += text;
      seen(said, child);
    });
  }
  const [code] = await once(child, "close");
  return { code, said };
}
