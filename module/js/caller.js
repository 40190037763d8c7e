// Whoever calls: their signal and their callbacks, as the module sees them.
import { revive } from "./error.js";

/// Who waits for stock for days is not told of each look in the error.
const MOST_ATTEMPTS = 200;

/// After these it is not known whether a launch has made a pod.
const NOT_SURE = new Set(["unclear", "closed", "internal"]);

export class Caller {
  #signal;
  #tell;
  #dearer;
  /// What was told of a launch, for the error that may follow.
  #attempts;
  /// What a callback of the caller's threw: it ends the call as an abort does, and is what the call is rejected with.
  fault = null;

  constructor({ signal, tell, dearer, attempts }) {
    this.#signal = signal;
    this.#tell = tell;
    this.#dearer = dearer;
    this.#attempts = attempts;
  }

  /// Calls with what the module calls back; an abort has it look at once.
  async during(core, call) {
    const nudge = () => core.nudge();
    this.#signal?.addEventListener("abort", nudge, { once: true });
    try {
      return await call({
        aborted: () => this.#isAborted(),
        tell: (step) => this.#told(step, nudge),
        dearer: (offer, agreed) => this.#decide(offer, agreed),
        asksDearer: Boolean(this.#dearer),
      });
    } finally {
      this.#signal?.removeEventListener("abort", nudge);
    }
  }

  /// The error that the caller gets.
  explain(error) {
    if (this.#attempts) error.attempts = this.#attempts;
    if (this.fault) return this.#blame(error);
    if (error.code === "aborted") error.cause ??= this.#signal?.reason;
    return error;
  }

  /// A callback's own error, unless that would hide a pod of a launch's that costs money, or may.
  #blame(error) {
    const { thrown } = this.fault;
    const hidesPod = this.#attempts && (error.podId || NOT_SURE.has(error.code));
    if (!hidesPod) return thrown;
    error.message = error.message.replace(" was aborted", " was ended because a callback of it threw");
    error.cause = thrown;
    return error;
  }

  #isAborted() {
    return this.fault !== null || (this.#signal?.aborted ?? false);
  }

  /// Not from within the module, which a callback may call.
  #told(step, nudge) {
    if (this.#attempts?.length < MOST_ATTEMPTS) this.#attempts.push(structuredClone(step));
    if (!this.#tell) return;
    queueMicrotask(async () => {
      try {
        await this.#tell(revive(step));
      } catch (thrown) {
        this.fault ??= { thrown };
        nudge();
      }
    });
  }

  async #decide(offer, agreed) {
    const aborted = new Promise((resolve) => {
      if (this.#signal?.aborted) resolve(false);
      this.#signal?.addEventListener("abort", () => resolve(false), { once: true });
    });
    const asked = async () => {
      try {
        return (await this.#dearer(offer, agreed)) === true;
      } catch (thrown) {
        this.fault ??= { thrown };
        return false;
      }
    };
    return Promise.race([asked(), aborted]);
  }
}
