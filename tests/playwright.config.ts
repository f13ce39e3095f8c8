import path from "node:path";
import { defineConfig } from "@playwright/test";

const chromium = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

/** One started product serves every story; each story works in a project of its own. */
export default defineConfig({
  testDir: "e2e",
  outputDir: path.resolve(import.meta.dirname, "../test-results/playwright"),
  globalSetup: "./e2e/start-product.ts",
  timeout: 300_000,
  // What is waited for comes at once on an idle machine; a busy one may take its time.
  expect: { timeout: 40_000 },
  workers: 2,
  retries: 0,
  reporter: [
    ["list"],
    [
      "json",
      {
        outputFile:
          process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ??
          path.resolve(import.meta.dirname, "../test-results/playwright.json"),
      },
    ],
  ],
  projects: [
    { name: "stories", testIgnore: "outage.spec.ts" },
    // It takes the database away from everybody.
    { name: "outage", testMatch: "outage.spec.ts", dependencies: ["stories"] },
  ],
  use: {
    viewport: { width: 1280, height: 900 },
    // To write down what happens takes a twentieth of all the time, and with pictures a fifth: PWTRACE=on asks for it.
    trace: process.env.PWTRACE ? "on" : "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        // A page that is opened goes on in the process of the one before.
        "--process-per-site",
        // Scripts of pages that live for seconds: to optimise them costs more than it gives, a fifteenth of all the time.
        "--js-flags=--no-turbofan --no-maglev",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
