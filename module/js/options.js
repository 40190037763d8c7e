// What a launcher was given, checked before anything is loaded.
import { LaunchpodError } from "./error.js";
import { isWasm } from "./wasm.js";

const RUNPOD = "https://api.runpod.io";
const KNOWN = ["apiKey", "endpoint", "proxy", "journal", "api", "speed", "wasm"];
const APIS = ["graphql", "rest"];

const isMissing = (value) => value === undefined || value === null;
const isFunction = (value) => typeof value === "function";
const isTime = (value) => typeof value === "number" && value >= 0;
const isSignal = ({ aborted, addEventListener, removeEventListener }) =>
  typeof aborted === "boolean" && isFunction(addEventListener) && isFunction(removeEventListener);
const FUNCTION = ["a function", isFunction];
const TIME = ["a number of milliseconds, 0 or more; Infinity for no limit", isTime];

/// The options of calls: what each must be, and whether it is.
const KINDS = {
  signal: ["an AbortSignal", isSignal],
  onAttempt: FUNCTION,
  onDearer: FUNCTION,
  onStage: FUNCTION,
  timeoutMs: TIME,
  endWithinMs: TIME,
  source: ['"container" or "system"', (value) => value === "container" || value === "system"],
  tail: ["a whole number from 0 to 5000", (value) => Number.isInteger(value) && value >= 0 && value <= 5000],
  ready: ["true or false", (value) => typeof value === "boolean"],
};
const VERBS = ["keys", "get", "set", "delete"];

const refuse = (message) => {
  throw new LaunchpodError({ code: "invalid-options", message });
};

/// What a call was given, of options of these names. What was given as null or undefined was not given.
export const readCall = (call, options, names) => {
  const listed = names.length > 0 ? `It knows ${names.join(", ")}.` : "It knows none.";
  if (isMissing(options)) return {};
  if (typeof options !== "object") refuse(`The options of ${call} must be an object. ${listed} Nothing was asked.`);
  const unknown = Object.keys(options).filter((name) => !names.includes(name));
  if (unknown.length > 0) refuse(`${call} has no option ${unknown.join(", ")}. ${listed} Nothing was asked.`);
  const given = {};
  for (const name of names) {
    const value = options[name];
    if (isMissing(value)) continue;
    const [words, holds] = KINDS[name];
    if (!holds(value)) refuse(`${name} of ${call} must be ${words}. Nothing was asked.`);
    given[name] = value;
  }
  return given;
};

/// The id of a pod.
export const readId = (call, id) => {
  if (typeof id !== "string" || id.trim() === "")
    refuse(`${call} must be given the id of a pod, a text. Nothing was asked.`);
  return id;
};

/// The work of `withPod`.
export const readWork = (work) => {
  if (!isFunction(work))
    refuse("withPod must be given a function that does the work: withPod(order, work, options). Nothing was asked.");
  return work;
};

/// `environment` stands in where an option is missing; empty in a browser.
export const readOptions = (options, environment, defaultJournal) => {
  if (options === null || typeof options !== "object")
    refuse(`The options of a launcher must be an object. It knows ${KNOWN.join(", ")}.`);
  const unknown = Object.keys(options).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) refuse(`A launcher has no option ${unknown.join(", ")}. It knows ${KNOWN.join(", ")}.`);
  const key = options.apiKey ?? environment.RUNPOD_API_KEY;
  if (typeof key !== "string" || key === "") {
    const message =
      "There is no RunPod API key: give apiKey (in Node, RUNPOD_API_KEY in the environment does as well). Nothing was asked.";
    throw new LaunchpodError({ code: "wrong-key", message });
  }
  const base = options.endpoint ?? (environment.RUNPOD_API_BASE_URL || RUNPOD);
  const journal = options.journal ?? defaultJournal();
  const lacking = VERBS.filter((verb) => typeof journal?.[verb] !== "function");
  if (lacking.length > 0)
    refuse(`The journal lacks ${lacking.join(", ")}: see memoryJournal, storageJournal and fileJournal.`);
  if (!(isMissing(journal.lock) || isFunction(journal.lock)))
    refuse("lock of the journal must be a function, where it has one.");
  const speed = options.speed ?? 1;
  if (!(Number.isFinite(speed) && speed > 0)) refuse("speed is a number above 0: 1 but for a simulator.");
  const proxy = options.proxy ?? (environment.RUNPOD_PROXY_URL || null);
  if (proxy !== null && typeof proxy !== "string")
    refuse("proxy must be an http(s) address with {podId} and {port} in it.");
  const api = options.api ?? APIS[0];
  if (!APIS.includes(api)) refuse(`api is one of ${APIS.join(", ")}.`);
  const wasm = options.wasm ?? null;
  if (wasm !== null && !isWasm(wasm))
    refuse("wasm must be bytes, an address (a URL or a text), a Response or a WebAssembly.Module.");
  return { core: { key, ...endpoint(base), proxy, api, speed }, journal, wasm };
};

const endpoint = (base) => {
  let url;
  try {
    url = new URL(base);
  } catch {
    refuse("endpoint must be the base address of an API, like https://api.runpod.io.");
  }
  if (url.username || url.password || url.search || url.hash)
    refuse("endpoint must be an address alone: no login, no ? and no # in it.");
  // The key goes there: in the clear it may go to this machine alone.
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname) || url.hostname.endsWith(".localhost");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) {
    refuse("endpoint must be https, or http on this machine: the API key is sent there.");
  }
  // Both addresses are in use: that of the API, and that of its one interface.
  const root = `${url.origin}${url.pathname.replace(/\/+$/, "").replace(/\/+graphql$/, "")}`;
  return { graphql: `${root}/graphql`, name: root === RUNPOD ? null : root.replace(/^https?:\/\//, "") };
};
