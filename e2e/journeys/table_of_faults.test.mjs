// docs/faults.md and the journeys: each row is one, and each journey through faults has its row.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "@playwright/test";

import { namesIn } from "../support/names.mjs";

const HERE = new URL(".", import.meta.url);
const HEAD = ["fault", "what the page does", "what the person sees"];

/// The cells of all rows, without heads and rules.
function rowsOf(text) {
  const lines = text.split("\n").filter((line) => line.startsWith("|"));
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
  return rows.filter((row) => row.join() !== HEAD.join() && !row.every((cell) => /^-+$/.test(cell)));
}

/// The names of the journeys, by file. Those files alone are read that are made of journeys and nothing else.
async function journeys() {
  const found = new Map();
  for (const file of (await readdir(HERE)).sort()) {
    const text = await readFile(new URL(file, HERE), "utf8");
    if (file.endsWith(".test.mjs") && !text.includes('from "@playwright/test"'))
      found.set(file, await namesIn(new URL(file, HERE)));
  }
  return found;
}

const twice = (names) => names.filter((name, at) => names.indexOf(name) !== at);

test("the table of faults and the journeys say the same", async () => {
  const rows = rowsOf(await readFile(new URL("../../docs/faults.md", HERE), "utf8"));
  const found = await journeys();
  const all = [...found.values()].flat();
  const faults = [...found].flatMap(([file, names]) => (file.startsWith("faults_") ? names : []));
  const named = rows.map(([name]) => name);
  assert.ok(rows.length >= 25, `${rows.length} rows`);
  assert.deepEqual(
    rows.filter((row) => row.length !== 3 || row.some((cell) => cell === "")),
    [],
    "rows with three cells each",
  );
  assert.deepEqual(
    named.filter((name) => !all.includes(name)),
    [],
    "rows without a journey",
  );
  assert.deepEqual(
    faults.filter((name) => !named.includes(name)),
    [],
    "journeys through faults without a row",
  );
  assert.deepEqual([twice(named), twice(all)], [[], []], "names that stand there twice");
});
