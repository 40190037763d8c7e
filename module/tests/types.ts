// Compiled by tsc in strict mode, never run: what must be understood, and what must be refused.
import {
  Launcher,
  LaunchpodError,
  fileJournal,
  memoryJournal,
  databaseJournal,
  storageJournal,
  type Access,
  type Attempt,
  type Code,
  type Fleet,
  type GpuType,
  type Journal,
  type LaunchedPod,
  type LogLine,
  type Offer,
  type Order,
  type Pod,
  type Problem,
  type Recovered,
  type Stage,
} from "launchpod";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => {};

const journal: Journal = memoryJournal();
const launcher = new Launcher({ apiKey: "rpa_x", endpoint: "https://api.runpod.io", journal, speed: 1 });
new Launcher();
new Launcher({ journal: fileJournal("./journal") });
new Launcher({
  journal: {
    keys: () => [],
    get: async () => null,
    set: () => {},
    delete: async () => {},
    lock: async () => async () => {},
  },
});
new Launcher({ wasm: new Uint8Array() });
new Launcher({ wasm: new URL("https://example.com/core_bg.wasm") });
// @ts-expect-error it is the file, or where it is
new Launcher({ wasm: 5 });
// @ts-expect-error there is no such option
new Launcher({ apikey: "rpa_x" });

const order: Order = {
  name: "comfy",
  image: "comfyui",
  gpus: ["NVIDIA GeForce RTX 4090", { memoryGb: 24, atMost: 0.5 }],
  networkVolume: "models",
  env: { HF_TOKEN: "{{ RUNPOD_SECRET_hf }}" },
  maxPerHour: 0.8,
  endAfterHours: null,
  whenSoldOut: "wait",
  spot: { bid: 0.3 },
};
// @ts-expect-error an order knows nothing of this name
const odd: Order = { gpu: "RTX 4090" };
// @ts-expect-error a number of dollars
const dear: Order = { maxPerHour: "0.8" };
// @ts-expect-error the page alone can tell
const told: Order = { whenSoldOut: "tell" };

export const use = async (signal: AbortSignal): Promise<number> => {
  const offers: Offer[] = await launcher.offers(order);
  const types: GpuType[] = await launcher.gpuTypes();
  const named: string[] = [
    ...(await launcher.dataCenters()).filter(({ networkVolumes }) => networkVolumes),
    ...(await launcher.cpuFlavors()).filter(({ maxVcpu, memoryGbPerVcpu }) => maxVcpu * memoryGbPerVcpu > 8),
    ...(await launcher.templates()).filter(({ by }) => by === "runpod"),
    ...(await launcher.registries()),
  ].map(({ id }) => id);
  for await (const line of launcher.logs("a", { signal, source: "system", tail: 10 })) {
    const told: LogLine = line;
    const hour: number | undefined = told.writtenAt?.getUTCHours();
    console.log(told.text, told.source === "container", hour);
  }
  // @ts-expect-error a log has two sources
  launcher.logs("a", { source: "kernel" });
  const price: number | undefined = types[0]?.secure?.perHour;
  const pod = await launcher.launch(order, {
    signal,
    onAttempt: ({ state, offer }: Attempt) => console.log(state, offer?.perHour.toFixed(3)),
    onDearer: async (offer, agreed) => offer.perHour < agreed * 1.2,
  });
  same<Same<typeof pod, LaunchedPod>>();
  const plain: Pod = pod;
  await pod[Symbol.asyncDispose]();
  const ready = await launcher.waitForReady(pod.id, {
    signal,
    timeoutMs: Infinity,
    onStage: ({ stage }) => console.log(stage),
  });
  const stage: Stage = ready.stage;
  const url: string | null | undefined = ready.services.find((service) => service.port === 8188)?.url;
  const since: Date | null = ready.upSince;
  const access: Access = await launcher.access(pod.id);
  await launcher.stop(pod.id, { signal });
  await launcher.resume(pod.id);
  const none: void = await launcher.terminate(pod.id, { timeoutMs: 60_000 });
  const maybe: Pod | null = await launcher.pod(pod.id);
  // @ts-expect-error it may be null
  maybe.id;
  const length = await launcher.withPod(
    order,
    (pod, context) => fetch(pod.services[0]?.url ?? "", context).then((answer) => answer.status),
    { ready: true },
  );
  same<Same<typeof length, number>>();
  for await (const fleet of launcher.watch({ signal })) {
    same<Same<typeof fleet, Fleet>>();
    if (fleet.trouble) throw fleet.trouble;
  }
  const recovered: Recovered[] = await launcher.recover();
  try {
    await launcher.pods();
  } catch (error) {
    if (error instanceof LaunchpodError) {
      const code: Code = error.code;
      const problems: Problem[] = error.problems;
      // @ts-expect-error no such code
      if (error.code === "no-gpu") return 0;
      if (error.code === "no-capacity") return problems.length + code.length;
    }
  }
  launcher.close();
  launcher[Symbol.dispose]();
  console.log(
    named,
    plain,
    offers,
    price,
    stage,
    url,
    since,
    access,
    none,
    recovered,
    odd,
    dear,
    told,
    databaseJournal("mine"),
    storageJournal,
  );
  return length;
};
