import { Clock } from "./clock.js";
import { LaunchpodError, errorOf, revive } from "./error.js";
import { Caller } from "./caller.js";
import { readCall, readId, readOptions, readWork } from "./options.js";

/// How long withPod tries to end its pod before it says that it could not.
const END_WITHIN_MS = 600_000;
/// And how long launch does, for whom a callback failed when the pod was there already.
const UNDO_WITHIN_MS = 300_000;
/// A pod that is not ready by then hardly ever will be.
const READY_WITHIN_MS = 1_800_000;

/// What each call knows of options.
const OF_LAUNCH = ["signal", "onAttempt", "onDearer"];
const OF_WAIT = ["signal", "timeoutMs", "onStage"];
const OF_ACT = ["signal", "timeoutMs"];
const OF_SIGNAL = ["signal"];
const OF_LOGS = ["signal", "source", "tail"];
const OF_WITH_POD = [...new Set([...OF_LAUNCH, ...OF_WAIT, "ready", "endWithinMs"])];

/// Launches, watches and ends pods. What it decides is decided in WebAssembly, which is loaded at the first call.
export class BaseLauncher {
  #core = null;
  #loading = null;
  #closed = false;
  #open = new Set();
  #readings = 0;
  #given;
  #surroundings;
  #clock = new Clock(() => this.#tick());

  /// `surroundings`: `load` gives the module's class, from what the option wasm says, `probe` asks a service, `environment` and `journal` are what stands in
  /// where an option is missing.
  constructor(options = {}, surroundings) {
    this.#given = readOptions(options, surroundings.environment, surroundings.journal);
    this.#surroundings = surroundings;
  }

  gpuTypes() {
    return this.#ask("gpuTypes");
  }

  async offers(order) {
    return this.#ask("offers", { order: plain(order) });
  }

  networkVolumes() {
    return this.#ask("networkVolumes");
  }

  dataCenters() {
    return this.#ask("dataCenters");
  }

  cpuFlavors() {
    return this.#ask("cpuFlavors");
  }

  templates() {
    return this.#ask("templates");
  }

  registries() {
    return this.#ask("registries");
  }

  pods() {
    return this.#ask("pods");
  }

  async pod(id) {
    return this.#ask("pod", { id: readId("pod", id) });
  }

  async access(id) {
    return this.#ask("access", { id: readId("access", id) });
  }

  async launch(order, options) {
    return this.#launch(order, readCall("launch", options, OF_LAUNCH));
  }

  async waitForReady(id, options) {
    return this.#wait(readId("waitForReady", id), readCall("waitForReady", options, OF_WAIT));
  }

  async stop(id, options) {
    return this.#act("stop", readId("stop", id), readCall("stop", options, OF_ACT));
  }

  async resume(id, options) {
    return this.#act("start", readId("resume", id), readCall("resume", options, OF_ACT));
  }

  async terminate(id, options) {
    await this.#act("end", readId("terminate", id), readCall("terminate", options, OF_ACT));
  }

  async withPod(order, work, options) {
    readWork(work);
    const given = readCall("withPod", options, OF_WITH_POD);
    const { signal, ready = true, endWithinMs = END_WITHIN_MS } = given;
    const placed = await this.#launch(order, given);
    const done = await settled(async () => {
      const pod = ready ? await this.#wait(placed.id, given) : placed;
      return this.#whileItLives(pod, work, signal);
    });
    const ended = await settled(() => this.terminate(placed.id, { timeoutMs: endWithinMs }));
    if ("error" in ended) throw notEnded(ended.error, placed, done);
    if ("error" in done) throw whoseIsEnded(done.error, placed);
    return done.value;
  }

  async *watch(options) {
    const { signal } = readCall("watch", options, OF_SIGNAL);
    let seen;
    for (;;) {
      const news = await this.#ask("next", { seen }, new Caller({ signal }));
      if (!news) return;
      seen = news.seen;
      const { trouble, ...fleet } = news.fleet;
      yield { ...fleet, trouble: trouble && new LaunchpodError(trouble) };
    }
  }

  async *logs(id, options) {
    const pod = readId("logs", id);
    const { signal, source, tail } = readCall("logs", options, OF_LOGS);
    this.#readings += 1;
    const reading = this.#readings;
    try {
      for (;;) {
        const lines = await this.#ask("log", { id: pod, reading, source, tail }, new Caller({ signal }));
        if (!lines) return;
        yield* lines;
      }
    } finally {
      // Whoever breaks off wants no more of it.
      this.#core?.leaveLog(reading);
    }
  }

  async recover(options) {
    const { signal } = readCall("recover", options, OF_SIGNAL);
    return this.#ask("recover", {}, new Caller({ signal }));
  }

  close() {
    this.#closed = true;
    this.#clock.stop();
    this.#core?.close();
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.close();
  }

  async #launch(order, { signal, onAttempt, onDearer }) {
    const caller = new Caller({ signal, tell: onAttempt, dearer: onDearer, attempts: [] });
    const pod = await this.#ask("launch", { order: plain(order) }, caller);
    if (!caller.fault) return this.#handedOut(pod);
    // What was told last failed: the pod was there already, and nobody gets it.
    const { thrown } = caller.fault;
    const ended = await settled(() => this.#act("end", pod.id, { timeoutMs: UNDO_WITHIN_MS }));
    throw "error" in ended ? notUndone(ended.error, pod, thrown) : thrown;
  }

