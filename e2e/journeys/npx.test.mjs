// The page as `npx launchpod` serves it: where RunPod lets no browser in from there, its relay carries the main job.
import { assertAccessible } from "../support/audit.mjs";
import { startNpx } from "../support/hosts.mjs";
import { journeyToRunPod } from "../support/runpod.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const BLOCKED = [/blocked by CORS policy/, /Failed to load resource/];

journeyToRunPod(
  "npx launchpod: the page launches and ends a pod through its relay",
  { cors: "none", relay: startNpx, expected: BLOCKED },
  async ({ signIn, page, tab, simulator, keyWentTo }) => {
    await signIn.key.fill(KEY);
    await signIn.button.click();
    const pods = await new Pods(page).ready();
    await page.getByText(/checked .* · RunPod, through this page's own server/).waitFor();
    await assertAccessible(page, "pods through the relay of npx launchpod");
    const form = await new Launch(page).open();
    await form.fillIn("comfy anna");
    await form.launch();
    await pods.ready();
    const card = pods.card("comfy anna");
    await card.card.waitFor();
    await until(async () => (await simulator.state()).creates === 1, "one pod is made");
    await card.end.click();
    await card.undo.waitFor();
    await card.isGone();
    await until(async () => (await simulator.pods()).length === 0, "the pod is gone from the account");
    await keyWentTo(tab, "relay", "runpod");
  },
);
