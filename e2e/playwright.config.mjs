// How the journeys are run: `cargo xtask test journeys` says where the browser, the page and the simulator are.
import { defineConfig } from "@playwright/test";

import { ENGINE, LAUNCH } from "./support/browser.mjs";

export default defineConfig({
  testDir: "journeys",
  testMatch: "**/*.test.mjs",
  // Journeys share nothing: each has a simulator of its own.
  fullyParallel: true,
  workers: Number(process.env.WORKERS ?? 2),
  retries: 1,
  timeout: 180_000,
  outputDir: process.env.RESULTS ?? "results",
  reporter: "./support/reporter.mjs",
  use: {
    browserName: ENGINE,
    channel: LAUNCH.channel,
    launchOptions: LAUNCH,
    screenshot: "only-on-failure",
    // The second try of what failed: to trace all costs time that hardly anybody needs.
    trace: "on-first-retry",
  },
});
