// The table in the README is what comes out. Left out where there is no Python with RunPod's client in it.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { run } from "./ground.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const skip = process.env.PYTHON ? false : "PYTHON names no Python with the package runpod";

test("the comparison with runpod-python in the README holds", { skip }, async () => {
  const { code, said } = await run(process.execPath, [join(HERE, "../comparison/run.mjs"), "--check"], {});
  assert.equal(code, 0, said);
});
