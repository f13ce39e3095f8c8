import { existsSync } from "node:fs";
import { fail, phase, run } from "./prepare.mjs";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A real Chromium: the system's, else Playwright's own, else (root on Debian) the system's after installing it. */
export async function requireChromium() {
  const found = process.env.CHROMIUM_PATH ?? CANDIDATES.find(existsSync) ?? (await playwrightsOwn());
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    await phase("install chromium", async () => {
      await run("apt-get", ["update", "-qq"], { env });
      await run(
        "apt-get",
        ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"],
        { env },
      );
    });
    return "/usr/bin/chromium";
  }
  return fail(
    "The browser tests need Chromium. Install the package `chromium`, or run: npx playwright install chromium",
  );
}

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}
