import { defineConfig } from "playwright/test";
import { locateChromium } from "./scripts/lib/chromium.mjs";

/** Chromium only. No `webServer`: the tests start the built server themselves, each worker its own on a free port. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  forbidOnly: true,
  retries: 0,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/browser.json" }]],
  use: {
    browserName: "chromium",
    headless: true,
    trace: "retain-on-failure",
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
