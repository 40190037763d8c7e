// A pod's log, line by line.
import assert from "node:assert/strict";
import { hurry, pause, rejection, scene } from "./support.mjs";

hurry();

const ORDER = { name: "logged", image: "pytorch", gpus: ["NVIDIA GeForce RTX 4090"], endAfterHours: null };

/// Reads until `enough` says so, or the log ends.
const read = async (log, enough) => {
  const lines = [];
  for await (const line of log) {
    lines.push(line);
    if (enough(line, lines)) break;
  }
  return lines;
};

scene("a log comes as it is written, from the host's first word to the program's", {}, async ({ launcher }) => {
  const pod = await launcher.launch(ORDER);
  const lines = await read(launcher.logs(pod.id, { tail: 5000 }), ({ text }) => text.startsWith("CUDA Version"));
  assert.deepEqual([lines[0].source, lines.at(-1).source], ["system", "container"]);
  assert.match(lines[0].text, /^create container runpod\/pytorch:/);
  assert.ok(lines.every(({ writtenAt }) => writtenAt instanceof Date));
  assert.ok(lines.length > 1500, "each line of the download is one");
});

scene("a log goes on after a break, and no line comes twice", {}, async ({ launcher, simulator }) => {
  const pod = await launcher.launch(ORDER);
  await launcher.waitForReady(pod.id);
  const isLast = ({ text }) => text.includes("Jupyter Server is running");
  const whole = await read(launcher.logs(pod.id, { tail: 5000 }), isLast);
  await simulator.fault({ name: "log-break", afterEvents: 700 });
  await simulator.fault({ name: "log-repeat", repeat: 20 });
  const broken = await read(launcher.logs(pod.id, { tail: 5000 }), isLast);
  assert.deepEqual(broken, whole);
  assert.deepEqual((await simulator.calm()).length, 2);
  const own = await read(launcher.logs(pod.id, { source: "container", tail: 3 }), (_, lines) => lines.length === 3);
  assert.deepEqual(own, whole.filter(({ source }) => source === "container").slice(-3));
});

scene("an abort ends it, and so does the end of its pod", {}, async ({ launcher }) => {
  const pod = await launcher.launch(ORDER);
  await launcher.waitForReady(pod.id);
  const caller = new AbortController();
  const reading = read(launcher.logs(pod.id, { signal: caller.signal }), () => false);
  await pause(2000);
  caller.abort();
  assert.ok((await reading).length > 0);
  const rest = read(launcher.logs(pod.id, { tail: 1 }), () => false);
  await pause(2000);
  await launcher.terminate(pod.id);
  assert.equal((await rest).length, 1);
});

scene("who can't read a log is told why", {}, async ({ launcher, newLauncher }) => {
  const unknown = newLauncher();
  const nobody = await rejection(read(unknown.logs("nobody"), () => false));
  assert.equal(nobody.code, "pod-not-found");
  for (const [options, words] of [
    [{ tail: 5001 }, /tail of logs must be a whole number from 0 to 5000/],
    [{ source: "kernel" }, /source of logs must be "container" or "system"/],
    [{ follow: true }, /logs has no option follow/],
  ]) {
    const error = await rejection(read(unknown.logs("nobody", options), () => false));
    assert.equal(error.code, "invalid-options");
    assert.match(error.message, words);
  }
  launcher.close();
  const closed = await rejection(read(launcher.logs("nobody"), () => false));
  assert.equal(closed.code, "closed");
});
