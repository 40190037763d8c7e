// Where a pod sends notices: asked for under Advanced, refused with words, in the pod as a variable, and in no link.
import assert from "node:assert/strict";

import { assertAccessible, assertKeyIsKept } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths } from "../support/journey.mjs";
import { Launch, Presets, until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const TOPIC = "https://ntfy.sh/notices-of-mine";

atBothWidths(
  "notices go to an address of one's own, which no link takes along",
  { simulator: { speed: 30 } },
  async (walk) => {
    const { page, simulator, signIn, look } = walk;
    const pods = await signIn.signInToSimulator(KEY);
    const form = await (await new Launch(page).open()).unfold();
    await form.fillIn("teller");
    const address = page.getByLabel("Send notices to", { exact: true });
    const help = page.locator("#notify-help");
    assert.match(
      await help.innerText(),
      /Whoever knows the address can read all of it: the pod's name.*never your key/s,
    );
    for (const [typed, words] of [
      ["ntfy.sh/notices-of-mine", /must begin with https:\/\//],
      ["https://me:secret@ntfy.sh/x", /password must not stand in the address/],
      ["https://ntfy.sh", /has no topic/],
      ["https://ntfy.sh/a'b", /characters that do not belong there/],
      ["https://example.com/rpa_0123456789ABCDEFGHIJ", /has a RunPod API key in it/],
    ]) {
      await address.fill(typed);
      await form.launch();
      await until(async () => words.test(await form.problem("notify").innerText()), `${typed}: ${words}`);
    }
    assert.equal(await address.getAttribute("aria-invalid"), "true");
    await assertAccessible(page, "an address for notices that is refused");
    await shot(page, `${look}-notices-refused`);

    await address.fill(TOPIC);
    await until(async () => /Notices/.test(await form.changes()), "Advanced says that it is changed");
    const command = page.getByLabel("Start command", { exact: true });
    await command.fill("sleep infinity");
    await page.locator('[data-field="no-notices"]').waitFor();
    assert.equal(await address.count(), 0, "nothing could be sent");
    await command.fill("");
    await address.waitFor();
    assert.equal(await address.inputValue(), TOPIC);
    await assertAccessible(page, "an address for notices");
    await shot(page, `${look}-notices`);

    const presets = new Presets(page);
    await presets.open();
    await presets.box.getByRole("button", { name: "Copy a link to this form" }).click();
    const link = await presets.link.inputValue();
    await presets.told.getByText(/Not in the link: .*address for notices/).waitFor();
    assert.ok(!Buffer.from(link.split("order=")[1], "base64url").toString().includes("ntfy"));

    await form.launch();
    const teller = pods.card("teller");
    await teller.reaches("ready", 90_000);
    await teller.card
      .locator('[data-field="ends"]')
      .getByText(/^ends (tomorrow )?at \d\d:\d\d \(in the pod\)$/)
      .waitFor();
    const told = await simulator.ask("{ myself { pods { name env dockerArgs } } }");
    const pod = told.myself.pods.find(({ name }) => name === "teller");
    assert.ok(pod.env.includes(`LAUNCHPOD_NOTIFY=8188|${TOPIC}|teller`), JSON.stringify(pod.env));
    assert.match(pod.dockerArgs, /launchpod-ends.*launchpod-ready/);
    assert.doesNotMatch(pod.dockerArgs, /ntfy\.sh/);
    await teller.card.getByRole("link").first().click();
    await page.getByText(/^The pod sends notices to an address of your own: when it is ready/).waitFor();
    await assertKeyIsKept(walk.tab, KEY, [simulator.page, simulator.address]);
  },
);
