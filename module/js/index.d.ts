/// <reference lib="esnext.disposable" preserve="true" />

/**
 * Launchpod: launches, watches and ends GPU pods on RunPod.
 *
 * Every call returns a promise; what it is rejected with is a {@link LaunchpodError}, but for what a callback or the work of
 * `withPod` throws, which comes through as it is. Objects that come out are plain copies: nothing follows when they are changed.
 */

/** US dollars, as a number. Exact to the millionth inside, and rounded nowhere but here. */
export type Dollars = number;

/** What a {@link Launcher} is given. An option that it does not know is refused. */
export interface LauncherOptions {
  /**
   * The RunPod API key. In Node, `RUNPOD_API_KEY` of the environment stands in for it; in a browser nothing does. It is sent to
   * `endpoint` alone, in the `Authorization` header, and is in no message, log or journal.
   */
  apiKey?: string;
  /**
   * Base address of the API, with or without `/graphql` at its end. Default: in Node `RUNPOD_API_BASE_URL`, else `https://api.runpod.io`.
   * It must be https, or http on this machine.
   */
  endpoint?: string;
  /**
   * Where pods' HTTP ports are reached, with `{podId}` and `{port}` in it. Default: in Node `RUNPOD_PROXY_URL`, else RunPod's
   * `https://{podId}-{port}.proxy.runpod.net`. A simulator names its own.
   */
  proxy?: string;
  /**
   * What must survive a crash. Default: `localStorage` in a browser, memory elsewhere: give {@link fileJournal} where a program
   * may die in the middle of a launch.
   */
  journal?: Journal;
  /**
   * This package's `core_bg.wasm`, for a bundler that does not take it along: its bytes (an `ArrayBuffer` or a view of one), its
   * address (a `URL` or a text; in Node a path, too), a `Response`, or a `WebAssembly.Module`. Default: the file beside the script.
   * It is loaded once in a program, for all its launchers.
   */
  wasm?: string | object;
  /**
   * The API to begin with. Default `"graphql"`, until RunPod switches it off: then REST v2 takes over by itself. `"rest"` begins with
   * REST v2, which has no spot; where it is refused to the key, GraphQL goes on while it lives.
   */
  api?: "graphql" | "rest";
  /** For a simulator alone: how many of its seconds pass in a real one. Default 1. */
  speed?: number;
}

/**
 * Texts by key: what was asked of RunPod and is not confirmed, and the launches whose pods are there. No secret is in it. Each
 * method may be sync or async. One that throws or rejects in `set` keeps a launch from being sent (`no-journal`).
 */
export interface Journal {
  /** All keys. */
  keys(): string[] | Promise<string[]>;
  /** The text under a key, or null. */
  get(key: string): string | null | Promise<string | null>;
  /** Puts a text under a key. When it is done, the text must be safe: the request follows. */
  set(key: string, value: string): void | Promise<void>;
  /** Takes out a key; one that is not there is no error. */
  delete(key: string): void | Promise<void>;
  /**
   * Gives one program at a time the right to look after a key: a function that lets go of it, or null where another one has
   * it. A program that dies must lose it. Without this method the program is taken to be the only one on the journal.
   */
  lock?(key: string): JournalLock | null | Promise<JournalLock | null>;
}

/** Lets go of a lock. */
export type JournalLock = () => void | Promise<void>;

