// Format, lint, types and structure: no database, no browser, everything that can be known by reading.
import { ensureInstalled, phase, requireNode, run, root, turbo } from "./prepare.mjs";
import { checkStructure } from "./structure.mjs";
import path from "node:path";

const bin = (name) => path.join(root, "node_modules/.bin", name);

export function generate() {
  return phase("generate", () => turbo(["run", "generate", "--output-logs=errors-only"]));
}

export async function checkByReading() {
  await phase("structure", async () => checkStructure(root));
  await phase("format, lint, types", () => Promise.all([checkFormat(), lint(), checkTypes()]));
}

function checkFormat() {
  return run(bin("prettier"), [
    "--check",
    "--log-level=warn",
    "--cache",
    "--cache-location=node_modules/.cache/prettier/verify",
    ".",
  ]);
}

function lint() {
  return run(bin("eslint"), [
    "--config",
    "packages/tooling/eslint.config.mjs",
    "--max-warnings=0",
    "--cache",
    "--cache-location=node_modules/.cache/eslint/",
    ".",
  ]);
}

async function checkTypes() {
  await run(bin("next"), ["typegen"], { cwd: path.join(root, "apps/web") });
  await run(bin("tsc"), ["-p", "."]);
}

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled();
  await generate();
  await checkByReading();
}
