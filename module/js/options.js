// What a launcher was given, checked before anything is loaded.
import { LaunchpodError } from "./error.js";

const RUNPOD = "https://api.runpod.io";
const KNOWN = ["apiKey", "endpoint", "proxy", "journal", "speed"];
const VERBS = ["keys", "get", "set", "delete"];

const refuse = (message) => {
  throw new LaunchpodError({ code: "invalid-options", message });
};

/// `environment` stands in where an option is missing; empty in a browser.
export const readOptions = (options, environment, defaultJournal) => {
  const unknown = Object.keys(options).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0) refuse(`A launcher has no option ${unknown.join(", ")}. It knows ${KNOWN.join(", ")}.`);
  const key = options.apiKey ?? environment.RUNPOD_API_KEY;
  if (typeof key !== "string" || key === "") {
    const message = "There is no RunPod API key: give apiKey (in Node, RUNPOD_API_KEY in the environment does as well). Nothing was asked.";
    throw new LaunchpodError({ code: "wrong-key", message });
  }
  const base = options.endpoint ?? (environment.RUNPOD_API_BASE_URL || RUNPOD);
  const journal = options.journal ?? defaultJournal();
  const lacking = VERBS.filter((verb) => typeof journal?.[verb] !== "function");
  if (lacking.length > 0) refuse(`The journal lacks ${lacking.join(", ")}: see memoryJournal, storageJournal and fileJournal.`);
  const speed = options.speed ?? 1;
  if (!(Number.isFinite(speed) && speed > 0)) refuse("speed is a number above 0: 1 but for a simulator.");
  const proxy = options.proxy ?? (environment.RUNPOD_PROXY_URL || null);
  return { core: { key, ...endpoint(base), proxy, speed }, journal };
};

const endpoint = (base) => {
  let url;
  try {
    url = new URL(base);
  } catch {
    refuse("endpoint must be the base address of an API, like https://api.runpod.io.");
  }
  if (url.username || url.password || url.search || url.hash) refuse("endpoint must be an address alone: no login, no ? and no # in it.");
  // The key goes there: in the clear it may go to this machine alone.
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname) || url.hostname.endsWith(".localhost");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) {
    refuse("endpoint must be https, or http on this machine: the API key is sent there.");
  }
  const root = `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  return { graphql: `${root}/graphql`, name: root === RUNPOD ? null : root.replace(/^https?:\/\//, "") };
};
