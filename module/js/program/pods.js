// The commands about pods that are there.
import { LaunchpodError } from "../error.js";
import { msIn, tailIn, wrong } from "./arguments.js";
import { json, line, micros, note, perHour, result, table } from "./say.js";

/// RunPod does not say where the older lines of a log end: so long nothing comes, in milliseconds.
const QUIET_MS = 3000;

export const list = async ({ options, launcher }) => {
  const pods = await launcher.pods();
  if (options.json) return json({ pods });
  if (pods.length === 0) return result("There are no pods. Network volumes cost money all the same.");
  const rows = pods.map((pod) => [pod.id, pod.name, pod.stage, gpuOf(pod), priceOf(pod), endOf(pod)].map(line));
  result(table([["ID", "NAME", "STAGE", "GPU", "COSTS NOW", "ENDS"], ...rows]));
  const all = pods.reduce((sum, pod) => sum + micros(pod.perHour ?? 0), 0n);
  const isWhole = pods.every((pod) => pod.perHour !== null);
  note(`All pods together: ${isWhole ? "" : "at least "}${perHour(all)}, network volumes apart.`);
};

export const stop = async (given) =>
  acted(given, "stop", "is stopped. Its disks go on costing money until you end it.");
export const resume = async (given) => acted(given, "resume", "runs again.");

const acted = async ({ words, options, launcher, signal }, verb, said) => {
  const { id } = await podOf(launcher, words[0]);
  const pod = await launcher[verb](id, { signal, timeoutMs: msIn(options, "within") });
  if (options.json) json({ pod });
  else result(`The pod ${pod.id} (“${pod.name}”) ${said}`);
};

export const end = async ({ words, options, launcher, signal, begins }) => {
  const { id, name } = await podOf(launcher, words[0]);
  begins(true);
  await launcher.terminate(id, { signal, timeoutMs: msIn(options, "within") });
  if (options.json) json({ ended: id });
  else result(`The pod ${id} (“${name}”) is gone. It costs nothing any more.`);
};

export const wait = async ({ words, options, launcher, signal }) => {
  const { id } = await podOf(launcher, words[0]);
  const pod = await launcher.waitForReady(id, { signal, timeoutMs: msIn(options, "within"), onStage: telling() });
  if (options.json) json({ pod });
  else result(linesOf(pod));
};

export const logs = async ({ words, options, launcher, signal }) => {
  const { id } = await podOf(launcher, words[0]);
  const reading = new AbortController();
  const stop = () => reading.abort();
  signal.addEventListener("abort", stop, { once: true });
  const isQuiet = options["no-follow"] ? setTimeout(stop, QUIET_MS) : null;
  const given = { signal: reading.signal, source: options.source, tail: tailIn(options) };
  try {
    for await (const { source, text, writtenAt } of launcher.logs(id, given)) {
      isQuiet?.refresh();
      if (options.json) json({ source, text, writtenAt });
      else result(text);
    }
  } finally {
    clearTimeout(isQuiet);
  }
};

/// The pod of this id, or else the only one of this name.
const podOf = async (launcher, wanted) => {
  const pods = await launcher.pods();
  const [own] = pods.filter(({ id }) => id === wanted);
  const named = pods.filter(({ name }) => name === wanted);
  if (own ?? named.length === 1) return own ?? named[0];
  if (named.length > 1)
    throw wrong(`${named.length} pods have this name. Give the id of one: ${named.map(({ id }) => id).join(", ")}.`);
  const message = `There is no pod of this id or name: “${wanted}”. If there was one, it is gone and costs nothing any more. launchpod list shows those that are there.`;
  throw new LaunchpodError({ code: "pod-not-found", message });
};

/// Tells each stage of a pod once.
export const telling = () => {
  let told;
  return ({ name, stage }) => {
    if (stage !== told) note(`${name}: ${stage.replaceAll("-", " ")}`);
    told = stage;
  };
};

/// A pod in words, a line for each place where it is reached.
export const linesOf = (pod) => {
  const end = endOf(pod);
  const first = `${pod.id}  ${line(pod.name)}  ${pod.stage}  ${priceOf(pod)}${end ? `  ends ${end}` : ""}`;
  const reached = pod.services.filter(({ url }) => url).map(({ name, url }) => `  ${name}: ${url}`);
  return [first, ...reached].join("\n");
};

const gpuOf = ({ gpu, gpuCount }) => (gpu ? `${gpuCount} × ${gpu}` : "");
const priceOf = (pod) => (pod.perHour === null ? "not told" : perHour(micros(pod.perHour)));

const endOf = ({ endsAt, timerHours }) => {
  if (endsAt) return endsAt.toISOString().replace(/\.\d+Z$/, "Z");
  return timerHours === null ? "" : `${timerHours} h after its start`;
};
