// What the page holds in memory, as the browser's own tools tell it.
import { pause } from "./dice.mjs";

const TRIES = 5;
const SECOND_LOOKS = 10;

/// Weighs the page after garbage was collected. What is on its way at one moment is not held for long: each number is the
/// least of some tries.
export async function weigh({ page, context }) {
  const cdp = await context.newCDPSession(page);
  const tries = [];
  for (let left = TRIES; left > 0; left -= 1) {
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners, documents } = await cdp.send("Memory.getDOMCounters");
    tries.push({ heap: usedSize, wasm: await wasmMemory(cdp), nodes, listeners: jsEventListeners, documents });
    await pause(150);
  }
  await cdp.detach();
  const least = (what) => Math.min(...tries.map((one) => one[what]));
  const { nodes, ...rest } = Object.fromEntries(Object.keys(tries[0]).map((what) => [what, least(what)]));
  const document = await page.evaluate(census);
  const shown = Object.values(document).reduce((sum, count) => sum + count, 0);
  return { ...rest, shown, unseen: nodes - shown, document };
}

/// Weighs until nothing has grown too much since `before`, for some seconds at most. The browser may hold what was dropped
/// for a while, more so on a busy computer; a leak stays.
export async function weighAgain(tab, before) {
  for (let left = SECOND_LOOKS; ; left -= 1) {
    const after = await weigh(tab);
    if (left === 0 || compared(before, after).grown.length === 0) return after;
    await pause(2_000);
  }
}

/// How many of each element, and of texts, the document holds.
function census() {
  const counted = {};
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  for (let node = walker.root; node; node = walker.nextNode()) {
    const kind = node.nodeType === Node.ELEMENT_NODE ? [node.localName, ...node.classList].join(".") : node.nodeName;
    counted[kind] = (counted[kind] ?? 0) + 1;
  }
  return counted;
}

/// What the document holds more of than before, for whoever looks for a leak: what grew and is not here is held out of sight.
function moreShown(before, after) {
  const kinds = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return kinds
    .filter((kind) => before[kind] !== after[kind])
    .map((kind) => `${kind} ${before[kind] ?? 0} → ${after[kind] ?? 0}`)
    .join(", ");
}

/// What the page's module has taken: `hurrying` keeps hold of its memory. Asking the debugger for all memories that there
/// are (Runtime.queryObjects) never comes back on a page whose module is in two files.
async function wasmMemory(cdp) {
  const expression = "wasmMemories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0)";
  const { result } = await cdp.send("Runtime.evaluate", { expression, returnByValue: true });
  return result.value;
}

/// How much each may grow. Pods of the same kind and number have the same document; a few nodes are a message more. Out of
/// sight, the browser keeps a row or two (about 45 nodes each) for its next full collection, at either weighing; a page that
/// kept one node of every pod would hold hundreds.
const MAY_GROW = {
  heap: (before) => before * 0.2,
  wasm: (before) => before * 0.2,
  shown: () => 20,
  unseen: () => 100,
  listeners: () => 20,
  documents: () => 0,
};
const NAMES = {
  heap: "JS heap, KB",
  wasm: "wasm memory, KB",
  shown: "nodes shown",
  unseen: "nodes unseen",
  listeners: "listeners",
  documents: "documents",
};

/// The measures as a table, and what has grown too much.
export function compared(before, after) {
  const shown = (what, number) => String(NAMES[what].endsWith("KB") ? Math.round(number / 1024) : number).padStart(10);
  const lines = [`${"".padEnd(16)}${"warm".padStart(10)}${"at the end".padStart(12)}${"growth".padStart(9)}`];
  const grown = [];
  for (const what of Object.keys(MAY_GROW)) {
    const [was, is] = [before[what], after[what]];
    const percent = `${(((is - was) / was) * 100).toFixed(1)} %`;
    lines.push(`${NAMES[what].padEnd(16)}${shown(what, was)}${shown(what, is).padStart(12)}${percent.padStart(9)}`);
    if (is - was > MAY_GROW[what](was)) grown.push(`${NAMES[what]} grew by ${percent}`);
  }
  const more = moreShown(before.document, after.document);
  return { table: [...lines, `the document differs in: ${more || "nothing"}`].join("\n"), grown };
}
