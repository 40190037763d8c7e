// Launchpod in Node: the module is read from the file beside this one, and what is not given comes from the environment.
import { readFile } from "node:fs/promises";
import init, { Core } from "./core.js";
import { memoryJournal } from "./journals.js";
import { BaseLauncher } from "./launcher.js";
import { probeInNode } from "./probe.js";

let loading = null;

const load = () => {
  const initialized = async () => {
    await init({ module_or_path: await readFile(new URL("./core_bg.wasm", import.meta.url)) });
    return Core;
  };
  loading ??= initialized().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
};

export class Launcher extends BaseLauncher {
  constructor(options) {
    super(options, { load, probe: probeInNode, environment: process.env, journal: memoryJournal });
  }
}

export { LaunchpodError } from "./error.js";
export { fileJournal } from "./files.js";
export { memoryJournal, storageJournal } from "./journals.js";
