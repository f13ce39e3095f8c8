// Format, lint, types and structure: no database, no browser, everything that can be known by reading.
import { ensureInstalled, phase, requireNode, run, root, turbo } from "./prepare.mjs";
import { checkStructure } from "./structure.mjs";
import path from "node:path";

const bin = (name) => path.join(root, "node_modules/.bin", name);

export async function verify() {
  await phase("generate", () => turbo(["run", "generate", "--output-logs=errors-only"]));
  await phase("structure", async () => checkStructure(root));
  await phase("format", () =>
    run(bin("prettier"), [
      "--check",
      "--log-level=warn",
      "--cache",
      "--cache-location=node_modules/.cache/prettier/verify",
      ".",
    ]),
  );
  await phase("lint", () =>
    run(bin("eslint"), [
      "--config",
      "packages/tooling/eslint.config.mjs",
      "--max-warnings=0",
      "--cache",
      "--cache-location=node_modules/.cache/eslint/",
      ".",
    ]),
  );
  await phase("types", async () => {
    await run(bin("next"), ["typegen"], { cwd: path.join(root, "apps/web") });
    await Promise.all([run(bin("tsc"), ["-p", "."]), run(bin("tsc"), ["-p", "apps/web"])]);
  });
}

if (process.argv[1] === import.meta.filename) {
  requireNode();
  await ensureInstalled();
  await verify();
}
