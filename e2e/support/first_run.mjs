// A first run, from an empty account to a picture on one's own disk: a journey, and the film of the docs.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { Files, PNG, draw } from "./my_files.mjs";
import { PodPage } from "./pod_page.mjs";
import { Apps, FirstRun, Pods } from "./screens.mjs";
import { KEY } from "./simulator.mjs";

export const allVolumes = async (simulator) =>
  (await simulator.ask("{ myself { networkVolumes { id name size dataCenterId } } }")).myself.networkVolumes;

/// Signed in to an account with neither pods nor volumes, where the questions are open.
export async function fresh({ signIn, simulator, page }) {
  for (const { id } of await allVolumes(simulator))
    await simulator.ask(`mutation { deleteNetworkVolume(input: { id: "${id}" }) }`);
  assert.deepEqual(await allVolumes(simulator), []);
  await signIn.signInToSimulator(KEY);
  await new Apps(page).open();
  await page.waitForFunction(() => [...document.styleSheets].some(({ href }) => href?.includes("/apps.css?")));
  const first = new FirstRun(page);
  await first.app.waitFor();
  return first;
}

/// The whole way; `see` is called at each stop with its name.
export async function fromNothing(walk, see) {
  const { page, simulator } = walk;
  const first = await fresh(walk);
  await see("questions");
  await first.planned();
  await see("plan");
  await first.make.click();
  const pods = new Pods(page);
  const card = pods.card("comfyui");
  await card.card.waitFor();
  await see("starting");
  await card.reaches("ready", 120_000);
  await card.link(/ComfyUI/).waitFor();
  await see("ready");
  const id = await card.card.getAttribute("data-pod");
  await draw(simulator, id, "first");
  await new PodPage(page).open("comfyui");
  const files = new Files(page);
  await files.look.click();
  await files.says(/^1 picture$/);
  await files.section.scrollIntoViewIfNeeded();
  await see("picture");
  const [download] = await Promise.all([page.waitForEvent("download"), files.downloadAll.click()]);
  assert.ok((await readFile(await download.path())).subarray(0, 4).equals(PNG));
  await pods.open();
  await card.end.click();
  await card.isGone();
  for (const name of ["Spend and budget", "Receipts of ended pods"]) {
    const button = page.getByRole("button", { name });
    await button.waitFor();
    if ((await button.getAttribute("aria-expanded")) === "false") await button.click();
  }
  await page.getByRole("list", { name: "Receipts", exact: true }).getByText("comfyui", { exact: true }).waitFor();
  await see("receipt");
}
