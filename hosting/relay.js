// The relay to RunPod for hosts that run a function beside the page: Cloudflare Pages (functions/) and Netlify (edge-functions/).
// Such a host has looked at the name that it was called by, and tidied the address, before it runs this.
import { FROM_PAGE, KEY, MOST_BYTES, Pace, Refusal, TO_PAGE, judge } from "../module/js/program/relay_rules.js";

const RUNPOD = "https://api.runpod.io";
/// How the bodies are packed is between this host and those at its two ends.
const OF_THE_HOST = ["accept-encoding", "content-encoding", "content-length"];
const OURS = { "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff" };

/// Within which times, in milliseconds: how long the page may take to send what it asks, and RunPod to begin its answer.
const PATIENCE = { body: 30_000, answer: 75_000 };
/// Where Cloudflare and Netlify say who asks.
const ASKED_BY = ["cf-connecting-ip", "x-nf-client-connection-ip"];
const PACE = new Pace();

/// Answers a request below /relay. `host.lasts` is told of what may change something, so that it goes its way to the end.
export async function relay(
  request,
  { upstream = RUNPOD, send = fetch, lasts = () => {}, patience = PATIENCE, pace = PACE } = {},
) {
  const url = new URL(request.url);
  try {
    if (isFromAnotherPage(request.headers, url)) throw new Refusal(403, "This is for Launchpod's own page alone.");
    pace.count(ASKED_BY.map((name) => request.headers.get(name)).find(Boolean) ?? "");
    const place = judge(request.method, url.pathname, url.search.slice(1));
    // Whole before any of it leaves: what is too large never reaches RunPod.
    const body = ["POST", "PATCH"].includes(request.method)
      ? await inTime(whole(request), patience.body, cutOff)
      : undefined;
    const headers = passed(request.headers, FROM_PAGE);
    const key = request.headers.get(KEY);
    if (key !== null) headers.set("authorization", key);
    if (!headers.has("user-agent")) headers.set("user-agent", "launchpod");
    const asked = send(upstream + place, { method: request.method, headers, body, redirect: "manual" });
    if (request.method !== "GET") lasts(asked.catch(() => {}));
    return handed(await inTime(asked.catch(unreachable), patience.answer, late));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return refused(error, url.pathname);
  }
}

const isFromAnotherPage = (headers, url) => {
  const [site, origin] = [headers.get("sec-fetch-site"), headers.get("origin")];
  return (site !== null && site !== "same-origin") || (origin !== null && origin !== url.origin);
};

const passed = (headers, names) =>
  new Headers([...headers].filter(([name]) => names.includes(name) && !OF_THE_HOST.includes(name)));

const tooLarge = () => new Refusal(413, `request body exceeds ${MOST_BYTES} bytes`);

async function whole(request) {
  if (Number(request.headers.get("content-length")) > MOST_BYTES) throw tooLarge();
  const parts = [];
  let length = 0;
  for await (const part of request.body ?? []) {
    length += part.length;
    if (length > MOST_BYTES) throw tooLarge();
    parts.push(part);
  }
  return new Blob(parts).arrayBuffer();
}

const unreachable = () => {
  throw new Refusal(502, "This relay got no answer from RunPod.");
};
const late = () => new Refusal(504, "This relay got no answer from RunPod in time.");
const cutOff = () => new Refusal(408, "The request did not come whole, so nothing was passed on.");

async function inTime(work, milliseconds, refusal) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(refusal()), milliseconds);
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

function handed(answer) {
  // A redirect that is not followed has the status 0 in some places.
  const leadsElsewhere = answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400);
  if (leadsElsewhere && answer.status !== 304)
    throw new Refusal(502, "The answer leads to another address, and this relay does not go there.");
  const headers = passed(answer.headers, TO_PAGE);
  for (const [name, value] of Object.entries(OURS)) headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
}

/// In RunPod's own words and form where it is too large, so that the page names the field: nothing of it was passed on.
function refused({ status, message, headers }, path) {
  const all = { ...OURS, ...headers };
  if (status !== 413) return new Response(message, { status, headers: { ...all, "Content-Type": "text/plain" } });
  const isGraphQL = path === "/relay/graphql";
  const said = isGraphQL ? { errors: [{ message }] } : { title: "Payload Too Large", status, detail: message };
  const type = isGraphQL ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(said), { status, headers: { ...all, "Content-Type": type } });
}
