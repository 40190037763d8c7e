// The page as `npx launchpod`, the released npm package and the released program serve it: where RunPod lets no browser in from
// there, the relay carries the main job; and the program brings a RunPod to practise on.
import { assertAccessible } from "../support/audit.mjs";
import { startNpx, startReleasedPackage, startReleasedProgram } from "../support/hosts.mjs";
import { journeyToRunPod } from "../support/runpod.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const BLOCKED = [/blocked by CORS policy/, /Failed to load resource/];

/// Launches a pod and ends it.
async function mainJob(page, pods) {
  const form = await new Launch(page).open();
  await form.fillIn("comfy anna");
  await form.launch();
  await pods.ready();
  const card = pods.card("comfy anna");
  await card.card.waitFor();
  return card;
}

async function endIt(card) {
  await card.end.click();
  await card.undo.waitFor();
  await card.isGone();
}

function throughRelay(name, relay) {
  journeyToRunPod(name, { cors: "none", relay, expected: BLOCKED }, async (walk) => {
    const { signIn, page, tab, simulator, keyWentTo } = walk;
    await signIn.key.fill(KEY);
    await signIn.button.click();
    const pods = await new Pods(page).ready();
    await page.getByText(/checked .* · RunPod, through this page's own server/).waitFor();
    await assertAccessible(page, `pods: ${name}`);
    const card = await mainJob(page, pods);
    await until(async () => (await simulator.state()).creates === 1, "one pod is made");
    await endIt(card);
    await until(async () => (await simulator.pods()).length === 0, "the pod is gone from the account");
    await keyWentTo(tab, "relay", "runpod");
  });
}

throughRelay("npx launchpod: the page launches and ends a pod through its relay", startNpx);

// What `cargo xtask test released` hands over: the files that people get, where nothing of Rust is.
if (process.env.RELEASED) {
  throughRelay("released: the npm package alone launches and ends a pod through its relay", startReleasedPackage);
  throughRelay("released: the program alone launches and ends a pod through its relay", startReleasedProgram);

  journeyToRunPod(
    "released: the program alone brings a RunPod to practise on",
    { relay: startReleasedProgram },
    async ({ signIn, page, simulator }) => {
      await signIn.practise.click();
      const pods = await new Pods(page).ready();
      await endIt(await mainJob(page, pods));
      const { creates } = await simulator.state();
      if (creates > 0) throw new Error("RunPod itself was asked for a pod");
    },
  );
}
