// The relay to RunPod, for browsers that RunPod does not let in from this page. It keeps no key and writes none down.
import * as http from "node:http";
import * as https from "node:https";
import { told } from "./guard.js";
import { FROM_PAGE, KEY, MOST_BYTES, Pace, Refusal, TO_PAGE, judge } from "./relay_rules.js";
import { VERSION } from "./version.js";

/// Within which times, in milliseconds: how long the page may take to send what it asks, how long RunPod to begin its answer, and
/// how long nothing may come of an answer, or of a log.
const PATIENCE = { body: 30_000, answer: 75_000, silence: 60_000, logSilence: 300_000 };
/// So much of what is too large is still taken, so that the browser gets to read why it goes nowhere.
const MOST_THROWN_AWAY = 16 * 1024 * 1024;
/// Twenty thousand pods are a fifth of it. A log has no end.
const MOST_ANSWERED = 64 * 1024 * 1024;
/// A connection that was still for longer may be dead already, and an act must not be lost on it.
const KEPT_MS = 20_000;

export class Relay {
  #base;
  #agent;
  #ask;
  #patience;
  #acts = new Set();
  #pace = new Pace();
  #isDown = false;

  constructor(upstream, patience = {}) {
    this.#base = readUpstream(upstream);
    const { Agent, request } = this.#base.protocol === "https:" ? https : http;
    this.#agent = new Agent({ keepAlive: true, timeout: KEPT_MS });
    this.#ask = request;
    this.#patience = { ...PATIENCE, ...patience };
  }

  /// The name of the server that it leads to.
  get name() {
    return this.#base.hostname;
  }

  /// Answers what stands below `/relay`.
  async answer(request, response, { path, query }) {
    response.setHeader("Cache-Control", "no-store");
    try {
      this.#pace.count(request.socket.remoteAddress);
      const place = judge(request.method, path, query);
      const sends = request.method === "POST" || request.method === "PATCH";
      // Whole before any of it leaves: what is cut off or too large never reaches RunPod.
      const body = sends ? await whole(request, this.#patience.body) : null;
      const answer = await this.#pass(request, response, place, body);
      if (answer) this.#hand(answer, response);
    } catch (error) {
      refuse(response, path, error);
    }
  }

  /// Comes back when nothing is under way that may change something, or after that time.
  async actsDone(within) {
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, within);
    });
    await Promise.race([Promise.allSettled(this.#acts), late]);
    clearTimeout(timer);
  }

  /// Lets go of the connections to RunPod.
  close() {
    this.#agent.destroy();
  }

  /// Asks RunPod. What may change something goes its way to the end, whether or not the page still waits.
  async #pass(request, response, place, body) {
    const { protocol, hostname, port } = this.#base;
    const bare = hostname.replace(/^\[|\]$/g, "");
    const question = this.#ask({
      protocol,
      hostname: bare,
      port,
      path: place,
      method: request.method,
      agent: this.#agent,
      headers: this.#headers(request, body),
    });
    const leave = () => question.destroy();
    if (request.method === "GET") response.once("close", leave);
    const asking = this.#begun(question, body).finally(() => response.off("close", leave));
    const acting = asking.catch(() => {});
    if (request.method !== "GET") {
      this.#acts.add(acting);
      acting.finally(() => this.#acts.delete(acting));
    }
    const answer = await asking;
    if (response.destroyed) {
      answer.destroy();
      return null;
    }
    return answer;
  }

  #headers(request, body) {
    const headers = { host: this.#base.host };
    for (const name of FROM_PAGE) if (told(request, name).length > 0) headers[name] = told(request, name);
    if (told(request, KEY).length > 0) headers.authorization = told(request, KEY);
    // Cloudflare, which stands before RunPod, refuses those that do not say what they are.
    headers["user-agent"] ??= `launchpod/${VERSION}`;
    if (body) headers["content-length"] = String(body.length);
    return headers;
  }

  /// The answer, once its head is there.
  #begun(question, body) {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        reject(new Refusal(504, `This relay got no answer from ${this.name} in time.`));
        question.destroy();
      }, this.#patience.answer);
      question.once("response", (answer) => {
        clearTimeout(late);
        if (this.#isDown) console.error(`${this.name} answers again.`);
        this.#isDown = false;
        resolve(answer);
      });
      question.on("error", (error) => {
        clearTimeout(late);
        reject(new Refusal(502, `This relay got no answer from ${this.name}.`));
        this.#sayDown(error);
      });
      question.on("close", () => {
        clearTimeout(late);
        reject(new Refusal(502, `This relay got no answer from ${this.name}.`));
      });
      question.end(body ?? undefined);
    });
  }

  /// Said once, not with each request, and by its code alone: no address and no key.
  #sayDown({ code }) {
    if (this.#isDown || code === "ECONNRESET" || !code) return;
    this.#isDown = true;
    console.error(`The relay gets no answer from ${this.name}: ${code}. The page says what that means.`);
  }

  /// Hands an answer on, bit by bit as it comes; it breaks off where it says nothing for too long or never ends.
  #hand(answer, response) {
    const { statusCode: status } = answer;
    if (status >= 300 && status < 400 && status !== 304) {
      answer.destroy();
      throw new Refusal(502, "The answer leads to another address, and this relay does not go there.");
    }
    const isLog = (answer.headers["content-type"] ?? "").startsWith("text/event-stream");
    for (const name of TO_PAGE) if (told(answer, name).length > 0) response.setHeader(name, told(answer, name)[0]);
    response.writeHead(status);
    response.flushHeaders();
    const breakOff = () => {
      answer.destroy();
      response.destroy();
    };
    const alarm = setTimeout(breakOff, isLog ? this.#patience.logSilence : this.#patience.silence);
    let left = isLog ? Number.POSITIVE_INFINITY : MOST_ANSWERED;
    answer.on("data", (bytes) => {
      alarm.refresh();
      left -= bytes.length;
      if (left < 0) breakOff();
      else if (!response.write(bytes)) answer.pause();
    });
    response.on("drain", () => answer.resume());
    answer.on("end", () => response.end());
    answer.on("error", breakOff);
    answer.on("close", () => {
      clearTimeout(alarm);
      if (!answer.complete) response.destroy();
    });
    response.on("close", () => answer.destroy());
  }
}