/** What {@link storageJournal} needs of `localStorage` or `sessionStorage`. */
export interface StorageLike {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** In memory: lasts as long as the program. Launchers that are given the same one know of each other. */
export function memoryJournal(): Journal;
/**
 * In IndexedDB, in a database of this name (`launchpod-module`): what is set is on disk before the request follows, so that a
 * browser that is killed keeps it. The default in a browser. Tabs keep apart by Web Locks, where the browser has them.
 */
export function databaseJournal(name?: string): Journal;
/**
 * In Web Storage, which browsers bring to disk half a minute late: a browser that is killed may forget a launch. Tabs keep apart
 * by Web Locks, where the browser has them.
 */
export function storageJournal(storage: StorageLike): Journal;
/**
 * In a folder of this machine, one file a key, written whole or not at all; several programs may share it. A lock is a file,
 * too; that of a dead program holds nobody up. In Node alone: elsewhere the package does not have it.
 */
export function fileJournal(folder: string): Journal;

/** Any GPU type with at least so much memory; the cheapest is tried first. */
export interface GpuChoice {
  /** GB of memory of one GPU, at least. */
  memoryGb: number;
  /** Dollars per GPU and hour, at most. Default: any price. */
  atMost?: Dollars;
}

/**
 * What to launch. All that is wrong with it is told at once, before anything is asked that costs money (`invalid-order`, with
 * {@link LaunchpodError.problems}); so is a name that stands for nothing here, and what contradicts the rest.
 */
export interface Order {
  /** Name of the pod: up to 60 letters, digits, spaces and `- _ . ( )`. Default: after the image. */
  name?: string;
  /**
   * An app that is ready-made, with ports, disk and start (`"comfyui"`, `"comfyui-flux"`, `"forge"`, `"kohya"`, `"pytorch"`, `"ollama"`,
   * `"vllm"`), or an image reference. Default `"comfyui"`. `gpus` do not follow the app.
   */
  image?: string;
  /** Id of a RunPod template, from which is taken whatever is not said here. */
  template?: string;
  /**
   * What the pod may run on, in the order in which it is tried: GPU types by id (`"NVIDIA GeForce RTX 4090"`) or by RunPod's name
   * (`"RTX 4090"`), or "any with at least". Default `[{ memoryGb: 24 }]`.
   */
  gpus?: Array<string | GpuChoice>;
  /** GPUs in the pod. Default 1. */
  gpuCount?: number;
  /** A machine without a GPU in the place of `gpus`, like `"cpu3g-2-8"`: flavor, vCPUs, GB of memory. */
  cpu?: string;
  /** Id of a network volume, or its name where only one has it. The pod then runs where the volume is. */
  networkVolume?: string;
  /** GB of a volume of the pod's own, 10 or more. Default: none. It survives a stop, and not a terminate. */
  podVolumeGb?: number;
  /** Where either volume appears in the pod. Default `"/workspace"`. */
  mountPath?: string;
  /**
   * GB of container disk. Default: what the image is comfortable with; 50 for one that is not known, and no more than a `cpu`
   * allows.
   */
  containerDiskGb?: number;
  /** Ports, like `["8188/http", "22/tcp"]`. Default: the ready-made image's, none for others. */
  ports?: string[];
  /**
   * Environment variables. `{{ RUNPOD_SECRET_name }}` is a secret that RunPod keeps. A value with a RunPod API key in it is
   * refused: anyone in the pod could spend the account's money. RunPod replaces `RUNPOD_API_KEY` with the pod's own key.
   */
  env?: Record<string, string>;
  /** What is run in the place of the image's own start command. */
  startCommand?: string;
  /** Whether RunPod starts SSH with the account's keys. Default true. */
  ssh?: boolean;
  /** Whether RunPod starts Jupyter. Default: true for the ready-made images, false for others. */
  jupyter?: boolean;
  /** Id of a login to a private registry that is stored with RunPod. */
  registry?: string;
  /** Which of RunPod's clouds. Default `"SECURE"`, which a network volume and a cpu need. */
  cloud?: "ALL" | "SECURE" | "COMMUNITY";
  /** A data center (`"EU-RO-1"`) or a country (`"DE"`). Default: anywhere. */
  place?: string;
  /** vCPUs that the machine must give the pod, at least. */
  minVcpu?: number;
  /** GB of main memory that the machine must give the pod, at least. */
  minMemoryGb?: number;
  /** CUDA versions that the machine may have, like `["12.8", "12.9"]`. Default: those that the ready-made image runs with. */
  cuda?: string[];
  /** Rents a spot pod for a bid, in dollars per GPU and hour: whoever bids more gets it from you. Default: on demand. */
  spot?: { bid: Dollars };
  /**
   * Dollars per hour, GPUs and disks together, above which nothing is taken without asking `onDearer`. Default: what the
   * first costs that is available.
   */
  maxPerHour?: Dollars;
  /**
   * Hours after which a timer inside the pod ends it, even if this program has died (one with a volume of its own is stopped
   * instead): 0.02 to 2160, rounded up to hundredths; null for none. Default 4 where it can be set, which is where it is known how the
   * image starts (RunPod's own) and there is no `startCommand`; {@link Pod.timerHours} tells.
   */
  endAfterHours?: number | null;
  /**
   * Address to which the pod sends notices as plain text, also when this program has ended: an ntfy topic like
   * `"https://ntfy.sh/a-name-of-your-own"`, or a webhook. It tells when its service answers, 15 and 5 minutes before its timer ends it,
   * and when the timer does. Whoever knows the address can read the pod's name and those times. Only where a timer can be set.
   */
  notify?: string;
  /** What to do while nothing of it is in stock: give up, or look every 20 seconds and launch. Default `"stop"`. */
  whenSoldOut?: "stop" | "wait";
}

/** RunPod's word for what is left: high, medium, low; `"unknown"` is a word that this version does not know. */
export type Stock = "high" | "medium" | "low" | "out" | "unknown";

/** A GPU type in one of RunPod's clouds, one GPU of it, anywhere. */
export interface Shelf {
  /** Per GPU and hour. */
  perHour: Dollars;
  /** The least bid for spot, per GPU and hour; null where there is no spot. */
  spotPerHour: Dollars | null;
  stock: Stock;
  /** GPUs that one pod may have. */
  maxCount: number;
}

/** A GPU type; null for a cloud that does not carry it. */
export interface GpuType {
  id: string;
  name: string;
  /** GB of memory of one GPU; 0 where RunPod does not say. */
  memoryGb: number;
  secure: Shelf | null;
  community: Shelf | null;
}

/** Storage that outlives pods. */
export interface NetworkVolume {
  id: string;
  name: string;
  sizeGb: number;
  dataCenter: string;
  /**
   * What it costs per hour and per month of 30 days, used or not. An estimate from the published price; null for a
   * high-performance volume, whose price stands only in RunPod's console.
   */
  perHour: Dollars | null;
  perMonth: Dollars | null;
}

/** A data center. */
export interface DataCenter {
  id: string;
  /** RunPod's word for where it stands; empty where it does not say. */
  country: string;
  /** Whether network volumes can be made there. */
  networkVolumes: boolean;
}

/** A kind of machine without a GPU. */
export interface CpuFlavor {
  id: string;
  /** For people. */
  name: string;
  minVcpu: number;
  maxVcpu: number;
  memoryGbPerVcpu: number;
}

/** A template, without its environment. */
export interface Template {
  id: string;
  name: string;
  image: string;
  /** 0 where it says nothing. */
  containerDiskGb: number;
  /** Whose it is. Nobody vouches for the community's. */
  by: "account" | "runpod" | "community";
}

/** A login to a private registry that is stored with RunPod. */
export interface Registry {
  id: string;
  name: string;
}

/** One thing that a launch asks for, or would. */
export interface Offer {
  /** For people: `"2 × RTX 4090"`. */
  name: string;
  /** Null for a machine without a GPU. */
  gpuType: string | null;
  /** The machine without a GPU; null for GPUs. */
  cpu: string | null;
  /** GPUs; 0 without. */
  count: number;
  /** GB of memory of one GPU; 0 without. */
  memoryGb: number;
  cloud: "SECURE" | "COMMUNITY";
  /** Everything together, while it runs; the network volume apart. */
  perHour: Dollars;
  /** The machine alone; for spot what is bid. */
  gpusPerHour: Dollars;
  /** Its disks while it runs: an estimate from the published price per month. */
  diskPerHour: Dollars;
  /** Its disks while it is stopped. */
  stoppedPerHour: Dollars;
  stock: Stock;
  /** Why it would not even be asked for; null where it would. */
  skip: string | null;
}

/** A step of a launch. */
export interface Attempt {
  /** What it is about; null while waiting for stock. */
  offer: Offer | null;
  /**
   * `asking`: the one request leaves. `looking-for-lost-answer`: no clear answer came, and the pods are looked through, for two
   * minutes if need be. `refused`: RunPod has none. `skipped`: not asked for. `waiting`: for stock. `placed`: the pod is there.
   */
  state: "asking" | "looking-for-lost-answer" | "refused" | "skipped" | "waiting" | "placed";
  /** In words; null where there is nothing to say. */
  why: string | null;
}

/**
 * How far a pod is, in the order in which it gets there. `ready`: its program answered as itself. `probably-up`: it runs, and
 * nothing in it can prove that it is ready. `lost`: by its host. `gone`: for good. `unknown`: RunPod says a word that this version
 * does not know. Services are asked only while somebody waits or watches; without that a pod stays at `listening`.
 */
export type Stage =
  | "placing"
  | "pulling"
  | "starting"
  | "listening"
  | "ready"
  | "probably-up"
  | "stopped"
  | "lost"
  | "gone"
  | "unknown";

/** A program on one of a pod's HTTP ports. */
export interface Service {
  port: number;
  /** `"ComfyUI"`, `"Jupyter"`, …, or `"port 3000"`. */
  name: string;
  /** Where it is reached, with a `/` at its end; null for a pod whose id may not stand in an address. Anybody can reach it. */
  url: string | null;
  /**
   * What it said when it was asked last; `maybe` is an answer that proves nothing. `unreadable`, in a browser alone: something
   * answers there, and pages may not read what, so it may be up. Null before.
   */
  answered: "ready" | "maybe" | "unreadable" | "silent" | null;
}

/** A pod as RunPod last told of it. What RunPod does not tell is null, or empty. */
export interface Pod {
  id: string;
  name: string;
  stage: Stage;
  /** What was asked of it: running and starting cost money. Any other text is RunPod's own word. */
  status: "running" | "starting" | "stopped" | "lost" | "gone" | (string & {});
  /** RunPod's own text on its last change. */
  lastChange: string | null;
  /** Name of its GPUs; empty without, and until RunPod has found a machine. */
  gpu: string;
  gpuCount: number;
  image: string;
  /** What it costs now: GPUs and disks, the network volume apart. */
  perHour: Dollars | null;
  containerDiskGb: number;
  /** GB of its own volume. */
  volumeGb: number;
  /** Id of the network volume in it. */
  networkVolume: string | null;
  mountPath: string | null;
  dataCenter: string | null;
  createdAt: Date | null;
  /** When it was last started. */
  startedAt: Date | null;
  /** When its container started. */
  upSince: Date | null;
  /** Its HTTP ports. */
  services: Service[];
  /** All its ports, like `"22/tcp"`. */
  ports: string[];
  /** Hours after which the timer in it ends it; null for none. */
  timerHours: number | null;
  /** When that will be; null for no timer, and before the container has started. */
  endsAt: Date | null;
  /** Whether a launch of this journal's made it. */
  launchedHere: boolean;
}

/** A pod that {@link Launcher.launch} made: `await using pod = await launcher.launch(order)` terminates it at the block's end. */
export interface LaunchedPod extends Pod {
  [Symbol.asyncDispose](): Promise<void>;
}

/** How one gets into a pod. */
export interface Access {
  /** SSH to the pod itself, which copies files too; null where there is no way, which `why.direct` explains. */
  direct: { host: string; port: number; user: "root"; command: string } | null;
  /** SSH through RunPod's server, a terminal and no more; null where there is no way, which `why.proxied` explains. */
  proxied: { host: "ssh.runpod.io"; user: string; command: string } | null;
  why: { direct: string | null; proxied: string | null };
  /** Each TCP port of the pod that has a public address. */
  tcp: Array<{ port: number; host: string; publicPort: number }>;
  /** Secret. Null where there is none. */
  jupyterPassword: string | null;
}

/** All pods, and the account's money. */
export interface Fleet {
  /** The newest first. A pod is missing only once RunPod has said that it is gone. */
  pods: Pod[];
  /** What is left to spend; null where the key may not read it. */
  balance: Dollars | null;
  /** What everything costs now, network volumes included; null where the key may not read it. */
  perHour: Dollars | null;
  /** When the last list came; null before the first. */
  checkedAt: Date | null;
  /** Why the last list did not come; null after one that came. The pods are as they were before. */
  trouble: LaunchpodError | null;
}

/** What became of a launch of a program that died. */
export interface Recovered {
  /** The pod's name. */
  name: string;
  /** The mark of the launch, which its pod carries as `LAUNCHPOD_TAG`. */
  tag: string;
  /**
   * `placed`: its pod is there, and costs money. `never-arrived`: nothing was made. `gone`: its pod has ended already. `open`: another
   * program, which lives, looks after it.
   */
  state: "placed" | "never-arrived" | "gone" | "open";
  /** Its pod, where it is `placed`. */
  pod: Pod | null;
}

/**
 * Ends the waiting: see each method for what an abort means there. The options of a call that are of another kind, or that the
 * call does not know, are refused by name before anything is asked (`invalid-options`).
 */
export interface SignalOptions {
  signal?: AbortSignal | undefined;
}

/** What is wanted of a pod's log. */
export interface LogsOptions extends SignalOptions {
  /** Whose lines: those of the program in the container, or those of the machine. Everybody's unless told otherwise. */
  source?: "container" | "system" | undefined;
  /** With how many older lines it begins: 100 unless told otherwise, 5,000 at most. */
  tail?: number | undefined;
}

/** One line of a log. */
export interface LogLine {
  /** Who wrote it: the program in the container, or the machine; null where RunPod does not tell. */
  source: "container" | "system" | null;
  /** What: as it was written, colours and control characters included. It may be empty. The API key is taken out. */
  text: string;
  /** When, to the second, by the machine's clock; null where RunPod does not tell. */
  writtenAt: Date | null;
}

export interface LaunchOptions extends SignalOptions {
  /** Told of each step, in order. */
  onAttempt?(attempt: Attempt): void;
  /**
   * Asked when all that is left costs more than was agreed: `offer.perHour` is what it costs. Anything but true declines. Without
   * it, such a launch ends with `dearer-than-agreed`, or goes on waiting.
   */
  onDearer?(offer: Offer, agreed: Dollars): boolean | Promise<boolean>;
}

export interface WaitOptions extends SignalOptions {
  /** Milliseconds after which `not-ready-in-time` is said. Default 1 800 000 (30 minutes); Infinity for no limit. */
  timeoutMs?: number;
  /** Told whenever the pod has got to another stage, first of where it stands now. */
  onStage?(pod: Pod): void;
}

export interface ActOptions extends SignalOptions {
  /** Milliseconds after which nobody waits any longer (`timed-out`). It is asked for all the same. Default: no limit. */
  timeoutMs?: number;
}

export interface WithPodOptions extends LaunchOptions, WaitOptions {
  /** Whether the work begins when the pod is ready, or as soon as it is placed. Default true. */
  ready?: boolean;
  /** Milliseconds after which it is said that the pod could not be ended. Default 600 000 (10 minutes). */
  endWithinMs?: number;
}

/**
 * Launches, watches and ends pods of one account. Nothing is loaded or asked before the first call.
 *
 * Its clock runs only while a call waits or something is not finished, and only a call that waits keeps a Node program alive.
 */
export class Launcher {
  /** @throws LaunchpodError `wrong-key` without a key, `invalid-options` */
  constructor(options?: LauncherOptions);

