// An empty project into which the packed package is installed, as anybody would.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const NPM = process.platform === "win32" ? "npm.cmd" : "npm";

export const emptyProject = async () => {
  const folder = await mkdtemp(join(tmpdir(), "launchpod-project-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "project", version: "1.0.0", private: true }));
  await promisify(execFile)(NPM, ["install", "--offline", "--no-audit", "--no-fund", process.env.MODULE_PACKED], {
    cwd: folder,
  });
  return {
    folder,
    installed: join(folder, "node_modules/launchpod"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