/// The server at an address, if a key may go there.
const readUpstream = (address) => {
  const next = "Leave out --upstream and LAUNCHPOD_UPSTREAM, and it leads to RunPod.";
  const odd = `The relay can't lead to “${address}”: that is no address of a server, such as https://api.runpod.io. ${next}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.pathname !== "/" || url.search || url.hash || url.username || url.password) throw new Error(odd);
  const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol === "https:" || (url.protocol === "http:" && isHere)) return url;
  if (url.protocol !== "http:") throw new Error(odd);
  throw new Error(
    `The relay can't lead to “${address}”: your key would go there unencrypted. Use an address that begins with https://. ${next}`,
  );
};

const TOO_LARGE = new Refusal(413, `request body exceeds ${MOST_BYTES} bytes`);

const whole = (request, patience) =>
  new Promise((resolve, reject) => {
    const cutOff = () => reject(new Refusal(408, "The request did not come whole, so nothing was passed on."));
    const kept = [];
    let length = 0;
    const late = setTimeout(cutOff, patience);
    request.on("data", (bytes) => {
      length += bytes.length;
      if (length <= MOST_BYTES) kept.push(bytes);
      if (length > MOST_THROWN_AWAY) reject(TOO_LARGE);
    });
    request.on("end", () => (length > MOST_BYTES ? reject(TOO_LARGE) : resolve(Buffer.concat(kept))));
    request.on("error", cutOff);
    request.on("close", () => {
      clearTimeout(late);
      cutOff();
    });
    if (Number(request.headers["content-length"]) > MOST_THROWN_AWAY) reject(TOO_LARGE);
  });

const refuse = (response, path, error) => {
  if (response.headersSent || response.destroyed) return void response.destroy();
  const known = error instanceof Refusal ? error : new Refusal(502, "This relay could not pass that on.");
  for (const [name, value] of Object.entries(known.headers)) response.setHeader(name, value);
  if (known === TOO_LARGE) return tooLarge(response, path);
  // What did not come whole is not waited for any longer.
  if (known.status === 408) response.setHeader("Connection", "close");
  response.writeHead(known.status, { "Content-Type": "text/plain; charset=utf-8" }).end(known.message);
};

/// In RunPod's own words and form, so that the page names the field that is too long: nothing of it was passed on.
const tooLarge = (response, path) => {
  const detail = TOO_LARGE.message;
  const isGraphql = path === "/relay/graphql";
  const said = isGraphql ? { errors: [{ message: detail }] } : { title: "Payload Too Large", status: 413, detail };
  const kind = isGraphql ? "application/json" : "application/problem+json";
  response.writeHead(413, { "Content-Type": kind, Connection: "close" }).end(JSON.stringify(said));
};