  /** All GPU types with price and stock. */
  gpuTypes(): Promise<GpuType[]>;

  /** What an order would get, in the order in which it would be tried, sold out things included. Asks for nothing that costs. */
  offers(order: Order): Promise<Offer[]>;

  /** The account's network volumes. */
  networkVolumes(): Promise<NetworkVolume[]>;

  /** RunPod's data centers: their ids are what `place` takes. */
  dataCenters(): Promise<DataCenter[]>;

  /** RunPod's kinds of machines without a GPU, of which `cpu` is made: `cpu3g-2-8` is `cpu3g` with 2 vCPUs and 8 GB. */
  cpuFlavors(): Promise<CpuFlavor[]>;

  /** The templates that the account can use: its own first, then RunPod's, then the community's. */
  templates(): Promise<Template[]>;

  /** The account's logins to private registries, without what is in them. */
  registries(): Promise<Registry[]>;

  /** The account's pods, the newest first, listed anew. */
  pods(): Promise<Pod[]>;

  /** One pod, asked for anew; null where RunPod says that there is none. */
  pod(id: string): Promise<Pod | null>;

  /** How one gets into a pod, asked for anew. */
  access(id: string): Promise<Access>;

  /**
   * Makes one pod, and never two. It is written into the journal before its request leaves; after an unclear answer the pods
   * are looked through for its mark before anything else is tried, and a second pod of one request is ended.
   *
   * Launches take turns, also with other programs on the same journal; one that waits for stock holds nobody up.
   *
   * An abort before the request is out launches nothing. After that it is waited until RunPod's answer is known, and a pod that
   * came of it is ended. `aborted` without a `podId` says that no pod of it costs money; with one, that this pod could not be ended
   * within five minutes; `unclear` says that RunPod's lists did not come, so it is not known. What `onAttempt` or `onDearer` throws ends the launch
   * as an abort does, and is what the promise is rejected with; where a pod may cost money all the same, it is the `cause` of the
   * error that says so.
   */
  launch(order: Order, options?: LaunchOptions): Promise<LaunchedPod>;

