// The frame of a journey: a simulator, a page and the checks that always hold.
import { DESKTOP, PHONE, openPage, withSight } from "./browser.mjs";
import { named } from "./names.mjs";
import { SignIn } from "./screens.mjs";
import { startSimulator } from "./simulator.mjs";

/// A journey: `walk` gets the simulator, the page, what was seen of it, and the sign-in screen, opened.
export function journey(name, options, walk) {
  named(name, async ({ browser }) => {
    const simulator = await startSimulator(options.simulator);
    const tab = await openPage(browser, options);
    try {
      const signIn = new SignIn(tab.page);
      if (!options.stayOutside) await signIn.open(simulator.page);
      await walk({ simulator, ...tab, tab, browser, signIn });
      tab.assertCalm();
    } catch (error) {
      throw await withSight(error, tab);
    } finally {
      await tab.close();
      simulator.stop();
    }
  });
}

/// The same journey at the width of a desktop, and at that of a phone. `look` is the width's name, for pictures.
export function atBothWidths(name, options, walk) {
  journey(name, { ...options, viewport: DESKTOP }, (all) => walk({ ...all, look: "desktop" }));
  journey(`${name}, on a phone`, { ...options, viewport: PHONE }, (all) => walk({ ...all, look: "phone" }));
}
