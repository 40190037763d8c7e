// The one timer. It runs while somebody waits for something, and on while something is not finished; then it stops, so that a
// program in Node can end by itself.
const EVERY_MS = 1000;

export class Clock {
  #tick;
  #timer = null;
  #waiting = 0;

  /// `tick` says whether something is not finished.
  constructor(tick) {
    this.#tick = tick;
  }

  /// Runs for as long as `work` takes.
  async during(work) {
    this.#waiting += 1;
    this.#timer ??= setInterval(() => this.#pass(), EVERY_MS);
    this.#timer.ref?.();
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
      // What is not finished goes on while the program lives, and does not keep it alive.
      if (this.#waiting === 0) this.#timer?.unref?.();
    }
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #pass() {
    const busy = this.#tick();
    if (!busy && this.#waiting === 0) this.stop();
  }
}
