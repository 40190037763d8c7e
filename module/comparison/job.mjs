// The same job with launchpod.
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { Launcher, fileJournal } from "launchpod";

const gpus = process.argv[2].split(",");
const workflow = JSON.parse(await readFile(process.argv[3], "utf8"));

async function run(comfy, prompt) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(`${comfy}prompt`, { method: "POST", headers, body: JSON.stringify({ prompt }) });
  if (!answer.ok) throw new Error(await answer.text());
  const { prompt_id } = await answer.json();
  for (;;) {
    const history = await (await fetch(`${comfy}history/${prompt_id}`)).json();
    if (history[prompt_id]) return history[prompt_id].outputs;
    await sleep(1000);
  }
}

const launcher = new Launcher({ journal: fileJournal(".launchpod") });
// What an earlier run left when it died: nobody waits for that pod any more.
for (const { pod } of await launcher.recover()) {
  if (pod) await launcher.terminate(pod.id);
}
await launcher.withPod({ image: "comfyui", gpus, networkVolume: "models" }, async (pod) => {
  const comfy = pod.services.find(({ port }) => port === 8188).url;
  const outputs = await run(comfy, workflow);
  const image = await fetch(`${comfy}view?${new URLSearchParams(outputs["2"].images[0])}`);
  console.log(`picture of ${(await image.arrayBuffer()).byteLength} bytes`);
});