  /**
   * Waits until a pod is `ready`, or `probably-up`. A stopped, lost or ended pod rejects at once; trouble of RunPod's that may pass
   * does not. The pod goes on costing money whatever comes of it, an abort too: `podId` of the error names it. What `onStage` throws
   * ends the waiting, and is what the promise is rejected with; the pod goes on.
   *
   * Should RunPod have made two pods of one launch, the older is kept: then the pod that comes back may have another id, and is
   * what `terminate` of the first id ends, too.
   */
  waitForReady(id: string, options?: WaitOptions): Promise<Pod>;

  /** Stops a pod: settles when RunPod shows it stopped. Its disks go on costing money. An abort ends the waiting alone. */
  stop(id: string, options?: ActOptions): Promise<Pod>;

  /** Starts a stopped pod on its machine: settles when RunPod shows it running. An abort ends the waiting alone. */
  resume(id: string, options?: ActOptions): Promise<Pod>;

  /**
   * Ends a pod for good, with all but its network volume: settles when it is gone, which is asked for again and again until RunPod
   * says so. One that is gone already is ended. An abort, and an error, end the waiting alone: it goes on being asked for
   * while the program runs, and by the next program on the journal.
   */
  terminate(id: string, options?: ActOptions): Promise<void>;

  /**
   * Launches, waits until ready, does the work, and terminates whatever happens: an error, an abort, a pod that is lost. It settles
   * when the pod is gone. `context.signal` is aborted when the work is to stop, with the reason; whoever ignores it is not waited for.
   * Where the pod can't be ended, the error says so, names it (`podId`), and has the work's own error as its `cause`.
   */
  withPod<R>(
    order: Order,
    work: (pod: Pod, context: { signal: AbortSignal }) => R | Promise<R>,
    options?: WithPodOptions,
  ): Promise<R>;

