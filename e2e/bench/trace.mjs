// What a trace says of a page's main thread, poll by poll. Times are the thread's own: what it waited for a core is nobody's
// work. Chromium's ScriptDuration leaves out what runs after an await, and with it nearly all of a list by hand.

const CATEGORIES = ["devtools.timeline", "v8", "v8.execute", "blink.user_timing"];

/// The events that are one measure's. What runs inside of one is its own, but for what another measure claims.
const EVENTS = {
  script: [
    "EvaluateScript",
    "EventDispatch",
    "FireAnimationFrame",
    "FireIdleCallback",
    "FunctionCall",
    "RunMicrotasks",
    "TimerFire",
    "v8.callFunction",
    "MinorGC",
    "MajorGC",
  ],
  layout: ["UpdateLayoutTree", "Layout"],
  paint: ["PrePaint", "Paint", "Layerize"],
};
/// What tells polls apart in the trace.
export const MARK = "poll";

/// Traces what `doing` does with the page, which marks each poll: the milliseconds of each measure, a list a poll.
export async function traced(page, doing) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  await doing();
  return read(JSON.parse(await browser.stopTracing()).traceEvents);
}

function read(all) {
  const marks = all.filter(({ name, cat }) => name === MARK && cat === "blink.user_timing");
  const { pid, tid } = marks[0];
  const polls = marks.map(() => Object.fromEntries(Object.keys(EVENTS).map((measure) => [measure, 0])));
  const pollAt = (end) => polls[marks.findLastIndex(({ ts }) => ts <= end)];
  for (const { measure, own, end } of pieces(all.filter((event) => event.pid === pid && event.tid === tid))) {
    const poll = pollAt(end);
    if (poll) poll[measure] += own / 1000;
  }
  return polls;
}

/// What is anybody's, each without what runs inside of it and is a piece of its own: layout that script asks for is layout.
function pieces(events) {
  const found = [];
  const around = [];
  const spans = events.filter(({ ph }) => ph === "X").sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  for (const { name, ts, dur, tdur } of spans) {
    const measure = Object.keys(EVENTS).find((one) => EVENTS[one].includes(name));
    if (!measure) continue;
    while (around.length && around.at(-1).end <= ts) around.pop();
    const own = tdur ?? dur;
    if (around.length) around.at(-1).own -= own;
    const piece = { measure, own, end: ts + dur };
    around.push(piece);
    found.push(piece);
  }
  return found;
}
