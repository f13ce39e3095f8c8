import { execFileSync } from "node:child_process";
import path from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder with the bundled server and its threads' scripts. */
    bundle: string;
  }
}

const FOLDER = "dist-test";

/** vitest `globalSetup`: what ships is what runs, and no process or thread reads the sources anew. */
export default function bundle(project: TestProject): void {
  const root = path.resolve(import.meta.dirname, "..");
  execFileSync(process.execPath, ["build.mjs", FOLDER], { cwd: root, stdio: "inherit" });
  project.provide("bundle", path.join(root, FOLDER));
}
