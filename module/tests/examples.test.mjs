// The examples, as they stand in module/examples/, do what they say: on a simulated RunPod, with the built package.
import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";

import { project, run, startGround } from "./ground.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const example = (name) => join(HERE, "../examples", name);

/// One red point, as a PNG.
const RED = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC",
  "base64",
);

/// The first point of a PNG: before it stands how its line is packed, which makes no difference to a first point.
function firstPoint(png) {
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const data = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return [...inflateSync(Buffer.concat(data)).subarray(1, 4)];
}

/// A simulator and a project with that example; both go when the test is over.
async function ground(t, name, options) {
  const [simulator, { folder, remove }] = await Promise.all([startGround(options), project(example(name))]);
  t.after(async () => {
    simulator.stop();
    await remove();
  });
  const start = (words, { env, seen } = {}) =>
    run(process.execPath, [name, ...words], { cwd: folder, env: { ...simulator.environment, ...env }, seen });
  return { simulator, folder, start };
}

/// In honest time a pod looks for its machine for 15 s and more: it is seen to.
const HONEST = { speed: 1 };

/// Does something once, as soon as the program has said that its pod looks for a machine.
function atPlacing(what) {
  let done = false;
  return (said, child) => {
    if (done || !said.includes("comfyui: placing")) return;
    done = true;
    what(child);
  };
}

/// A quarter of an hour passes: the pod is ready.
const quarter = (simulator) => atPlacing(() => void simulator.pass(900));

/// One pod was made, and it is gone.
async function assertOneCameAndWent(simulator) {
  const { creates, pods, terminated, created } = await simulator.state();
  assert.equal(creates, 1);
  assert.deepEqual(pods, []);
  assert.deepEqual(terminated, [created[0].id]);
}

// Nearly all of their time is waiting for a pod.
describe("the examples in Node", { concurrency: true }, () => {
  test("comfyui.mjs turns a picture into its negative, and gives the GPU back", async (t) => {
    const { simulator, folder, start } = await ground(t, "comfyui.mjs", HONEST);
    await writeFile(join(folder, "red.png"), RED);
    const { code, said } = await start(["red.png", "negative.png", "models"], { seen: quarter(simulator) });
    assert.equal(code, 0, said);
    assert.deepEqual(firstPoint(RED), [255, 0, 0]);
    assert.deepEqual(firstPoint(await readFile(join(folder, "negative.png"))), [0, 255, 255]);
    assert.match(said, /comfyui: placing[^]*comfyui: ready[^]*\$0\.\d\d an hour/);
    await assertOneCameAndWent(simulator);
  });

  test("comfyui.mjs says in ComfyUI's words what went wrong, and gives the GPU back all the same", async (t) => {
    const { simulator, folder, start } = await ground(t, "comfyui.mjs", HONEST);
    await writeFile(join(folder, "notes.png"), "not a picture at all");
    const { code, said } = await start(["notes.png", "negative.png", "models"], { seen: quarter(simulator) });
    assert.equal(code, 1, said);
    assert.match(said, /the workflow failed: .*cannot identify image file/);
    await assertOneCameAndWent(simulator);
  });

  test("comfyui.mjs gives the GPU back on Ctrl+C", async (t) => {
    const { simulator, folder, start } = await ground(t, "comfyui.mjs", HONEST);
    await writeFile(join(folder, "red.png"), RED);
    let stopped = false;
    const seen = atPlacing((child) => {
      stopped = child.kill("SIGINT");
    });
    const { code, said } = await start(["red.png", "negative.png", "models"], { seen });
    assert.ok(stopped, said);
    assert.notEqual(code, 0);
    assert.match(said, /aborted/);
    await assertOneCameAndWent(simulator);
  });

  test("comfyui.mjs, killed in the middle, tells of its pod when it is started again", async (t) => {
    const { simulator, folder, start } = await ground(t, "comfyui.mjs", HONEST);
    await writeFile(join(folder, "red.png"), RED);
    const words = ["red.png", "negative.png", "models"];
    await start(words, { seen: atPlacing((child) => child.kill("SIGKILL")) });
    const { code, said } = await start(words, { seen: quarter(simulator) });
    assert.equal(code, 0, said);
    const { created, terminated } = await simulator.state();
    assert.match(said, new RegExp(`\\(${created[0].id}\\) of an earlier run is still there`));
    assert.deepEqual(terminated, [created[1].id], "its own is gone, and nobody's else");
  });

  test("pytorch.mjs runs a command in the pod by SSH, and gives the GPU back", async (t) => {
    const { simulator, folder, start } = await ground(t, "pytorch.mjs");
    const PATH = await withSsh(folder);
    const command = 'echo "in $RUNPOD_POD_ID" > was-here; cat was-here';
    const { code, said } = await start([command], { env: { PATH } });
    assert.equal(code, 0, said);
    const { created } = await simulator.state();
    assert.match(said, new RegExp(`^in ${created[0].id}$`, "m"));
    assert.match(said, /Connection refused/, "the first knock came too early, and another followed");
    await assertOneCameAndWent(simulator);
  });

  test("pytorch.mjs ends with the status of the command", async (t) => {
    const { simulator, folder, start } = await ground(t, "pytorch.mjs");
    const { code, said } = await start(["echo so far; exit 3"], { env: { PATH: await withSsh(folder) } });
    assert.equal(code, 3, said);
    assert.match(said, /so far/);
    await assertOneCameAndWent(simulator);
  });
});

/// A PATH on which `ssh` is the stand-in.
async function withSsh(folder) {
  const programs = join(folder, "bin");
  await mkdir(programs);
  await symlink(join(HERE, "ssh_stand_in.mjs"), join(programs, "ssh"));
  return `${programs}:${process.env.PATH}`;
}
