// The frame of journeys to the real address: api.runpod.io is a simulator behind TLS, and the browser itself enforces
// CORS. The page stands on a plain host of files, or with `relay` on the server of hosting/Caddyfile, or on the one that `relay` starts.
import assert from "node:assert/strict";

import { assertKeyIsKept } from "./audit.mjs";
import { openPage, startBrowserBehind, withSight } from "./browser.mjs";
import { startFront, startHosting, startPlainHost } from "./hosts.mjs";
import { named } from "./names.mjs";
import { SignIn } from "./screens.mjs";
import { KEY, startSimulator } from "./simulator.mjs";

export const RUNPOD = "https://api.runpod.io/graphql";

/// A journey to RunPod itself. `enter` comes before the page is opened. `upstream` is where the relay leads; to the simulator if nothing is said.
export function journeyToRunPod(name, { cors = "any", relay = false, upstream, expected = [], clock, enter }, walk) {
  named(name, async () => {
    const started = [];
    const begin = async (what) => {
      const done = await what;
      started.unshift(done);
      return done;
    };
    try {
      const simulator = await begin(startSimulator({ flags: ["--cors", cors] }));
      const front = await begin(startFront(simulator));
      const startRelay = relay === true ? startHosting : relay;
      const host = await begin(relay ? startRelay(upstream ?? simulator.address) : startPlainHost());
      const browser = await startBrowserBehind(front);
      started.unshift({ stop: () => browser.close() });
      await walkThere({ simulator, front, host, browser, expected, clock, enter }, walk);
    } finally {
      for (const one of started) await one.stop();
    }
  });
}

async function walkThere({ expected, clock, enter, ...world }, walk) {
  const tab = await openPage(world.browser, { expected, clock });
  const signIn = new SignIn(tab.page);
  try {
    await enter?.(tab.page, world.host);
    await signIn.open(world.host.address);
    await walk({ ...world, ...tab, tab, signIn, ...asking(tab.seen, world.host) });
    tab.assertCalm();
    assert.ok(!world.host.log().includes(KEY), "the server's log holds the key");
  } catch (error) {
    throw await withSight(error, tab);
  } finally {
    await tab.close();
  }
}

/// What was asked where.
function asking(seen, { address }) {
  const relayed = `${address}relay/graphql`;
  const to = (url) => seen.requests.filter((request) => request.url() === url);
  return {
    directly: () => to(RUNPOD).length,
    byRelay: () => to(relayed).length,
    forget: () => seen.requests.splice(0),
    /// Those are the only places that the key went to.
    keyWentTo: (tab, ...places) =>
      assertKeyIsKept(
        tab,
        KEY,
        places.map((place) => new URL(place === "relay" ? "relay/" : "https://api.runpod.io/", address).href),
      ),
  };
}
