// What each button of a pod does, said before it is clicked: from the pod's own disks and prices.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { atBothWidths } from "../support/journey.mjs";
import { PodPage, comfy } from "../support/pod_page.mjs";
import { KEY } from "../support/simulator.mjs";

atBothWidths("a pod's page says before a click what dies, what survives and what goes on costing", {}, async (walk) => {
  const { page, simulator, signIn } = walk;
  await comfy(simulator);
  await signIn.signInToSimulator(KEY);
  const pod = await new PodPage(page).open("comfy");
  const deeds = page.locator("details.deeds");
  await deeds.locator("summary").click();
  const stop = await pod.beside(deeds, "Stop").innerText();
  assert.match(
    stop,
    /^Everything outside \/workspace is deleted\. What is in \/workspace stays on the pod's own volume \(20 GB\)\./,
  );
  assert.match(stop, /Its 20 GB go on costing \$0\.0056\/h \(\$4\.00 a month\), twice as much as while it runs\./);
  const end = "Everything on it is deleted, the 20 GB of its own volume in /workspace too. It costs nothing any more.";
  assert.equal(await pod.beside(deeds, "End").innerText(), end);
  await assertAccessible(page, `what the buttons do ${walk.look}`);
  await shot(page, `pod-deeds-${walk.look}`);
  await pod.state.getByRole("button", { name: /^Stop / }).click();
  await pod.state
    .locator(".ending")
    .getByText(/Its 20 GB go on costing \$0\.0056\/h/)
    .waitFor();
  await pod.reaches("stopped");
  assert.equal(await page.getByRole("heading", { name: "Auto-stop" }).count(), 0, "what does not run is not to end");
  assert.match(
    await pod.beside(deeds, "Start").innerText(),
    /It will cost \$0\.\d+\/h \(\$[\d.,]+ a month\), until you stop or end it\./,
  );
});
