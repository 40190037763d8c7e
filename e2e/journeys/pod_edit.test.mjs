// A pod is reset, or built again with another program, from its own page.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { DESKTOP, PHONE, shot } from "../support/browser.mjs";
import { BROKEN } from "../support/faults.mjs";
import { journey } from "../support/journey.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { counter, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const EDIT = "podEditJob";
const TOKEN = "hf_StaysWhereItIs";

/// The form on the page of a pod that is up.
async function opened({ page, simulator, signIn }, env = [["HF_TOKEN", TOKEN]]) {
  const id = await comfy(simulator, { env });
  await signIn.signInToSimulator(KEY);
  const pod = await new PodPage(page).open("comfy");
  await pod.reaches("ready");
  const form = page
    .locator("details")
    .filter({ has: page.getByText("Change its program, or reset it", { exact: true }) });
  await form.locator("summary").first().click();
  const real = async () =>
    (
      await simulator.ask(
        `{ pod(input: { podId: "${id}" }) { imageName dockerArgs ports containerDiskInGb volumeInGb env } }`,
      )
    ).pod;
  return {
    pod,
    form,
    real,
    field: (name) => page.locator(`#edit-${name}`),
    submit: form.getByRole("button", { name: /^(Reset pod|Apply and rebuild)$/ }),
    sure: form.getByRole("button", { name: /^(Reset|Rebuild) and erase$/ }),
    question: form.getByRole("alert"),
    keep: form.getByRole("button", { name: "Keep it as it is" }),
  };
}

for (const [screen, viewport] of [
  ["desktop", DESKTOP],
  ["phone", PHONE],
]) {
  journey(
    `a pod gets another program and keeps its variables and its volume, on a ${screen}`,
    { viewport },
    async (walk) => {
      const { page } = walk;
      const { pod, form, real, field, submit, question, sure } = await opened(walk);
      const before = await real();
      assert.equal(await field("own-image").inputValue(), "runpod/comfyui:cuda12.8");
      assert.equal(await submit.innerText(), "Reset pod");
      await form
        .getByText(
          /Everything outside \/workspace is deleted.*It goes on costing \$.*It keeps its GPU\. Addresses of TCP ports may change\./,
        )
        .waitFor();
      await field("container-disk").fill("70");
      await field("ports").fill("8188/http,22/tcp");
      assert.equal(await submit.innerText(), "Apply and rebuild");
      await form.getByText(/RunPod rebuilds it with what you changed\. It keeps its GPU\./).waitFor();
      await assertAccessible(page, `the form of another program on a ${screen}`);
      await shot(page, `pod-edit-${screen}`);
      await submit.click();
      await question.getByText("Rebuild “comfy” with these changes?").waitFor();
      await question.getByText("Everything outside /workspace is deleted. This can't be undone.").waitFor();
      await assertAccessible(page, `the question before another program on a ${screen}`);
      await sure.click();
      await form.getByText("RunPod is rebuilding it.").waitFor();
      const after = await real();
      assert.deepEqual(after.env, before.env);
      assert.ok(after.env.some((variable) => variable.includes(TOKEN)));
      assert.equal(after.volumeInGb, before.volumeInGb);
      assert.equal(after.containerDiskInGb, 70);
      assert.equal(after.ports, "8188/http,22/tcp");
      await until(async () => (await pod.state.getAttribute("data-stage")) !== "ready", "its start begins anew");
      await pod.reaches("ready");
      assert.deepEqual((await pod.lines()).slice(0, 2), ["RunPod agreed.", "RunPod was asked to rebuild it."]);
    },
  );
}

journey("a reset asks first, what it erases and where the focus is safe, with the keyboard alone", {}, async (walk) => {
  const { page, seen } = walk;
  const { form, real, submit, question, sure, keep } = await opened(walk);
  const [asked, before] = [counter(seen, EDIT), await real()];
  const hasFocus = (target, words) => until(() => target.evaluate((one) => one === document.activeElement), words);
  const ask = async () => {
    await submit.focus();
    await page.keyboard.press("Enter");
    await question.getByText("Reset “comfy”?").waitFor();
    await hasFocus(keep, "the focus is on the answer that harms nothing");
  };

  await ask();
  await assertAccessible(page, "the question before a reset");
  await shot(page, "pod-reset-question");
  for (const key of ["Escape", "Enter"]) {
    await page.keyboard.press(key);
    await question.waitFor({ state: "detached" });
    await hasFocus(submit, `after ${key} the focus is where it was`);
    await ask();
  }
  assert.equal(asked(), 0, "nothing was sent");
  assert.deepEqual(await real(), before);

  await page.keyboard.press("Tab");
  await hasFocus(sure, "the other answer is next");
  await page.keyboard.press("Enter");
  // Held down, it would be pressed again.
  await page.keyboard.press("Enter");
  await form.getByText("RunPod is rebuilding it.").waitFor();
  assert.equal(asked(), 1);
});

journey("a reset sends what the pod has, once", {}, async (walk) => {
  const { seen } = walk;
  const { pod, form, real, submit, sure, keep } = await opened(walk);
  const [asked, before] = [counter(seen, EDIT), await real()];
  await submit.dblclick();
  await keep.click();
  await sure.waitFor({ state: "detached" });
  assert.equal(asked(), 0, "nothing is reset by one click, or two");
  await submit.click();
  await sure.dblclick();
  await form.getByText("RunPod is rebuilding it.").waitFor();
  assert.equal(asked(), 1);
  assert.deepEqual(await real(), before);
  await until(async () => (await pod.state.getAttribute("data-stage")) !== "ready", "its start begins anew");
  await pod.reaches("ready");
});

journey("a program that can't be is refused beside its fields, and RunPod is not asked", {}, async (walk) => {
  const { page, seen } = walk;
  const { field, submit } = await opened(walk);
  const asked = counter(seen, EDIT);
  await field("own-image").fill("");
  await field("container-disk").fill("0");
  await field("ports").fill("80");
  await submit.click();
  for (const name of ["own-image", "container-disk", "ports"]) {
    await until(async () => (await field(name).getAttribute("aria-invalid")) === "true", `${name} is marked`);
    assert.ok((await page.locator(`#edit-${name}-problem`).innerText()).length > 10, name);
  }
  await field("ports").fill("80/http");
  assert.equal(await field("ports").getAttribute("aria-invalid"), "false");
  assert.equal(asked(), 0);
});

journey(
  "RunPod's refusal of another program stands beside its field, and a lost answer says what may be",
  { expected: BROKEN },
  async (walk) => {
    const { page, simulator } = walk;
    const { pod, form, real, field, submit, sure } = await opened(walk);
    const before = await real();
    // More than any machine has.
    await field("container-disk").fill("4090");
    await submit.click();
    await sure.click();
    await form.getByText("It goes on as it was, and costs what it did.").waitFor();
    await page
      .locator("#edit-container-disk-problem")
      .getByText(/^RunPod refused this\. It says: “/)
      .waitFor();
    assert.deepEqual(await real(), before);
    await field("container-disk").fill("60");
    await simulator.fault({ name: "act-then-drop", operation: EDIT, afterBytes: 1 });
    await submit.click();
    await sure.click();
    await form.getByText("It may have been rebuilt or not; it costs what it did.").waitFor();
    await form.getByText(/Look at how long it has been up before you try again\./).waitFor();
    assert.equal((await real()).containerDiskInGb, 60);
    assert.match((await pod.lines())[0], /^RunPod did not agree: no answer/);
    await shot(page, "pod-edit-lost");
  },
);
