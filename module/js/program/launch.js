// `launchpod launch`: says the price, asks, and makes one pod. What it decides about requests is the launcher's; here it is only seen
// that the same command, cut off and started again, goes on with the pod that it made.
import { LaunchpodError } from "../error.js";
import { msIn, orderIn } from "./arguments.js";
import { confirm, isSomebodyThere } from "./ask.js";
import { Note } from "./notes.js";
import { linesOf, telling } from "./pods.js";
import { json, micros, note, perHour, result, together } from "./say.js";

/// After these it is known that no pod came of a launch.
const NOTHING_MADE = new Set([
  "invalid-order",
  "no-capacity",
  "dearer-than-agreed",
  "balance",
  "spend-limit",
  "refused",
  "no-right",
  "never-arrived",
  "declined",
]);

export const launch = async ({ words, options, journal, newLauncher, signal, begins }) => {
  const order = orderIn(words, options);
  const within = msIn(options, "within");
  const kept = new Note(journal, order);
  if (!(await kept.take())) throw refusal("launch-open", UNDER_WAY);
  try {
    const launcher = newLauncher(kept.journal);
    const { pod, recovered } = await onePod({ kept, launcher, order, options, signal, begins });
    const ready = options.wait ? await waitFor(launcher, pod, { signal, within, kept }) : pod;
    if (options.json) json({ pod: ready, recovered });
    else result(linesOf(ready));
    if (!options.wait) note(`launchpod wait ${pod.id} tells when it is ready, launchpod end ${pod.id} ends it.`);
    await kept.clear();
  } finally {
    await kept.letGo();
  }
};

/// The pod of this command: the one that it made before it was cut off, or a new one.
const onePod = async ({ kept, launcher, order, options, signal, begins }) => {
  const before = kept.isOpen ? await made(kept, launcher, signal) : null;
  if (before) return { pod: before, recovered: true };
  const agreed = await agree(launcher, order, options, signal);
  kept.begin();
  begins(true);
  try {
    const pod = await launcher.launch(
      { ...order, maxPerHour: agreed },
      {
        signal,
        onAttempt: tell,
        onDearer: options.yes || !isSomebodyThere() ? undefined : (offer) => confirm(dearer(offer), signal),
      },
    );
    note(
      `The pod ${pod.id} (“${pod.name}”) is there${pod.perHour === null ? "" : `: ${perHour(micros(pod.perHour))}`}.`,
    );
    return { pod, recovered: false };
  } catch (error) {
    const isNothing = !error.podId && (NOTHING_MADE.has(error.code) || error.code === "aborted");
    if (isNothing) await kept.clear();
    throw error;
  } finally {
    begins(false);
  }
};

/// What this command made when it was cut off; null where that is nothing, or gone again.
const made = async (kept, launcher, signal) => {
  note("This command was cut off before. Looking for what came of it: that may take two minutes.");
  const own = kept.own(await launcher.recover({ signal }));
  if (own.some(({ state }) => state === "open")) throw refusal("launch-open", UNDER_WAY);
  const pod = own.find(({ state, pod }) => state === "placed" && pod)?.pod ?? null;
  if (pod) note(`It had made the pod ${pod.id} (“${pod.name}”) already, so nothing else is launched.`);
  else note("No pod of it is there, so it is launched now.");
  return pod;
};

const waitFor = async (launcher, pod, { signal, within, kept }) => {
  try {
    return await launcher.waitForReady(pod.id, { signal, timeoutMs: within, onStage: telling() });
  } catch (error) {
    // Who broke off may go on with the same command; everything else is told, and the pod's id with it.
    if (error.code !== "aborted") await kept.clear();
    throw error;
  }
};

/// Says what it would cost, and asks. What is agreed to per hour.
const agree = async (launcher, order, options, signal) => {
  const offers = await launcher.offers(order);
  const first = offers.find(({ skip }) => skip === null) ?? (options["wait-for-stock"] ? offers[0] : undefined);
  if (!first) throw refusal("no-capacity", nothingThere(offers));
  const agreed = order.maxPerHour ?? first.perHour;
  for (const offer of offers) note(lineOf(offer));
  note(costs(order, agreed, first));
  if (options.yes) return agreed;
  if (!isSomebodyThere()) throw refusal("invalid-options", NOBODY_THERE);
  if (await confirm("Launch it?", signal)) return agreed;
  throw refusal("declined", "You said no. Nothing was launched, and nothing is charged.");
};

const refusal = (code, message) => new LaunchpodError({ code, message });

const lineOf = ({ name, cloud, perHour: price, stock, skip }) =>
  `  ${name}, ${cloud.toLowerCase()} cloud: ${perHour(micros(price))}, ${skip ?? `stock ${stock}`}`;

const costs = ({ endAfterHours, networkVolume }, agreed, first) => {
  const amount = micros(agreed);
  const most = agreed === first.perHour ? perHour(amount) : `at most ${perHour(amount)}`;
  const apart = networkVolume ? " The network volume costs what it costs, used or not." : "";
  if (endAfterHours === null) return `It costs ${most}, with no timer: until you end it.${apart}`;
  if (endAfterHours === undefined)
    return `It costs ${most}. Its timer ends it after 4 hours where its image can have one; --for says otherwise.${apart}`;
  return `It costs ${most}: ${together(amount, endAfterHours)} in ${hours(endAfterHours)}, then its timer ends it.${apart}`;
};

const hours = (count) => (count === 1 ? "1 hour" : `${Math.round(count * 100) / 100} hours`);

const dearer = ({ name, perHour: price }) =>
  `All that is left costs more: ${name} at ${perHour(micros(price))}. Take it?`;

const tell = ({ state, offer, why }) =>
  note([state.replaceAll("-", " "), offer?.name, why && `(${why})`].filter(Boolean).join(" "));

const nothingThere = (offers) => {
  const tried = offers.map(({ name, skip }) => `${name}: ${skip}`).join("; ");
  return `Nothing of what you want is available${tried ? ` (${tried})` : ""}. Nothing was launched, and nothing is charged. Name other GPUs with --gpu, or look again until there is one with --wait-for-stock.`;
};

const UNDER_WAY =
  "The same launch is under way in another program, so nothing was launched here. Wait for it, or give this one another --name for a second pod.";
const NOBODY_THERE =
  "Nobody can be asked here whether the price is right, so nothing was launched. Say --yes if it is, and --max-price for the most that it may cost per hour.";
