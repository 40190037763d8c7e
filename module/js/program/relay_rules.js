// What may pass to RunPod and back: lists, both ways. Whatever stands in none of them goes nowhere.
//
// The same as in program/src/relay/rules.rs of the repository; hosting/relay-cases.json there is what both are tried with.

/// How large a request may be: as RunPod takes it, and as the page's form says.
export const MOST_BYTES = 102_400;

/// What of a request's headers goes to RunPod. `Host` is RunPod's own name there.
export const FROM_PAGE = ["accept", "accept-encoding", "content-type", "last-event-id", "user-agent"];

/// Goes to RunPod as `Authorization`. What stands in that here is for a login before the page, and goes nowhere.
export const KEY = "launchpod-authorization";

/// What of an answer's headers comes back: what the page reads, and how the body is packed.
export const TO_PAGE = ["content-encoding", "content-length", "content-type", "date", "retry-after"];

/// All that is passed on, below `/relay`, with `*` for one id.
const PLACES = [
  ["/graphql", ["POST"]],
  ["/v2/pods", ["GET", "POST"]],
  ["/v2/pods/*", ["GET", "PATCH", "DELETE"]],
  ["/v2/pods/*/action", ["POST"]],
  ["/v2/pods/*/logs", ["GET"]],
  ["/v2/network-volumes", ["GET", "POST"]],
  ["/v2/network-volumes/*", ["GET", "PATCH", "DELETE"]],
  ["/v2/account/secrets", ["GET", "POST"]],
  ["/v2/account/secrets/*", ["GET", "PATCH", "DELETE"]],
  ["/v2/billing/pods", ["GET"]],
  ["/v2/templates", ["GET"]],
  ["/v2/registries", ["GET"]],
  ["/v2/catalog/gpus", ["GET"]],
  ["/v2/catalog/cpus", ["GET"]],
  ["/v2/catalog/datacenters", ["GET"]],
  ["/v2/catalog/templates", ["GET"]],
];

/// What REST v2 is asked behind `?`. GraphQL has nothing there, so nothing is passed on.
const QUERY = ["bucketSize", "cursor", "include", "lastN", "limit", "product", "since", "source", "tail"];

/// So many requests may come from one place at once, and from then on so many a second. A page with a thousand pods asks for a
/// few in ten seconds.
const AT_ONCE = 200;
const A_SECOND = 20;
/// Those who have asked for nothing since long are forgotten with the others.
const MOST_KNOWN = 10_000;

/// How often each place asks. What runs in several processes counts in each anew.
export class Pace {
  #left = new Map();

  /// Throws a refusal if too many come from there.
  count(place, now = Date.now()) {
    const { left, at } = this.#left.get(place) ?? { left: AT_ONCE, at: now };
    const has = Math.min(AT_ONCE, left + (Math.max(0, now - at) * A_SECOND) / 1000);
    if (this.#left.size >= MOST_KNOWN) this.#left.clear();
    this.#left.set(place, { left: has >= 1 ? has - 1 : has, at: now });
    if (has < 1)
      throw new Refusal(429, "Too many requests at once. This one was not passed on.", { "retry-after": "1" });
  }
}

/// Why something is not passed on. The words are plain text: a page must not take them for RunPod's own.
export class Refusal extends Error {
  constructor(status, message, headers = {}) {
    super(message);
    Object.assign(this, { status, headers });
  }
}

/// Where a request leads at RunPod: the path there, with what follows it. Throws a refusal.
export const judge = (method, path, query) => {
  const there = path.startsWith("/relay/") ? path.slice("/relay".length) : "";
  const place = PLACES.find(([pattern]) => fits(pattern, there));
  if (!place) throw new Refusal(404, "This relay passes nothing on to that address.");
  const methods = place[1].join(", ");
  if (!place[1].includes(method))
    throw new Refusal(405, `This relay passes on ${methods} there, and nothing else.`, { allow: methods });
  if (!query || there === "/graphql") return there;
  const isKnown = (part) => part.includes("=") && QUERY.includes(part.slice(0, part.indexOf("=")));
  if (!query.split("&").every(isKnown))
    throw new Refusal(400, "This relay does not pass on what follows the question mark.");
  return `${there}?${query}`;
};

/// By letter: nothing is decoded, and so nothing is meant but what stands there.
const fits = (pattern, path) => {
  const [wanted, parts] = [pattern.split("/"), path.split("/")];
  const isThere = (part, at) => (wanted[at] === "*" ? /^[A-Za-z0-9_-]+$/.test(part) : wanted[at] === part);
  return wanted.length === parts.length && parts.every(isThere);
};
