// Launchpod in a browser: the module is fetched from beside this file, wherever a bundler puts both.
import init, { Core } from "./core.js";
import { databaseJournal, journalAfter, memoryJournal, storageJournal } from "./journals.js";
import { BaseLauncher } from "./launcher.js";
import { probeInBrowser } from "./probe.js";
import { loader } from "./wasm.js";

const load = loader(init, Core, () => new URL("./core_bg.wasm", import.meta.url));

/// A browser that keeps nothing for this page still reads; it launches nothing.
const forbidden = (error) => {
  const refuse = () => {
    throw error;
  };
  return { keys: () => [], get: () => null, set: refuse, delete: () => {} };
};

const journal = () => {
  try {
    const { indexedDB, localStorage } = globalThis;
    if (!localStorage) return indexedDB ? databaseJournal() : memoryJournal();
    const kept = storageJournal(localStorage);
    return indexedDB ? journalAfter(databaseJournal(), kept) : kept;
  } catch (error) {
    return forbidden(error);
  }
};

export class Launcher extends BaseLauncher {
  constructor(options) {
    super(options, { load, probe: probeInBrowser, environment: {}, journal });
  }
}

export { LaunchpodError } from "./error.js";
export { databaseJournal, memoryJournal, storageJournal } from "./journals.js";