  /// `await using` ends it. Out of sight, as a pod is a plain copy else.
  #handedOut(pod) {
    const end = () => this.terminate(pod.id);
    return Object.defineProperty(pod, Symbol.asyncDispose ?? Symbol.for("Symbol.asyncDispose"), { value: end });
  }

  async #wait(id, { signal, timeoutMs = READY_WITHIN_MS, onStage }) {
    const caller = new Caller({ signal, tell: onStage });
    const pod = await this.#ask("ready", { id, within: timeoutMs }, caller);
    if (caller.fault) throw caller.fault.thrown;
    return pod;
  }

  #act(verb, id, { signal, timeoutMs }) {
    return this.#ask(verb, { id, within: timeoutMs }, new Caller({ signal }));
  }

  /// The work, for as long as its pod lives and nobody aborts. Whichever comes first decides; the work hears of it.
  async #whileItLives(pod, work, signal) {
    const context = new AbortController();
    const watching = new Caller({ signal: context.signal });
    const stop = (error) => context.abort(error);
    const abort = () => stop(new LaunchpodError({ code: "aborted", message: ABORTED_WORK }, { cause: signal.reason }));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort, { once: true });
    const lost = this.#ask("lost", { id: pod.id }, watching);
    lost.then((told) => told && stop(new LaunchpodError(told)), stop);
    try {
      return await new Promise((resolve, reject) => {
        context.signal.addEventListener("abort", () => reject(context.signal.reason), { once: true });
        context.signal.throwIfAborted();
        Promise.resolve(pod)
          .then((pod) => work(pod, { signal: context.signal }))
          .then(resolve, reject);
      });
    } finally {
      signal?.removeEventListener("abort", abort);
      context.abort();
    }
  }

  /// One call of the module's. The clock runs for as long as it takes.
  async #ask(method, given = {}, caller = new Caller({})) {
    if (this.#closed) throw new LaunchpodError({ code: "closed", message: CLOSED });
    return this.#clock.during(async () => {
      try {
        const core = await this.#load();
        return revive(
          await this.#unlessBroken(caller.during(core, (hooks) => core.call(method, JSON.stringify(given), hooks))),
        );
      } catch (thrown) {
        throw caller.explain(errorOf(thrown));
      }
    });
  }

  #load() {
    this.#loading ??= this.#make().catch((error) => {
      this.#loading = null;
      throw error;
    });
    return this.#loading;
  }

  async #make() {
    const { core, journal, wasm } = this.#given;
    const Core = await this.#surroundings.load(wasm);
    this.#core = new Core(JSON.stringify(core), hostOf(journal, this.#surroundings.probe));
    // The key is in the module alone from now on.
    this.#given = null;
    if (this.#closed) this.#core.close();
    return this.#core;
  }

  #tick() {
    try {
      return this.#core?.tick() ?? false;
    } catch (fault) {
      // Whoever waits would wait for ever.
      for (const reject of this.#open) reject(fault);
      this.close();
      return false;
    }
  }

  #unlessBroken(work) {
    return new Promise((resolve, reject) => {
      this.#open.add(reject);
      work.then(resolve, reject).finally(() => this.#open.delete(reject));
    });
  }
}

const ABORTED_WORK = "The work on the pod was aborted, as you wished.";
const CLOSED = "This launcher was closed: nothing was asked. Make a new one.";

const settled = async (work) => {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
};

/// A copy as it stands now, of plain values alone.
const plain = (order) => {
  try {
    // What JSON would leave out silently is a problem of the order's.
    const text = JSON.stringify(order, (_, value) => (["function", "symbol"].includes(typeof value) ? null : value));
    const read = JSON.parse(text ?? "null");
    // What looks the same is the same.
    return typeof read?.name === "string" ? { ...read, name: read.name.normalize("NFC") } : read;
  } catch (error) {
    const [why] = String(error.message).split("\n");
    const problems = [{ field: "order", message: why }];
    const message = `This order can't be launched, and nothing was. It holds something that is no plain value: ${why}`;
    throw new LaunchpodError({ code: "invalid-order", message, problems }, { cause: error });
  }
};

/// What came of the work is not lost: it stands behind the error.
const notEnded = (error, pod, done) => {
  const how = "error" in done ? "failed" : "is done";
  const message = `The work ${how}, but the pod ${pod.id} (“${pod.name}”) could not be ended: it may run and cost money. Terminate it, here or in RunPod's console. ${error.message}`;
  return new LaunchpodError({ ...error, message, podId: pod.id }, { cause: done.error ?? error });
};

/// A callback's error would hide a pod that costs money: it stands behind one that names the pod.
const notUndone = (error, pod, thrown) => {
  const message = `A callback of this launch threw, but the pod ${pod.id} (“${pod.name}”) was there already and could not be ended: it may run and cost money. Terminate it, here or in RunPod's console. ${error.message}`;
  return new LaunchpodError({ ...error, message, podId: pod.id }, { cause: thrown });
};

/// What was said of a pod that still runs is not true any more.
const whoseIsEnded = (error, pod) => {
  if (!(error instanceof LaunchpodError) || error.podId !== pod.id) return error;
  const message = `${error.what ?? error.message} The pod ${pod.id} was terminated: it costs nothing any more.`;
  return new LaunchpodError({ ...error, message, podId: null }, { cause: error.cause });
};

const hostOf = (journal, probe, releasing = new Map()) => ({
  shared: typeof journal.lock === "function",
  keys: async () => journal.keys(),
  get: async (key) => journal.get(key),
  set: async (key, text) => journal.set(key, text),
  erase: async (key) => journal.delete(key),
  async lock(key) {
    // A lock that is just being let go of here is nobody else's.
    await releasing.get(key);
    const release = journal.lock ? await journal.lock(key) : () => {};
    return (
      release
      && (() =>
        void releasing.set(
          key,
          settled(async () => release()).finally(() => releasing.delete(key)),
        ))
    );
  },
  probe: async (kind, url, picture) => probe(kind, url, picture),
});
