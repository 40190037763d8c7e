// The two ways to RunPod. Whether its CORS lets a foreign page in is not known: whatever it does, the page finds out.
import assert from "node:assert/strict";

import { assertAccessible } from "../support/audit.mjs";
import { shot } from "../support/browser.mjs";
import { journeyToRunPod } from "../support/runpod.mjs";
import { Pods } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

const BLOCKED = [/blocked by CORS policy/, /Failed to load resource/];
const CLOSED = ["runpod-only", "none", "refused"];
const NOBODY = "http://127.0.0.1:9";

const signIn = async (screen, key = KEY) => {
  await screen.key.fill(key);
  await screen.button.click();
};

journeyToRunPod(
  "where RunPod lets any page in, the page speaks with it directly, relay or not",
  { relay: true },
  async ({ signIn: screen, page, tab, byRelay, keyWentTo }) => {
    await signIn(screen);
    await new Pods(page).ready();
    await page.getByText(/^checked .* · RunPod$/).waitFor();
    assert.equal(byRelay(), 0);
    await keyWentTo(tab, "runpod");
  },
);

for (const cors of CLOSED) {
  journeyToRunPod(
    `where RunPod's CORS is "${cors}", the page takes the relay and says so, and a reload does too`,
    { cors, relay: true, expected: BLOCKED },
    async ({ signIn: screen, page, tab, simulator, directly, forget, keyWentTo }) => {
      await signIn(screen);
      const pods = await new Pods(page).ready();
      await page.getByText(/checked .* · RunPod, through this page's own server/).waitFor();
      await keyWentTo(tab, "relay", "runpod");
      if (cors === "refused") await assertAccessible(page, "pods through the relay");
      forget();
      await page.reload();
      await pods.ready();
      await page.getByText(/through this page's own server/).waitFor();
      assert.equal(directly(), 0, "the way that is known to be closed is not tried again");
      await keyWentTo(tab, "relay");
      assert.deepEqual((await simulator.state()).creates, 0);
    },
  );

  journeyToRunPod(
    `where RunPod's CORS is "${cors}" and no relay is there, that is told, and not as a wrong key`,
    { cors, expected: BLOCKED },
    async ({ signIn: screen, page, tab, host, byRelay, keyWentTo }) => {
      await signIn(screen);
      await screen.failure.getByText(/does not let your browser in from this page/).waitFor();
      const words = await screen.failure.innerText();
      assert.match(words, /Nothing was changed in your account/);
      assert.match(words, /Your key is not to blame/);
      assert.doesNotMatch(words, /know this key/);
      assert.equal(byRelay(), 1, "one question without a key");
      assert.deepEqual(host.keyed, [], "the page's own server never saw the key");
      await keyWentTo(tab, "runpod");
      assert.deepEqual(await page.evaluate(() => ({ ...sessionStorage })), {});
      await assertAccessible(page, "not let in");
      await shot(page, "not-let-in");
    },
  );
}

journeyToRunPod(
  "a wrong key is one on the direct way, and no relay is looked for",
  { relay: true, expected: BLOCKED },
  async ({ signIn: screen, byRelay, directly }) => {
    await signIn(screen, "rpa_WRONG00000000000000000000");
    await screen.failure.getByText("RunPod does not know this key.").waitFor();
    assert.deepEqual([directly() > 0, byRelay()], [true, 0]);
  },
);

journeyToRunPod(
  "a wrong key is one behind the relay too",
  { cors: "none", relay: true, expected: BLOCKED },
  async ({ signIn: screen }) => {
    await signIn(screen, "rpa_WRONG00000000000000000000");
    await screen.failure.getByText("RunPod does not know this key.").waitFor();
  },
);

journeyToRunPod(
  "a relay behind which nobody answers is told as that",
  { cors: "none", relay: true, upstream: NOBODY, expected: BLOCKED },
  async ({ signIn: screen, page, tab, keyWentTo }) => {
    await signIn(screen);
    await screen.failure.getByText(/passes requests on to RunPod, but gets no answer/).waitFor();
    await keyWentTo(tab, "runpod");
    await assertAccessible(page, "a stuck relay");
  },
);

journeyToRunPod(
  "a RunPod that can't be reached is told as that",
  { expected: BLOCKED },
  async ({ signIn: screen, front, host }) => {
    await front.stop();
    await signIn(screen);
    await screen.failure.getByText(/could not reach RunPod/).waitFor();
    await screen.failure.getByText(/ad blocker/).waitFor();
    assert.deepEqual(host.keyed, []);
  },
);

journeyToRunPod(
  "a computer that is offline is told so, and signs in once it is not",
  { expected: BLOCKED },
  async ({ signIn: screen, page, context }) => {
    await context.setOffline(true);
    await signIn(screen);
    await screen.failure.getByText(/This computer is offline/).waitFor();
    await context.setOffline(false);
    await screen.button.click();
    await new Pods(page).ready();
  },
);

journeyToRunPod(
  "a reload finds the direct way when the relay is gone",
  { cors: "none", relay: true, expected: BLOCKED },
  async ({ signIn: screen, page, simulator }) => {
    await signIn(screen);
    const pods = await new Pods(page).ready();
    await page.getByText(/through this page's own server/).waitFor();
    await simulator.fault(JSON.stringify({ name: "cors", mode: "any" }));
    await page.route("**/relay/graphql", (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await pods.ready();
    await page.getByText(/ · RunPod$/).waitFor();
  },
);
