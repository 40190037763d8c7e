// The pictures of the README, and the film of a first run: `cargo xtask pictures` takes them on the page as it ships, in front of the simulator.
import { fileURLToPath } from "node:url";

import { DESKTOP, PHONE, openPage, startBrowser } from "../support/browser.mjs";
import { fromNothing } from "../support/first_run.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { Launch, Pods, SignIn } from "../support/screens.mjs";
import { KEY, startSimulator } from "../support/simulator.mjs";

/// Those that the README shows; all others would only make the repository large.
const SHOWN = ["pods-desktop", "launch-desktop", "pod-desktop-dark", "pods-phone"];

const folder = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));

/// Two pods: one that is ready, and one on its way.
async function scene(simulator, page) {
  await comfy(simulator, { name: "comfyui" });
  const pods = await new Pods(page).ready();
  await pods.card("comfyui").reaches("ready");
  // Costs and a line of its use.
  await simulator.pass(2 * 3600);
  await comfy(simulator, { name: "flux" });
  await pods.card("flux").card.waitFor();
  await pods.card("flux").reaches("pulling");
  return pods;
}

const browser = await startBrowser();
try {
  for (const [look, viewport, colorScheme] of [
    ["desktop", DESKTOP, "light"],
    ["desktop-dark", DESKTOP, "dark"],
    ["phone", PHONE, "light"],
  ]) {
    const simulator = await startSimulator({ speed: 20 });
    const tab = await openPage(browser, { viewport, colorScheme });
    const { page } = tab;
    const take = async (name) => {
      const path = `${folder}${name}-${look}.png`;
      if (SHOWN.includes(`${name}-${look}`)) await page.screenshot({ path, animations: "disabled" });
    };
    const signIn = new SignIn(page);
    await signIn.open(simulator.page);
    await signIn.signInToSimulator(KEY);
    const pods = await scene(simulator, page);
    await take("pods");
    await (await new Launch(page).open()).priced();
    await take("launch");
    await pods.open();
    await new PodPage(page).open("comfyui");
    await page.waitForTimeout(1_000);
    await take("pod");
    await tab.close();
    simulator.stop();
  }
  const simulator = await startSimulator({ speed: 20 });
  const tab = await openPage(browser, { viewport: { width: 900, height: 640 } });
  const { page } = tab;
  const signIn = new SignIn(page);
  await signIn.open(simulator.page);
  await fromNothing({ page, simulator, signIn }, (name) =>
    page.screenshot({ path: `${folder}first-run-${name}.png`, animations: "disabled" }),
  );
  await tab.close();
  simulator.stop();
  console.log(`The pictures are in ${folder}`);
} finally {
  await browser.close();
}
