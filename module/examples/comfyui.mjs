// Turns a picture into its negative with ComfyUI on a rented GPU, and gives the GPU back.
//
//   RUNPOD_API_KEY=rpa_... node comfyui.mjs photo.png negative.png models
//
// "models" is the name of a network volume: what ComfyUI keeps lies on it, so the next start is faster.
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Launcher, fileJournal } from "launchpod";

const [from, to, networkVolume] = process.argv.slice(2);
if (!networkVolume) {
  console.error("usage: node comfyui.mjs PICTURE RESULT NETWORK-VOLUME");
  process.exit(2);
}

// A workflow as ComfyUI's menu saves it under "Export (API)". This one needs no model; RunPod's image ships none.
const negative = (picture) => ({
  load: { class_type: "LoadImage", inputs: { image: picture } },
  invert: { class_type: "ImageInvert", inputs: { image: ["load", 0] } },
  save: { class_type: "SaveImage", inputs: { images: ["invert", 0], filename_prefix: "negative" } },
});

/// Asks ComfyUI, and says in its own words what it does not like.
async function ask(address, request) {
  const answer = await fetch(address, request);
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

async function upload(comfy, file, signal) {
  const form = new FormData();
  form.set("image", new Blob([await readFile(file)]), basename(file));
  const { name } = await (await ask(`${comfy}upload/image`, { method: "POST", body: form, signal })).json();
  return name; // another one, if ComfyUI has a picture of that name already
}

async function run(comfy, workflow, signal) {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ prompt: workflow });
  const { prompt_id } = await (await ask(`${comfy}prompt`, { method: "POST", headers, body, signal })).json();
  for (;;) {
    const history = await (await ask(`${comfy}history/${prompt_id}`, { signal })).json();
    const done = history[prompt_id]; // not there before it is done
    if (done?.status.completed) return done.outputs;
    if (done) throw new Error(`the workflow failed: ${JSON.stringify(done.status.messages.at(-1))}`);
    await sleep(1000, undefined, { signal });
  }
}

async function download(comfy, image, file, signal) {
  const answer = await ask(`${comfy}view?${new URLSearchParams(image)}`, { signal });
  await writeFile(file, Buffer.from(await answer.arrayBuffer()));
}

const launcher = new Launcher({ journal: fileJournal(".launchpod") });
// What an earlier run left when it was killed: the journal knows of it, even of a launch whose answer nobody heard.
for (const { name, pod } of await launcher.recover()) {
  if (pod) console.log(`${name} (${pod.id}) of an earlier run is still there, and costs money until you terminate it.`);
}

const stopped = new AbortController();
process.once("SIGINT", () => stopped.abort());

// Whatever happens in here, Ctrl+C too: the pod is terminated.
await launcher.withPod(
  { image: "comfyui", gpus: [{ memoryGb: 24 }], networkVolume },
  async (pod, { signal }) => {
    const comfy = pod.services.find(({ port }) => port === 8188).url;
    console.log(`ComfyUI is up on ${pod.gpu} for $${pod.perHour.toFixed(2)} an hour: ${comfy}`);
    const picture = await upload(comfy, from, signal);
    const outputs = await run(comfy, negative(picture), signal);
    await download(comfy, outputs.save.images[0], to, signal);
    console.log(`${to} is there. The pod is being terminated.`);
  },
  { signal: stopped.signal, onStage: (pod) => console.log(`${pod.name}: ${pod.stage}`) },
);
