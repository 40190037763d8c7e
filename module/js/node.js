// Launchpod in Node: the module is read from the file beside this one, and what is not given comes from the environment.
import { readFile } from "node:fs/promises";
import init, { Core } from "./core.js";
import { memoryJournal } from "./journals.js";
import { BaseLauncher } from "./launcher.js";
import { probeInNode } from "./probe.js";
import { loader } from "./wasm.js";

const load = loader(init, Core, () => new URL("./core_bg.wasm", import.meta.url), readFile);

export class Launcher extends BaseLauncher {
  constructor(options) {
    super(options, { load, probe: probeInNode, environment: process.env, journal: memoryJournal });
  }
}

export { LaunchpodError } from "./error.js";
export { fileJournal } from "./files.js";
export { databaseJournal, memoryJournal, storageJournal } from "./journals.js";
