import { Launcher } from "launchpod";

const form = document.querySelector("form");
const status = document.querySelector('[role="status"]');
const alert = document.querySelector('[role="alert"]');
const list = document.querySelector("ul");

const WORDS = {
  placing: "looking for a machine",
  pulling: "fetching the image",
  starting: "starting",
  listening: "starting ComfyUI",
  ready: "ready",
  stopped: "stopped",
};

let launcher = null;
let key = null;

/// One launcher for as long as the key is the same. Its key stays in memory.
function launcherFor(apiKey) {
  if (apiKey === key) return launcher;
  launcher?.close();
  key = apiKey;
  launcher = new Launcher({
    apiKey,
    endpoint: new URL("/runpod", location.href).href, // see vite.config.js
    proxy: import.meta.env.VITE_RUNPOD_PROXY_URL, // RunPod's own, if this is not set
    speed: Number(import.meta.env.VITE_SIMULATOR_SPEED ?? 1),
  });
  follow(launcher);
  return launcher;
}

/// Keeps the list as RunPod has it, pods of other programs too.
async function follow(launcher) {
  try {
    for await (const fleet of launcher.watch()) {
      show(fleet.pods);
      alert.textContent = fleet.trouble?.message ?? "";
    }
  } catch (error) {
    tell(error);
  }
}

/// The module's errors say what happened, what it means for the money, and what to do now.
function tell(error) {
  if (error.code !== "closed") alert.textContent = error.message;
}

const rows = new Map();

/// Rows stay where they are, so that the keyboard does too.
function show(pods) {
  for (const pod of pods) {
    if (!rows.has(pod.id)) rows.set(pod.id, list.appendChild(row(pod)));
    update(rows.get(pod.id), pod);
  }
  for (const [id, row] of rows) {
    if (pods.some((pod) => pod.id === id)) continue;
    row.remove();
    rows.delete(id);
  }
}

function row(pod) {
  const row = document.querySelector("template").content.firstElementChild.cloneNode(true);
  const end = row.querySelector("button");
  end.setAttribute("aria-label", `Terminate ${pod.name}`);
  end.addEventListener("click", () => terminate(pod, end));
  row.querySelector("a").setAttribute("aria-label", `Open ComfyUI of ${pod.name}`);
  return row;
}

function update(row, pod) {
  const price = pod.perHour === null ? "" : `, $${pod.perHour.toFixed(2)} an hour`;
  row.querySelector("span").textContent = `${pod.name}: ${WORDS[pod.stage] ?? pod.stage}${price}`;
  const comfy = pod.services.find(({ port }) => port === 8188);
  const link = row.querySelector("a");
  link.hidden = pod.stage !== "ready" || !comfy?.url;
  if (!link.hidden) link.href = comfy.url;
}

async function terminate(pod, button) {
  button.disabled = true;
  status.textContent = `Terminating ${pod.name}…`;
  try {
    await launcher.terminate(pod.id);
    status.textContent = `${pod.name} is gone and costs nothing any more.`;
  } catch (error) {
    button.disabled = false;
    tell(error);
  }
}

document.querySelector("#pods").addEventListener("click", () => {
  if (form.reportValidity()) launcherFor(form.elements.key.value.trim());
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const launch = form.querySelector("button");
  launch.disabled = true;
  alert.textContent = "";
  status.textContent = "Looking for a GPU…";
  try {
    const launcher = launcherFor(form.elements.key.value.trim());
    const order = { image: "comfyui", gpus: [{ memoryGb: Number(form.elements.gpu.value) }] };
    const onAttempt = ({ offer, state }) => (status.textContent = `${offer?.name ?? order.image}: ${state}`);
    const pod = await launcher.launch(order, { onAttempt });
    status.textContent = `${pod.name} costs from now on. It takes some minutes until ComfyUI is up.`;
    await launcher.waitForReady(pod.id);
    status.textContent = `${pod.name} is ready.`;
  } catch (error) {
    status.textContent = "";
    tell(error);
  } finally {
    launch.disabled = false;
  }
});
