// Time that passes at once: for a journey that has `clock` on.
import { counter, until } from "./screens.mjs";

/// A log is never answered in full: its stream stays open.
const isQuestion = (request) =>
  request.postData()?.includes("query ")
  || (request.method() === "GET" && request.url().includes("/v2/") && !/\/logs\?/.test(request.url()));
const isAsking = ({ seen }) => [...seen.underWay].some(isQuestion);

/// Waits until the page asks RunPod for nothing.
export const answered = (walk) => until(() => !isAsking(walk), "no question is under way");

/// The page's time jumps ahead, and the simulator's does not: pods that run look as if they had started anew. No question is
/// under way then: the jump would cut it off.
export async function later(walk, seconds) {
  await answered(walk);
  await walk.page.clock.fastForward(seconds * 1000);
}

/// So many seconds of the account's time pass, on the simulator and in the page. The page's time stands still meanwhile: a list
/// that was asked for before one of the jumps and answered after it would say that each container started anew.
export async function passes(walk, seconds) {
  const { page, simulator } = walk;
  await paused(page);
  await answered(walk);
  const began = performance.now();
  const now = await simulator.pass(seconds);
  const passed = performance.now();
  const jump = (seconds * 1000) / simulator.speed + passed - began;
  // What the two clocks differ by would add up, from jump to jump; after `later` they are to differ.
  const toMeet = await page.evaluate(UNTIL_THEY_MEET, [now, simulator.speed]);
  const ahead = toMeet !== null && Math.abs(toMeet - jump) < 2000 ? toMeet : jump;
  await page.clock.fastForward(Math.round(ahead + performance.now() - passed));
  await page.clock.resume();
}

/// How long the page's time must go on until the account's time in it is `now`; null before the page is there.
const UNTIL_THEY_MEET = ([now, speed]) => {
  const meta = document.querySelector("meta[name=launchpod-practice]");
  const since = meta && JSON.parse(meta.content).startedAtMs;
  return meta && since + (now - since) / speed - Date.now();
};

/// The page's time stands still, a moment from now: how soon that can be depends on how busy the machine is.
async function paused(page) {
  for (let moment = 50; ; moment *= 2) {
    try {
      return await page.clock.pauseAt((await page.evaluate(() => Date.now())) + moment);
    } catch (error) {
      if (!/past/.test(error.message)) throw error;
    }
  }
}

/// Undo's six seconds pass, and the page has one more list: what was to be sent is sent by then.
export async function undoIsOver(walk) {
  const lists = counter(walk.seen, "query Fleet");
  await passes(walk, 7 * walk.simulator.speed);
  await passesUntil(walk, () => lists() > 0, "one more list");
  await answered(walk);
}

/// The account's time passes, list by list, until `check` holds.
export const passesUntil = (walk, check, words, timeout = 60_000) =>
  until(
    async () => {
      const found = await check();
      // Three seconds of the page's, after which it asks for the next list while something moves.
      if (!found) await passes(walk, 3 * walk.simulator.speed);
      return found;
    },
    words,
    timeout,
  );

/// The account's time passes until the pod has come to this stage.
export const comesTo = (walk, card, stage) =>
  passesUntil(walk, async () => (await card.stage()) === stage, `the pod comes to ${stage}`);
