// Time in the page. The simulator is sped up, and the page must be too: else an hour of the account would be minutes of
// the page, with a few dozen lists.

import { SIGHT } from "../support/browser.mjs";

/// What runs in a tab before all else. The page's clock and timers run `pace` times as fast, so it waits, asks and gives
/// up as often as in so much time. It is told that RunPod runs `speed / pace` times as fast as itself, and, with
/// `graphql`, that RunPod answers there. `see` says whether the tab is in sight.
export const hurrying = (how) => ({ content: `(${SIGHT})();(${hurry})(${JSON.stringify(how)});` });

function hurry({ since, pace, speed, graphql }) {
  const { now } = Date;
  Date.now = () => since + (now() - since) * pace;
  for (const name of ["setTimeout", "setInterval"]) {
    const real = globalThis[name];
    globalThis[name] = (what, wait = 0, ...more) => real(what, wait / pace, ...more);
  }
  globalThis.wasmMemories = [];
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await real.apply(WebAssembly, given);
      const { exports } = made.instance ?? made;
      wasmMemories.push(...Object.values(exports).filter((one) => one instanceof WebAssembly.Memory));
      return made;
    };
  }
  // The last moment before the page's own program runs.
  document.addEventListener("readystatechange", () => {
    const meta = document.querySelector("meta[name=launchpod-practice]");
    if (document.readyState !== "interactive" || !meta) return;
    const told = JSON.parse(meta.content);
    meta.content = JSON.stringify({ ...told, speed: speed / pace, ...(graphql && { graphql }) });
  });
}

/// When the simulator's time and the wall's were one: from then on the page's clock runs ahead with it.
export async function startOf(simulator) {
  const html = await (await fetch(simulator.page)).text();
  return Number(
    html
      .match(/startedAtMs&quot;:(\d+)|startedAtMs":(\d+)/)
      .slice(1)
      .find(Boolean),
  );
}
