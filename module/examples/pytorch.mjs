// Runs a shell command on a rented GPU with PyTorch, shows what it says, and gives the GPU back.
//
//   RUNPOD_API_KEY=rpa_... node pytorch.mjs "nvidia-smi && python -c 'import torch; print(torch.cuda.is_available())'"
//
// It goes in by SSH, so your public key must be in RunPod's settings, and `ssh` on this machine.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { Launcher, fileJournal } from "launchpod";

const command = process.argv[2] ?? "nvidia-smi";

/// What `ssh` ended with; 255 is its own word for "could not get in".
function ssh({ host, port, user }, line, signal) {
  // A rented machine is a new one each time: nobody can know its key before.
  const unknown = ["-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR"];
  const child = spawn("ssh", [...unknown, "-p", String(port), `${user}@${host}`, line], { stdio: "inherit", signal });
  return new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
}

/// The pod's public address for SSH; it may come a moment after the pod is ready.
async function address(launcher, pod, signal) {
  for (let tries = 0; tries < 30; tries++) {
    const { direct, why } = await launcher.access(pod.id);
    if (direct) return direct;
    console.log(why.direct);
    await sleep(2000, undefined, { signal });
  }
  throw new Error("this pod has no public address for SSH");
}

const launcher = new Launcher({ journal: fileJournal(".launchpod") });
// What an earlier run left when it was killed: the journal knows of it, even of a launch whose answer nobody heard.
for (const { name, pod } of await launcher.recover()) {
  if (pod) console.log(`${name} (${pod.id}) of an earlier run is still there, and costs money until you terminate it.`);
}

const stopped = new AbortController();
process.once("SIGINT", () => stopped.abort());

// Whatever happens in here, Ctrl+C too: the pod is terminated.
process.exitCode = await launcher.withPod(
  { image: "pytorch", gpus: ["RTX 4090", { memoryGb: 24 }] },
  async (pod, { signal }) => {
    const door = await address(launcher, pod, signal);
    console.log(`In by ssh -p ${door.port} ${door.user}@${door.host}`);
    for (let tries = 0; tries < 10; tries++) {
      const status = await ssh(door, command, signal);
      if (status !== 255) return status;
      await sleep(3000, undefined, { signal }); // the SSH server is still starting
    }
    throw new Error("nobody answered by SSH");
  },
  { signal: stopped.signal, onStage: (pod) => console.log(`${pod.name}: ${pod.stage}`) },
);
