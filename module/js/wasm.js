// Loads the WebAssembly once: from what a program hands over, else from beside the script.
import { LaunchpodError } from "./error.js";

const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
const WHOLE = ["ArrayBuffer", "Response", "WebAssembly.Module"];

/// Whether this can be the WebAssembly, or say where it is.
export const isWasm = (value) =>
  typeof value === "string" ? value !== "" : ArrayBuffer.isView(value) || [...WHOLE, "URL"].includes(kindOf(value));

/// The function that loads: `init` starts the glue, `beside` says where the file is, `readFile` reads one where that can be done.
export const loader = (init, Core, beside, readFile) => {
  let loading = null;
  const load = async (given) => {
    try {
      await init({ module_or_path: await found(given ?? beside(), readFile) });
    } catch (error) {
      throw notLoaded(given, error);
    }
    return Core;
  };
  return (given) => {
    loading ??= load(given).catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };
};

const found = async (wasm, readFile) => {
  // Not every engine takes every view.
  if (ArrayBuffer.isView(wasm)) return new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength);
  if (typeof wasm !== "string" && kindOf(wasm) !== "URL") return wasm;
  const address = String(wasm);
  const isPath = !/^[a-z][a-z+.-]+:/i.test(address);
  if (readFile && isPath) return readFile(address);
  if (readFile && address.startsWith("file:")) return readFile(new URL(address));
  const answer = await fetch(wasm);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return answer;
};

const notLoaded = (given, error) => {
  const why = String(error?.message ?? error);
  const what = given
    ? "What the option wasm gives is not this package's core_bg.wasm, or could not be read."
    : "The file core_bg.wasm could not be loaded from beside this script. A bundler may have left it out: take launchpod/core_bg.wasm along, and hand it over with the launcher's option wasm (bytes, an address, a Response or a WebAssembly.Module).";
  return new LaunchpodError(
    { code: "no-wasm", message: `${what} Nothing was asked of RunPod. The cause: ${why}`, raw: why },
    { cause: error },
  );
};
