/// What every call is rejected with: a code that stays the same, words for people, and what RunPod said.
export class LaunchpodError extends Error {
  constructor(
    { code, message, raw = null, problems = [], retryAfterMs = null, attempts = [], podId = null, what = null },
    options,
  ) {
    super(message, options);
    this.code = code;
    this.raw = raw;
    this.problems = problems;
    this.retryAfterMs = retryAfterMs;
    this.attempts = attempts;
    this.podId = podId;
    // What happened alone: withPod says of a pod that it has ended something else than the rest.
    Object.defineProperty(this, "what", { value: what });
  }
}

Object.defineProperty(LaunchpodError.prototype, "name", {
  value: "LaunchpodError",
  configurable: true,
  writable: true,
});

/// What came out of the module, as an error: what it tells, or a fault of its own.
export const errorOf = (thrown) => {
  if (thrown instanceof LaunchpodError) return thrown;
  if (typeof thrown?.code === "string" && !(thrown instanceof Error)) return new LaunchpodError(thrown);
  const message =
    "Something in this package broke. Pods that run go on costing money: look at RunPod's console, and make a new Launcher on the same journal.";
  return new LaunchpodError({ code: "internal", message, raw: String(thrown?.message ?? thrown) }, { cause: thrown });
};

const DATES = new Set(["createdAt", "startedAt", "upSince", "endsAt", "checkedAt", "writtenAt"]);

/// Instants cross the border as milliseconds.
export const revive = (told) => {
  if (told === null || typeof told !== "object") return told;
  for (const [key, value] of Object.entries(told)) {
    if (typeof value === "number" && DATES.has(key)) told[key] = new Date(value);
    else revive(value);
  }
  return told;
};
