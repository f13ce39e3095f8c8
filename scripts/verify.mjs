// Format, lint, types and structure: no database, no browser, everything that can be known by reading.
import { ensureInstalled, phase, requireNode, run, root, turbo } from "./prepare.mjs";
import { checkStructure } from "./structure.mjs";
import path from "node:path";

const bin = (name) => path.join(root, "node_modules/.bin", name);

export function generate() {
  return phase("generate", () => turbo(["run", "generate", "--output-logs=errors-only"]));
}

export async function checkByReading(options) {
  checkStructure(root);
  await Promise.all([checkFormat(options), lint(options), checkTypes(options)]);
}

function checkFormat(options) {
  return run(bin("oxfmt"), ["--list-different", "."], options);
}

function lint(options) {
  return run(bin("oxlint"), ["--type-aware", "--max-warnings=0", "."], options);
}

async function checkTypes(options) {
  await run(bin("next"), ["typegen"], { cwd: path.join(root, "apps/web"), ...options });
  await run(bin("tsc"), ["-p", "."], options);
}

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled();
  await generate();
  await phase("structure, format, lint, types", () => checkByReading());
}
