// The frame that every journey stands in.
import { journey } from "../support/journey.mjs";
import { until } from "../support/screens.mjs";
import { KEY } from "../support/simulator.mjs";

journey(
  "an answer that is still held back when a journey ends breaks nothing after it",
  {},
  async ({ signIn, page }) => {
    await signIn.signInToSimulator(KEY);
    let held = 0;
    await page.route("**/graphql", async (route) => {
      held += 1;
      await page.waitForEvent("close", { timeout: 0 });
      await route.fetch();
    });
    await until(() => held > 0, "a request is held back");
  },
);
