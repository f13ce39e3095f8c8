// Format, lint, types and structure: no database, no browser, everything that can be known by reading.
import { ensureInstalled, phase, requireNode, run, root, turbo } from "./prepare.mjs";
import { checkStructure } from "./structure.mjs";
import path from "node:path";

const bin = (name) => path.join(root, "node_modules/.bin", name);

/** Linter and compiler are written in Go and over in seconds: a tenth more memory, which is collected less often, saves a quarter. */
const env = { GOGC: "400" };

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
  return run(bin("oxlint"), ["--type-aware", "--max-warnings=0", "."], { ...options, env });
}

async function checkTypes(options) {
  await run(bin("next"), ["typegen"], { cwd: path.join(root, "apps/web"), ...options });
  // Several threads read some of it several times: worth it only where no other stage wants the processors.
  const alone = options?.niceness ? ["--singleThreaded"] : [];
  await run(bin("tsc"), ["-p", ".", ...alone], { ...options, env });
}

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled();
  await generate();
  await phase("structure, format, lint, types", () => checkByReading());
}