  /**
   * The fleet now, and again whenever something is new: at each list, about every 3 seconds while a pod is on its way and every 15
   * while none is, and when a service answers. Who is slow gets the latest, never a queue. An abort ends the iteration. Trouble of RunPod's does
   * not: it is in {@link Fleet.trouble}.
   */
  watch(options?: SignalOptions): AsyncGenerator<Fleet, void, undefined>;

  /**
   * A pod's log, line by line, as it is written; it asks REST v2. A connection that breaks is resumed where it was, and no line comes
   * twice. The iteration ends with an abort, and when the pod is gone, which is found out within two minutes. It is rejected where
   * RunPod does not let this key read the log, has no such pod (`pod-not-found`), or can't be reached at the start.
   * Lines are text of whoever wrote them: show them as text, and print none that you don't trust on a terminal.
   */
  logs(id: string, options?: LogsOptions): AsyncGenerator<LogLine, void, undefined>;

  /**
   * What programs that died left in the journal: each launch is looked for until it is known what became of it, two minutes at
   * most after RunPod can be read, and what was being ended or stopped is asked for again. Call it first in a program that may
   * have died before. It also names the pods of earlier launches that are still there.
   */
  recover(options?: SignalOptions): Promise<Recovered[]>;

  /**
   * Stops the clock and the requests; calls that wait are rejected with `closed`. What was open stays in the journal. Ends no pod.
   */
  close(): void;
  [Symbol.dispose](): void;
}

/** What is wrong with one thing of an order. */
export interface Problem {
  /** Its name; for one that an order does not know, what was written. `"order"` is all of it. */
  field: keyof Order | "order" | (string & {});
  /** What is wrong, and what would be right. */
  message: string;
}

/** Why a call was rejected. */
export class LaunchpodError extends Error {
  /** The class can be made for tests; the package makes its own. */
  constructor(
    told: { code: Code; message: string } & Partial<
      Pick<LaunchpodError, "raw" | "problems" | "retryAfterMs" | "attempts" | "podId">
    >,
    options?: { cause?: unknown },
  );
  readonly name: "LaunchpodError";
  /** Stable: what to decide by. */
  code: Code;
  /** What happened, what it means for the money, and what to do now. For people; it may change. */
  message: string;
  /** What RunPod said, or the network; null where it said nothing. */
  raw: string | null;
  /** For `invalid-order`, and for a refusal of RunPod's that names a field: all that is wrong. Else empty. */
  problems: Problem[];
  /** How long RunPod asked to wait; null where it did not. */
  retryAfterMs: number | null;
  /** What a launch has tried, the first 200 steps. Else empty. */
  attempts: Attempt[];
  /** The pod that it is about, which costs money or may; null where nothing does. */
  podId: string | null;
}

export type Code =
  /** The order can't be launched: see `problems`. */
  | "invalid-order"
  /** The options of the launcher, or what a call was given beside its order, are no good. */
  | "invalid-options"
  /** RunPod does not know the key, or there is none. */
  | "wrong-key"
  /** The key may not do that. */
  | "no-right"
  /** Nothing of what was wanted is available. */
  | "no-capacity"
  /** What is left costs more than was agreed. */
  | "dearer-than-agreed"
  /** Too little money in the account. */
  | "balance"
  /** The account's limit per hour. */
  | "spend-limit"
  /** The answer was lost, and no pod appeared in all the time in which one could: nothing was made. */
  | "never-arrived"
  /** After an abort: it can't be found out whether a pod was made. */
  | "unclear"
  /** Another program's launch on the same journal has been open for five minutes. Nothing was launched. */
  | "launch-open"
  /** The WebAssembly of this package could not be loaded: see `wasm` of {@link LauncherOptions}. Nothing was asked. */
  | "no-wasm"
  /** The journal can't be written to. Nothing was launched. */
  | "no-journal"
  /** All GPUs of the stopped pod's machine are taken. */
  | "host-full"
  | "pod-not-found"
  | "pod-stopped"
  | "pod-lost"
  | "pod-gone"
  | "not-ready-in-time"
  /** The caller's signal. */
  | "aborted"
  /** The launcher was closed. */
  | "closed"
  /** RunPod can't be reached, or does not let the page in (CORS). */
  | "no-access"
  | "offline"
  | "timed-out"
  | "rate-limited"
  | "server-trouble"
  | "maintenance"
  /** RunPod's interface is gone for good: a newer version of this package is needed. */
  | "retired"
  /** RunPod did not understand: a fault of this package. */
  | "misunderstood"
  /** RunPod refused, in words of its own: see `raw`. */
  | "refused"
  /** What answered is not RunPod. */
  | "nonsense"
  /** A fault of this package. */
  | "internal";
