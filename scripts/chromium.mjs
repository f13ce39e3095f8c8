import { existsSync } from "node:fs";
import { fail, run } from "./prepare.mjs";

const CANDIDATES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Debian's packages of it: without windows it is the same engine for a sixth less work; not every release has that one. */
const PACKAGES = ["chromium-headless-shell", "chromium"];

/**
 * A real Chromium: the system's, else Playwright's own, else null where root on Debian can install the system's. Ends the
 * process with a line where none can be had.
 */
export async function findChromium() {
  const installed = [...CANDIDATES, ...PACKAGES.map(fileOf)].find(existsSync);
  const found = process.env.CHROMIUM_PATH ?? installed ?? (await playwrightsOwn());
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) return null;
  return fail(
    "The browser tests need Chromium. Install the package `chromium`, or run: npx playwright install chromium",
  );
}

/** Installs what Debian has; the path of the program. */
export async function installChromium() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-y", "-qq", "--no-install-recommends"];
  const install = async (name) => {
    await run("apt-get", ["install", ...options, name, "fonts-liberation"], { env });
    return fileOf(name);
  };
  await run("apt-get", ["update", "-qq"], { env });
  return install(PACKAGES[0]).catch(() => install(PACKAGES[1]));
}

const fileOf = (name) => `/usr/bin/${name}`;

async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  const file = chromium.executablePath();
  return existsSync(file) ? file : null;
}
