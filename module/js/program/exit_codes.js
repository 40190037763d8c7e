// What the program ends with. Documented in README.md of the package: scripts decide by it.
export const DONE = 0;
export const FAILED = 1;
/// The command line, or the order in it, is no good; nothing was asked that costs money.
export const USAGE = 2;
/// No key, or not the right one.
export const KEY = 3;
/// No pod was made, and nothing is charged.
export const NOT_LAUNCHED = 4;
export const NO_SUCH_POD = 5;
/// The pod is there and not ready: it may cost money.
export const NOT_READY = 6;
/// Between here and RunPod.
export const TROUBLE = 7;
/// A pod may cost money that this command should have ended, or that nobody could look for.
export const MAY_COST = 8;
/// Ctrl+C.
export const ABORTED = 130;

const OF = {
  "invalid-order": USAGE,
  "invalid-options": USAGE,
  "wrong-key": KEY,
  "no-right": KEY,
  "no-capacity": NOT_LAUNCHED,
  "dearer-than-agreed": NOT_LAUNCHED,
  balance: NOT_LAUNCHED,
  "spend-limit": NOT_LAUNCHED,
  refused: NOT_LAUNCHED,
  "never-arrived": NOT_LAUNCHED,
  "launch-open": NOT_LAUNCHED,
  "no-journal": NOT_LAUNCHED,
  declined: NOT_LAUNCHED,
  "pod-not-found": NO_SUCH_POD,
  "pod-gone": NO_SUCH_POD,
  "pod-stopped": NOT_READY,
  "pod-lost": NOT_READY,
  "not-ready-in-time": NOT_READY,
  "host-full": NOT_READY,
  "no-access": TROUBLE,
  offline: TROUBLE,
  "timed-out": TROUBLE,
  "rate-limited": TROUBLE,
  "server-trouble": TROUBLE,
  maintenance: TROUBLE,
  retired: TROUBLE,
  misunderstood: TROUBLE,
  nonsense: TROUBLE,
  unclear: MAY_COST,
};

/// What a command that failed with this ends with. `makes`: whether it was still making a pod, which then should not be left.
export const exitCodeOf = ({ code, podId }, makes) => {
  if (makes && podId) return MAY_COST;
  return code === "aborted" ? ABORTED : (OF[code] ?? FAILED);
};
