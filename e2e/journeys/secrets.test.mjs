// Keys and secrets of pods: the account's key gets into none, and RunPod keeps what else must not be seen.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { BROKEN, CREATE, dealings, sent } from "../support/faults.mjs";
import { atBothWidths, journey } from "../support/journey.mjs";
import { Launch, Pods, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const VALUE = "hunter2 is no word";
const OTHERS_KEY = "rpa_SOMEBODYELSES0123456789";

/// RunPod's REST v2 on the simulator, past the page.
const rest = async (simulator, path, method = "GET", body = undefined) => {
  const answer = await fetch(`${simulator.address}/v2${path}`, {
    method,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${KEY}`, "User-Agent": "journey" },
    body: body && JSON.stringify(body),
  });
  return answer.status === 204 ? null : answer.json();
};
const secretsOf = async (simulator) => (await rest(simulator, "/account/secrets")).secrets.map(({ name }) => name);

/// The form with one variable of this name, and the panel of secrets for it.
async function opened({ signIn, page }, name) {
  await signIn.signInToSimulator(KEY);
  const form = await (await new Launch(page).open()).unfold();
  await form.fillIn("keeper");
  await page.getByRole("button", { name: "Add a variable" }).click();
  await page.getByLabel("Name of variable 1").fill(name);
  return {
    form,
    value: page.getByLabel(`Value of ${name}`, { exact: true }),
    button: page.getByRole("button", { name: `Secret for ${name}` }),
    panel: page.getByRole("group", { name: `A secret for ${name}` }),
  };
}

atBothWidths("a RunPod key is refused beside its field before any request", {}, async (walk) => {
  const { page, simulator, seen, look } = walk;
  const { form, value } = await opened(walk, "ACCOUNT");
  for (const key of [KEY, `Bearer ${KEY}`, OTHERS_KEY]) {
    await value.fill(key);
    await form.launch();
    await until(async () => /has a RunPod API key in it/.test(await form.problem("env").innerText()), "it is refused");
    assert.match(
      await form.problem("env").innerText(),
      /could spend your account's money.*RunPod was seen to end such/,
    );
  }
  await assertAccessible(page, "a key in the environment");
  await shot(page, `${look}-key-in-env`);
  await value.fill("");
  await page.getByLabel("Start command", { exact: true }).fill(`serve --key ${OTHERS_KEY}`);
  await form.launch();
  await until(async () => /has a RunPod API key/.test(await form.problem("start-command").innerText()), "there too");
  await page.getByLabel("Start command", { exact: true }).fill("");
  await page.getByLabel("Name of variable 1").fill("RUNPOD_API_KEY");
  await page.getByText("RunPod replaces RUNPOD_API_KEY with the pod's own key").waitFor();
  assert.deepEqual(await dealings(simulator), { creates: 0, terminates: 0, pods: [] });
  assert.equal(sent(seen, CREATE), 0);
  await form.launch();
  await new Pods(page).card("keeper").card.waitFor();
});

atBothWidths("a secret is kept at RunPod, chosen for a variable, and deleted", { expected: BROKEN }, async (walk) => {
  const { page, simulator, look, seen } = walk;
  await rest(simulator, "/account/secrets", "POST", { name: "older", value: "x" });
  const { form, value, button, panel } = await opened(walk, "HF_TOKEN");
  assert.ok(!seen.requests.some((request) => request.url().includes("secrets")), "nobody asked before");
  await button.click();
  await panel.getByText("older", { exact: true }).waitFor();
  await page.getByLabel("Name of a new secret").fill("older");
  await panel.getByRole("button", { name: "Keep it at RunPod, and use it" }).click();
  await panel.getByText(/There is a secret “older” already/).waitFor();
  await panel.getByText(/Type or paste the value/).waitFor();
  await page.getByLabel("Its value").fill(OTHERS_KEY);
  await page.getByLabel("Name of a new secret").fill("hf-token");
  await panel.getByRole("button", { name: "Keep it at RunPod, and use it" }).click();
  await panel.getByText(/The value has a RunPod API key in it/).waitFor();
  await page.getByLabel("Its value").fill(VALUE);
  await assertAccessible(page, "secrets");
  await shot(page, `${look}-secrets`);
  await page.getByLabel("Its value").press("Enter");
  await panel.waitFor({ state: "detached" });
  assert.equal(await value.inputValue(), "{{ RUNPOD_SECRET_hf-token }}");
  await page.getByText("RunPod puts its secret “hf-token” here.").waitFor();
  assert.deepEqual(await secretsOf(simulator), ["older", "hf-token"]);
  const everywhere = () =>
    page.evaluate(() => [
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll("input, textarea")].map((input) => input.value),
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    ]);
  assert.ok(!JSON.stringify(await everywhere()).includes(VALUE), "its value is nowhere in the page");

  await button.click();
  await panel.getByRole("button", { name: "Delete “older”", exact: true }).click();
  await panel.getByText(/Delete the secret “older”\?.*can't be brought back/).waitFor();
  await assertAccessible(page, "a secret before its end");
  await panel.getByRole("button", { name: "Keep it", exact: true }).click();
  assert.equal((await secretsOf(simulator)).length, 2);
  await panel.getByRole("button", { name: "Delete “older”", exact: true }).click();
  await panel.getByRole("button", { name: "Delete “older” for good" }).click();
  await panel.getByText("“older” is deleted.").waitFor();
  assert.deepEqual(await secretsOf(simulator), ["hf-token"]);
  await panel.getByRole("button", { name: "Close" }).click();

  await form.launch();
  await new Pods(page).card("keeper").card.waitFor();
  const [pod] = await simulator.pods();
  assert.ok(pod.env.includes("HF_TOKEN={{ RUNPOD_SECRET_hf-token }}"), `${pod.env}`);
});

journey("secrets that can't be had leave the form as it is", { expected: BROKEN }, async (walk) => {
  const { page, simulator } = walk;
  const { value, button, panel } = await opened(walk, "HF_TOKEN");
  await value.fill("typed");
  await simulator.fault({ name: "bad-gateway", operation: "listSecrets", times: 1 });
  await button.click();
  await panel.getByText("RunPod has trouble of its own.").waitFor();
  await assertAccessible(page, "secrets that can't be had");
  await panel.getByRole("button", { name: "Try again" }).click();
  await panel.getByText("RunPod keeps no secret for this account yet.").waitFor();
  assert.equal(await value.inputValue(), "typed");
});
