// The command line, read: a command, what it is about, and its options.
import { parseArgs } from "node:util";
import { LaunchpodError } from "../error.js";

const TEXT = { type: "string" };
const MANY = { type: "string", multiple: true };
const FLAG = { type: "boolean" };

/// What each command that speaks to RunPod knows besides.
const OF_RUNPOD = { json: FLAG, journal: TEXT, speed: TEXT, help: { ...FLAG, short: "h" } };
const WITHIN = { within: TEXT };
const KNOWN = {
  serve: { listen: TEXT, "no-open": FLAG, page: TEXT, upstream: TEXT, help: { ...FLAG, short: "h" } },
  launch: {
    ...OF_RUNPOD,
    ...WITHIN,
    name: TEXT,
    gpu: MANY,
    gpus: TEXT,
    cpu: TEXT,
    volume: TEXT,
    "pod-volume": TEXT,
    mount: TEXT,
    disk: TEXT,
    template: TEXT,
    port: MANY,
    env: MANY,
    start: TEXT,
    place: TEXT,
    cloud: TEXT,
    bid: TEXT,
    for: TEXT,
    "max-price": TEXT,
    "wait-for-stock": FLAG,
    wait: FLAG,
    yes: { ...FLAG, short: "y" },
  },
  list: OF_RUNPOD,
  stop: { ...OF_RUNPOD, ...WITHIN },
  resume: { ...OF_RUNPOD, ...WITHIN },
  end: { ...OF_RUNPOD, ...WITHIN },
  wait: { ...OF_RUNPOD, ...WITHIN },
  logs: { ...OF_RUNPOD, tail: TEXT, source: TEXT, "no-follow": FLAG },
};
/// So many words stand behind a command, at least and at most.
const WORDS = { serve: [0, 0], list: [0, 0], launch: [0, 1] };
const HOURS = { m: 1 / 60, h: 1, d: 24 };

export const wrong = (message) =>
  new LaunchpodError({
    code: "invalid-options",
    message: `${message} Nothing was asked of RunPod. See launchpod --help.`,
  });

/// `{ command, words, options }`, or a refusal. No value is repeated in it: it may be a key.
export const readCommand = (given) => {
  if (given.some((word) => /^(--?(api-?)?key\b|rpa_)|=rpa_/i.test(word))) {
    throw wrong(
      "A key must not stand in a command: others on this computer, and the history of your shell, would see it. Put it into RUNPOD_API_KEY, or leave it out and it is asked for. If it stood here in full, make a new one in RunPod's settings.",
    );
  }
  if (["help", "--help", "-h"].includes(given[0])) return { command: "help", words: [], options: {} };
  if (["version", "--version", "-V"].includes(given[0])) return { command: "version", words: [], options: {} };
  const [first = ""] = given;
  const isNamed = first !== "" && !first.startsWith("-");
  const command = isNamed ? first : "serve";
  if (!Object.hasOwn(KNOWN, command))
    throw wrong(`There is no command of that name. There are ${Object.keys(KNOWN).join(", ")}.`);
  const { values, positionals } = parsed(command, isNamed ? given.slice(1) : given);
  if (values.help) return { command: "help", words: [], options: {} };
  const [least, most] = WORDS[command] ?? [1, 1];
  if (positionals.length < least) throw wrong(`${command} needs the id or the name of a pod.`);
  if (positionals.length > most)
    throw wrong(`${command} takes ${most === 0 ? "no words" : "one word"}: put a name with spaces into quotes.`);
  return { command, words: positionals, options: values };
};

const parsed = (command, args) => {
  try {
    return parseArgs({ args, options: KNOWN[command], allowPositionals: true, strict: true });
  } catch {
    const names = Object.keys(KNOWN[command]).map((name) => `--${name}`);
    throw wrong(`${command} does not know one of these options, or one lacks its value. It knows ${names.join(", ")}.`);
  }
};

const numberIn = (options, name) => {
  const text = options[name];
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text)) throw wrong(`--${name} takes a number, such as 20 or 0.75.`);
  return Number(text);
};

/// `90m`, `4h`, `2d` in hours.
const hoursIn = (options, name) => {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(m|h|d)$/.exec(options[name]) ?? [];
  if (!count) throw wrong(`--${name} takes a time, such as 90m, 4h or 2d.`);
  return Number(count) * HOURS[unit];
};

/// A time in milliseconds, if one was given.
export const msIn = (options, name) => (options[name] === undefined ? undefined : hoursIn(options, name) * 3_600_000);

/// The port that the page is served on.
export const portIn = (options) => {
  const port = numberIn(options, "listen");
  if (port !== undefined && !(Number.isInteger(port) && port <= 65_535))
    throw wrong("--listen takes a port, from 0 to 65535.");
  return port;
};

export const speedIn = (options) => numberIn(options, "speed");
export const tailIn = (options) => numberIn(options, "tail");

/// What of the launch command says what is wanted, as an order. What it may be is the order's own business.
export const orderIn = ([image], options) => {
  const order = {
    image,
    name: options.name,
    gpus: options.gpu?.map(gpuOf),
    gpuCount: numberIn(options, "gpus"),
    cpu: options.cpu,
    networkVolume: options.volume,
    podVolumeGb: numberIn(options, "pod-volume"),
    mountPath: options.mount,
    containerDiskGb: numberIn(options, "disk"),
    template: options.template,
    ports: options.port,
    env: options.env && Object.fromEntries(options.env.map(variableOf)),
    startCommand: options.start,
    place: options.place,
    cloud: options.cloud?.toUpperCase(),
    spot: options.bid === undefined ? undefined : { bid: numberIn(options, "bid") },
    endAfterHours: endAfterIn(options),
    maxPerHour: numberIn(options, "max-price"),
    whenSoldOut: options["wait-for-stock"] ? "wait" : undefined,
  };
  return Object.fromEntries(Object.entries(order).filter(([, value]) => value !== undefined));
};

/// `24GB` is any with so much memory.
const gpuOf = (text) => {
  const [, gb] = /^(\d+)\s*GB\+?$/i.exec(text) ?? [];
  return gb ? { memoryGb: Number(gb) } : text;
};

const variableOf = (text) => {
  const at = text.indexOf("=");
  if (at < 1) throw wrong("--env takes NAME=VALUE.");
  return [text.slice(0, at), text.slice(at + 1)];
};

const endAfterIn = (options) => {
  if (options.for === undefined) return undefined;
  return options.for === "none" ? null : hoursIn(options, "for");
};
