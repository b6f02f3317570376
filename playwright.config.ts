import { defineConfig } from "playwright/test";
import { locateChromium } from "./scripts/lib/chromium.mjs";

const MEASURED = /long-trace/;

/** Chromium only. No `webServer`: the tests start the built server themselves, each worker its own on a free port. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  forbidOnly: true,
  retries: 0,
  // A page waits half of its time: two at once use two cores.
  workers: 2,
  projects: [
    { name: "people", testIgnore: MEASURED },
    // Alone, after all others: what it measures is how long something takes.
    { name: "measured", testMatch: MEASURED, dependencies: ["people"] },
  ],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/browser.json" }]],
  use: {
    browserName: "chromium",
    headless: true,
    // Recording took an eighth of these tests' processor time: asked for by TEST_TRACE=1 once something fails.
    trace: process.env.TEST_TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: locateChromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
