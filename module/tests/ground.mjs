// For what runs in a process of its own: a RunPod to try it on, and a project that has the package installed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

import { startSimulator } from "../../e2e/support/simulator.mjs";

/// A simulator for programs that run beside this one, as fast as that: what they are to find in their environment is with it.
export async function startGround({ speed = 100, faults = [] } = {}) {
  const simulator = await startSimulator({ speed, flags: faults.flatMap((fault) => ["--fault", fault]) });
  const { address, key } = simulator;
  const proxy = `${address}/proxy/{podId}-{port}`;
  const environment = {
    NO_PROXY: "127.0.0.1",
    RUNPOD_API_KEY: key,
    RUNPOD_API_BASE_URL: address,
    RUNPOD_PROXY_URL: proxy,
  };
  return { ...simulator, speed, proxy, environment };
}

/// A folder with copies of `files` in it, and the package installed.
export async function project(...files) {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-"));
  await mkdir(join(folder, "node_modules"));
  await symlink(process.env.MODULE, join(folder, "node_modules/launchpod"), "dir");
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
