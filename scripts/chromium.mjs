import { existsSync } from "node:fs";
import { fail, run } from "./prepare.mjs";

export const DEBIANS = "/usr/bin/chromium";

const CANDIDATES = [DEBIANS, "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * A real Chromium: the system's, else Playwright's own, else null where root on Debian can install the system's. Ends the
 * process with a line where none can be had.
 */
export async function findChromium() {
  const found = process.env.CHROMIUM_PATH ?? CANDIDATES.find(existsSync) ?? (await playwrightsOwn());
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) return null;
  return fail(
    "The browser tests need Chromium. Install the package `chromium`, or run: npx playwright install chromium",
  );
}

export async function installChromium() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"], {
    env,
  });
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}
